#include "blob/upload.h"

#include "kaibiao/codec/text.h"

#include <openssl/evp.h>

#include <algorithm>

namespace kaibiao::blob {

namespace {

constexpr std::size_t reading_piece = std::size_t{1} << 20;
/// How much of a long piece may be lost when the server dies.
constexpr std::uint64_t save_interval = std::uint64_t{64} << 20;

std::optional<Digest> optional_digest(const codec::Json& json, std::string_view key) {
    const codec::Json* member = json.find(key);
    if (member == nullptr || member->as_string() == nullptr) return std::nullopt;
    const auto digest = codec::decode_digest(*member->as_string());
    return digest.ok() ? std::optional(*digest) : std::nullopt;
}

codec::Json digest_or_null(const std::optional<Digest>& digest) {
    return digest ? codec::Json(codec::encode_hex(*digest)) : codec::Json();
}

} // namespace

std::string encode_upload(const UploadRecord& record) {
    return codec::dump_canonical(codec::Json::object()
                                     .set("id", codec::encode_hex(record.id))
                                     .set("owner", record.owner)
                                     .set("lot", record.lot.text())
                                     .set("length", static_cast<std::int64_t>(record.length))
                                     .set("offset", static_cast<std::int64_t>(record.offset))
                                     .set("expires", record.expires.text())
                                     .set("root", digest_or_null(record.root))
                                     .set("header", digest_or_null(record.header)));
}

Result<UploadRecord> decode_upload(ByteView text) {
    TRY_ASSIGN(const codec::Json json, codec::parse_canonical(text));
    codec::ObjectReader reader(json, "");
    UploadRecord record;
    TRY_ASSIGN(record.id, reader.hex<16>("id"));
    TRY_ASSIGN(record.owner, reader.string("owner"));
    TRY_ASSIGN(const std::string lot, reader.string("lot"));
    TRY_ASSIGN(record.lot, LotId::parse(lot));
    TRY_ASSIGN(const std::int64_t length, reader.integer("length", 0, std::int64_t{1} << 50));
    TRY_ASSIGN(const std::int64_t offset, reader.integer("offset", 0, length));
    TRY_ASSIGN(const std::string expires, reader.string("expires"));
    TRY_ASSIGN(record.expires, Instant::parse(expires));
    record.length = static_cast<std::uint64_t>(length);
    record.offset = static_cast<std::uint64_t>(offset);
    record.root = optional_digest(json, "root");
    record.header = optional_digest(json, "header");
    return record;
}

Result<ExpectedChecksum> parse_checksum(std::string_view header) {
    if (header.empty()) return ExpectedChecksum{};
    const std::size_t space = std::min(header.find(' '), header.size());
    const std::string_view name = header.substr(0, space);
    const auto value =
        codec::decode_base64(header.substr(std::min(space + 1, header.size())), codec::Base64::standard_padded);
    const std::size_t size = name == "sha256" ? 32 : name == "sha1" ? 20 : 0;
    if (size == 0 || !value.ok() || value->size() != size)
        return Error(ErrorCode::request_malformed, "Upload-Checksum", "sha256 or sha1");
    return ExpectedChecksum{size == 32 ? ChecksumKind::sha256 : ChecksumKind::sha1, *value};
}

Upload::Upload(UploadRecord record, const std::filesystem::path& folder)
    : record_(std::move(record)), file_path_(folder / (codec::encode_hex(record_.id) + ".part")),
      record_path_(folder / (codec::encode_hex(record_.id) + ".json")), received_(record_.offset),
      saved_(record_.offset) {}

Status Upload::begin(std::uint64_t offset, ExpectedChecksum checksum) {
    if (record_.complete() || offset != record_.offset)
        return Error(ErrorCode::upload_offset_wrong, "Upload-Offset", std::to_string(record_.offset));
    if (!file_) {
        TRY_ASSIGN(file_, WritableFile::open(file_path_));
    }
    if (!inspector_) {
        inspector_.emplace();
        TRY(inspect(0, record_.offset));
    }
    TRY(file_->truncate(record_.offset));
    received_ = record_.offset;
    checksum_ = std::move(checksum);
    return ok();
}

Status Upload::write(ByteView bytes) {
    if (bytes.size() > record_.length - received_) {
        TRY(rewind());
        return Error(ErrorCode::upload_length_wrong, "Upload-Length", std::to_string(record_.length));
    }
    const Status written = file_->write_at(received_, bytes);
    if (!written.ok()) {
        TRY(rewind());
        return written;
    }
    received_ += bytes.size();
    if (checksum_.kind != ChecksumKind::none) return ok();
    TRY(inspector_->update(bytes));
    record_.offset = received_;
    return record_.offset - saved_ >= save_interval ? keep_progress() : ok();
}

Status Upload::end() {
    const Status ended = end_piece();
    file_.reset(); // between its pieces an upload holds no file open, or many of them would take all there may be
    return ended;
}

Status Upload::end_piece() {
    if (checksum_.kind == ChecksumKind::none) return keep_progress();
    TRY_ASSIGN(const Bytes found, digest_of_piece());
    if (found != checksum_.value) {
        TRY(rewind());
        return Error(ErrorCode::upload_checksum_wrong, "Upload-Checksum");
    }
    TRY(inspect(record_.offset, received_));
    record_.offset = received_;
    return keep_progress();
}

Result<Bytes> Upload::digest_of_piece() const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), checksum_.kind == ChecksumKind::sha256 ? EVP_sha256() : EVP_sha1(), nullptr);
    Bytes piece(reading_piece);
    for (std::uint64_t at = record_.offset; at < received_;) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(received_ - at, piece.size()));
        TRY(file_->read_at(at, MutableBytes(piece).first(size)));
        EVP_DigestUpdate(context.get(), piece.data(), size);
        at += size;
    }
    Bytes found(checksum_.value.size());
    EVP_DigestFinal_ex(context.get(), found.data(), nullptr);
    return found;
}

