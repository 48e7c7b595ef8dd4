#pragma once
/// Whole age v1 files as streams: header, payload, keys. Memory is constant for files of any length.

#include "kaibiao/seal/age_payload.h"
#include "kaibiao/seal/age_recipient.h"

#include <span>

namespace kaibiao::seal {

/// Fresh random bytes for one file to X25519 recipients, one ephemeral secret for each.
struct AgeKeyEntropy {
    FileKey file_key;
    AgeNonce nonce{};
    std::vector<SecretArray<32>> ephemeral_secrets;
};
/// Fresh random bytes for one file under a passphrase.
struct AgePassphraseEntropy {
    FileKey file_key;
    AgeNonce nonce{};
    ByteArray<age_scrypt_salt_size> salt{};
};

/// Plaintext in, an age file out. The header and the nonce come with the first output.
class AgeEncryptor {
  public:
    /// Errors: age_recipient_malformed, also when there is no recipient or too little entropy.
    static Result<AgeEncryptor> to_keys(std::span<const X25519Recipient> recipients, AgeKeyEntropy entropy);
    /// Errors: memory_exhausted.
    static Result<AgeEncryptor> to_passphrase(ByteView passphrase, AgePassphraseEntropy entropy,
                                              int work_factor = age_default_work_factor);
    /// For stanzas of any type that wrap `file_key`.
    AgeEncryptor(const std::vector<Stanza>& stanzas, const FileKey& file_key, const AgeNonce& nonce);

    /// Header and nonce: the first bytes of the file.
    ByteView preamble() const { return preamble_; }
    std::size_t update_bound(std::size_t n) const { return preamble_.size() + payload_.update_bound(n); }
    std::size_t finish_bound() const { return preamble_.size() + PayloadEncryptor::finish_bound(); }
    std::size_t update(ByteView plain, MutableBytes out);
    std::size_t finish(MutableBytes out);
    /// The same, appended to `out`.
    void update(ByteView plain, Bytes& out);
    void finish(Bytes& out);

  private:
    std::size_t write_preamble(MutableBytes out);

    Bytes preamble_;
    bool preamble_written_ = false;
    PayloadEncryptor payload_;
};

/// An age file in, authenticated plaintext out. The plaintext is complete only when finish() succeeded.
class AgeDecryptor {
  public:
    explicit AgeDecryptor(AgeIdentities identities, AgeHeaderLimits limits = {})
        : identities_(std::move(identities)), parser_(limits) {}
    static std::size_t update_bound(std::size_t n) { return PayloadDecryptor::update_bound(n); }
    static constexpr std::size_t finish_bound() { return PayloadDecryptor::finish_bound(); }
    /// Errors: those of AgeHeaderParser, open_age_header and PayloadDecryptor.
    Result<std::size_t> update(ByteView file, MutableBytes out);
    Result<std::size_t> finish(MutableBytes out);
    Status update(ByteView file, Bytes& out);
    Status finish(Bytes& out);
    std::uint64_t released() const { return payload_ ? payload_->released() : 0; }

  private:
    AgeIdentities identities_;
    AgeHeaderParser parser_;
    std::optional<PayloadDecryptor> payload_;
};

/// Reads the header and the nonce only: for readers that then take chunks in any order.
struct AgePreamble {
    AgeHeader header;
    AgeNonce nonce{};
    std::uint64_t size = 0; ///< header and nonce: where the first chunk begins
};
/// `start` holds at least the header and the nonce. Errors: those of AgeHeaderParser, age_nonce_truncated.
Result<AgePreamble> read_preamble(ByteView start, AgeHeaderLimits limits = {});

} // namespace kaibiao::seal
