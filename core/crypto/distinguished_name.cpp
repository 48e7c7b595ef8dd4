#include "distinguished_name.h"

#include "kaibiao/crypto/issue.h"
#include "oid.h"

namespace kaibiao::crypto {

namespace {

constexpr char32_t not_a_character = 0xffffffff;

/// Takes one UTF-8 sequence (RFC 3629) off the front.
char32_t take_utf8(ByteView& bytes) {
    const std::uint8_t lead = bytes[0];
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0 || bytes.size() < size) return not_a_character;
    char32_t value = size == 1 ? lead : lead & (0x7f >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((bytes[i] & 0xc0) != 0x80) return not_a_character;
        value = value << 6 | (bytes[i] & 0x3f);
    }
    const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    bytes = bytes.subspan(size);
    return overlong || value > 0x10ffff || (value >= 0xd800 && value < 0xe000) ? not_a_character : value;
}

/// Control characters (C0, C1, direction overrides) have no place in a name that people read before they sign.
bool is_printable(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    const bool direction = (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return c != not_a_character && !control && !direction;
}

bool is_readable_utf8(ByteView text) {
    while (!text.empty()) {
        if (!is_printable(take_utf8(text))) return false;
    }
    return true;
}

bool is_ascii(ByteView text) {
    for (const std::uint8_t byte : text) {
        if (byte >= 0x80) return false;
    }
    return true;
}

std::string utf8_of_bmp(ByteView text) {
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const unsigned c = static_cast<unsigned>(text[i]) << 8 | text[i + 1];
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += static_cast<char>(0xc0 | c >> 6);
            out += static_cast<char>(0x80 | (c & 0x3f));
        } else {
            out += static_cast<char>(0xe0 | c >> 12);
            out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
            out += static_cast<char>(0x80 | (c & 0x3f));
        }
    }
    return out;
}

std::optional<std::string> readable(std::uint8_t kind, ByteView text) {
    std::optional<std::string> out;
    if (kind == tag::bmp_string && text.size() % 2 == 0) out = utf8_of_bmp(text);
    if (kind == tag::utf8_string) out = as_text(text);
    const bool ascii_kind = kind == tag::printable_string || kind == tag::ia5_string || kind == tag::numeric_string ||
                            kind == tag::visible_string || kind == tag::teletex_string;
    if (ascii_kind && is_ascii(text)) out = as_text(text);
    if (out && !is_readable_utf8(as_bytes(*out))) out.reset();
    return out;
}

std::string* field_of(NameFields& fields, std::string_view type) {
    if (type == oid::common_name) return &fields.common_name;
    if (type == oid::serial_number) return &fields.serial_number;
    if (type == oid::organisation) return &fields.organisation;
    if (type == oid::organisational_unit) return &fields.organisational_unit;
    return type == oid::country ? &fields.country : nullptr;
}

Status read_attribute(DerReader& set, NameFields& fields) {
    TRY_ASSIGN(DerReader attribute, set.enter(tag::sequence));
    TRY_ASSIGN(const std::string type, attribute.oid());
    TRY_ASSIGN(const ByteView value, attribute.element());
    TRY(attribute.finish());
    DerReader inner(value, ErrorCode::certificate_malformed);
    TRY_ASSIGN(const ByteView text, inner.contents(value[0]));
    if (std::string* field = field_of(fields, type)) *field = readable(value[0], text).value_or("");
    return ok();
}

} // namespace

std::optional<std::string> readable_text(ByteView element) {
    DerReader reader(element, ErrorCode::certificate_malformed);
    const auto text = reader.contents(element[0]);
    return text.ok() ? readable(element[0], *text) : std::nullopt;
}

Result<DistinguishedName> read_name(DerReader& reader) {
    DerReader again = reader;
    DistinguishedName name;
    TRY_ASSIGN(const ByteView whole, again.element(tag::sequence));
    name.der = to_bytes(whole);
    TRY_ASSIGN(DerReader sets, reader.enter(tag::sequence));
    while (!sets.at_end()) {
        TRY_ASSIGN(DerReader set, sets.enter(tag::set));
        do {
            TRY(read_attribute(set, name.fields));
        } while (!set.at_end());
    }
    return name;
}

namespace {

struct Attribute {
    std::string_view type;
    std::string_view value;
    std::uint8_t kind;
    std::size_t most_bytes; ///< upper bounds of RFC 5280 appendix A.1 are characters; three bytes hold a Chinese one
};

Status append_attribute(Bytes& out, const Attribute& attribute) {
    if (attribute.value.empty()) return ok();
    const ByteView text = as_bytes(attribute.value);
    if (text.size() > attribute.most_bytes || !is_readable_utf8(text)) {
        return Error(ErrorCode::csr_malformed, std::string(attribute.type), "too long or not plain text");
    }
    if (attribute.kind == tag::printable_string && !is_ascii(text)) {
        return Error(ErrorCode::csr_malformed, std::string(attribute.type), "not ASCII");
    }
    const Bytes pair = der_sequence({der_oid(attribute.type), der_text(attribute.kind, attribute.value)});
    append(out, der_element(tag::set, {pair}));
    return ok();
}

} // namespace

Result<Bytes> encode_name(const NameFields& fields) {
    if (fields.common_name.empty()) return Error(ErrorCode::certificate_subject_incomplete, "common_name");
    if (!fields.country.empty() && fields.country.size() != 2) return Error(ErrorCode::csr_malformed, "country");
    Bytes sets;
    TRY(append_attribute(sets, {oid::country, fields.country, tag::printable_string, 2}));
    TRY(append_attribute(sets, {oid::organisation, fields.organisation, tag::utf8_string, 64 * 3}));
    TRY(append_attribute(sets, {oid::organisational_unit, fields.organisational_unit, tag::utf8_string, 64 * 3}));
    TRY(append_attribute(sets, {oid::common_name, fields.common_name, tag::utf8_string, 64 * 3}));
    TRY(append_attribute(sets, {oid::serial_number, fields.serial_number, tag::printable_string, 64}));
    return der_sequence({sets});
}

} // namespace kaibiao::crypto
