#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/private_key.h"
#include "mbedtls_types.h"
#include "oid.h"

#include <mbedtls/aes.h>

#include <algorithm>

namespace kaibiao::crypto {

namespace {

using Aes = Owned<mbedtls_aes_context, mbedtls_aes_init, mbedtls_aes_free>;
constexpr std::size_t block = 16;

Bytes encrypt_cbc(ByteView key, ByteArray<16> iv, const SecretBytes& plain) {
    const std::size_t padding = block - plain.size() % block;
    SecretBytes padded(plain.size() + padding);
    std::copy(plain.view().begin(), plain.view().end(), padded.data().begin());
    std::fill(padded.data().end() - static_cast<std::ptrdiff_t>(padding), padded.data().end(),
              static_cast<std::uint8_t>(padding));
    Bytes out(padded.size());
    Aes aes;
    must_succeed(mbedtls_aes_setkey_enc(aes.get(), key.data(), static_cast<unsigned>(key.size()) * 8));
    must_succeed(
        mbedtls_aes_crypt_cbc(aes.get(), MBEDTLS_AES_ENCRYPT, out.size(), iv.data(), padded.view().data(), out.data()));
    return out;
}

/// Empty when the padding is wrong: the passphrase is then wrong, with all but certainty.
SecretBytes decrypt_cbc(ByteView key, ByteArray<16> iv, ByteView sealed) {
    SecretBytes padded(sealed.size());
    Aes aes;
    must_succeed(mbedtls_aes_setkey_dec(aes.get(), key.data(), static_cast<unsigned>(key.size()) * 8));
    must_succeed(mbedtls_aes_crypt_cbc(aes.get(), MBEDTLS_AES_DECRYPT, sealed.size(), iv.data(), sealed.data(),
                                       padded.data().data()));
    const std::size_t padding = padded.view().back();
    if (padding == 0 || padding > block) return {};
    const ByteView tail = padded.view().last(padding);
    const bool uniform = std::all_of(tail.begin(), tail.end(), [&](std::uint8_t byte) { return byte == padding; });
    return uniform ? SecretBytes::copy_of(padded.view().first(padded.size() - padding)) : SecretBytes();
}

/// EncryptedPrivateKeyInfo, taken apart.
struct Locked {
    Bytes salt;
    std::uint32_t iterations = 0;
    std::size_t key_size = 0;
    ByteArray<16> iv{};
    Bytes sealed;
};

std::size_t aes_key_size(std::string_view cipher) {
    if (cipher == oid::aes256_cbc) return 32;
    if (cipher == oid::aes192_cbc) return 24;
    return cipher == oid::aes128_cbc ? 16 : 0;
}

Status read_cipher(DerReader cipher, Locked& locked) {
    TRY_ASSIGN(const std::string name, cipher.oid());
    locked.key_size = aes_key_size(name);
    if (locked.key_size == 0) return cipher.error("a cipher other than AES-CBC");
    TRY_ASSIGN(const ByteView iv, cipher.contents(tag::octet_string));
    if (iv.size() != block) return cipher.error("an initialisation vector of another length");
    std::copy(iv.begin(), iv.end(), locked.iv.begin());
    return cipher.finish();
}

/// HMAC-SHA-1 is the default of PBKDF2 (RFC 8018 A.2): a missing prf is refused.
Status read_derivation(DerReader derivation, Locked& locked) {
    TRY_ASSIGN(const std::string name, derivation.oid());
    if (name != oid::pbkdf2) return derivation.error("a key derivation other than PBKDF2");
    TRY_ASSIGN(DerReader parameters, derivation.enter(tag::sequence));
    TRY(derivation.finish());
    TRY_ASSIGN(const ByteView salt, parameters.contents(tag::octet_string));
    locked.salt = to_bytes(salt);
    TRY_ASSIGN(const int iterations, parameters.small_integer(Pkcs8Lock::most_iterations));
    if (iterations == 0) return parameters.error("no iterations");
    locked.iterations = static_cast<std::uint32_t>(iterations);
    if (parameters.next_is(tag::integer)) {
        TRY_ASSIGN(const int key_size, parameters.small_integer(64));
        if (static_cast<std::size_t>(key_size) != locked.key_size)
            return parameters.error("a key length that does not fit");
    }
    TRY_ASSIGN(DerReader function, parameters.enter(tag::sequence));
    TRY(parameters.finish());
    TRY_ASSIGN(const std::string function_name, function.oid());
    if (function_name != oid::hmac_sha256) return function.error("a function other than HMAC-SHA-256");
    TRY(function.null());
    return function.finish();
}

Result<Locked> read_locked(ByteView der) {
    DerReader outer(der, ErrorCode::private_key_malformed);
    TRY_ASSIGN(DerReader info, outer.enter(tag::sequence));
    TRY(outer.finish());
    TRY_ASSIGN(DerReader algorithm, info.enter(tag::sequence));
    TRY_ASSIGN(const std::string scheme, algorithm.oid());
    if (scheme != oid::pbes2) return algorithm.error("an encryption scheme other than PBES2");
    TRY_ASSIGN(DerReader parameters, algorithm.enter(tag::sequence));
    TRY(algorithm.finish());
    TRY_ASSIGN(DerReader derivation, parameters.enter(tag::sequence));
    TRY_ASSIGN(DerReader cipher, parameters.enter(tag::sequence));
    TRY(parameters.finish());
    Locked locked;
    TRY(read_cipher(cipher, locked));
    TRY(read_derivation(derivation, locked));
    TRY_ASSIGN(const ByteView sealed, info.contents(tag::octet_string));
    if (sealed.empty() || sealed.size() % block != 0 || sealed.size() > 4096) return info.error("not whole AES blocks");
    TRY(info.finish());
    locked.sealed = to_bytes(sealed);
    return locked;
}

bool is_one_sequence(ByteView plain) {
    DerReader outer(plain, ErrorCode::private_key_malformed);
    return outer.element(tag::sequence).ok() && outer.at_end();
}

} // namespace

Bytes encrypt_pkcs8(const PrivateKey& key, ByteView passphrase, const Pkcs8Lock& lock) {
    if (lock.iterations < Pkcs8Lock::least_iterations || lock.iterations > Pkcs8Lock::most_iterations) std::abort();
    SecretArray<32> cipher_key;
    pbkdf2_sha256(passphrase, lock.salt, lock.iterations, cipher_key.data());
    const Bytes sealed = encrypt_cbc(cipher_key.view(), lock.iv, encode_pkcs8(key));
    const Bytes function = der_sequence({der_oid(oid::hmac_sha256), der_null()});
    const Bytes derivation = der_sequence(
        {der_oid(oid::pbkdf2), der_sequence({der_octet_string(lock.salt), der_integer(lock.iterations), function})});
    const Bytes cipher = der_sequence({der_oid(oid::aes256_cbc), der_octet_string(lock.iv)});
    const Bytes algorithm = der_sequence({der_oid(oid::pbes2), der_sequence({derivation, cipher})});
    return der_sequence({algorithm, der_octet_string(sealed)});
}

Result<PrivateKey> decrypt_pkcs8(ByteView der, ByteView passphrase) {
    TRY_ASSIGN(const Locked locked, read_locked(der));
    SecretBytes cipher_key(locked.key_size);
    pbkdf2_sha256(passphrase, locked.salt, locked.iterations, cipher_key.data());
    const SecretBytes plain = decrypt_cbc(cipher_key.view(), locked.iv, locked.sealed);
    // A wrong passphrase passes the padding once in 256 times and then gives noise, which is no sequence.
    if (!is_one_sequence(plain.view())) return Error(ErrorCode::private_key_passphrase_wrong);
    return decode_pkcs8(plain.view());
}

} // namespace kaibiao::crypto
