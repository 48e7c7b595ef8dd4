#include "kaibiao/panel/target.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/vrf.h"

namespace kaibiao::panel {

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

Bytes draw_message(const DrawRequest& request) {
    using codec::Json;
    const Json json = Json::object()
                          .set("draw", request.draw)
                          .set("event", codec::encode_hex(request.event))
                          .set("list", codec::encode_hex(request.list))
                          .set("lot", request.lot.text())
                          .set("method", request.method)
                          .set("purpose", name_of(Purpose::draw));
    return to_bytes(as_bytes(codec::dump_canonical(json)));
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

Target draw_target(const PanelIdentity& panel, const DrawRequest& request) {
    return {Purpose::draw, panel, request.lot.text(), vrf_encode_to_curve(panel.y, draw_message(request))};
}

Result<Target> opening_target(const LockContext& context, PartClass part_class, const ProvenPoint& r) {
    TRY(context.check());
    if (!context.panel) return Error(ErrorCode::lock_policy_mismatch, {}, "the policy needs no officers");
    if (r.context() != context.digest(part_class)) return Error(ErrorCode::lock_context_mismatch);
    return Target(Purpose::open, {context.panel->id, context.panel->y}, context.lot.text(), r.point());
}

} // namespace kaibiao::panel
