#pragma once
/// Shorthands for the tests of JSON.

#include "kaibiao/codec/json.h"

#include <doctest/doctest.h>

namespace kaibiao::codec::test {

inline std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

/// `[[…]]` of the given depth.
inline std::string nested(int depth) { return repeated("[", depth) + repeated("]", depth); }

inline Error relaxed_error(std::string_view text, const JsonLimits& limits = {}) {
    const Result<Json> result = parse_relaxed(as_bytes(text), limits);
    REQUIRE_MESSAGE(!result.ok(), "accepted: ", text);
    return result.error();
}

inline Error canonical_error(std::string_view text, const JsonLimits& limits = {}) {
    const Result<Json> result = parse_canonical(as_bytes(text), limits);
    REQUIRE_MESSAGE(!result.ok(), "accepted: ", text);
    return result.error();
}

inline Json relaxed(std::string_view text) {
    const Result<Json> result = parse_relaxed(as_bytes(text));
    REQUIRE_MESSAGE(result.ok(), "refused: ", text);
    return *result;
}

} // namespace kaibiao::codec::test
