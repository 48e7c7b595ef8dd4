#pragma once
/// Strict text encodings of bytes. Every decoder accepts exactly one text per value.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

namespace kaibiao::codec {

/// RFC 4648 §4. `padded` writes and demands `=`; unpadded (age, our formats) refuses it. Trailing bits must be zero,
/// no white space. Errors: base64_malformed.
enum class Base64 : std::uint8_t { standard_unpadded, standard_padded, url_unpadded };
std::string encode_base64(ByteView bytes, Base64 variant = Base64::standard_unpadded);
Result<Bytes> decode_base64(std::string_view text, Base64 variant = Base64::standard_unpadded);

/// Lowercase only. Errors: hex_malformed.
std::string encode_hex(ByteView bytes);
Result<Bytes> decode_hex(std::string_view text);
/// Exactly 64 lowercase digits.
Result<Digest> decode_digest(std::string_view text);

/// BIP 173 bech32 as age uses it (no length limit of 90; the caller bounds the text). All upper or all lower case.
/// Errors: bech32_malformed.
struct Bech32 {
    std::string prefix; ///< human-readable part, as written (case kept)
    Bytes data;
};
Result<std::string> encode_bech32(std::string_view prefix, ByteView data);
Result<Bech32> decode_bech32(std::string_view text);

/// RFC 7468 strict: one or more blocks, LF or CRLF, 64 columns, nothing but white space between. Errors: pem_malformed.
struct PemBlock {
    std::string label;
    Bytes der;
};
std::string encode_pem(std::string_view label, ByteView der);
Result<std::vector<PemBlock>> decode_pem(std::string_view text, std::size_t max_blocks = 64);

/// True for well-formed UTF-8 without surrogates (RFC 3629).
bool is_utf8(ByteView bytes);

} // namespace kaibiao::codec
