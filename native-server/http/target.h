#pragma once
/// The request target (RFC 9112 §3.2.1, origin form only), decoded once and refused when it could mean two things.

#include "kaibiao/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kaibiao::http {

inline constexpr std::size_t longest_target = 8192;

struct Target {
    std::string path; ///< decoded UTF-8; no `.`, `..` or empty segment (a trailing `/` is kept), no control characters
    std::vector<std::pair<std::string, std::string>> query;
};

/// Errors: request_malformed for anything but origin form, bad escapes, an escaped `/` or `\`, control characters,
/// dot segments, invalid UTF-8.
Result<Target> parse_target(std::string_view target);

/// `%XX` for everything but RFC 3986's unreserved characters.
std::string percent_encoded(std::string_view text);

} // namespace kaibiao::http