void Upload::abandon() {
    if (checksum_.kind != ChecksumKind::none) (void)rewind();
    (void)keep_progress();
    file_.reset();
}

Result<seal::InspectedUpload> Upload::finish() {
    file_.reset();
    TRY_ASSIGN(seal::InspectedUpload found, inspector_->finish());
    inspector_.reset();
    return found;
}

void Upload::step_back() {
    if (record_.offset > 0) --record_.offset;
    (void)keep_progress();
}

void Upload::mark_complete(const seal::InspectedUpload& found) {
    record_.root = found.root;
    record_.header = found.header_digest;
}

Status Upload::save(Durability durability) const {
    return replace_file(record_path_, as_bytes(encode_upload(record_)), durability);
}

void Upload::remove() {
    std::error_code ignored;
    std::filesystem::remove(file_path_, ignored);
    std::filesystem::remove(record_path_, ignored);
}

Status Upload::rewind() {
    received_ = record_.offset;
    return file_ ? file_->truncate(record_.offset) : ok();
}

/// An inspector that has seen less than there is would give another root: it sees all or there is none.
Status Upload::inspect(std::uint64_t from, std::uint64_t to) {
    const Status seen = show_inspector(from, to);
    if (!seen.ok()) inspector_.reset();
    return seen;
}

Status Upload::show_inspector(std::uint64_t from, std::uint64_t to) {
    Bytes piece(reading_piece);
    while (from < to) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(to - from, piece.size()));
        TRY(file_->read_at(from, MutableBytes(piece).first(size)));
        TRY(inspector_->update(ByteView(piece).first(size)));
        from += size;
    }
    return ok();
}

Status Upload::keep_progress() {
    saved_ = record_.offset;
    return save(Durability::later);
}

} // namespace kaibiao::blob
