#include "kaibiao/seal/upload_inspector.h"

#include "kaibiao/seal/age_reader.h"

namespace kaibiao::seal {

Status UploadInspector::update(ByteView bytes) {
    length_ += bytes.size();
    if (length_ > part_max_length) return Error(ErrorCode::part_too_large);
    if (!parser_.complete()) {
        TRY(take_header(bytes));
    }
    tree_.update(bytes);
    return ok();
}

Status UploadInspector::take_header(ByteView bytes) {
    const auto taken = parser_.feed(bytes);
    if (!taken.ok()) {
        const bool foreign = taken.error().code == ErrorCode::age_version_unknown;
        return foreign ? Error(ErrorCode::part_not_encrypted) : taken.error();
    }
    if (!parser_.complete()) return ok();
    const std::vector<Stanza>& stanzas = parser_.header().stanzas;
    if (stanzas.size() != 1) return Error(ErrorCode::lock_stanza_not_alone);
    TRY_ASSIGN(lock_, parse_lock(stanzas[0]));
    return ok();
}

Result<InspectedUpload> UploadInspector::finish() {
    if (length_ == 0) return Error(ErrorCode::part_not_encrypted);
    if (!parser_.complete()) return parser_.truncated();
    InspectedUpload upload{length_, parser_.header().text, {}, tree_.finish(), *lock_};
    upload.header_digest = crypto::sha256(upload.header);
    TRY_ASSIGN(const AgeLayout layout, AgeLayout::of(upload.header.size() + age_nonce_size, length_));
    const bool padded = layout.plain_size() > 0 && layout.plain_size() % sheet_block == 0;
    if (lock_->part == 0 && length_ > sealed_sheet_max_length) return Error(ErrorCode::part_too_large);
    if (lock_->part == 0 && !padded) return Error(ErrorCode::sheet_padding_wrong);
    return upload;
}

} // namespace kaibiao::seal
