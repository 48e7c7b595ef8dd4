#pragma once
/// RFC 6962 §2.1 written down as it stands there, recursion and all: the oracle for the real one.

#include "kaibiao/crypto/hash.h"

#include <map>
#include <vector>

namespace kaibiao::log::test {

class NaiveMerkle {
  public:
    /// D[n]: the entries.
    explicit NaiveMerkle(std::vector<Bytes> entries) : entries_(std::move(entries)) {}

    /// MTH(D[begin:end]).
    Digest root(std::size_t begin, std::size_t end) {
        const auto known = roots_.find({begin, end});
        if (known != roots_.end()) return known->second;
        return roots_[{begin, end}] = computed_root(begin, end);
    }
    /// PATH(m, D[begin:end]), §2.1.1.
    std::vector<Digest> path(std::size_t m, std::size_t begin, std::size_t end) {
        if (end - begin == 1) return {};
        const std::size_t k = split(end - begin);
        std::vector<Digest> proof = m < k ? path(m, begin, begin + k) : path(m - k, begin + k, end);
        proof.push_back(m < k ? root(begin + k, end) : root(begin, begin + k));
        return proof;
    }
    /// PROOF(m, D[n]), §2.1.2.
    std::vector<Digest> proof(std::size_t m, std::size_t n) { return subproof(m, 0, n, true); }

  private:
    static std::size_t split(std::size_t n) {
        std::size_t k = 1;
        while (2 * k < n) k *= 2;
        return k;
    }
    Digest computed_root(std::size_t begin, std::size_t end) {
        if (begin == end) return crypto::sha256(ByteView{});
        if (end - begin == 1) return crypto::sha256({Bytes{0}, entries_[begin]});
        const std::size_t k = split(end - begin);
        return crypto::sha256({Bytes{1}, root(begin, begin + k), root(begin + k, end)});
    }
    std::vector<Digest> subproof(std::size_t m, std::size_t begin, std::size_t end, bool b) {
        if (m == end - begin) return b ? std::vector<Digest>{} : std::vector<Digest>{root(begin, end)};
        const std::size_t k = split(end - begin);
        std::vector<Digest> proof = m <= k ? subproof(m, begin, begin + k, b) : subproof(m - k, begin + k, end, false);
        proof.push_back(m <= k ? root(begin + k, end) : root(begin, begin + k));
        return proof;
    }

    std::vector<Bytes> entries_;
    std::map<std::pair<std::size_t, std::size_t>, Digest> roots_;
};

} // namespace kaibiao::log::test
