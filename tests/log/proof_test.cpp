#include "log/naive_merkle.h"

#include "kaibiao/log/proof.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using kaibiao::log::test::NaiveMerkle;

namespace {

constexpr std::size_t most = 200;

std::vector<Bytes> entries(std::size_t count) {
    std::vector<Bytes> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(to_bytes(crypto::sha256(Bytes{static_cast<std::uint8_t>(i)})));
    return list;
}

/// The tree under test and its oracle over the same leaves.
struct Pair {
    explicit Pair(std::size_t size) : naive(entries(size)) {
        for (const Bytes& entry : entries(size)) tree.append(crypto::merkle_leaf_hash(entry));
    }
    Digest leaf(std::size_t index) { return naive.root(index, index + 1); }
    TreeHead head(std::size_t size) { return {size, naive.root(0, size)}; }
    MemoryTree tree;
    NaiveMerkle naive;
};

void flip(Digest& hash, std::size_t bit) { hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ (1U << bit % 8)); }

/// Calls `check` with each way to flip one bit of the hash.
template <typename Check> void each_flip(Digest& hash, Check check) {
    for (std::size_t bit = 0; bit < 256; ++bit) {
        flip(hash, bit);
        check();
        flip(hash, bit);
    }
}

bool included(const Digest& leaf, std::uint64_t index, const TreeHead& head, const MerkleProof& proof) {
    return verify_inclusion(leaf, index, head.size, head.root, proof).ok();
}

} // namespace

TEST_CASE("log: roots of all sizes to 200 are those of RFC 6962") {
    Pair pair(most);
    MerkleFrontier frontier;
    for (std::size_t size = 0; size <= most; ++size) {
        CHECK(frontier.root() == pair.naive.root(0, size));
        CHECK(*root_at(pair.tree, size) == pair.naive.root(0, size));
        CHECK(frontier_at(pair.tree, size)->edge() == frontier.edge());
        frontier.append(pair.leaf(size % most));
    }
    kaibiao::test::record("root of 200", *root_at(pair.tree, most));
}

