#include "kaibiao/panel/vrf.h"

#include "kaibiao/crypto/hash.h"

namespace kaibiao::panel {

namespace {

constexpr std::string_view suite = "\xFF"
                                   "c2sp.org/vrf-r255";
constexpr ByteArray<1> encode_to_curve_separator{0x82};
constexpr ByteArray<1> proof_to_hash_front{0x03};
constexpr ByteArray<1> proof_to_hash_back{0x00};

} // namespace

crypto::Point vrf_encode_to_curve(const crypto::Point& key, ByteView alpha) {
    return crypto::hash_to_point(crypto::sha512({as_bytes(suite), encode_to_curve_separator, key.bytes(), alpha}));
}

ByteArray<64> vrf_hash(const crypto::Point& gamma) {
    return crypto::sha512({as_bytes(suite), proof_to_hash_front, gamma.bytes(), proof_to_hash_back});
}

} // namespace kaibiao::panel
