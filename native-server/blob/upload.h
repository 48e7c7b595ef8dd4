#pragma once
/// Uploads in progress (tus 1.0): a file that grows and a small description beside it, so that they outlive the server.

#include "blob/blob_store.h"
#include "blob/file.h"
#include "kaibiao/seal/upload_inspector.h"

#include <map>
#include <mutex>

namespace kaibiao::blob {

struct UploadRules {
    std::uint64_t largest_part = 0;
    std::uint64_t largest_share = 0; ///< of one person for one lot, parts in place included
    std::int64_t lifetime_milliseconds = 0;
};

/// What the server keeps about an upload.
struct UploadRecord {
    ByteArray<16> id{};
    std::string owner;
    LotId lot;
    std::uint64_t length = 0;
    std::uint64_t offset = 0; ///< bytes that were received, checked and may be built upon
    Instant expires;
    std::optional<Digest> root; ///< once complete
    std::optional<Digest> header;
    bool complete() const { return root.has_value(); }
};
std::string encode_upload(const UploadRecord& record);
Result<UploadRecord> decode_upload(ByteView text);

/// A checksum as tus sends it with a piece.
enum class ChecksumKind : std::uint8_t { none, sha1, sha256 };
struct ExpectedChecksum {
    ChecksumKind kind = ChecksumKind::none;
    Bytes value;
};
/// `sha256 BASE64`. Errors: request_malformed (another algorithm, too).
Result<ExpectedChecksum> parse_checksum(std::string_view header);

/// One upload, used by one request at a time.
class Upload {
  public:
    Upload(UploadRecord record, const std::filesystem::path& folder);
    const UploadRecord& record() const { return record_; }
    const std::filesystem::path& file_path() const { return file_path_; }

    /// Starts a piece at `offset`. After a restart the bytes received so far are read again.
    /// Errors: upload_offset_wrong, upload_length_wrong, disk_full, and those of the inspector.
    Status begin(std::uint64_t offset, ExpectedChecksum checksum);
    /// Errors: upload_length_wrong, disk_full, those of the inspector (the upload is then of no use).
    Status write(ByteView bytes);
    /// The piece is over. Errors: upload_checksum_wrong (the piece is forgotten), those of the inspector, disk_full.
    Status end();
    /// The connection broke: keeps what can be kept.
    void abandon();
    /// All bytes are there: what they are. Errors: those of the inspector.
    Result<seal::InspectedUpload> finish();
    /// Could not be put in place: forgets the last byte, so that the client sends it again.
    void step_back();
    void mark_complete(const seal::InspectedUpload& found);
    /// Writes the description. Errors: disk_full.
    Status save(Durability durability) const;
    void remove();

  private:
    Status rewind();
    Status inspect(std::uint64_t from, std::uint64_t to);
    Status show_inspector(std::uint64_t from, std::uint64_t to);
    Status end_piece();
    Result<Bytes> digest_of_piece() const;
    Status keep_progress();

    UploadRecord record_;
    std::filesystem::path file_path_;
    std::filesystem::path record_path_;
    std::optional<WritableFile> file_;
    std::optional<seal::UploadInspector> inspector_;
    std::uint64_t received_ = 0; ///< with the piece under way
    std::uint64_t saved_ = 0;
    ExpectedChecksum checksum_;
};

/// All uploads. Thread-safe.
class UploadBook {
  public:
    UploadBook(std::filesystem::path folder, UploadRules rules) : folder_(std::move(folder)), rules_(rules) {}
    /// Finds what an earlier run left. Damaged descriptions are removed with their files.
    Status load();
    /// `stored`: bytes of this owner's parts that are in place for this lot.
    /// Errors: part_too_large, upload_quota_exceeded, disk_full.
    Result<UploadRecord> create(const std::string& owner, const LotId& lot, std::uint64_t length, std::uint64_t stored,
                                Instant now);
    /// Takes an upload for one request; nobody else has it until the pointer dies.
    /// Errors: upload_unknown (another's, too), upload_offset_wrong while another request has it.
    Result<std::shared_ptr<Upload>> take(std::string_view id, const std::string& owner, Instant now);
    void remove(Upload& upload);
    void remove_expired(Instant now);
    std::size_t count() const;

  private:
    struct Slot {
        std::shared_ptr<Upload> upload;
        bool taken = false;
    };
    std::uint64_t under_way(const std::string& owner, const LotId& lot) const;
    void give_back(const ByteArray<16>& id);

    std::filesystem::path folder_;
    UploadRules rules_;
    mutable std::mutex mutex_;
    std::map<ByteArray<16>, Slot> slots_;
};

} // namespace kaibiao::blob
