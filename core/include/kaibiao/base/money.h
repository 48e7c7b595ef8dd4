#pragma once
/// Money: whole fen (1/100 yuan) in 64 bits. Never floating point; overflow is an error.

#include "kaibiao/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kaibiao {

class Money {
  public:
    Money() = default;
    static Money from_fen(std::int64_t fen) { return Money(fen); }
    /// Parses yuan as `1234567.89`, `1234567.8` or `1234567`: no sign, no separators, no leading zeros
    /// (but `0.50`), at most two decimals, at most 90,000,000,000,000.00. Errors: money_malformed, money_out_of_range.
    static Result<Money> parse_yuan(std::string_view text);

    std::int64_t fen() const { return fen_; }
    /// `1234567.89`, always two decimals.
    std::string yuan() const;
    /// `1,234,567.89`
    std::string yuan_grouped() const;
    /// 大写金额 as on a Chinese legal document: 壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分, `…元整` without fen.
    std::string capital() const;

    Result<Money> plus(Money other) const;
    Result<Money> minus(Money other) const;
    bool operator==(const Money&) const = default;
    bool operator<(const Money& other) const { return fen_ < other.fen_; }
    bool operator>(const Money& other) const { return other < *this; }
    bool operator<=(const Money& other) const { return !(other < *this); }
    bool operator>=(const Money& other) const { return !(*this < other); }

  private:
    explicit Money(std::int64_t fen) : fen_(fen) {}
    std::int64_t fen_ = 0;
};

} // namespace kaibiao
