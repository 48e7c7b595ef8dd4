#include "seal/age_builder.h"

#include "kaibiao/seal/age_reader.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

struct Opened {
    Bytes plain, file;
    AgeLayout layout;
    PayloadKey key;

    explicit Opened(std::size_t size) : plain(noise(size, 7)), file(age_file(plain, 11)), layout(layout_of(file)) {
        const AgePreamble preamble = read_preamble(file).value();
        key = derive_payload_key(key_entropy(11).file_key, preamble.nonce);
    }
    static AgeLayout layout_of(ByteView file) {
        return AgeLayout::of(read_preamble(file).value().size, file.size()).value();
    }
    ByteView bytes(const ChunkRange& range) const {
        return ByteView(file).subspan(static_cast<std::size_t>(range.file_offset),
                                      static_cast<std::size_t>(range.file_length));
    }
    Result<AgeReader> reader() const { return AgeReader::create(key.clone(), layout, bytes(layout.last_chunk())); }
};

} // namespace

TEST_CASE("age reader: any range comes out as the plaintext's") {
    const Opened opened(3 * 65536 + 17);
    const AgeReader reader = opened.reader().value();
    CHECK(reader.layout().plain_size() == opened.plain.size());
    const std::size_t offsets[] = {0, 1, 65535, 65536, 100'000, 196608, 196624, 196625};
    for (const std::size_t from : offsets) {
        for (const std::size_t to : offsets) {
            if (to < from) continue;
            const ChunkRange range = reader.layout().range(from, to - from).value();
            const auto bytes = reader.open(range, opened.bytes(range));
            REQUIRE(bytes.ok());
            CHECK(equal_public(*bytes, ByteView(opened.plain).subspan(from, to - from)));
        }
    }
}

TEST_CASE("age reader: an empty and a whole-chunk file have a last chunk too") {
    CHECK(Opened(0).reader().ok());
    CHECK(Opened(65536).reader().ok());
    CHECK(Opened(0).reader()->layout().range(0, 0).ok());
}

TEST_CASE("age reader: a range outside the file is refused") {
    const Opened opened(1000);
    CHECK(code_of(opened.layout.range(0, 1001)) == ErrorCode::age_offset_out_of_range);
    CHECK(code_of(opened.layout.range(1001, 0)) == ErrorCode::age_offset_out_of_range);
    CHECK(code_of(opened.layout.range(1, UINT64_MAX)) == ErrorCode::age_offset_out_of_range);
}

TEST_CASE("age reader: a file cut at a chunk is noticed before anything is read") {
    Opened opened(3 * 65536);
    opened.file.resize(opened.file.size() - age_sealed_chunk_size);
    opened.layout = Opened::layout_of(opened.file);
    CHECK(code_of(opened.reader()) == ErrorCode::age_payload_truncated);
}

TEST_CASE("age reader: sizes that no age file has are refused") {
    CHECK(code_of(AgeLayout::of(200, 100)) == ErrorCode::age_payload_truncated);
    CHECK(code_of(AgeLayout::of(200, 215)) == ErrorCode::age_payload_truncated);
    CHECK(code_of(AgeLayout::of(200, 200 + 65552 + 16)) == ErrorCode::age_payload_truncated);
    CHECK(AgeLayout::of(200, 200 + 65552 + 17)->plain_size() == 65537);
}

TEST_CASE("age reader: offsets reach beyond four gigabytes in both builds") {
    const std::uint64_t plain = std::uint64_t{10} * 1024 * 1024 * 1024;
    const AgeLayout layout = AgeLayout::of(200, 200 + sealed_chunks_size(plain)).value();
    CHECK(layout.plain_size() == plain);
    const ChunkRange range = layout.range(plain - 5, 5).value();
    CHECK(range.first_chunk == plain / 65536 - 1);
    CHECK(range.file_offset == 200 + (plain / 65536 - 1) * 65552);
    CHECK(range.last == LastChunk::yes);
}

TEST_CASE("age reader: a flipped bit in a fetched range is refused") {
    const Opened opened(200'000);
    const AgeReader reader = opened.reader().value();
    const ChunkRange range = reader.layout().range(70'000, 10).value();
    Bytes bytes = to_bytes(opened.bytes(range));
    bytes[9] ^= 4;
    CHECK(code_of(reader.open(range, bytes)) == ErrorCode::age_payload_damaged);
    bytes.pop_back();
    CHECK(code_of(reader.open(range, bytes)) == ErrorCode::age_payload_truncated);
}
