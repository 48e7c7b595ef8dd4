#include "kaibiao/seal/part_opener.h"

namespace kaibiao::seal {

namespace {

constexpr AgeHeaderLimits part_limits{.max_bytes = lock_max_header, .max_stanzas = 16};

Error at_part(ErrorCode code, std::uint32_t part) { return Error(code, numbered("part ", part)); }

/// Everything about the header: hash, stanza, secrets, MAC.
Result<FileKey> open_header(const PartKey& key, const AgeHeader& header) {
    if (crypto::sha256(header.text) != key.record.header)
        return at_part(ErrorCode::manifest_header_mismatch, key.record.part);
    TRY_ASSIGN(const LockStanza lock, check_part_lock(header.stanzas, key.lock));
    TRY_ASSIGN(FileKey file_key, open_lock(lock, key.secrets));
    TRY(check_header_mac(header, file_key));
    return file_key;
}

Result<SecretBytes> open_payload(FileKey file_key, ByteView payload) {
    PayloadDecryptor decryptor(std::move(file_key));
    SecretBytes plain(PayloadDecryptor::update_bound(payload.size()) + PayloadDecryptor::finish_bound());
    TRY_ASSIGN(const std::size_t n, decryptor.update(payload, plain.data()));
    TRY_ASSIGN(const std::size_t last, decryptor.finish(plain.data().subspan(n)));
    return SecretBytes::copy_of(plain.view().first(n + last));
}

} // namespace

PartOpener::PartOpener(PartKey key, const PlainSalt& salt, Hashing pieces)
    : key_(std::move(key)), pieces_(pieces), parser_(part_limits),
      commitment_(key_.lock.context, key_.record.part, salt) {}

/// Returns how many bytes belonged to the header.
Result<std::size_t> PartOpener::take_header(ByteView file) {
    TRY_ASSIGN(const std::size_t taken, parser_.feed(file));
    if (!parser_.complete()) return taken;
    TRY_ASSIGN(FileKey file_key, open_header(key_, parser_.header()));
    payload_.emplace(std::move(file_key));
    return taken;
}

Result<std::size_t> PartOpener::update(ByteView file, MutableBytes out) {
    length_ += file.size();
    if (length_ > key_.record.length) return at_part(ErrorCode::manifest_length_mismatch, key_.record.part);
    if (pieces_ == Hashing::here) tree_.update(file);
    if (!payload_) {
        TRY_ASSIGN(const std::size_t taken, take_header(file));
        file = file.subspan(taken);
        if (!payload_) return std::size_t{0};
    }
    TRY_ASSIGN(const std::size_t n, payload_->update(file, out));
    commitment_.update(out.first(n));
    return n;
}

Result<std::size_t> PartOpener::finish(MutableBytes out) {
    if (length_ != key_.record.length) return at_part(ErrorCode::manifest_length_mismatch, key_.record.part);
    if (!payload_) return parser_.truncated();
    TRY_ASSIGN(const std::size_t n, payload_->finish(out));
    commitment_.update(out.first(n));
    TRY(check_totals());
    return n;
}

Status PartOpener::check_totals() {
    if (tree_.finish() != key_.record.root) return at_part(ErrorCode::manifest_root_mismatch, key_.record.part);
    if (commitment_.finish() != key_.record.commitment)
        return at_part(ErrorCode::manifest_commitment_mismatch, key_.record.part);
    return ok();
}

Result<OpenedHeader> open_part_header(const PartKey& key, ByteView start) {
    TRY_ASSIGN(const AgePreamble preamble, read_preamble(start, part_limits));
    TRY_ASSIGN(FileKey file_key, open_header(key, preamble.header));
    return OpenedHeader{std::move(file_key), preamble.nonce, preamble.size};
}

Result<OpeningSheet> open_sheet(const Manifest& manifest, const Digest& context, const LockSecrets& secrets,
                                ByteView file) {
    if (manifest.parts.empty()) return at_part(ErrorCode::manifest_part_missing, 0);
    const PartRecord& record = manifest.parts[0];
    if (file.size() != record.length) return at_part(ErrorCode::manifest_length_mismatch, 0);
    if (piece_root(file) != record.root) return at_part(ErrorCode::manifest_root_mismatch, 0);
    AgeHeaderParser parser(part_limits);
    TRY_ASSIGN(const std::size_t header_size, parser.feed(file));
    if (!parser.complete()) return parser.truncated();
    const PartKey key{record, expected_lock(manifest, 0, context), secrets.clone()};
    TRY_ASSIGN(FileKey file_key, open_header(key, parser.header()));
    TRY_ASSIGN(const SecretBytes plain, open_payload(std::move(file_key), file.subspan(header_size)));
    TRY_ASSIGN(OpeningSheet sheet, decode_sheet(plain.view()));
    PlainCommitment commitment(context, 0, sheet.salts[0]);
    commitment.update(plain.view());
    if (commitment.finish() != record.commitment) return at_part(ErrorCode::manifest_commitment_mismatch, 0);
    if (sheet.salts.size() != manifest.parts.size()) return Error(ErrorCode::sheet_malformed, "/volumes");
    if (sheet.offer.bidder_id != manifest.bidder) return Error(ErrorCode::sheet_malformed, "/bidder/id");
    return sheet;
}

} // namespace kaibiao::seal
