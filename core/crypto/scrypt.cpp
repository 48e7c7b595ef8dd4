#include "kaibiao/crypto/scrypt.h"

#include "sodium_ready.h"

namespace kaibiao::crypto {

Result<SecretArray<32>> scrypt(ByteView passphrase, ByteView salt, int log_n) {
    ensure_sodium();
    if (log_n < 1 || log_n > 30) std::abort();
    SecretArray<32> key;
    const int status =
        crypto_pwhash_scryptsalsa208sha256_ll(passphrase.data(), passphrase.size(), salt.data(), salt.size(),
                                              std::uint64_t{1} << log_n, 8, 1, key.data().data(), 32);
    if (status != 0) return Error(ErrorCode::memory_exhausted);
    return key;
}

} // namespace kaibiao::crypto
