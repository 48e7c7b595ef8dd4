#include "kaibiao/draw/ranking.h"

#include "kaibiao/crypto/hash.h"

#include <numeric>
#include <utility>

namespace kaibiao::draw {

namespace {

SecretArray<32> stream_key(const DrawSeed& seed, ByteView message, std::uint32_t stratum) {
    Bytes info = to_bytes(as_bytes(label::stream));
    append_u32_be(info, stratum);
    return crypto::hkdf_sha256_key(seed, crypto::sha256({as_bytes(label::message), message}), info);
}

} // namespace

DrawStream::DrawStream(const DrawSeed& seed, ByteView message, std::uint32_t stratum)
    : key_(stream_key(seed, message, stratum)) {}

std::uint32_t DrawStream::word() {
    if (used_ == buffer_.size()) {
        crypto::chacha20_key_stream(key_.view(), next_block_, buffer_);
        next_block_ += static_cast<std::uint32_t>(buffer_.size() / crypto::chacha20_block_size);
        used_ = 0;
    }
    const std::uint8_t* at = buffer_.data() + used_;
    used_ += 4;
    return std::uint32_t{at[0]} | std::uint32_t{at[1]} << 8 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[3]} << 24;
}

std::uint32_t DrawStream::below(std::uint32_t range) {
    if (range == 0) std::abort();
    if (range == 1) return 0;
    // The largest multiple of `range` that words can reach: below it every remainder is equally frequent.
    constexpr std::uint64_t words = std::uint64_t{1} << 32;
    const std::uint64_t limit = words - words % range;
    std::uint32_t drawn = word();
    while (drawn >= limit) drawn = word();
    return drawn % range;
}

std::vector<std::uint32_t> full_ranking(DrawStream& stream, std::uint32_t size) {
    std::vector<std::uint32_t> ranking(size);
    std::iota(ranking.begin(), ranking.end(), 0U);
    for (std::uint32_t i = 0; i < size; ++i) std::swap(ranking[i], ranking[i + stream.below(size - i)]);
    return ranking;
}

} // namespace kaibiao::draw
