#pragma once
/// The error of something that must be refused.

#include "kaibiao/base/result.h"

#include <doctest/doctest.h>

namespace kaibiao::test::tenders {

template <typename T> std::string refusal(const Result<T>& result) {
    REQUIRE_FALSE(result.ok());
    return std::string(info(result.error().code).name);
}

/// The same with its place: `name /place`.
template <typename T> std::string refusal_at(const Result<T>& result) {
    return refusal(result) + " " + result.error().place;
}

} // namespace kaibiao::test::tenders
