#pragma once
// Objects that stay inside: JavaScript holds a number. Keys and sealers never leave; freeing one wipes its secrets.

#include "kaibiao/base/result.h"

#include <memory>
#include <unordered_map>

namespace kaibiao::wasm {

/// Numbers are never used twice, so that a stale one finds nothing.
class Handles {
  public:
    /// One table for the instance.
    static Handles& all();

    template <typename T> std::uint32_t put(T value) {
        slots_.emplace(++last_, std::make_unique<Holder<T>>(std::move(value)));
        return last_;
    }
    /// Errors: handle_unknown, also for an object of another kind.
    template <typename T> Result<T*> get(std::uint32_t number) {
        const auto slot = slots_.find(number);
        if (slot == slots_.end() || slot->second->kind() != kind_of<T>()) return Error(ErrorCode::handle_unknown);
        return &static_cast<Holder<T>&>(*slot->second).value;
    }
    void free(std::uint32_t number) { slots_.erase(number); }

  private:
    using Kind = const void*;
    template <typename T> static Kind kind_of() {
        static const char mark = 0;
        return &mark;
    }
    struct Slot {
        virtual ~Slot() = default;
        virtual Kind kind() const = 0;
    };
    template <typename T> struct Holder final : Slot {
        explicit Holder(T held) : value(std::move(held)) {}
        Kind kind() const override { return kind_of<T>(); }
        T value;
    };

    std::unordered_map<std::uint32_t, std::unique_ptr<Slot>> slots_;
    std::uint32_t last_ = 0;
};

} // namespace kaibiao::wasm
