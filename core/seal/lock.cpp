#include "kaibiao/seal/lock.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

Error missing(std::string_view which) {
    return Error(ErrorCode::lock_secret_mismatch, {}, std::string(which) + " is missing");
}

/// S ‖ B, S or B by policy.
Result<SecretBytes> input_key(LockPolicy policy, const LockSecrets& secrets) {
    if (needs_officers(policy) && !secrets.s) return missing("S");
    if (needs_bidder(policy) && !secrets.b) return missing("B");
    SecretBytes key((needs_officers(policy) ? 32u : 0u) + (needs_bidder(policy) ? 32u : 0u));
    const MutableBytes out = key.data();
    if (needs_officers(policy)) std::copy(secrets.s->view().begin(), secrets.s->view().end(), out.begin());
    if (needs_bidder(policy)) std::copy(secrets.b->view().begin(), secrets.b->view().end(), out.end() - 32);
    return key;
}

} // namespace

LockSecrets LockSecrets::clone() const {
    LockSecrets copy;
    if (s) copy.s = s->clone();
    if (b) copy.b = b->clone();
    return copy;
}

Digest commitment_of(const LockSecret& b) { return crypto::sha256({as_bytes(lock_b_label), b.view()}); }

Status check_released_secret(const LockSecret& b, const Digest& hb) {
    if (!crypto::equal_constant_time(commitment_of(b), hb)) return Error(ErrorCode::lock_secret_mismatch);
    return ok();
}

Result<SecretArray<32>> lock_key(const LockStanza& lock, const LockSecrets& secrets) {
    TRY_ASSIGN(const SecretBytes key, input_key(lock.policy, secrets));
    Bytes salt = to_bytes(lock.context);
    append(salt, lock.r);
    append(salt, lock.hb);
    Bytes label = to_bytes(as_bytes(lock_type));
    append_u32_be(label, lock.part);
    append(label, lock.salt);
    return crypto::hkdf_sha256_key(key.view(), salt, label);
}

Stanza make_lock(const ExpectedLock& expected, const LockSecrets& secrets, const LockSalt& salt,
                 const FileKey& file_key) {
    LockStanza lock{expected.policy, expected.context, {}, {}, expected.part, salt, {}};
    if (expected.lock.r) lock.r = *expected.lock.r;
    if (expected.lock.hb) lock.hb = *expected.lock.hb;
    const SecretArray<32> key = lock_key(lock, secrets).value();
    return {{std::string(lock_type), std::string(name_of(lock.policy)), codec::encode_base64(lock.context),
             codec::encode_base64(lock.r), codec::encode_base64(lock.hb), std::to_string(lock.part),
             codec::encode_base64(lock.salt)},
            wrap_file_key(key.view(), file_key)};
}

Result<FileKey> open_lock(const LockStanza& lock, const LockSecrets& secrets) {
    if (needs_bidder(lock.policy) && secrets.b) {
        TRY(check_released_secret(*secrets.b, lock.hb));
    }
    TRY_ASSIGN(const SecretArray<32> key, lock_key(lock, secrets));
    auto file_key = unwrap_file_key(key.view(), lock.body);
    if (!file_key.ok()) return Error(ErrorCode::lock_body_wrong, numbered("part ", lock.part));
    return file_key;
}

} // namespace kaibiao::seal
