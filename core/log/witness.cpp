#include "kaibiao/log/witness.h"

#include "line_reader.h"

#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

constexpr std::string_view old_size_word = "old ";

Error malformed(std::string_view reason) {
    return Error(ErrorCode::witness_request_malformed, {}, std::string(reason));
}

} // namespace

std::string encode_witness_request(const WitnessRequest& request) {
    std::string text = std::string(old_size_word) + std::to_string(request.old_size) + "\n";
    for (const Digest& hash : request.proof) text += codec::encode_base64(hash, codec::Base64::standard_padded) + "\n";
    return text + "\n" + request.note;
}

Result<WitnessRequest> decode_witness_request(std::string_view body) {
    if (body.size() > max_witness_request_bytes) return malformed("it is too long");
    LineReader lines(body);
    std::string_view line = lines.next().value_or("");
    const auto old_size = take_prefix(line, old_size_word) ? parse_decimal(line) : std::nullopt;
    if (!old_size) return malformed("the old size is missing or not a number");
    WitnessRequest request;
    request.old_size = *old_size;
    while (true) {
        const auto next = lines.next();
        if (!next) return malformed("there is no empty line before the checkpoint");
        if (next->empty()) break;
        const auto hash = parse_base64_digest(*next);
        if (!hash) return malformed("a hash is not 32 bytes of canonical base64");
        if (request.proof.size() == max_witness_proof) return malformed("there are too many hashes");
        request.proof.push_back(*hash);
    }
    const Result<Note> note = decode_note(lines.rest());
    if (!note.ok() || !decode_checkpoint(note->text).ok())
        return malformed("the checkpoint is malformed or not signed");
    request.note = lines.rest();
    return request;
}

Result<Checkpoint> submitted_checkpoint(const WitnessRequest& request, std::span<const VerifierKey> logs) {
    TRY_ASSIGN(const Note note, decode_note(request.note));
    TRY_ASSIGN(Checkpoint checkpoint, decode_checkpoint(note.text));
    std::vector<VerifierKey> keys;
    for (const VerifierKey& key : logs)
        if (key.type() == NoteKeyType::ed25519 && key.name() == checkpoint.origin) keys.push_back(key);
    if (keys.empty()) return Error(ErrorCode::checkpoint_origin_wrong, {}, checkpoint.origin);
    TRY(verify_note(note, keys));
    return checkpoint;
}

Status check_growth(const WitnessRequest& request, const Checkpoint& checkpoint, const TreeHead& last) {
    if (request.old_size > checkpoint.size) return malformed("the old size is beyond the checkpoint's");
    if (request.old_size != last.size)
        return Error(ErrorCode::witness_size_stale, std::to_string(last.size), std::to_string(request.old_size));
    if (checkpoint.size == 0 && checkpoint.root != crypto::merkle_empty_root())
        return Error(ErrorCode::proof_wrong, checkpoint.origin, "the empty tree has another root");
    if (request.old_size == checkpoint.size && checkpoint.root != last.root && checkpoint.size != 0)
        return Error(ErrorCode::log_split_view, checkpoint.origin, std::to_string(checkpoint.size));
    if (request.old_size == 0)
        return request.proof.empty() ? ok()
                                     : Error(ErrorCode::proof_wrong, checkpoint.origin, "nothing was to be proved");
    return verify_consistency(last, checkpoint.head(), request.proof);
}

Result<std::string> cosign_request(const WitnessRequest& request, const SignerKey& key, Instant now) {
    TRY_ASSIGN(const Note note, decode_note(request.note));
    return encode_signature(cosign_note(key, note.text, now));
}

Result<NoteSignature> read_cosignature(std::string_view note, std::string_view answer, const VerifierKey& key) {
    TRY_ASSIGN(const Note signed_note, decode_note(note));
    const std::size_t own = signed_note.signatures.size();
    TRY_ASSIGN(Note together, decode_note(std::string(note) + std::string(answer)));
    // An answer with a blank line in it would make the signatures before it part of what is signed.
    if (together.text != signed_note.text) return Error(ErrorCode::note_signature_wrong, key.name());
    together.signatures.erase(together.signatures.begin(),
                              together.signatures.begin() + static_cast<std::ptrdiff_t>(own));
    if (together.signatures.empty()) return Error(ErrorCode::note_signature_missing, key.name());
    TRY(verify_note(together, {&key, 1}));
    const auto found =
        std::find_if(together.signatures.begin(), together.signatures.end(),
                     [&](const NoteSignature& one) { return one.name == key.name() && one.key_id == key.id(); });
    return *found;
}

} // namespace kaibiao::log
