#pragma once
/// The payload of an age v1 file: a nonce, then chunks of 64 KiB sealed with ChaCha20-Poly1305 under a counter and a
/// last-chunk flag (c2sp.org/age, "Payload"). Memory is constant: at most one chunk is held back.
/// Offsets and sizes of files are 64 bits in both builds.

#include "kaibiao/seal/age_key.h"

#include <optional>

namespace kaibiao::seal {

enum class LastChunk : std::uint8_t { no, yes };

/// Bytes of a run of `plain_size` bytes once sealed: 16 more for each chunk begun, and for an empty payload.
std::uint64_t sealed_chunks_size(std::uint64_t plain_size);
/// Bytes of the whole payload, nonce included.
inline std::uint64_t payload_size(std::uint64_t plain_size) { return age_nonce_size + sealed_chunks_size(plain_size); }

/// Seals consecutive chunks, the first of them number `first_chunk`. Stateless, so ranges of chunks may run on several
/// threads. All chunks but the last of the run are full; the last may be short only with LastChunk::yes.
/// `out` has sealed_chunks_size(plain.size()) bytes and either begins where `plain` begins or does not overlap it.
void seal_chunks(const PayloadKey& key, std::uint64_t first_chunk, LastChunk last, ByteView plain, MutableBytes out);
/// Opens consecutive chunks; `out` has sealed.size() − 16 × chunks bytes and either begins where `sealed` begins or
/// does not overlap it. Errors: age_payload_truncated (the flagged last chunk is not one, or it is shorter than a tag),
/// age_payload_trailing (a chunk before the last is marked last), age_payload_damaged; place `chunk N`.
Status open_chunks(const PayloadKey& key, std::uint64_t first_chunk, LastChunk last, ByteView sealed, MutableBytes out);

/// Plaintext in, sealed chunks out, in pieces of any size. The nonce is written by whoever writes the header.
class PayloadEncryptor {
  public:
    explicit PayloadEncryptor(PayloadKey key) : key_(std::move(key)), pending_(age_chunk_size) {}
    /// The most that the next update(n bytes) and finish() write: nothing while a chunk is still filling.
    std::size_t update_bound(std::size_t n) const;
    static constexpr std::size_t finish_bound() { return age_sealed_chunk_size; }
    /// Returns the bytes written to `out`, which does not overlap `plain`.
    std::size_t update(ByteView plain, MutableBytes out);
    /// Seals the last chunk. The object may not be used afterwards.
    std::size_t finish(MutableBytes out);

  private:
    std::size_t seal_pending(LastChunk last, MutableBytes out);

    PayloadKey key_;
    SecretBytes pending_;
    std::size_t pending_size_ = 0;
    std::uint64_t chunk_ = 0;
};

/// Nonce and sealed chunks in, authenticated plaintext out. The plaintext is complete only when finish() succeeded.
class PayloadDecryptor {
  public:
    explicit PayloadDecryptor(FileKey file_key) : file_key_(std::move(file_key)) {}
    static std::size_t update_bound(std::size_t n) { return n + age_sealed_chunk_size; }
    /// The same for the bytes that come next: nothing while a chunk is still filling.
    std::size_t next_bound(std::size_t n) const;
    static constexpr std::size_t finish_bound() { return age_chunk_size; }
    /// Returns the bytes written to `out`, which does not overlap `sealed`. After an error the object may not be used,
    /// but released() counts what was authenticated and written before it. Errors: those of open_chunks.
    Result<std::size_t> update(ByteView sealed, MutableBytes out);
    /// Errors: those of open_chunks, age_nonce_truncated.
    Result<std::size_t> finish(MutableBytes out);
    /// Plaintext bytes written so far.
    std::uint64_t released() const { return released_; }

  private:
    ByteView take_nonce(ByteView sealed);
    Result<std::size_t> open_next(ByteView sealed, LastChunk last, MutableBytes out);

    FileKey file_key_;
    std::optional<PayloadKey> key_;
    Bytes pending_;
    std::uint64_t chunk_ = 0;
    std::uint64_t released_ = 0;
};

} // namespace kaibiao::seal
