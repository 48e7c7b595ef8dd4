#pragma once
/// A small SHA-256 of the tests' own, so that the digest over outputs does not depend on the code under test.

#include <array>
#include <cstdint>
#include <span>

namespace kaibiao::test {

class Sha256 {
  public:
    void update(std::span<const std::uint8_t> bytes);
    /// Ends the computation; the object is not used afterwards.
    std::array<std::uint8_t, 32> finish();

  private:
    void compress();

    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> block_{};
    std::uint64_t size_ = 0;
};

} // namespace kaibiao::test
