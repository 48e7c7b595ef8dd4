#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/scrypt.h"
#include "kaibiao/seal/age_recipient.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

SecretArray<32> x25519_wrap_key(ByteView shared_secret, ByteView share, ByteView recipient) {
    Bytes salt = to_bytes(share);
    append(salt, recipient);
    return crypto::hkdf_sha256_key(shared_secret, salt, as_bytes(age_x25519_label));
}

Result<SecretArray<32>> scrypt_wrap_key(ByteView passphrase, ByteView salt, int work_factor) {
    Bytes labelled = to_bytes(as_bytes(age_scrypt_label));
    append(labelled, salt);
    return crypto::scrypt(passphrase, labelled, work_factor);
}

Error malformed(std::string_view type, std::string reason) {
    return Error(ErrorCode::age_stanza_malformed, std::string(type), std::move(reason));
}

/// Checks the shape that both native types share. The body's length is checked before any decryption, against
/// partitioning oracles.
Status check_shape(const Stanza& stanza, std::size_t arguments) {
    const std::string& type = stanza.arguments[0];
    if (stanza.arguments.size() != arguments) return malformed(type, "it has the wrong number of arguments");
    if (stanza.body.size() != age_wrapped_key_size) return malformed(type, "its body does not have 32 bytes");
    return ok();
}

template <std::size_t N> Result<ByteArray<N>> decode_argument(const Stanza& stanza, std::size_t index) {
    const Result<Bytes> bytes = codec::decode_base64(stanza.arguments[index]);
    if (!bytes.ok() || bytes->size() != N) return malformed(stanza.arguments[0], "an argument has the wrong value");
    ByteArray<N> out{};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

/// `^[1-9][0-9]*$`, bounded.
Result<int> decode_work_factor(const Stanza& stanza, int max_work_factor) {
    const std::string& text = stanza.arguments[2];
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || text.empty() || text[0] == '0') return malformed(age_scrypt_type, "the work factor is not a number");
    int value = 0;
    for (std::size_t i = 0; i < text.size() && value <= max_work_factor; ++i) value = value * 10 + (text[i] - '0');
    if (value > max_work_factor) return Error(ErrorCode::age_work_factor_too_high, {}, text);
    return value;
}

std::optional<FileKey> if_opened(Result<FileKey> file_key) {
    if (!file_key.ok()) return std::nullopt;
    return std::move(file_key).value();
}

} // namespace

Result<Stanza> wrap_x25519(const X25519Recipient& recipient, const FileKey& file_key,
                           std::span<const std::uint8_t, 32> ephemeral_secret) {
    const ByteArray<32> share = crypto::x25519_public(ephemeral_secret);
    const auto shared = crypto::x25519_shared(ephemeral_secret, recipient.public_key);
    if (!shared.ok()) return Error(ErrorCode::age_recipient_malformed, {}, "the key is of low order");
    const SecretArray<32> key = x25519_wrap_key(shared->view(), share, recipient.public_key);
    return Stanza{{std::string(age_x25519_type), codec::encode_base64(share)}, wrap_file_key(key.view(), file_key)};
}

Result<Stanza> wrap_scrypt(ByteView passphrase, const FileKey& file_key,
                           std::span<const std::uint8_t, age_scrypt_salt_size> salt, int work_factor) {
    TRY_ASSIGN(const SecretArray<32> key, scrypt_wrap_key(passphrase, salt, work_factor));
    return Stanza{{std::string(age_scrypt_type), codec::encode_base64(salt), std::to_string(work_factor)},
                  wrap_file_key(key.view(), file_key)};
}

Result<std::optional<FileKey>> unwrap_x25519(const Stanza& stanza, const X25519Identity& identity) {
    if (stanza.arguments[0] != age_x25519_type) return std::optional<FileKey>();
    TRY(check_shape(stanza, 2));
    TRY_ASSIGN(const auto share, decode_argument<32>(stanza, 1));
    const auto shared = crypto::x25519_shared(identity.secret(), share);
    if (!shared.ok()) return Error(ErrorCode::age_share_low_order);
    const SecretArray<32> key = x25519_wrap_key(shared->view(), share, identity.recipient().public_key);
    return if_opened(unwrap_file_key(key.view(), stanza.body));
}

Result<std::optional<FileKey>> unwrap_scrypt(const Stanza& stanza, ByteView passphrase, int max_work_factor) {
    if (stanza.arguments[0] != age_scrypt_type) return std::optional<FileKey>();
    TRY(check_shape(stanza, 3));
    TRY_ASSIGN(const auto salt, decode_argument<age_scrypt_salt_size>(stanza, 1));
    TRY_ASSIGN(const int work_factor, decode_work_factor(stanza, max_work_factor));
    TRY_ASSIGN(const SecretArray<32> key, scrypt_wrap_key(passphrase, salt, work_factor));
    return if_opened(unwrap_file_key(key.view(), stanza.body));
}

namespace {

bool is_scrypt(const Stanza& stanza) { return stanza.arguments[0] == age_scrypt_type; }

Result<std::optional<FileKey>> try_stanza(const Stanza& stanza, const AgeIdentities& identities) {
    for (const X25519Identity& identity : identities.keys) {
        TRY_ASSIGN(auto file_key, unwrap_x25519(stanza, identity));
        if (file_key) return file_key;
    }
    for (const SecretBytes& passphrase : identities.passphrases) {
        TRY_ASSIGN(auto file_key, unwrap_scrypt(stanza, passphrase.view(), identities.max_work_factor));
        if (file_key) return file_key;
    }
    return std::optional<FileKey>();
}

} // namespace

Result<FileKey> open_age_header(const AgeHeader& header, const AgeIdentities& identities) {
    const bool passphrase = std::any_of(header.stanzas.begin(), header.stanzas.end(), is_scrypt);
    // Who decrypts with a passphrase expects that only holders of it could have written the file.
    if (passphrase && header.stanzas.size() != 1) return Error(ErrorCode::age_scrypt_not_alone);
    for (const Stanza& stanza : header.stanzas) {
        TRY_ASSIGN(auto file_key, try_stanza(stanza, identities));
        if (!file_key) continue;
        TRY(check_header_mac(header, *file_key));
        return std::move(*file_key);
    }
    const bool wrong_passphrase = passphrase && !identities.passphrases.empty();
    return Error(wrong_passphrase ? ErrorCode::age_passphrase_wrong : ErrorCode::age_no_match);
}

} // namespace kaibiao::seal
