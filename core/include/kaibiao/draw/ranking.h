#pragma once
/// From a seed to a ranking: ChaCha20 expansion, rejection sampling, Fisher–Yates.

#include "kaibiao/draw/draw_format.h"

#include "kaibiao/base/secret.h"
#include "kaibiao/crypto/stream.h"

#include <vector>

namespace kaibiao::draw {

/// 64 bytes: the VRF output of the panel for the message (proof-to-hash of c2sp.org/vrf-r255).
using DrawSeed = ByteArray<seed_size>;

/// The random numbers of one stratum, a function of (seed, message, stratum). After 2^38 bytes it aborts; no list of an
/// allowed length reads more than a few MiB.
class DrawStream {
  public:
    /// `message` is the text of m. A list of values counts as stratum 0.
    DrawStream(const DrawSeed& seed, ByteView message, std::uint32_t stratum);
    /// Uniform in 0 … range − 1; range is at least 1, and a range of 1 reads nothing from the stream.
    std::uint32_t below(std::uint32_t range);

  private:
    std::uint32_t word();

    SecretArray<32> key_;
    ByteArray<64 * crypto::chacha20_block_size> buffer_{};
    std::size_t used_ = sizeof buffer_;
    std::uint32_t next_block_ = 0;
};

/// All of 0 … size − 1 in drawn order: entry 0 is drawn first. Rank i is settled after i + 1 numbers of the stream.
std::vector<std::uint32_t> full_ranking(DrawStream& stream, std::uint32_t size);

} // namespace kaibiao::draw
