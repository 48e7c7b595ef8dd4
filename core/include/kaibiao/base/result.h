#pragma once
/// Result<T>: a value or an Error. A broken invariant aborts; everything a caller can get wrong is a Result.

#include "kaibiao/base/error.h"

#include <cstdlib>
#include <optional>
#include <utility>

namespace kaibiao {

template <typename T> class [[nodiscard]] Result {
  public:
    using value_type = T;
    Result(T value) : value_(std::move(value)) {}             // NOLINT(google-explicit-constructor)
    Result(const Error& error) : failure_(error) {}           // NOLINT(google-explicit-constructor)
    Result(Failure failure) : failure_(std::move(failure)) {} // NOLINT(google-explicit-constructor)

    bool ok() const { return value_.has_value(); }
    explicit operator bool() const { return ok(); }
    /// Aborts when there is no value.
    T& value() & { return *checked(); }
    const T& value() const& { return *const_cast<Result*>(this)->checked(); }
    T&& value() && { return std::move(*checked()); }
    T* operator->() { return checked(); }
    const T* operator->() const { return const_cast<Result*>(this)->checked(); }
    T& operator*() & { return *checked(); }
    const T& operator*() const& { return *const_cast<Result*>(this)->checked(); }
    const Error& error() const { return failure_.error(); }
    /// The error, to be passed on.
    Failure failure() && { return std::move(failure_); }

  private:
    T* checked() {
        if (!ok()) std::abort();
        return &*value_;
    }
    std::optional<T> value_;
    Failure failure_;
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
        if (!kaibiao_try.ok()) return std::move(kaibiao_try).failure();                                                \
    } while (false)

/// `TRY_ASSIGN(auto x, f())`: returns the error of `f()`, or binds its value.
#define TRY_ASSIGN(declaration, expression)                                                                            \
    TRY_ASSIGN_IMPL(KAIBIAO_JOIN(kaibiao_result_, __LINE__), declaration, expression)
#define TRY_ASSIGN_IMPL(temporary, declaration, expression)                                                            \
    auto temporary = (expression);                                                                                     \
    if (!temporary.ok()) return std::move(temporary).failure();                                                        \
    declaration = std::move(temporary).value()
