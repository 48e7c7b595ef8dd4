#pragma once
/// Lines and decimal numbers as the C2SP text formats write them.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kaibiao::log {

/// Takes lines, each of which must end in a newline, from the front of a text.
class LineReader {
  public:
    explicit LineReader(std::string_view text) : rest_(text) {}
    /// The next line without its newline; nothing when no newline is left.
    std::optional<std::string_view> next();
    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

/// ASCII decimal without leading zeros, below 2^63.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// Removes `prefix` from the front of `text`; false when it is not there.
bool take_prefix(std::string_view& text, std::string_view prefix);

/// A SHA-256 digest in padded base64.
std::optional<Digest> parse_base64_digest(std::string_view text);

} // namespace kaibiao::log
