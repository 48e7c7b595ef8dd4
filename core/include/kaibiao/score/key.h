#pragma once
/// Names that a method gives to its sections, criteria and price adjustments. A key is 1–32 characters of
/// `a-z 0-9 . _ -` and begins with a letter or digit; it is part of what is signed and never translated.

#include "kaibiao/base/result.h"

#include <string>
#include <string_view>

namespace kaibiao::score {

bool is_key(std::string_view text);

template <typename Tag> class Key {
  public:
    Key() = default;
    /// Errors: method_malformed.
    static Result<Key> parse(std::string_view text) {
        if (!is_key(text)) return Error(ErrorCode::method_malformed, {}, "a key is 1-32 of a-z 0-9 . _ -");
        Key key;
        key.text_ = std::string(text);
        return key;
    }
    const std::string& text() const { return text_; }
    bool operator==(const Key&) const = default;
    bool operator<(const Key& other) const { return text_ < other.text_; }

  private:
    std::string text_;
};

using SectionKey = Key<struct SectionTag>;
using CriterionKey = Key<struct CriterionTag>;
using AdjustmentKey = Key<struct AdjustmentTag>;
using ParameterKey = Key<struct ParameterTag>;
using GroupKey = Key<struct GroupTag>;
using ItemKey = Key<struct ItemTag>;

} // namespace kaibiao::score
