#pragma once
/// Signed notes (c2sp.org/signed-note) with Ed25519 signatures and timestamped cosignatures
/// (c2sp.org/tlog-cosignature, `cosignature/v1`).

#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::log {

/// The signature type byte of the specification: persisted in verifier keys.
enum class NoteKeyType : std::uint8_t {
    ed25519 = 0x01,     ///< a log's signature over the text
    cosignature = 0x04, ///< a witness's signature over time and text
};

/// A public key with its name. The name is not empty and has neither white space nor `+`.
class VerifierKey {
  public:
    /// Errors: verifier_key_malformed.
    static Result<VerifierKey> make(std::string name, NoteKeyType type, const ByteArray<32>& public_key);
    /// `name+hex(key id)+base64(type ‖ key)`. Errors: verifier_key_malformed.
    static Result<VerifierKey> parse(std::string_view text);
    std::string text() const;

    const std::string& name() const { return name_; }
    NoteKeyType type() const { return type_; }
    const ByteArray<32>& public_key() const { return public_key_; }
    /// First four bytes of SHA-256(name ‖ "\n" ‖ type ‖ key): tells keys apart, proves nothing.
    std::uint32_t id() const { return id_; }
    bool operator==(const VerifierKey&) const = default;

  private:
    VerifierKey() = default;
    std::string name_;
    NoteKeyType type_ = NoteKeyType::ed25519;
    ByteArray<32> public_key_{};
    std::uint32_t id_ = 0;
};

/// A 32-byte Ed25519 seed with its name.
class SignerKey {
  public:
    /// Errors: verifier_key_malformed for a bad name.
    static Result<SignerKey> make(std::string name, NoteKeyType type, SecretArray<32> seed);
    const VerifierKey& verifier() const { return verifier_; }
    std::span<const std::uint8_t, 32> seed() const { return seed_.view(); }

  private:
    SignerKey(VerifierKey verifier, SecretArray<32> seed) : verifier_(std::move(verifier)), seed_(std::move(seed)) {}
    VerifierKey verifier_;
    SecretArray<32> seed_;
};

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    Bytes bytes; ///< what follows the key id; its form depends on the key's type
    bool operator==(const NoteSignature&) const = default;
};

struct Note {
    std::string text; ///< ends in a newline
    std::vector<NoteSignature> signatures;
    bool operator==(const Note&) const = default;
};

inline constexpr std::size_t max_note_bytes = 1'000'000;
inline constexpr std::size_t max_note_signatures = 100;

/// Nothing is verified. Errors: note_malformed.
Result<Note> decode_note(std::string_view bytes);
/// Aborts when the text does not end in a newline or there is no signature.
std::string encode_note(const Note& note);
/// One line of a note, with its newline.
std::string encode_signature(const NoteSignature& signature);

/// Signs with a key of type ed25519; aborts with another. The text ends in a newline.
NoteSignature sign_note(const SignerKey& key, std::string_view text);
/// Cosigns with a key of type cosignature; aborts with another or before 1970. The time is cut to whole seconds.
NoteSignature cosign_note(const SignerKey& key, std::string_view text, Instant now);

struct VerifiedSignature {
    std::size_t key = 0;         ///< place in the list of keys given
    std::optional<Instant> time; ///< of a cosignature
};

/// The signatures by the given keys, each key once; others are ignored, as the specification demands.
/// Errors: note_signature_wrong when a signature by a given key is wrong, note_signature_missing when there is none.
Result<std::vector<VerifiedSignature>> verify_note(const Note& note, std::span<const VerifierKey> keys);

} // namespace kaibiao::log
