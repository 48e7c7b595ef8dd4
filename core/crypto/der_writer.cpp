#include "kaibiao/crypto/der.h"

#include <cstdlib>

namespace kaibiao::crypto {

namespace {

void append_length(Bytes& out, std::size_t length) {
    if (length < 0x80) {
        out.push_back(static_cast<std::uint8_t>(length));
        return;
    }
    Bytes octets;
    append_u32_be(octets, static_cast<std::uint32_t>(length));
    std::size_t skip = 0;
    while (octets[skip] == 0) ++skip;
    out.push_back(static_cast<std::uint8_t>(0x80 | (octets.size() - skip)));
    append(out, ByteView(octets).subspan(skip));
}

void append_arc(Bytes& out, std::uint64_t arc) {
    int shift = 63;
    while (shift > 0 && arc >> shift == 0) shift -= 7;
    for (; shift > 0; shift -= 7) out.push_back(static_cast<std::uint8_t>(0x80 | (arc >> shift & 0x7f)));
    out.push_back(static_cast<std::uint8_t>(arc & 0x7f));
}

/// Cuts the next arc off `dotted`.
std::uint64_t next_arc(std::string_view& dotted) {
    std::uint64_t arc = 0;
    std::size_t used = 0;
    for (; used < dotted.size() && dotted[used] != '.'; ++used) {
        if (dotted[used] < '0' || dotted[used] > '9') std::abort();
        arc = arc * 10 + static_cast<std::uint64_t>(dotted[used] - '0');
    }
    if (used == 0) std::abort();
    dotted.remove_prefix(used < dotted.size() ? used + 1 : used);
    return arc;
}

} // namespace

Bytes der_element(std::uint8_t tag, DerParts parts) {
    std::size_t length = 0;
    for (const ByteView part : parts) length += part.size();
    Bytes out;
    out.reserve(length + 6);
    out.push_back(tag);
    append_length(out, length);
    for (const ByteView part : parts) append(out, part);
    return out;
}

Bytes der_bit_string(ByteView bytes) {
    static constexpr std::uint8_t no_unused_bits[] = {0};
    return der_element(tag::bit_string, {no_unused_bits, bytes});
}

Bytes der_named_bits(std::uint16_t bits) {
    Bytes contents = {0};
    for (int bit = 0; bits >> bit != 0; ++bit) {
        if (bit % 8 == 0) contents.push_back(0);
        if ((bits >> bit & 1) != 0) contents.back() = static_cast<std::uint8_t>(contents.back() | 0x80 >> bit % 8);
        contents[0] = static_cast<std::uint8_t>(7 - bit % 8);
    }
    return der_element(tag::bit_string, {contents});
}

Bytes der_integer(ByteView big_endian) {
    while (!big_endian.empty() && big_endian[0] == 0) big_endian = big_endian.subspan(1);
    static constexpr std::uint8_t zero[] = {0};
    const bool needs_zero = big_endian.empty() || (big_endian[0] & 0x80) != 0;
    return der_element(tag::integer, {needs_zero ? ByteView(zero) : ByteView(), big_endian});
}

Bytes der_integer(std::uint64_t value) {
    Bytes octets;
    append_u64_be(octets, value);
    return der_integer(octets);
}

Bytes der_boolean(bool value) {
    const std::uint8_t octet[] = {static_cast<std::uint8_t>(value ? 0xff : 0x00)};
    return der_element(tag::boolean, {octet});
}

Bytes der_null() { return der_element(tag::null, {}); }

Bytes der_oid(std::string_view dotted) {
    Bytes contents;
    const std::uint64_t first = next_arc(dotted);
    append_arc(contents, first * 40 + next_arc(dotted));
    while (!dotted.empty()) append_arc(contents, next_arc(dotted));
    return der_element(tag::oid, {contents});
}

Bytes der_text(std::uint8_t tag, std::string_view text) { return der_element(tag, {as_bytes(text)}); }

Bytes der_time(Instant time) {
    const std::string iso = time.text(); // YYYY-MM-DDThh:mm:ss.mmmZ
    if (iso.size() != 24 || time.milliseconds() < 0) std::abort();
    const std::string compact = iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2) + iso.substr(11, 2) +
                                iso.substr(14, 2) + iso.substr(17, 2) + "Z";
    if (compact < "2050") return der_text(tag::utc_time, compact.substr(2));
    return der_text(tag::generalized_time, compact);
}

} // namespace kaibiao::crypto
