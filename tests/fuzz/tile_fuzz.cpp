// Tile paths and bundles of entries have one form each; proofs of any bytes neither crash nor convince.

#include "kaibiao/log/tile.h"

using namespace kaibiao;
using namespace kaibiao::log;

namespace {

void require(bool condition) {
    if (!condition) __builtin_trap();
}

std::uint64_t take_u64(ByteView& bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < 8 && !bytes.empty(); ++i, bytes = bytes.subspan(1)) value = value << 8 | bytes[0];
    return value;
}

/// No fuzzer finds hashes that join to a fixed root.
void check_proofs(ByteView bytes) {
    const std::uint64_t first = take_u64(bytes), second = take_u64(bytes);
    MerkleProof proof;
    for (; bytes.size() >= 32; bytes = bytes.subspan(32)) {
        proof.emplace_back();
        for (std::size_t i = 0; i < 32; ++i) proof.back()[i] = bytes[i];
    }
    require(!verify_inclusion(crypto::merkle_leaf_hash({}), first, second, Digest{}, proof).ok());
    require(first == second || !verify_consistency({first, Digest{}}, {second, Digest{}}, proof).ok());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const Result<TileId> tile = parse_tile_path(as_text(bytes));
    if (tile.ok()) require(tile_path(*tile) == as_text(bytes));
    const Result<std::vector<Digest>> entries = decode_entries(bytes, static_cast<int>(size / 34));
    if (entries.ok()) require(equal_public(encode_entries(*entries), bytes));
    check_proofs(bytes);
    return 0;
}
