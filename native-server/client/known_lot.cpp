#include "client/known_lot.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/event.h"
#include "kaibiao/tender/signed_command.h"

namespace kaibiao::client {

namespace {

using codec::Json;
constexpr std::size_t most_events = 100'000;

/// A clarification or suspension moves what bidders must name, so each is checked like the notice itself.
Status verify_act(const tender::SignedAct& act, std::string_view purpose, const tender::LotState& lot, Instant stamp,
                  const Anchors& anchors) {
    tender::Context context;
    context.centre = lot.centre;
    context.origin = lot.origin;
    context.mode = tender::CentreMode::trial; // trial roots are only there when the user named them
    context.arrival = stamp;
    tender::Trust trust;
    trust.roots = anchors.roots;
    trust.crls = anchors.crls;
    const std::string jws = codec::dump_canonical(act.jws);
    TRY(tender::verify_command(as_bytes(jws), purpose, purpose == tender::purpose::publish ? nullptr : &lot.lot,
                               context, tender::judge_by(trust)));
    return ok();
}

Status verify_event(const tender::Event& event, const tender::LotState& lot, const Anchors& anchors) {
    const Instant stamp = event.header.stamp;
    if (const auto* published = std::get_if<tender::LotPublished>(&event.payload))
        return verify_act(published->act, tender::purpose::publish, lot, stamp, anchors);
    if (const auto* clarified = std::get_if<tender::LotClarified>(&event.payload))
        return verify_act(clarified->act, tender::purpose::clarify, lot, stamp, anchors);
    return ok();
}

} // namespace

Status add_root_file(Anchors& anchors, const std::filesystem::path& file) {
    TRY_ASSIGN(const Bytes text, cli::read_file(file, 1 << 20));
    TRY_ASSIGN(const auto blocks, codec::decode_pem(as_text(text)));
    for (const codec::PemBlock& block : blocks) {
        TRY_ASSIGN(auto root, sign::make_trust_root(block.der, file.filename().string(), sign::RootUse::trial));
        anchors.roots.push_back(std::move(root));
    }
    return ok();
}

namespace {

Status add_crl(Anchors& anchors, const std::string& text) {
    TRY_ASSIGN(const Bytes der, codec::decode_base64(text, codec::Base64::standard_padded));
    TRY_ASSIGN(auto list, crypto::parse_crl(der));
    anchors.crls.push_back(std::move(list));
    return ok();
}

/// `GET /api/crls` is an array, or an object with one.
const Json::Array* crl_rows(const Json& answer) {
    if (answer.as_array() != nullptr) return answer.as_array();
    const Json* rows = answer.find("crls");
    return rows == nullptr ? nullptr : rows->as_array();
}

} // namespace

Status add_crls_of(Anchors& anchors, ApiClient& api) {
    TRY_ASSIGN(const Json answer, api.get("/api/crls"));
    const Json::Array* rows = crl_rows(answer);
    if (rows == nullptr) return Error(ErrorCode::json_member_missing, "/crls");
    for (const Json& row : *rows) {
        codec::ObjectReader reader(row, "");
        TRY_ASSIGN(const std::string der, reader.string("der", 8 << 20));
        TRY(add_crl(anchors, der));
    }
    return ok();
}

Result<Json> fetch_tender(ApiClient& api, const LotId& lot) {
    TRY_ASSIGN(const Json centre, api.get("/api/centre"));
    codec::ObjectReader about(centre, "");
    Json tender = Json::object();
    TRY_ASSIGN(const std::string id, about.string("id"));
    TRY_ASSIGN(const std::string origin, about.string("origin"));
    TRY_ASSIGN(const Json answer, api.get("/api/lots/" + lot.text() + "/events"));
    const Json* events = answer.find("events");
    if (events == nullptr) return Error(ErrorCode::json_member_missing, "/events");
    TRY_ASSIGN(const Json lists, api.get("/api/crls"));
    Json crls = Json::array();
    if (const Json::Array* rows = crl_rows(lists))
        for (const Json& row : *rows)
            if (const Json* der = row.find("der")) crls.push(*der);
    return tender.set("centre", id)
        .set("origin", origin)
        .set("lot", lot.text())
        .set("events", *events)
        .set("crls", std::move(crls));
}

Result<tender::LotState> know_lot(const Json& tender, Anchors& anchors) {
    if (anchors.roots.empty()) return Error(ErrorCode::trust_anchor_missing, "--root");
    codec::ObjectReader reader(tender, "");
    tender::LotState lot;
    TRY_ASSIGN(lot.centre, reader.string("centre"));
    TRY_ASSIGN(lot.origin, reader.string("origin"));
    TRY_ASSIGN(const std::string id, reader.string("lot"));
    TRY_ASSIGN(lot.lot, LotId::parse(id));
    TRY_ASSIGN(const Json::Array* crls, reader.array("crls", 1000));
    for (const Json& crl : *crls)
        if (crl.as_string() != nullptr) TRY(add_crl(anchors, *crl.as_string()));
    TRY_ASSIGN(const Json::Array* events, reader.array("events", most_events));
    TRY(reader.finish());
    log::StreamVerifier chain(lot.stream());
    for (std::size_t i = 0; i < events->size(); ++i) {
        TRY_ASSIGN(const log::StoredEvent stored, log::event_from_json((*events)[i], "/events/" + std::to_string(i)));
        TRY(chain.next(stored));
        TRY_ASSIGN(const tender::Event event, tender::decode_event(stored));
        TRY(verify_event(event, lot, anchors));
        tender::apply(lot, event);
    }
    if (!lot.publication) return Error(ErrorCode::lot_unknown, lot.lot.text(), "no notice among its events");
    return lot;
}

} // namespace kaibiao::client
