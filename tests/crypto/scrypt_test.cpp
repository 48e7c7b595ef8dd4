#include "crypto/vector_lines.h"
#include "kaibiao/crypto/scrypt.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::crypto::test;

namespace {

std::string key(std::string_view passphrase, ByteView salt, int log_n) {
    return to_hex(scrypt(as_bytes(passphrase), salt, log_n)->view());
}

} // namespace

// The vector of RFC 7914 §12 with r = 8 and p = 1; its 64 bytes begin with the same 32.
TEST_CASE("crypto: scrypt of RFC 7914") {
    CHECK(key("pleaseletmein", as_bytes("SodiumChloride"), 14) ==
          "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

// By OpenSSL's scrypt.
TEST_CASE("crypto: scrypt agrees with OpenSSL at other work factors") {
    const Bytes salt = from_hex("000102030405060708090a0b0c0d0e0f");
    CHECK(key("开标", salt, 1) == "906d76d277df9ccebafb3dbeef87dcc4af1f491550aae9b150fa2ce0d21ff03a");
    CHECK(key("开标", salt, 5) == "4bac46a4b3b40cdff4f7b6ca7878f91f73d7977f9ec75d9ef12a6a24be8b2131");
    CHECK(key("开标", salt, 10) == "a0b050697539fdda4c5d5bd273f50336e8ac1b32cce3160cb859f6090f800c18");
}
