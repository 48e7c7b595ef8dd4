#pragma once
/// The native recipients and identities of age that Kaibiao supports: X25519 keys and passphrases (scrypt).
/// Randomness is an argument.

#include "kaibiao/seal/age_header.h"

#include <optional>

namespace kaibiao::seal {

/// A public key, written `age1…`.
struct X25519Recipient {
    ByteArray<32> public_key{};
    /// Errors: age_recipient_malformed.
    static Result<X25519Recipient> parse(std::string_view text);
    std::string text() const;
    bool operator==(const X25519Recipient&) const = default;
};

/// A private key, written `AGE-SECRET-KEY-1…`.
class X25519Identity {
  public:
    explicit X25519Identity(SecretArray<32> secret) : secret_(std::move(secret)) {}
    /// Errors: age_identity_malformed.
    static Result<X25519Identity> parse(std::string_view text);
    SecretBytes text() const;
    X25519Recipient recipient() const;
    std::span<const std::uint8_t, 32> secret() const { return secret_.view(); }
    X25519Identity clone() const { return X25519Identity(secret_.clone()); }

  private:
    SecretArray<32> secret_;
};

/// One identity a line; lines that are empty or begin with `#` are comments. At least one identity.
/// Errors: age_identity_malformed, place `line N`.
Result<std::vector<X25519Identity>> parse_identities(std::string_view text);
/// One recipient a line, comments as above. Errors: age_recipient_malformed, place `line N`.
Result<std::vector<X25519Recipient>> parse_recipients(std::string_view text);

/// `ephemeral_secret`: 32 fresh random bytes. Errors: age_recipient_malformed when the key is of low order.
Result<Stanza> wrap_x25519(const X25519Recipient& recipient, const FileKey& file_key,
                           std::span<const std::uint8_t, 32> ephemeral_secret);
/// `salt`: fresh random bytes. `work_factor` 1–30. Errors: memory_exhausted.
Result<Stanza> wrap_scrypt(ByteView passphrase, const FileKey& file_key,
                           std::span<const std::uint8_t, age_scrypt_salt_size> salt, int work_factor);

/// Nothing when the stanza is of another type or for another key.
/// Errors: age_stanza_malformed, age_share_low_order.
Result<std::optional<FileKey>> unwrap_x25519(const Stanza& stanza, const X25519Identity& identity);
/// Nothing when the stanza is of another type or the passphrase is wrong.
/// Errors: age_stanza_malformed, age_work_factor_too_high, memory_exhausted.
Result<std::optional<FileKey>> unwrap_scrypt(const Stanza& stanza, ByteView passphrase, int max_work_factor);

/// What a reader holds to open a file.
struct AgeIdentities {
    std::vector<X25519Identity> keys;
    std::vector<SecretBytes> passphrases;
    int max_work_factor = age_max_work_factor;
};

/// The file key of a header, whose MAC is then checked. Errors: those of unwrapping, age_scrypt_not_alone,
/// age_passphrase_wrong, age_no_match, age_header_mac_wrong.
Result<FileKey> open_age_header(const AgeHeader& header, const AgeIdentities& identities);

} // namespace kaibiao::seal