TEST_CASE("log: all inclusion proofs to 200 leaves are those of RFC 6962 and verify") {
    Pair pair(most);
    int wrong = 0;
    for (std::size_t size = 1; size <= most; ++size) {
        for (std::size_t index = 0; index < size; ++index) {
            const Result<MerkleProof> proof = inclusion_proof(pair.tree, index, size);
            const bool right = proof.ok() && *proof == pair.naive.path(index, 0, size) &&
                               included(pair.leaf(index), index, pair.head(size), *proof);
            if (!right) ++wrong;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("log: all consistency proofs to 200 leaves are those of RFC 6962 and verify") {
    Pair pair(most);
    int wrong = 0;
    for (std::size_t newer = 0; newer <= most; ++newer) {
        for (std::size_t older = 0; older <= newer; ++older) {
            const Result<MerkleProof> proof = consistency_proof(pair.tree, older, newer);
            const std::vector<Digest> expected = older == 0 ? MerkleProof{} : pair.naive.proof(older, newer);
            const bool right =
                proof.ok() && *proof == expected && verify_consistency(pair.head(older), pair.head(newer), *proof).ok();
            if (!right) ++wrong;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("log: an inclusion proof with one flipped bit is refused") {
    Pair pair(130);
    int accepted = 0;
    for (const std::size_t size : {1, 2, 3, 6, 7, 8, 13, 64, 65, 127, 130}) {
        for (const std::size_t index : {std::size_t{0}, size / 3, size / 2, size - 1}) {
            MerkleProof proof = *inclusion_proof(pair.tree, index, size);
            TreeHead head = pair.head(size);
            Digest leaf = pair.leaf(index);
            const auto check = [&] { accepted += included(leaf, index, head, proof) ? 1 : 0; };
            for (Digest& hash : proof) each_flip(hash, check);
            each_flip(leaf, check);
            each_flip(head.root, check);
        }
    }
    CHECK(accepted == 0);
}

TEST_CASE("log: an inclusion proof for another place, or too short or long, is refused") {
    Pair pair(70);
    for (std::size_t size = 1; size <= 70; ++size) {
        const std::size_t index = size / 2;
        MerkleProof proof = *inclusion_proof(pair.tree, index, size);
        for (std::uint64_t other = 0; other < size + 3; ++other)
            CHECK(included(pair.leaf(index), other, pair.head(size), proof) == (other == index));
        proof.push_back(Digest{});
        CHECK_FALSE(included(pair.leaf(index), index, pair.head(size), proof));
        proof.pop_back();
        if (proof.empty()) continue;
        proof.pop_back();
        CHECK_FALSE(included(pair.leaf(index), index, pair.head(size), proof));
    }
    CHECK_FALSE(included(pair.leaf(0), 0, pair.head(0), {}));
    CHECK_FALSE(included(pair.leaf(0), UINT64_MAX, {UINT64_MAX, pair.leaf(0)}, {}));
}

TEST_CASE("log: a consistency proof with one flipped bit is refused") {
    Pair pair(130);
    int accepted = 0;
    for (const std::size_t newer : {2, 3, 7, 8, 13, 64, 65, 130}) {
        for (const std::size_t older : {std::size_t{1}, newer / 3, newer / 2, newer - 1}) {
            if (older == 0) continue;
            MerkleProof proof = *consistency_proof(pair.tree, older, newer);
            TreeHead before = pair.head(older), after = pair.head(newer);
            const auto check = [&] { accepted += verify_consistency(before, after, proof).ok() ? 1 : 0; };
            for (Digest& hash : proof) each_flip(hash, check);
            each_flip(before.root, check);
            each_flip(after.root, check);
        }
    }
    CHECK(accepted == 0);
}

TEST_CASE("log: a consistency proof of another length or between other sizes is refused") {
    Pair pair(40);
    for (std::size_t newer = 1; newer <= 40; ++newer) {
        for (std::size_t older = 1; older <= newer; ++older) {
            MerkleProof proof = *consistency_proof(pair.tree, older, newer);
            proof.push_back(Digest{});
            CHECK_FALSE(verify_consistency(pair.head(older), pair.head(newer), proof).ok());
            proof.pop_back();
            if (older != newer) CHECK_FALSE(verify_consistency(pair.head(newer), pair.head(older), proof).ok());
            if (older > 1) CHECK_FALSE(verify_consistency(pair.head(older - 1), pair.head(newer), proof).ok());
            if (proof.empty()) continue;
            proof.pop_back();
            CHECK_FALSE(verify_consistency(pair.head(older), pair.head(newer), proof).ok());
        }
    }
}

TEST_CASE("log: every tree is consistent with the empty one and only that has its root") {
    Pair pair(5);
    CHECK(verify_consistency(pair.head(0), pair.head(5), {}).ok());
    CHECK(verify_consistency(pair.head(0), pair.head(0), {}).ok());
    CHECK_FALSE(verify_consistency({0, pair.leaf(0)}, pair.head(5), {}).ok());
    CHECK_FALSE(verify_consistency(pair.head(0), pair.head(5), MerkleProof{Digest{}}).ok());
    CHECK_FALSE(verify_consistency({5, pair.leaf(0)}, pair.head(5), {}).ok());
}

TEST_CASE("log: a rewritten entry makes the newer tree inconsistent with the older") {
    Pair honest(20);
    MemoryTree forged;
    for (std::size_t i = 0; i < 20; ++i) forged.append(honest.leaf(i == 4 ? 5 : i));
    for (std::size_t older = 5; older < 20; ++older) {
        const MerkleProof proof = *consistency_proof(forged, older, 20);
        CHECK_FALSE(verify_consistency(honest.head(older), {20, forged.root()}, proof).ok());
    }
}

TEST_CASE("log: proofs outside the tree are refused") {
    Pair pair(5);
    CHECK(inclusion_proof(pair.tree, 5, 5).error().code == ErrorCode::log_index_out_of_range);
    CHECK(inclusion_proof(pair.tree, 0, 0).error().code == ErrorCode::log_index_out_of_range);
    CHECK(inclusion_proof(pair.tree, 0, 9).error().code == ErrorCode::log_index_out_of_range);
    CHECK(consistency_proof(pair.tree, 4, 3).error().code == ErrorCode::log_index_out_of_range);
    CHECK(consistency_proof(pair.tree, 3, 6).error().code == ErrorCode::log_index_out_of_range);
    CHECK(root_at(pair.tree, 8).error().code == ErrorCode::log_index_out_of_range);
    CHECK(frontier_at(pair.tree, 8).error().code == ErrorCode::log_index_out_of_range);
}
