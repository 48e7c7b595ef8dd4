#include "blob/upload.h"
#include "kaibiao/codec/text.h"
#include "work/entropy.h"
#include "writer/crash_point.h"

namespace kaibiao::blob {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t largest_record = 64 << 10;

Result<ByteArray<16>> parse_upload_id(std::string_view text) {
    const auto id = BidId::parse(text); // the same 32 digits
    if (!id.ok()) return Error(ErrorCode::upload_unknown);
    return id->bytes();
}

} // namespace

Status UploadBook::load() {
    std::error_code failed;
    for (const auto& item : fs::directory_iterator(folder_, failed)) {
        if (item.path().extension() != ".json") continue;
        const auto text = read_whole(item.path(), largest_record);
        auto record = text.ok() ? decode_upload(*text) : Result<UploadRecord>(text.error());
        fs::path part = item.path();
        part.replace_extension(".part");
        // After a power cut the record may say more than the file holds.
        if (const std::uint64_t held = fs::file_size(part, failed); !failed && record.ok() && !record->complete())
            record->offset = std::min(record->offset, held);
        if (record.ok() && (record->complete() || fs::exists(part, failed) || record->offset == 0)) {
            auto upload = std::make_shared<Upload>(*record, folder_);
            // The server died before the part was in place: whoever asks must not take the upload for finished.
            if (!record->complete() && record->offset == record->length) upload->step_back();
            slots_.emplace(record->id, Slot{std::move(upload), false});
            continue;
        }
        fs::remove(item.path(), failed);
        fs::remove(part, failed);
    }
    return ok();
}

Result<UploadRecord> UploadBook::create(const std::string& owner, const LotId& lot, std::uint64_t length,
                                        std::uint64_t stored, Instant now) {
    if (length > rules_.largest_part)
        return Error(ErrorCode::part_too_large, "Upload-Length", std::to_string(rules_.largest_part));
    const std::lock_guard lock(mutex_);
    if (stored + under_way(owner, lot) + length > rules_.largest_share)
        return Error(ErrorCode::upload_quota_exceeded, "Upload-Length");
    UploadRecord record{
        work::random_bytes<16>(), owner, lot, length, 0, now.plus_milliseconds(rules_.lifetime_milliseconds), {}, {}};
    auto upload = std::make_shared<Upload>(record, folder_);
    TRY(upload->save(Durability::later));
    writer::crash_point("upload_created");
    slots_.emplace(record.id, Slot{std::move(upload), false});
    return record;
}

Result<std::shared_ptr<Upload>> UploadBook::take(std::string_view id, const std::string& owner, Instant now) {
    TRY_ASSIGN(const auto key, parse_upload_id(id));
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(key);
    if (found == slots_.end() || found->second.upload->record().owner != owner ||
        found->second.upload->record().expires <= now)
        return Error(ErrorCode::upload_unknown, std::string(id));
    if (found->second.taken)
        return Error(ErrorCode::upload_offset_wrong, std::string(id), "another request is sending to this upload");
    found->second.taken = true;
    // The handle gives the upload back when the request lets go of it.
    return std::shared_ptr<Upload>(found->second.upload.get(),
                                   [this, key, keep = found->second.upload](Upload*) { give_back(key); });
}

void UploadBook::give_back(const ByteArray<16>& id) {
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(id);
    if (found != slots_.end()) found->second.taken = false;
}

void UploadBook::remove(Upload& upload) {
    const std::lock_guard lock(mutex_);
    upload.remove();
    slots_.erase(upload.record().id);
}

void UploadBook::remove_expired(Instant now) {
    const std::lock_guard lock(mutex_);
    for (auto slot = slots_.begin(); slot != slots_.end();) {
        const bool over = !slot->second.taken && slot->second.upload->record().expires <= now;
        if (over) slot->second.upload->remove();
        slot = over ? slots_.erase(slot) : std::next(slot);
    }
}

std::size_t UploadBook::count() const {
    const std::lock_guard lock(mutex_);
    return slots_.size();
}

std::uint64_t UploadBook::under_way(const std::string& owner, const LotId& lot) const {
    std::uint64_t sum = 0;
    for (const auto& [id, slot] : slots_) {
        const UploadRecord& record = slot.upload->record();
        if (record.owner == owner && record.lot == lot && !record.complete()) sum += record.length;
    }
    return sum;
}

} // namespace kaibiao::blob
