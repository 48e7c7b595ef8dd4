#include "kaibiao/seal/age_payload.h"

#include "kaibiao/crypto/aead.h"

#include <algorithm>
#include <cstring>

namespace kaibiao::seal {

namespace {

/// Eleven bytes of big-endian counter and the last-chunk flag.
ByteArray<12> chunk_nonce(std::uint64_t chunk, LastChunk last) {
    ByteArray<12> nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(chunk >> (8 * i));
    nonce[11] = last == LastChunk::yes ? 1 : 0;
    return nonce;
}

/// At least one: an empty payload is one empty chunk.
std::size_t chunk_count(std::size_t size, std::size_t chunk_size) {
    return size == 0 ? 1 : (size + chunk_size - 1) / chunk_size;
}

LastChunk flag_of(std::size_t index, std::size_t count, LastChunk last) {
    return index + 1 == count ? last : LastChunk::no;
}

bool opens_as(const PayloadKey& key, std::uint64_t chunk, LastChunk last, ByteView sealed, MutableBytes out) {
    return crypto::aead_open(key.view(), chunk_nonce(chunk, last), sealed, out).ok();
}

Error chunk_error(ErrorCode code, std::uint64_t chunk, std::string detail = {}) {
    return Error(code, "chunk " + std::to_string(chunk), std::move(detail));
}

/// Tells truncation, trailing bytes and damage apart by trying the other flag, never trusting what that opens.
Error diagnose(const PayloadKey& key, std::uint64_t chunk, LastChunk last, ByteView sealed) {
    SecretBytes scratch(sealed.size() - age_tag_size);
    const LastChunk other = last == LastChunk::yes ? LastChunk::no : LastChunk::yes;
    if (!opens_as(key, chunk, other, sealed, scratch.data())) return chunk_error(ErrorCode::age_payload_damaged, chunk);
    if (last == LastChunk::yes) return chunk_error(ErrorCode::age_payload_truncated, chunk);
    return chunk_error(ErrorCode::age_payload_trailing, chunk);
}

/// Too few bytes for a chunk follow `previous`, which is empty or the chunk before: trailing bytes if that was the
/// last.
Error diagnose_tail(const PayloadKey& key, std::uint64_t chunk, ByteView previous) {
    if (!previous.empty()) {
        Error error = diagnose(key, chunk - 1, LastChunk::no, previous);
        if (error.code == ErrorCode::age_payload_trailing) return error;
    }
    return chunk_error(ErrorCode::age_payload_truncated, chunk);
}

Status open_chunk(const PayloadKey& key, std::uint64_t chunk, LastChunk last, ByteView sealed, MutableBytes out) {
    if (!opens_as(key, chunk, last, sealed, out)) return diagnose(key, chunk, last, sealed);
    if (out.empty() && chunk > 0) return chunk_error(ErrorCode::age_payload_damaged, chunk, "the last chunk is empty");
    return ok();
}

} // namespace

std::uint64_t sealed_chunks_size(std::uint64_t plain_size) {
    const std::uint64_t chunks = plain_size == 0 ? 1 : (plain_size + age_chunk_size - 1) / age_chunk_size;
    return plain_size + chunks * age_tag_size;
}

void seal_chunks(const PayloadKey& key, std::uint64_t first_chunk, LastChunk last, ByteView plain, MutableBytes out) {
    if (out.size() != sealed_chunks_size(plain.size())) std::abort();
    const bool in_place = out.data() == plain.data();
    const std::size_t count = chunk_count(plain.size(), age_chunk_size);
    // Backwards, because in place each chunk moves up by the tags before it.
    for (std::size_t i = count; i-- > 0;) {
        const std::size_t offset = i * age_chunk_size;
        ByteView chunk = plain.subspan(offset, std::min(age_chunk_size, plain.size() - offset));
        const MutableBytes target = out.subspan(i * age_sealed_chunk_size, chunk.size() + age_tag_size);
        if (in_place && i > 0) {
            std::memmove(target.data(), chunk.data(), chunk.size());
            chunk = target.first(chunk.size());
        }
        crypto::aead_seal(key.view(), chunk_nonce(first_chunk + i, flag_of(i, count, last)), chunk, target);
    }
}

Status open_chunks(const PayloadKey& key, std::uint64_t first_chunk, LastChunk last, ByteView sealed,
                   MutableBytes out) {
    const bool in_place = out.data() == sealed.data();
    const std::size_t count = chunk_count(sealed.size(), age_sealed_chunk_size);
    const std::size_t tail = (count - 1) * age_sealed_chunk_size;
    if (sealed.size() - tail < age_tag_size)
        return diagnose_tail(key, first_chunk + count - 1,
                             sealed.first(tail).last(std::min(tail, age_sealed_chunk_size)));
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t offset = i * age_sealed_chunk_size;
        const ByteView chunk = sealed.subspan(offset, std::min(age_sealed_chunk_size, sealed.size() - offset));
        const std::size_t plain_size = chunk.size() - age_tag_size;
        const MutableBytes target = out.subspan(i * age_chunk_size, plain_size);
        // In place each chunk is opened where it lies and then moves down over the tags before it.
        std::uint8_t* opened = in_place ? out.data() + offset : target.data();
        TRY(open_chunk(key, first_chunk + i, flag_of(i, count, last), chunk, {opened, plain_size}));
        if (in_place && i > 0) std::memmove(target.data(), opened, plain_size);
    }
    return ok();
}

} // namespace kaibiao::seal
