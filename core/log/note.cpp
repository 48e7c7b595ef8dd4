#include "kaibiao/log/note.h"

#include "key_name.h"
#include "line_reader.h"
#include "note_format.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/curve.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

/// Instant::parse reads years up to 9999; later cosignature times are not believed.
constexpr std::uint64_t max_timestamp = 253'402'300'799;

Error malformed(std::string reason) { return Error(ErrorCode::note_malformed, {}, std::move(reason)); }
Error wrong(const NoteSignature& signature) { return Error(ErrorCode::note_signature_wrong, signature.name); }

Result<NoteSignature> decode_signature(std::string_view line) {
    if (!take_prefix(line, signature_mark)) return malformed("a signature line is expected");
    const std::size_t name_end = line.find(' ');
    if (name_end == std::string_view::npos || !is_key_name(line.substr(0, name_end)))
        return malformed("a key name is not allowed");
    const Result<Bytes> decoded = codec::decode_base64(line.substr(name_end + 1), codec::Base64::standard_padded);
    if (!decoded.ok() || decoded->size() <= key_id_size) return malformed("a signature is not canonical base64");
    NoteSignature signature;
    signature.name = line.substr(0, name_end);
    for (std::size_t i = 0; i < key_id_size; ++i) signature.key_id = signature.key_id << 8 | (*decoded)[i];
    signature.bytes.assign(decoded->begin() + key_id_size, decoded->end());
    return signature;
}

Bytes cosigned_message(std::string_view text, std::uint64_t seconds) {
    Bytes message;
    append(message, cosignature_label);
    append(message, "time " + std::to_string(seconds) + "\n");
    append(message, text);
    return message;
}

bool is_signed(const VerifierKey& key, ByteView message, ByteView signature) {
    if (signature.size() != ed25519_signature_size) return false;
    return crypto::ed25519_verify(key.public_key(), message, signature.first<ed25519_signature_size>());
}

Result<VerifiedSignature> verify_cosignature(std::string_view text, const NoteSignature& signature,
                                             const VerifierKey& key) {
    if (signature.bytes.size() != timestamp_size + ed25519_signature_size) return wrong(signature);
    std::uint64_t seconds = 0;
    for (std::size_t i = 0; i < timestamp_size; ++i) seconds = seconds << 8 | signature.bytes[i];
    const ByteView rest = ByteView(signature.bytes).subspan(timestamp_size);
    if (seconds > max_timestamp || !is_signed(key, cosigned_message(text, seconds), rest)) return wrong(signature);
    return VerifiedSignature{0, Instant::from_milliseconds(static_cast<std::int64_t>(seconds) * 1000)};
}

Result<VerifiedSignature> verify_signature(std::string_view text, const NoteSignature& signature,
                                           const VerifierKey& key) {
    if (key.type() == NoteKeyType::cosignature) return verify_cosignature(text, signature, key);
    if (!is_signed(key, as_bytes(text), signature.bytes)) return wrong(signature);
    return VerifiedSignature{};
}

void require(bool condition) {
    if (!condition) std::abort();
}

NoteSignature signature_by(const SignerKey& key, Bytes bytes) {
    return {key.verifier().name(), key.verifier().id(), std::move(bytes)};
}

} // namespace

Result<Note> decode_note(std::string_view bytes) {
    if (bytes.size() > max_note_bytes) return malformed("it is too long");
    if (!is_note_text(bytes)) return malformed("it is not UTF-8 text or has control characters");
    const std::size_t blank = bytes.rfind("\n\n");
    if (blank == std::string_view::npos) return malformed("there is no blank line before the signatures");
    Note note;
    note.text = bytes.substr(0, blank + 1);
    LineReader lines(bytes.substr(blank + 2));
    while (!lines.at_end()) {
        const auto line = lines.next();
        if (!line) return malformed("the last line does not end");
        if (note.signatures.size() == max_note_signatures) return malformed("there are too many signatures");
        TRY_ASSIGN(NoteSignature signature, decode_signature(*line));
        note.signatures.push_back(std::move(signature));
    }
    if (note.signatures.empty()) return malformed("there is no signature");
    return note;
}

std::string encode_signature(const NoteSignature& signature) {
    Bytes bytes;
    append_u32_be(bytes, signature.key_id);
    append(bytes, signature.bytes);
    return std::string(signature_mark) + signature.name + " " +
           codec::encode_base64(bytes, codec::Base64::standard_padded) + "\n";
}

std::string encode_note(const Note& note) {
    require(!note.text.empty() && note.text.back() == '\n' && !note.signatures.empty());
    std::string text = note.text + "\n";
    for (const NoteSignature& signature : note.signatures) text += encode_signature(signature);
    return text;
}

NoteSignature sign_note(const SignerKey& key, std::string_view text) {
    require(key.verifier().type() == NoteKeyType::ed25519 && !text.empty() && text.back() == '\n');
    return signature_by(key, to_bytes(crypto::ed25519_sign(key.seed(), as_bytes(text))));
}

NoteSignature cosign_note(const SignerKey& key, std::string_view text, Instant now) {
    require(key.verifier().type() == NoteKeyType::cosignature && now.milliseconds() >= 0);
    const auto seconds = static_cast<std::uint64_t>(now.milliseconds() / 1000);
    Bytes bytes;
    append_u64_be(bytes, seconds);
    append(bytes, crypto::ed25519_sign(key.seed(), cosigned_message(text, seconds)));
    return signature_by(key, std::move(bytes));
}

Result<std::vector<VerifiedSignature>> verify_note(const Note& note, std::span<const VerifierKey> keys) {
    std::vector<VerifiedSignature> verified;
    for (const NoteSignature& signature : note.signatures) {
        const auto key = std::find_if(keys.begin(), keys.end(), [&signature](const VerifierKey& candidate) {
            return candidate.name() == signature.name && candidate.id() == signature.key_id;
        });
        if (key == keys.end()) continue;
        const auto number = static_cast<std::size_t>(key - keys.begin());
        TRY_ASSIGN(VerifiedSignature one, verify_signature(note.text, signature, *key));
        one.key = number;
        const bool again =
            std::any_of(verified.begin(), verified.end(), [number](const auto& other) { return other.key == number; });
        if (!again) verified.push_back(one);
    }
    if (verified.empty()) return Error(ErrorCode::note_signature_missing);
    return verified;
}

} // namespace kaibiao::log
