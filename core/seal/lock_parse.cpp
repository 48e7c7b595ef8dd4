#include "kaibiao/codec/text.h"
#include "kaibiao/seal/lock.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

Error malformed(std::string reason) { return Error(ErrorCode::lock_stanza_malformed, {}, std::move(reason)); }

template <std::size_t N> Result<ByteArray<N>> decode(std::string_view text, std::string_view what) {
    const auto bytes = codec::decode_base64(text);
    if (!bytes.ok() || bytes->size() != N) return malformed(std::string(what) + " is malformed");
    ByteArray<N> out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

/// Decimal without leading zeros, below lock_max_parts.
Result<std::uint32_t> decode_part(std::string_view text) {
    for (std::uint32_t part = 0; part < lock_max_parts; ++part) {
        if (text == std::to_string(part)) return part;
    }
    return malformed("the part is malformed");
}

Status check_members(LockPolicy policy, const ClassLock& lock) {
    const bool officers = needs_officers(policy);
    if (lock.r.has_value() != officers || lock.proof.has_value() != officers ||
        lock.hb.has_value() != needs_bidder(policy))
        return Error(ErrorCode::lock_policy_mismatch, {}, "R, HB or the proof does not belong to the policy");
    return ok();
}

Error at_part(ErrorCode code, std::uint32_t part) { return Error(code, numbered("part ", part)); }

} // namespace

Result<LockStanza> parse_lock(const Stanza& stanza) {
    const std::vector<std::string>& arguments = stanza.arguments;
    if (arguments.empty() || arguments[0] != lock_type) return Error(ErrorCode::lock_stanza_missing);
    if (arguments.size() != lock_arguments) return malformed("it has the wrong number of arguments");
    if (stanza.body.size() != age_wrapped_key_size) return malformed("its body does not have 32 bytes");
    LockStanza lock;
    TRY_ASSIGN(lock.policy, parse_lock_policy(arguments[1]));
    TRY_ASSIGN(lock.context, decode<32>(arguments[2], "the context"));
    TRY_ASSIGN(lock.r, decode<32>(arguments[3], "R"));
    TRY_ASSIGN(lock.hb, decode<32>(arguments[4], "HB"));
    TRY_ASSIGN(lock.part, decode_part(arguments[5]));
    TRY_ASSIGN(lock.salt, decode<lock_salt_size>(arguments[6], "the salt"));
    std::copy(stanza.body.begin(), stanza.body.end(), lock.body.begin());
    return lock;
}

Result<panel::ProvenPoint> proven_point(LockPolicy policy, const Digest& context, const ClassLock& lock) {
    TRY(check_members(policy, lock));
    if (!lock.r) return Error(ErrorCode::lock_policy_mismatch, {}, "the policy needs no officers");
    TRY_ASSIGN(const crypto::Point point, crypto::Point::decode(*lock.r));
    return panel::check_lock_proof(*lock.proof, context, point, lock.hb.value_or(Digest{}));
}

Status check_class_lock(LockPolicy policy, const Digest& context, const ClassLock& lock) {
    if (!needs_officers(policy)) return check_members(policy, lock);
    TRY(proven_point(policy, context, lock));
    return ok();
}

Result<LockStanza> check_part_lock(const std::vector<Stanza>& stanzas, const ExpectedLock& expected) {
    if (stanzas.size() > 1) return at_part(ErrorCode::lock_stanza_not_alone, expected.part);
    if (stanzas.empty()) return at_part(ErrorCode::lock_stanza_missing, expected.part);
    TRY_ASSIGN(LockStanza lock, parse_lock(stanzas[0]));
    if (lock.policy != expected.policy) return at_part(ErrorCode::lock_policy_mismatch, expected.part);
    if (lock.context != expected.context) return at_part(ErrorCode::lock_context_mismatch, expected.part);
    if (lock.part != expected.part) return at_part(ErrorCode::lock_part_mismatch, expected.part);
    if (lock.r != expected.lock.r.value_or(ByteArray<32>{}) || lock.hb != expected.lock.hb.value_or(Digest{}))
        return at_part(ErrorCode::lock_commitment_mismatch, expected.part);
    return lock;
}

Result<LockStanza> check_lock_public(const std::vector<Stanza>& stanzas, const ExpectedLock& expected) {
    TRY_ASSIGN(LockStanza lock, check_part_lock(stanzas, expected));
    TRY(check_class_lock(expected.policy, expected.context, expected.lock));
    return lock;
}

} // namespace kaibiao::seal
