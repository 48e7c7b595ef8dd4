#include "kaibiao/panel/target.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/vrf.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

using codec::Json;

/// Bytes that are no UTF-8 would all be written alike: one message for two draws.
bool is_draw_text(std::string_view text) {
    const auto printable = [](char c) { return c >= 0x20 && c <= 0x7E; };
    return !text.empty() && text.size() <= max_draw_text && std::all_of(text.begin(), text.end(), printable);
}

Status check_texts(const DrawRequest& request) {
    if (!is_draw_text(request.draw)) return Error(ErrorCode::draw_message_malformed, "/draw");
    if (!is_draw_text(request.method)) return Error(ErrorCode::draw_message_malformed, "/method");
    return ok();
}

Result<DrawRequest> read_draw_message(ByteView text) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(text, {.max_bytes = max_draw_message, .max_depth = 1}));
    codec::ObjectReader reader(json, "");
    DrawRequest request;
    TRY_ASSIGN(const std::string purpose, reader.string("purpose"));
    if (purpose != name_of(Purpose::draw)) return Error(ErrorCode::draw_message_malformed, "/purpose");
    TRY_ASSIGN(const auto lot, reader.hex<16>("lot"));
    request.lot = LotId(lot);
    TRY_ASSIGN(request.draw, reader.string("draw"));
    TRY_ASSIGN(request.method, reader.string("method"));
    TRY_ASSIGN(request.list, reader.hex<32>("list"));
    TRY_ASSIGN(request.freezing, reader.hex<32>("freezing"));
    TRY(reader.finish());
    TRY(check_texts(request));
    return request;
}

} // namespace

std::string_view name_of(Purpose purpose) {
    switch (purpose) {
    case Purpose::rehearse: return "rehearse";
    case Purpose::draw: return "draw";
    case Purpose::open: return "open";
    }
    std::abort();
}

Result<Purpose> parse_purpose(std::string_view name) {
    for (const Purpose purpose : {Purpose::rehearse, Purpose::draw, Purpose::open}) {
        if (name == name_of(purpose)) return purpose;
    }
    return Error(ErrorCode::release_malformed, "/purpose");
}

Result<Bytes> draw_message(const DrawRequest& request) {
    TRY(check_texts(request));
    const Json json = Json::object()
                          .set("draw", request.draw)
                          .set("freezing", codec::encode_hex(request.freezing))
                          .set("list", codec::encode_hex(request.list))
                          .set("lot", request.lot.text())
                          .set("method", request.method)
                          .set("purpose", name_of(Purpose::draw));
    return to_bytes(as_bytes(codec::dump_canonical(json)));
}

Result<DrawRequest> decode_draw_message(ByteView text) {
    auto request = read_draw_message(text);
    if (request.ok()) return request;
    const Error& error = request.error();
    return Error(ErrorCode::draw_message_malformed, error.place, std::string(info(error.code).name));
}

bool Target::is_beside(const Target& other) const {
    return purpose_ == other.purpose_ && panel_.id == other.panel_.id && panel_.y == other.panel_.y &&
           lot_ == other.lot_;
}

Result<Target> rehearsal_target(const PanelIdentity& panel, int n, const std::vector<ByteArray<32>>& nonces) {
    if (nonces.size() != static_cast<std::size_t>(n)) return Error(ErrorCode::panel_member_missing);
    Bytes all;
    for (const ByteArray<32>& nonce : nonces) append(all, nonce);
    const auto hash = crypto::sha512({as_bytes(rehearse_label), as_bytes(panel.id), all});
    return Target(Purpose::rehearse, panel, {}, crypto::hash_to_point(hash));
}

Result<Target> draw_target(const PanelIdentity& panel, const DrawRequest& request) {
    TRY_ASSIGN(const Bytes message, draw_message(request));
    return Target(Purpose::draw, panel, request.lot.text(), vrf_encode_to_curve(panel.y, message));
}

Result<Target> opening_target(const LockContext& context, PartClass part_class, const ProvenPoint& r) {
    TRY(context.check());
    if (!context.panel) return Error(ErrorCode::lock_policy_mismatch, {}, "the policy needs no officers");
    if (r.context() != context.digest(part_class)) return Error(ErrorCode::lock_context_mismatch);
    return Target(Purpose::open, {context.panel->id, context.panel->y}, context.lot.text(), r.point());
}

} // namespace kaibiao::panel
