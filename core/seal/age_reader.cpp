#include "kaibiao/seal/age_reader.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

constexpr std::uint64_t chunk_of(std::uint64_t offset) { return offset / age_chunk_size; }

} // namespace

std::uint64_t ChunkRange::plain_size() const {
    const std::uint64_t chunks = (file_length + age_sealed_chunk_size - 1) / age_sealed_chunk_size;
    return file_length - chunks * age_tag_size;
}

Result<AgeLayout> AgeLayout::of(std::uint64_t payload_start, std::uint64_t file_size) {
    const std::uint64_t sealed = file_size < payload_start ? 0 : file_size - payload_start;
    if (sealed < age_tag_size) return Error(ErrorCode::age_payload_truncated);
    AgeLayout layout;
    layout.payload_start_ = payload_start;
    layout.chunks_ = (sealed + age_sealed_chunk_size - 1) / age_sealed_chunk_size;
    const std::uint64_t last = sealed - (layout.chunks_ - 1) * age_sealed_chunk_size;
    // Only an empty file has an empty chunk.
    if (layout.chunks_ > 1 && last <= age_tag_size) return Error(ErrorCode::age_payload_truncated);
    layout.plain_size_ = sealed - layout.chunks_ * age_tag_size;
    return layout;
}

ChunkRange AgeLayout::chunk_run(std::uint64_t first, std::uint64_t count) const {
    ChunkRange range;
    range.first_chunk = first;
    range.last = first + count == chunks_ ? LastChunk::yes : LastChunk::no;
    range.file_offset = payload_start_ + first * age_sealed_chunk_size;
    const std::uint64_t end = plain_size_ + chunks_ * age_tag_size;
    range.file_length = std::min((first + count) * age_sealed_chunk_size, end) - first * age_sealed_chunk_size;
    return range;
}

ChunkRange AgeLayout::last_chunk() const {
    ChunkRange range = chunk_run(chunks_ - 1, 1);
    range.length = range.plain_size();
    return range;
}

Result<ChunkRange> AgeLayout::range(std::uint64_t offset, std::uint64_t length) const {
    if (offset > plain_size_ || length > plain_size_ - offset)
        return Error(ErrorCode::age_offset_out_of_range, "byte " + std::to_string(offset));
    const std::uint64_t first = std::min(chunk_of(offset), chunks_ - 1);
    const std::uint64_t last = length == 0 ? first : chunk_of(offset + length - 1);
    ChunkRange range = chunk_run(first, last - first + 1);
    range.skip = offset - first * age_chunk_size;
    range.length = length;
    return range;
}

Result<AgeReader> AgeReader::create(PayloadKey key, const AgeLayout& layout, ByteView last_chunk) {
    AgeReader reader(std::move(key), layout);
    TRY(reader.open(layout.last_chunk(), last_chunk));
    return reader;
}

Result<Bytes> AgeReader::open(const ChunkRange& range, ByteView sealed) const {
    if (sealed.size() != range.file_length)
        return Error(ErrorCode::age_payload_truncated, "chunk " + std::to_string(range.first_chunk));
    Bytes plain(static_cast<std::size_t>(range.plain_size()));
    TRY(open_chunks(key_, range.first_chunk, range.last, sealed, plain));
    const auto skip = static_cast<std::ptrdiff_t>(range.skip);
    return Bytes(plain.begin() + skip, plain.begin() + skip + static_cast<std::ptrdiff_t>(range.length));
}

} // namespace kaibiao::seal
