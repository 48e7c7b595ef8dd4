#pragma once
/// Decryption of any range of an age file, natively from disk or in a browser by range requests.

#include "kaibiao/seal/age_payload.h"

namespace kaibiao::seal {

/// Bytes of the file to fetch, and what of them was asked for.
struct ChunkRange {
    std::uint64_t file_offset = 0;
    std::uint64_t file_length = 0;
    std::uint64_t first_chunk = 0;
    LastChunk last = LastChunk::no; ///< whether the range ends with the file's last chunk
    std::uint64_t skip = 0;         ///< plaintext bytes in front of the wanted ones
    std::uint64_t length = 0;       ///< plaintext bytes wanted
    std::uint64_t plain_size() const;
};

/// Where the chunks of a file lie. Pure arithmetic; nothing is authenticated yet.
class AgeLayout {
  public:
    /// `payload_start`: header and nonce. Errors: age_payload_truncated for a size that no age file has.
    static Result<AgeLayout> of(std::uint64_t payload_start, std::uint64_t file_size);
    std::uint64_t plain_size() const { return plain_size_; }
    std::uint64_t chunks() const { return chunks_; }
    /// Errors: age_offset_out_of_range.
    Result<ChunkRange> range(std::uint64_t offset, std::uint64_t length) const;
    ChunkRange last_chunk() const;

  private:
    ChunkRange chunk_run(std::uint64_t first, std::uint64_t count) const;

    std::uint64_t payload_start_ = 0;
    std::uint64_t plain_size_ = 0;
    std::uint64_t chunks_ = 0;
};

/// Opens ranges. It exists only once the last chunk was authenticated, which binds the length of the file.
class AgeReader {
  public:
    /// `last_chunk`: the bytes of layout.last_chunk(). Errors: those of open_chunks.
    static Result<AgeReader> create(PayloadKey key, const AgeLayout& layout, ByteView last_chunk);
    const AgeLayout& layout() const { return layout_; }
    /// `sealed`: the bytes of `range`. Returns the `range.length` bytes asked for.
    /// Errors: those of open_chunks, age_payload_truncated when `sealed` has another length.
    Result<Bytes> open(const ChunkRange& range, ByteView sealed) const;

  private:
    AgeReader(PayloadKey key, const AgeLayout& layout) : key_(std::move(key)), layout_(layout) {}
    PayloadKey key_;
    AgeLayout layout_;
};

} // namespace kaibiao::seal
