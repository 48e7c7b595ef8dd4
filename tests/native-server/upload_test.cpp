#include "blob/upload.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

using namespace kaibiao;

namespace {

constexpr std::int64_t lifetime = 72 * 3'600'000;
const Instant start = Instant::from_milliseconds(1'800'000'000'000);
const LotId lot({1});

blob::UploadBook book_in(const std::filesystem::path& folder) {
    return blob::UploadBook(folder, {1'000, 1'500, lifetime});
}

ErrorCode refusal(const Result<std::shared_ptr<blob::Upload>>& result) {
    return result.ok() ? ErrorCode::internal_error : result.error().code;
}

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

} // namespace

TEST_CASE("upload: it lives until its expiry and not a millisecond longer") {
    const test::TemporaryFolder folder;
    blob::UploadBook book = book_in(folder.path());
    const blob::UploadRecord record = book.create("bidder", lot, 100, 0, start).value();
    const std::string id = codec::encode_hex(record.id);
    CHECK(record.expires == start.plus_milliseconds(lifetime));
    CHECK(book.take(id, "bidder", record.expires.plus_milliseconds(-1)).ok());
    CHECK(refusal(book.take(id, "bidder", record.expires)) == ErrorCode::upload_unknown);
    book.remove_expired(record.expires.plus_milliseconds(-1));
    CHECK(book.count() == 1);
    book.remove_expired(record.expires);
    CHECK(book.count() == 0);
    CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("upload: what expires gives its share back") {
    const test::TemporaryFolder folder;
    blob::UploadBook book = book_in(folder.path());
    const blob::UploadRecord record = book.create("bidder", lot, 1'000, 0, start).value();
    CHECK(book.create("bidder", lot, 501, 0, start).error().code == ErrorCode::upload_quota_exceeded);
    CHECK(book.create("bidder", lot, 500, 0, start).ok());
    CHECK(book.create("another", lot, 1'000, 0, start).ok());
    book.remove_expired(record.expires);
    CHECK(book.create("bidder", lot, 1'000, 0, record.expires).ok());
}

TEST_CASE("upload: one that a request is sending to is swept only afterwards") {
    const test::TemporaryFolder folder;
    blob::UploadBook book = book_in(folder.path());
    const blob::UploadRecord record = book.create("bidder", lot, 100, 0, start).value();
    auto taken = book.take(codec::encode_hex(record.id), "bidder", start).value();
    CHECK(refusal(book.take(codec::encode_hex(record.id), "bidder", start)) == ErrorCode::upload_offset_wrong);
    book.remove_expired(record.expires);
    CHECK(book.count() == 1);
    taken.reset();
    book.remove_expired(record.expires);
    CHECK(book.count() == 0);
}

TEST_CASE("upload: the expiry outlives the server") {
    const test::TemporaryFolder folder;
    const blob::UploadRecord record = book_in(folder.path()).create("bidder", lot, 100, 0, start).value();
    blob::UploadBook book = book_in(folder.path());
    REQUIRE(book.load().ok());
    const std::string id = codec::encode_hex(record.id);
    CHECK(book.take(id, "bidder", record.expires.plus_milliseconds(-1)).ok());
    CHECK(refusal(book.take(id, "bidder", record.expires)) == ErrorCode::upload_unknown);
}

TEST_CASE("upload: between its pieces it holds no file open") {
    const test::TemporaryFolder folder;
    blob::UploadBook book = book_in(folder.path());
    const auto open_files = [] { return files_in("/proc/self/fd"); };
    const std::size_t before = open_files();
    const blob::UploadRecord record = book.create("bidder", lot, 100, 0, start).value();
    auto taken = book.take(codec::encode_hex(record.id), "bidder", start).value();
    for (std::uint64_t piece = 0; piece < 2; ++piece) {
        REQUIRE(taken->begin(piece * 5, {}).ok());
        REQUIRE(taken->write(as_bytes(piece == 0 ? "age-e" : "ncryp")).ok());
        CHECK(open_files() == before + 1);
        REQUIRE(taken->end().ok());
        CHECK(open_files() == before);
    }
    CHECK(taken->record().offset == 10);
}

TEST_CASE("upload: after a power cut it goes on from what the file holds") {
    const test::TemporaryFolder folder;
    const std::string id = [&] {
        blob::UploadBook book = book_in(folder.path());
        const blob::UploadRecord record = book.create("bidder", lot, 100, 0, start).value();
        auto taken = book.take(codec::encode_hex(record.id), "bidder", start).value();
        REQUIRE(taken->begin(0, {}).ok());
        REQUIRE(taken->write(as_bytes("age-encryp")).ok());
        REQUIRE(taken->end().ok());
        return codec::encode_hex(record.id);
    }();
    std::filesystem::resize_file(folder.path() / (id + ".part"), 4);
    blob::UploadBook book = book_in(folder.path());
    REQUIRE(book.load().ok());
    auto taken = book.take(id, "bidder", start).value();
    CHECK(taken->record().offset == 4);
    CHECK(taken->begin(4, {}).ok());
    CHECK(taken->write(as_bytes("encryp")).ok());
}

TEST_CASE("upload: a damaged record is removed with its file") {
    const test::TemporaryFolder folder;
    const blob::UploadRecord record = book_in(folder.path()).create("bidder", lot, 100, 0, start).value();
    const std::string id = codec::encode_hex(record.id);
    std::ofstream(folder.path() / (id + ".json")) << "{\"id\":";
    std::ofstream(folder.path() / (id + ".part")) << "ciphertext";
    blob::UploadBook book = book_in(folder.path());
    REQUIRE(book.load().ok());
    CHECK(book.count() == 0);
    CHECK(files_in(folder.path()) == 0);
}

TEST_CASE("upload: the record that is written is the one that is read") {
    blob::UploadRecord record{{7}, "bidder", lot, 1'000, 400, start, {}, {}};
    CHECK(blob::encode_upload(blob::decode_upload(as_bytes(blob::encode_upload(record))).value()) ==
          blob::encode_upload(record));
    record.root = Digest{1};
    record.header = Digest{2};
    CHECK(blob::decode_upload(as_bytes(blob::encode_upload(record)))->header == Digest{2});
    record.offset = 1'001;
    CHECK_FALSE(blob::decode_upload(as_bytes(blob::encode_upload(record))).ok());
}

TEST_CASE("upload: checksums are those of tus, written in full") {
    const std::string sha256 = "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    CHECK(blob::parse_checksum("")->kind == blob::ChecksumKind::none);
    CHECK(blob::parse_checksum(sha256)->kind == blob::ChecksumKind::sha256);
    CHECK(blob::parse_checksum("sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=")->value.size() == 20);
    for (const std::string& bad :
         {std::string("sha256"), std::string("sha256 "), sha256 + " ", "sha1" + sha256.substr(6),
          std::string("md5 1B2M2Y8AsgTpgAmY7PhCfg=="), sha256.substr(0, sha256.size() - 1)})
        CHECK_MESSAGE(!blob::parse_checksum(bad).ok(), bad);
}
