// c2sp.org/vrf-r255, "Test vector".

#include "kaibiao/codec/text.h"
#include "kaibiao/panel/vrf.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::panel;

namespace {

ByteArray<32> from_hex(std::string_view text) { return codec::decode_digest(text).value(); }
std::string hex(ByteView bytes) { return codec::encode_hex(bytes); }

constexpr std::string_view secret = "3431c2b03533e280b23232e280b34e2c3132c2b03238e280b23131e280b34500";
constexpr std::string_view key = "54136cd90d99fbd1d4e855d9556efea87ba0337f2a6ce22028d0f5726fcb854e";
constexpr std::string_view h = "f245308737c2a888ba56448c8cdbce9d063b57b147e063ce36c580194ef31a63";
constexpr std::string_view gamma_point = "0a97d961262fb549b4175c5117860f42ae44a123f93c476c439eddd1c0cff926";
constexpr std::string_view beta = "dd653f0879b48c3ef69e13551239bec4cbcc1c18fe8894de2e9e1c790e182736"
                                  "03bf1c6c25d7a797aeff3c43fd32b974d3fcbd4bcce916007097922a3ea3a794";

} // namespace

TEST_CASE("panel: the maps of vrf-r255 are those of its published vector") {
    const auto x = crypto::Scalar::decode(from_hex(secret)).value();
    const auto y = crypto::multiply_generator(x).value();
    CHECK(hex(y.bytes()) == key);
    const Bytes alpha = codec::decode_hex("633273702e6f72672f7672662d72323535").value();
    const crypto::Point point = vrf_encode_to_curve(y, alpha);
    CHECK(hex(point.bytes()) == h);
    const crypto::Point gamma = crypto::multiply(x, point).value();
    CHECK(hex(gamma.bytes()) == gamma_point);
    CHECK(hex(vrf_hash(gamma)) == beta);
}
