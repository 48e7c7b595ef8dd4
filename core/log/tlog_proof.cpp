#include "kaibiao/log/tlog_proof.h"

#include "line_reader.h"
#include "note_format.h"

#include "kaibiao/codec/text.h"

namespace kaibiao::log {

namespace {

Error malformed(std::string reason) { return Error(ErrorCode::proof_malformed, {}, std::move(reason)); }

bool is_signed_checkpoint(std::string_view bytes) {
    const Result<Note> note = decode_note(bytes);
    return note.ok() && decode_checkpoint(note->text).ok();
}

std::string base64(ByteView bytes) { return codec::encode_base64(bytes, codec::Base64::standard_padded); }

} // namespace

std::string encode_tlog_proof(const TlogProof& proof) {
    std::string text = std::string(tlog_proof_label) + "\n";
    if (proof.extra) text += std::string(tlog_proof_extra) + base64(*proof.extra) + "\n";
    text += std::string(tlog_proof_index) + std::to_string(proof.index) + "\n";
    for (const Digest& hash : proof.hashes) text += base64(hash) + "\n";
    return text + "\n" + proof.checkpoint;
}

Result<TlogProof> decode_tlog_proof(std::string_view text) {
    if (text.size() > max_tlog_proof_bytes) return malformed("it is too long");
    LineReader lines(text);
    if (lines.next() != tlog_proof_label) return malformed("it is not a c2sp.org/tlog-proof@v1");
    TlogProof proof;
    std::string_view line = lines.next().value_or("");
    if (take_prefix(line, tlog_proof_extra)) {
        Result<Bytes> extra = codec::decode_base64(line, codec::Base64::standard_padded);
        if (!extra.ok()) return malformed("the extra data is not canonical base64");
        proof.extra = std::move(extra).value();
        line = lines.next().value_or("");
    }
    const auto index = take_prefix(line, tlog_proof_index) ? parse_decimal(line) : std::nullopt;
    if (!index) return malformed("the index is missing or not a number");
    proof.index = *index;
    for (line = lines.next().value_or(""); !line.empty(); line = lines.next().value_or("")) {
        const auto hash = parse_base64_digest(line);
        if (!hash) return malformed("a hash is not 32 bytes of canonical base64");
        if (proof.hashes.size() == max_proof_hashes) return malformed("there are too many hashes");
        proof.hashes.push_back(*hash);
    }
    if (!is_signed_checkpoint(lines.rest())) return malformed("the checkpoint is malformed or not signed");
    proof.checkpoint = lines.rest();
    return proof;
}

Result<TrustedCheckpoint> verify_tlog_proof(const TlogProof& proof, const Digest& leaf_hash, const LogTrust& trust) {
    TRY_ASSIGN(TrustedCheckpoint trusted, open_checkpoint(proof.checkpoint, trust));
    TRY(verify_inclusion(leaf_hash, proof.index, trusted.checkpoint.size, trusted.checkpoint.root, proof.hashes));
    return trusted;
}

} // namespace kaibiao::log
