#pragma once
/// Constants of our JWS (RFC 7515, flattened JSON). Described in docs/formats/jws.md.

#include <cstddef>
#include <string_view>

namespace kaibiao::sign {

/// typ = "kaibiao-" PURPOSE "+jws"
inline constexpr std::string_view jws_type_prefix = "kaibiao-";
inline constexpr std::string_view jws_type_suffix = "+jws";
/// PURPOSE: lowercase letters, digits and inner hyphens.
inline constexpr std::size_t longest_purpose = 32;
/// Of the whole flattened text; a manifest with thousands of parts fits.
inline constexpr std::size_t largest_jws = std::size_t{4} << 20;

inline constexpr std::string_view alg_es256 = "ES256";
inline constexpr std::string_view alg_eddsa = "EdDSA";
inline constexpr std::string_view alg_rs256 = "RS256";
inline constexpr std::string_view alg_ps256 = "PS256";

inline constexpr std::string_view purpose_login = "login";

} // namespace kaibiao::sign
