#pragma once
/// The stanza `kaibiao/lock1`: a file key that opens with the bidder's secret B, with the officers' release S = x·R, or
/// with both. The mathematics and its reasons are in docs/formats/lock.md.

#include "kaibiao/panel/lock_proof.h"
#include "kaibiao/seal/age_header.h"
#include "kaibiao/seal/lock_format.h"
#include "kaibiao/seal/lock_policy.h"

namespace kaibiao::seal {

using LockSecret = SecretArray<32>;
using LockSalt = ByteArray<lock_salt_size>;
using panel::LockProof;

/// The public half of one class, as the manifest carries it. What the policy does not need is absent.
struct ClassLock {
    std::optional<ByteArray<32>> r;
    std::optional<Digest> hb;
    std::optional<LockProof> proof;
    bool operator==(const ClassLock&) const = default;
};

/// What opens a class: S (from r·Y or from the officers), B, or both, by policy.
struct LockSecrets {
    std::optional<LockSecret> s;
    std::optional<LockSecret> b;
    LockSecrets clone() const;
};

/// A parsed stanza. Absent R or HB are 32 zero bytes.
struct LockStanza {
    LockPolicy policy = LockPolicy::dual;
    Digest context{};
    ByteArray<32> r{};
    Digest hb{};
    std::uint32_t part = 0;
    LockSalt salt{};
    ByteArray<age_wrapped_key_size> body{};
};

/// What a part's stanza must be, from the notice and the manifest.
struct ExpectedLock {
    LockPolicy policy = LockPolicy::dual;
    Digest context{};
    ClassLock lock;
    std::uint32_t part = 0;
};

/// SHA-256("kaibiao/lock1/B" ‖ B).
Digest commitment_of(const LockSecret& b);
/// Errors: lock_secret_mismatch.
Status check_released_secret(const LockSecret& b, const Digest& hb);

Stanza make_lock(const ExpectedLock& lock, const LockSecrets& secrets, const LockSalt& salt, const FileKey& file_key);
/// Strict. Errors: lock_stanza_missing (another type), lock_stanza_malformed, lock_policy_unknown.
Result<LockStanza> parse_lock(const Stanza& stanza);
/// The key of the stanza's body: published as proof where a bidder's own stanza does not open.
/// Errors: lock_secret_mismatch when the policy needs a secret that is not there.
Result<SecretArray<32>> lock_key(const LockStanza& lock, const LockSecrets& secrets);
/// Errors: lock_secret_mismatch (B does not match HB, or a secret is missing), lock_body_wrong.
Result<FileKey> open_lock(const LockStanza& lock, const LockSecrets& secrets);

/// Once per class: R and HB are there exactly as the policy wants, R is a canonical point and not the identity, the
/// proof holds. Errors: lock_policy_mismatch, point_not_canonical, point_is_identity, lock_proof_wrong.
Status check_class_lock(LockPolicy policy, const Digest& context, const ClassLock& lock);
/// The same for a policy with officers, giving the R that officers may work on.
Result<panel::ProvenPoint> proven_point(LockPolicy policy, const Digest& context, const ClassLock& lock);
/// Once per part: exactly one stanza, equal to what is expected. Errors: lock_stanza_missing, lock_stanza_not_alone,
/// lock_stanza_malformed, lock_policy_mismatch, lock_context_mismatch, lock_part_mismatch, lock_commitment_mismatch.
Result<LockStanza> check_part_lock(const std::vector<Stanza>& stanzas, const ExpectedLock& expected);
/// Both of the above: all that can be checked without a secret.
Result<LockStanza> check_lock_public(const std::vector<Stanza>& stanzas, const ExpectedLock& expected);

} // namespace kaibiao::seal
