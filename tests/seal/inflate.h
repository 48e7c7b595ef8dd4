#pragma once
/// Decompression of zlib streams (RFC 1950, RFC 1951) for test vectors that are stored compressed.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kaibiao::test {

class Inflater {
  public:
    /// `zlib`: two bytes of header, deflate blocks, a checksum (ignored: the vectors carry SHA-256 digests).
    static std::optional<std::vector<std::uint8_t>> run(std::span<const std::uint8_t> zlib) {
        Inflater inflater(zlib.subspan(zlib.size() < 2 ? zlib.size() : 2));
        while (inflater.good_ && !inflater.block()) {
        }
        if (!inflater.good_) return std::nullopt;
        return std::move(inflater.out_);
    }

  private:
    /// Canonical Huffman code: how many codes of each length, and the symbols in order.
    struct Code {
        std::array<int, 16> count{};
        std::vector<int> symbols;
    };

    explicit Inflater(std::span<const std::uint8_t> in) : in_(in) {}

    int bits(int n) {
        int value = 0;
        for (int i = 0; i < n; ++i) {
            const std::size_t at = position_ >> 3;
            if (at >= in_.size()) return good_ = false, 0;
            value |= (in_[at] >> (position_ & 7) & 1) << i;
            ++position_;
        }
        return value;
    }

    static Code code_of(std::span<const int> lengths) {
        Code code;
        for (int length = 1; length < 16; ++length) {
            for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
                if (lengths[symbol] != length) continue;
                ++code.count[static_cast<std::size_t>(length)];
                code.symbols.push_back(static_cast<int>(symbol));
            }
        }
        return code;
    }

    int symbol(const Code& code) {
        int value = 0, first = 0, index = 0;
        for (std::size_t length = 1; length < 16 && good_; ++length) {
            value |= bits(1);
            const int count = code.count[length];
            if (value - count < first) return code.symbols[static_cast<std::size_t>(index + value - first)];
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        return good_ = false, 0;
    }

    /// Returns true after the last block.
    bool block() {
        const bool last = bits(1) == 1;
        const int type = bits(2);
        if (type == 0)
            stored();
        else if (type == 1)
            fixed();
        else if (type == 2)
            dynamic();
        else
            good_ = false;
        return last;
    }

    void stored() {
        position_ = (position_ + 7) & ~std::size_t{7};
        const int length = bits(16);
        bits(16);
        for (int i = 0; i < length && good_; ++i) out_.push_back(static_cast<std::uint8_t>(bits(8)));
    }

    void fixed() {
        std::array<int, 288> lengths{};
        for (std::size_t i = 0; i < 288; ++i) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        std::array<int, 30> distances{};
        distances.fill(5);
        codes(code_of(lengths), code_of(distances));
    }

    void dynamic() {
        static constexpr std::size_t order[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
        const int literals = bits(5) + 257, distances = bits(5) + 1, meta = bits(4) + 4;
        std::array<int, 19> meta_lengths{};
        for (int i = 0; i < meta; ++i) meta_lengths[order[i]] = bits(3);
        const Code meta_code = code_of(meta_lengths);
        std::vector<int> lengths;
        while (good_ && static_cast<int>(lengths.size()) < literals + distances) {
            const int next = symbol(meta_code);
            const int repeated = next == 16 && !lengths.empty() ? lengths.back() : 0;
            const int times = next < 16 ? 1 : next == 16 ? 3 + bits(2) : next == 17 ? 3 + bits(3) : 11 + bits(7);
            lengths.insert(lengths.end(), static_cast<std::size_t>(times), next < 16 ? next : repeated);
        }
        if (!good_) return;
        const std::span<const int> all(lengths);
        codes(code_of(all.first(static_cast<std::size_t>(literals))),
              code_of(all.subspan(static_cast<std::size_t>(literals), static_cast<std::size_t>(distances))));
    }

    void codes(const Code& literals, const Code& distances) {
        static constexpr int length_base[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                              31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
        static constexpr int distance_base[] = {1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
        while (good_) {
            const int next = symbol(literals);
            if (next == 256) return;
            if (next < 256) {
                out_.push_back(static_cast<std::uint8_t>(next));
                continue;
            }
            const int l = next - 257;
            const int length = length_base[l] + bits(l < 8 || l == 28 ? 0 : l / 4 - 1);
            const int d = symbol(distances);
            const int distance = distance_base[d] + bits(d < 4 ? 0 : d / 2 - 1);
            if (static_cast<std::size_t>(distance) > out_.size()) good_ = false;
            for (int i = 0; i < length && good_; ++i)
                out_.push_back(out_[out_.size() - static_cast<std::size_t>(distance)]);
        }
    }

    std::span<const std::uint8_t> in_;
    std::size_t position_ = 0; ///< in bits
    std::vector<std::uint8_t> out_;
    bool good_ = true;
};

} // namespace kaibiao::test
