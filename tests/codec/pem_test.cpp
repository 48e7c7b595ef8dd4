#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::codec;

namespace {

const std::string block = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";

void check_refused(std::string_view text) {
    const auto blocks = decode_pem(text);
    REQUIRE_MESSAGE(!blocks.ok(), "accepted: ", text);
    CHECK(blocks.error().code == ErrorCode::pem_malformed);
}

Bytes filled(std::size_t size) { return Bytes(size, 0xA5); }

} // namespace

TEST_CASE("codec: PEM blocks of every length round trip") {
    for (std::size_t size = 1; size < 200; ++size) {
        const std::string text = encode_pem("PRIVATE KEY", filled(size));
        const auto blocks = decode_pem(text);
        REQUIRE(blocks.ok());
        REQUIRE(blocks->size() == 1);
        CHECK(blocks->front().label == "PRIVATE KEY");
        CHECK(blocks->front().der == filled(size));
        kaibiao::test::record("pem", text);
    }
}

TEST_CASE("codec: PEM lines have 64 columns") {
    std::string full_line;
    for (int i = 0; i < 16; ++i) full_line += "paWl";
    CHECK(encode_pem("X", filled(48)) == "-----BEGIN X-----\n" + full_line + "\n-----END X-----\n");
    CHECK(encode_pem("X", filled(49)) == "-----BEGIN X-----\n" + full_line + "\npQ==\n-----END X-----\n");
}

TEST_CASE("codec: several PEM blocks may follow each other, with LF or CRLF and blank lines") {
    std::string crlf = "\r\n \t\n" + block + block;
    for (std::size_t at = 0; (at = crlf.find("-\n", at)) != std::string::npos; at += 2) crlf.replace(at, 2, "-\r\n");
    const auto blocks = decode_pem(crlf + "\n\n");
    REQUIRE(blocks.ok());
    CHECK(blocks->size() == 2);
    CHECK(blocks->back().der == Bytes{1, 2, 3});
    CHECK(decode_pem(block.substr(0, block.size() - 1)).ok());
}

TEST_CASE("codec: more PEM blocks than allowed are refused") {
    CHECK(decode_pem(block + block, 2).ok());
    CHECK_FALSE(decode_pem(block + block + block, 2).ok());
}

TEST_CASE("codec: malformed PEM is refused") {
    for (const std::string_view text : {"",
                                        "\n",
                                        "AQID",
                                        "text\n-----BEGIN X-----\nAQID\n-----END X-----\n",
                                        "-----BEGIN X-----\nAQID\n-----END X-----\ntext",
                                        "-----BEGIN X-----\nAQID\n-----END Y-----\n",
                                        "-----BEGIN X-----\nAQID\n",
                                        "-----BEGIN X-----\nAQID",
                                        "-----BEGIN X-----\n-----END X-----\n",
                                        "-----BEGIN X-----\n\nAQID\n-----END X-----\n",
                                        "-----BEGIN X-----\nAQ\n-----END X-----\n",
                                        "-----BEGIN X-----\nAR==\n-----END X-----\n",
                                        "-----BEGIN X-----\nAQID\nAQID\n-----END X-----\n",
                                        "-----BEGIN X-----\n AQID\n-----END X-----\n",
                                        "-----BEGIN X-----\nAQID \n-----END X-----\n",
                                        "-----BEGIN X----\nAQID\n-----END X----\n",
                                        "----BEGIN X-----\nAQID\n-----END X-----\n",
                                        "-----BEGIN -----\nAQID\n-----END -----\n",
                                        "-----BEGIN  X-----\nAQID\n-----END  X-----\n",
                                        "-----BEGIN X -----\nAQID\n-----END X -----\n",
                                        "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END X-----\n",
                                        "-----begin X-----\nAQID\n-----end X-----\n",
                                        "-----BEGIN X-----\n-----BEGIN X-----\nAQID\n-----END X-----\n",
                                        " -----BEGIN X-----\nAQID\n-----END X-----\n"})
        check_refused(text);
}

TEST_CASE("codec: a PEM line longer than 64 columns is refused") {
    std::string text = encode_pem("X", filled(96));
    REQUIRE(decode_pem(text).ok());
    text.erase(text.find('\n', 20), 1);
    check_refused(text);
}

TEST_CASE("codec: the place of a PEM error is its line") {
    CHECK(decode_pem(block + "-----BEGIN X-----\nAQ\n-----END X-----\n").error().place == "line 6");
    CHECK(decode_pem(block + "rubbish\n").error().place == "line 4");
}
