#pragma once
/// Result<T>: a value or an Error. A broken invariant aborts; everything a caller can get wrong is a Result.

#include "kaibiao/base/error.h"

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

namespace kaibiao {

template <typename T> class [[nodiscard]] Result {
  public:
    using value_type = T;
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}     // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {} // NOLINT(google-explicit-constructor)

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }
    /// Aborts when there is no value.
    T& value() & { return *checked(); }
    const T& value() const& { return *const_cast<Result*>(this)->checked(); }
    T&& value() && { return std::move(*checked()); }
    T* operator->() { return checked(); }
    const T* operator->() const { return const_cast<Result*>(this)->checked(); }
    T& operator*() & { return *checked(); }
    const T& operator*() const& { return *const_cast<Result*>(this)->checked(); }
    const Error& error() const {
        if (ok()) std::abort();
        return *std::get_if<1>(&state_);
    }

  private:
    T* checked() {
        if (!ok()) std::abort();
        return std::get_if<0>(&state_);
    }
    std::variant<T, Error> state_;
};

/// Success without a value.
struct Unit {
    bool operator==(const Unit&) const = default;
};
using Status = Result<Unit>;
inline Status ok() { return Unit{}; }

} // namespace kaibiao

#define KAIBIAO_JOIN2(a, b) a##b
#define KAIBIAO_JOIN(a, b) KAIBIAO_JOIN2(a, b)

/// Returns the error of `expression`, or goes on.
#define TRY(expression)                                                                                                \
    do {                                                                                                               \
        auto kaibiao_try = (expression);                                                                               \
        if (!kaibiao_try.ok()) return kaibiao_try.error();                                                             \
    } while (false)

/// `TRY_ASSIGN(auto x, f())`: returns the error of `f()`, or binds its value.
#define TRY_ASSIGN(declaration, expression)                                                                            \
    TRY_ASSIGN_IMPL(KAIBIAO_JOIN(kaibiao_result_, __LINE__), declaration, expression)
#define TRY_ASSIGN_IMPL(temporary, declaration, expression)                                                            \
    auto temporary = (expression);                                                                                     \
    if (!temporary.ok()) return temporary.error();                                                                     \
    declaration = std::move(temporary).value()
