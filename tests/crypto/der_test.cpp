#include "kaibiao/crypto/der.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;

namespace {

DerReader reader_of(const Bytes& bytes) { return DerReader(bytes, ErrorCode::certificate_malformed); }

bool reads_integer(const Bytes& der) { return reader_of(der).unsigned_integer(8).ok(); }
bool reads_oid(const Bytes& der) { return reader_of(der).oid().ok(); }
bool reads_time(std::uint8_t tag, std::string_view text) { return reader_of(der_text(tag, text)).time().ok(); }

} // namespace

TEST_CASE("der: numbers are written minimally and read back") {
    CHECK(der_integer(std::uint64_t{0}) == Bytes{0x02, 0x01, 0x00});
    CHECK(der_integer(std::uint64_t{127}) == Bytes{0x02, 0x01, 0x7f});
    CHECK(der_integer(std::uint64_t{128}) == Bytes{0x02, 0x02, 0x00, 0x80});
    CHECK(der_integer(std::uint64_t{65536}) == Bytes{0x02, 0x03, 0x01, 0x00, 0x00});
    const Bytes leading_zeros = {0, 0, 5};
    CHECK(der_integer(leading_zeros) == Bytes{0x02, 0x01, 0x05});
    CHECK(reader_of(der_integer(std::uint64_t{65537})).small_integer(65537).value() == 65537);
}

TEST_CASE("der: negative, padded and empty numbers are refused") {
    CHECK_FALSE(reads_integer({0x02, 0x01, 0x80}));
    CHECK_FALSE(reads_integer({0x02, 0x02, 0x00, 0x7f}));
    CHECK_FALSE(reads_integer({0x02, 0x00}));
    CHECK_FALSE(reads_integer({0x02, 0x02, 0x01}));
    CHECK_FALSE(reader_of(der_integer(std::uint64_t{6})).small_integer(5).ok());
}

TEST_CASE("der: only the shortest form of a length is read") {
    const Bytes long_form = {0x04, 0x81, 0x01, 0xaa};
    CHECK_FALSE(reader_of(long_form).contents(tag::octet_string).ok());
    const Bytes padded = {0x04, 0x82, 0x00, 0x80};
    CHECK_FALSE(reader_of(padded).contents(tag::octet_string).ok());
    const Bytes indefinite = {0x30, 0x80, 0x00, 0x00};
    CHECK_FALSE(reader_of(indefinite).contents(tag::sequence).ok());
    for (const std::size_t size : {0u, 127u, 128u, 255u, 256u, 65536u}) {
        const Bytes der = der_octet_string(Bytes(size, 7));
        CHECK(reader_of(der).contents(tag::octet_string).value().size() == size);
    }
}

TEST_CASE("der: a length near four gibibytes does not wrap") {
    const Bytes huge = {0x30, 0x84, 0xff, 0xff, 0xff, 0xfe, 0x00};
    CHECK_FALSE(reader_of(huge).enter(tag::sequence).ok());
}

TEST_CASE("der: object identifiers are read and written alike") {
    for (const char* dotted : {"2.5.4.3", "1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1", "0.9", "2.999.1"}) {
        const Bytes der = der_oid(dotted);
        CHECK(reader_of(der).oid().value() == dotted);
        test::record(dotted, der);
    }
    CHECK(der_oid("1.2.840.10045.2.1") == Bytes{0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01});
}

TEST_CASE("der: padded, cut-off and overlong object identifiers are refused") {
    CHECK_FALSE(reads_oid({0x06, 0x00}));
    CHECK_FALSE(reads_oid({0x06, 0x02, 0x2a, 0x86}));
    CHECK_FALSE(reads_oid({0x06, 0x03, 0x2a, 0x80, 0x01}));
    CHECK_FALSE(reads_oid({0x06, 0x0b, 0x2a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}));
}

TEST_CASE("der: named bits drop their trailing zeros") {
    CHECK(der_named_bits(0) == Bytes{0x03, 0x01, 0x00});
    CHECK(der_named_bits(0b11) == Bytes{0x03, 0x02, 0x06, 0xc0});
    CHECK(der_named_bits(0b1100000) == Bytes{0x03, 0x02, 0x01, 0x06});
    CHECK(der_named_bits(1 << 8) == Bytes{0x03, 0x03, 0x07, 0x00, 0x80});
}

TEST_CASE("der: times are UTCTime through 2049 and GeneralizedTime afterwards") {
    const Instant last_utc = Instant::from_civil(2049, 12, 31, 23, 59, 59).value();
    const Instant first_general = last_utc.plus_milliseconds(1000);
    CHECK(der_time(last_utc) == der_text(tag::utc_time, "491231235959Z"));
    CHECK(der_time(first_general) == der_text(tag::generalized_time, "20500101000000Z"));
    CHECK(reader_of(der_time(last_utc)).time().value() == last_utc);
    CHECK(reader_of(der_time(first_general)).time().value() == first_general);
    CHECK(reader_of(der_text(tag::utc_time, "700101000000Z")).time().value() == Instant());
}

TEST_CASE("der: times without seconds, with a zone, a fraction or an impossible date are refused") {
    CHECK_FALSE(reads_time(tag::utc_time, "2611230100Z"));
    CHECK_FALSE(reads_time(tag::utc_time, "261123010000+0800"));
    CHECK_FALSE(reads_time(tag::utc_time, "260230010000Z"));
    CHECK_FALSE(reads_time(tag::utc_time, "26112301000aZ"));
    CHECK_FALSE(reads_time(tag::utc_time, "690101000000Z"));
    CHECK_FALSE(reads_time(tag::generalized_time, "20261123010000.5Z"));
    CHECK_FALSE(reads_time(tag::generalized_time, "261123010000Z"));
    CHECK_FALSE(reads_time(tag::octet_string, "261123010000Z"));
}

TEST_CASE("der: a boolean other than 00 and FF is refused") {
    CHECK(reader_of(der_boolean(true)).boolean().value());
    CHECK_FALSE(reader_of(der_boolean(false)).boolean().value());
    const Bytes one = {0x01, 0x01, 0x01};
    CHECK_FALSE(reader_of(one).boolean().ok());
}

TEST_CASE("der: an error names the byte, counted from the outermost element") {
    const Bytes der = der_sequence({der_integer(std::uint64_t{5}), der_sequence({der_null()})});
    DerReader outer = reader_of(der);
    DerReader inner = outer.enter(tag::sequence).value();
    REQUIRE(inner.unsigned_integer(1).ok());
    DerReader innermost = inner.enter(tag::sequence).value();
    CHECK(innermost.boolean().error().place == "byte 7");
    CHECK(innermost.boolean().error().code == ErrorCode::certificate_malformed);
}
