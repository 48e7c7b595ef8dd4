// Builds what the tests of the server send, with the same core: one JSON text a line in, one a line out.
//   {"do":"notice","envelope","log_key","issue_from","deadline","window_ms","tenderer","supervisor","two_envelopes"?}
//   ->
//   {"payload"}
//   {"do":"seal","folder","envelope","bidder","number","replaces","volume_bytes","policy"?,"panel"?,"bid_envelope"?,
//   "price"?} -> {"payload","parts","sheet","volumes"}, secrets null under policy `officers`; `bid_envelope` is that of
//   a lot with two, of which the first has no price
//   {"do":"cells","method","bids"} -> {"cells"}

#include "client/bid_client.h"
#include "demo/material.h"
#include "demo/notices.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/party.h"

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace kaibiao;
using codec::Json;

namespace {

Result<Json> make_notice(codec::ObjectReader& reader) {
    TRY_ASSIGN(const Json* envelope_json, reader.object("envelope"));
    TRY_ASSIGN(const sign::CommandEnvelope envelope, sign::read_envelope(*envelope_json));
    demo::NoticeSetting setting;
    TRY_ASSIGN(setting.log_key, reader.string("log_key"));
    TRY_ASSIGN(setting.issue_from, tender::read_instant(reader, "issue_from"));
    TRY_ASSIGN(setting.deadline, tender::read_instant(reader, "deadline"));
    TRY_ASSIGN(setting.release_window_milliseconds, reader.integer("window_ms", 0, 86'400'000));
    if (const Json* two = reader.optional("two_envelopes"); two != nullptr && two->as_bool() != nullptr)
        setting.two_envelopes = *two->as_bool();
    tender::Notice notice = demo::make_notice(demo::projects()[0], setting);
    TRY_ASSIGN(const Json* tenderer, reader.object("tenderer"));
    TRY_ASSIGN(notice.tenderer, tender::read_party(*tenderer, "/tenderer"));
    TRY_ASSIGN(const Json* supervisor, reader.object("supervisor"));
    TRY_ASSIGN(notice.supervisor, tender::read_party(*supervisor, "/supervisor"));
    return Json::object().set("payload", codec::dump_canonical(tender::write_notice(envelope, notice)));
}

Result<Json> write_part(const std::string& folder, const client::StagedPart& part, const client::Stage& stage) {
    const std::string path = folder + "/part-" + std::to_string(part.record.part);
    TRY_ASSIGN(const Bytes bytes, stage.read(part.offset, static_cast<std::size_t>(part.record.length)));
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return Json::object()
        .set("path", path)
        .set("length", static_cast<std::int64_t>(part.record.length))
        .set("root", codec::encode_hex(part.record.root))
        .set("header", codec::encode_hex(part.record.header));
}

Result<seal::Panel> read_panel(const Json& json) {
    codec::ObjectReader reader(json, "/panel");
    seal::Panel panel;
    TRY_ASSIGN(panel.id, reader.string("id"));
    TRY_ASSIGN(const auto y, reader.bytes<32>("y"));
    TRY_ASSIGN(panel.y, crypto::Point::decode(y));
    TRY_ASSIGN(const std::int64_t k, reader.integer("k", 1, 15));
    TRY_ASSIGN(const std::int64_t n, reader.integer("n", 1, 15));
    panel.k = static_cast<int>(k);
    panel.n = static_cast<int>(n);
    return panel;
}

Json secret_or_null(const client::SealedBid& sealed, seal::PartClass part_class) {
    return sealed.secrets ? Json(codec::encode_base64(sealed.secrets->of(part_class).view())) : Json();
}

Result<Json> seal_bid(codec::ObjectReader& reader) {
    client::SealingContext context;
    if (const Json* panel = reader.optional("panel"); panel != nullptr) {
        TRY_ASSIGN(context.panel, read_panel(*panel));
        TRY_ASSIGN(const std::string policy, reader.string("policy"));
        TRY_ASSIGN(context.policy, seal::parse_lock_policy(policy));
    }
    TRY_ASSIGN(const Json* envelope, reader.object("envelope"));
    TRY_ASSIGN(context.envelope, sign::read_envelope(*envelope));
    TRY_ASSIGN(context.number, reader.integer("number", 1, 1000));
    if (const Json* replaces = reader.optional("replaces"); replaces != nullptr && replaces->as_string() != nullptr) {
        TRY_ASSIGN(context.replaces, codec::decode_digest(*replaces->as_string()));
    }
    TRY_ASSIGN(const std::string bidder, reader.string("bidder"));
    TRY_ASSIGN(const std::string folder, reader.string("folder"));
    TRY_ASSIGN(const std::int64_t bytes, reader.integer("volume_bytes", 0, 1 << 28));
    seal::PublicSheet sheet{bidder, bidder, Money::from_fen(1'000'000'00), 100, "合格", "项目经理", "证书", "保函", {}};
    if (reader.optional("price") != nullptr) {
        TRY_ASSIGN(const std::string price, reader.string("price"));
        TRY_ASSIGN(sheet.price, Money::parse_yuan(price));
    }
    if (reader.optional("bid_envelope") != nullptr) {
        TRY_ASSIGN(const std::int64_t number, reader.integer("bid_envelope", 1, 2));
        context.bid_envelope = static_cast<int>(number);
        if (number == 1) sheet.price.reset();
    }
    std::vector<client::Volume> volumes;
    if (bytes > 0)
        volumes.push_back(client::volume_of("技术标", "plan.pdf", Bytes(static_cast<std::size_t>(bytes), 0x25)));
    client::MemoryStage stage;
    TRY_ASSIGN(const client::SealedBid sealed, client::seal_bid(context, sheet, volumes, stage));
    Json parts = Json::array();
    for (const client::StagedPart& part : sealed.parts) {
        TRY_ASSIGN(Json written, write_part(folder, part, stage));
        parts.push(std::move(written));
    }
    return Json::object()
        .set("payload", sealed.payload)
        .set("parts", std::move(parts))
        .set("sheet", secret_or_null(sealed, seal::PartClass::sheet))
        .set("volumes", secret_or_null(sealed, seal::PartClass::volumes));
}

Result<Json> make_cells(codec::ObjectReader& reader) {
    TRY_ASSIGN(const Json* method_json, reader.object("method"));
    TRY_ASSIGN(const score::Method method, tender::decode_method(*method_json));
    TRY_ASSIGN(const Json::Array* bids, reader.array("bids", 1000));
    std::vector<BidId> ids;
    for (const Json& bid : *bids) {
        TRY_ASSIGN(const BidId id, BidId::parse(*bid.as_string()));
        ids.push_back(id);
    }
    demo::Dice dice(1);
    return Json::object().set("cells", tender::encode_cells(demo::make_cells(method, ids, dice)));
}

Result<Json> answer(const std::string& line) {
    TRY_ASSIGN(const Json question, codec::parse_relaxed(as_bytes(line), {std::size_t{16} << 20, 32}));
    codec::ObjectReader reader(question, "");
    TRY_ASSIGN(const std::string what, reader.string("do"));
    if (what == "notice") return make_notice(reader);
    if (what == "seal") return seal_bid(reader);
    if (what == "cells") return make_cells(reader);
    return Error(ErrorCode::usage, what);
}

} // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const Result<Json> out = answer(line);
        std::cout << codec::dump_canonical(out.ok() ? *out : Json::object().set("error", describe(out.error())))
                  << std::endl;
    }
    return 0;
}
