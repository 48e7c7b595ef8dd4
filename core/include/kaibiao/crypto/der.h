#pragma once
/// The distinguished encoding rules of ASN.1 (X.690 §10, §11), as much as X.509 and PKCS need: single-byte tags,
/// definite minimal lengths. The reader accepts exactly one encoding of a value.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace kaibiao::crypto {

namespace tag {
inline constexpr std::uint8_t boolean = 0x01, integer = 0x02, bit_string = 0x03, octet_string = 0x04, null = 0x05,
                              oid = 0x06, enumerated = 0x0a, utf8_string = 0x0c, sequence = 0x30, set = 0x31,
                              numeric_string = 0x12, printable_string = 0x13, teletex_string = 0x14, ia5_string = 0x16,
                              utc_time = 0x17, generalized_time = 0x18, visible_string = 0x1a, bmp_string = 0x1e;
/// [n] with a primitive or constructed content.
constexpr std::uint8_t context(int n) { return static_cast<std::uint8_t>(0x80 | n); }
constexpr std::uint8_t context_constructed(int n) { return static_cast<std::uint8_t>(0xa0 | n); }
} // namespace tag

/// Reads elements one after the other from borrowed bytes. Every error has the code given at the start and the place
/// `byte N`, counted from the outermost reader.
class DerReader {
  public:
    DerReader(ByteView bytes, ErrorCode on_error, std::size_t base = 0)
        : rest_(bytes), on_error_(on_error), at_(base) {}

    bool at_end() const { return rest_.empty(); }
    bool next_is(std::uint8_t tag) const { return !rest_.empty() && rest_[0] == tag; }

    /// The contents of the next element, which must have this tag.
    Result<ByteView> contents(std::uint8_t tag);
    /// The next element with its tag and length, whatever it is.
    Result<ByteView> element();
    /// The same, with this tag.
    Result<ByteView> element(std::uint8_t tag);
    /// A reader over the contents of a constructed element.
    Result<DerReader> enter(std::uint8_t tag);

    Result<bool> boolean();
    /// A non-negative INTEGER without leading zero; zero is one zero byte.
    Result<Bytes> unsigned_integer(std::size_t max_bytes);
    Result<int> small_integer(int max);
    /// Dotted decimal.
    Result<std::string> oid();
    /// A BIT STRING of whole bytes.
    Result<ByteView> octets_of_bits(std::uint8_t tag = tag::bit_string);
    /// UTCTime (1970–2049) or GeneralizedTime, both with seconds and Z (RFC 5280 §4.1.2.5).
    Result<Instant> time();
    Status null();
    /// Nothing may be left.
    Status finish() const;

    /// For a rule of the caller's that the bytes break here.
    Error error(std::string_view seen) const;

  private:
    struct Header {
        std::size_t header_size;
        std::size_t content_size;
    };
    Result<Header> header() const;
    Result<ByteView> take(std::uint8_t tag, bool with_header);

    ByteView rest_;
    ErrorCode on_error_;
    std::size_t at_;
};

/// Writing: each function returns one whole element.
using DerParts = std::initializer_list<ByteView>;
Bytes der_element(std::uint8_t tag, DerParts parts);
inline Bytes der_sequence(DerParts parts) { return der_element(tag::sequence, parts); }
inline Bytes der_octet_string(ByteView bytes) { return der_element(tag::octet_string, {bytes}); }
Bytes der_bit_string(ByteView bytes);
/// Named bits, bit 0 first, without trailing zero bits (X.690 §11.2.2).
Bytes der_named_bits(std::uint16_t bits);
/// A non-negative number, big-endian.
Bytes der_integer(ByteView big_endian);
Bytes der_integer(std::uint64_t value);
Bytes der_boolean(bool value);
Bytes der_null();
/// `dotted` must be well-formed, or this aborts.
Bytes der_oid(std::string_view dotted);
Bytes der_text(std::uint8_t tag, std::string_view text);
/// UTCTime through 2049, GeneralizedTime from 2050; milliseconds are cut off. Years 1970–9999, or this aborts.
Bytes der_time(Instant time);

} // namespace kaibiao::crypto
