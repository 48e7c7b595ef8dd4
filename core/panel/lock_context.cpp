#include "kaibiao/panel/lock_context.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

namespace kaibiao::panel {

std::string_view name_of(LockPolicy policy) {
    switch (policy) {
    case LockPolicy::bidder: return "bidder";
    case LockPolicy::officers: return "officers";
    case LockPolicy::dual: return "dual";
    }
    std::abort();
}

Result<LockPolicy> parse_lock_policy(std::string_view name) {
    for (const LockPolicy policy : {LockPolicy::bidder, LockPolicy::officers, LockPolicy::dual}) {
        if (name == name_of(policy)) return policy;
    }
    return Error(ErrorCode::lock_policy_unknown);
}

std::string_view name_of(PartClass part_class) {
    switch (part_class) {
    case PartClass::sheet: return "sheet";
    case PartClass::volumes: return "volumes";
    }
    std::abort();
}

Status LockContext::check() const {
    if (panel.has_value() == needs_officers(policy)) return ok();
    return Error(ErrorCode::lock_policy_mismatch, {}, panel ? "there is a panel" : "there is no panel");
}

Digest LockContext::digest(PartClass part_class) const {
    if (!check().ok()) std::abort();
    using codec::Json;
    const Json json = Json::object()
                          .set("bidder", bidder)
                          .set("centre", centre)
                          .set("class", name_of(part_class))
                          .set("envelope", envelope)
                          .set("k", panel ? Json(panel->k) : Json())
                          .set("lot", lot.text())
                          .set("n", panel ? Json(panel->n) : Json())
                          .set("origin", origin)
                          .set("panel", panel ? Json(panel->id) : Json())
                          .set("policy", name_of(policy))
                          .set("y", panel ? Json(codec::encode_base64(panel->y.bytes())) : Json());
    return crypto::sha256(as_bytes(codec::dump_canonical(json)));
}

} // namespace kaibiao::panel
