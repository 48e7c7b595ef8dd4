#include "kaibiao/base/money.h"

#include <vector>

namespace kaibiao {

namespace {

constexpr std::int64_t max_fen = 9'000'000'000'000'000; // 90 trillion yuan; below 2^53

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Four digits as 仟佰拾, with 零 between non-zero digits only.
std::string capital_group(int value) {
    static constexpr const char* digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    static constexpr const char* units[] = {"仟", "佰", "拾", ""};
    std::string out;
    bool gap = false;
    int divisor = 1000;
    for (const char* unit : units) {
        const int digit = value / divisor % 10;
        divisor /= 10;
        if (digit == 0) {
            gap = !out.empty();
            continue;
        }
        if (gap) out += "零";
        gap = false;
        out += digits[digit];
        out += unit;
    }
    return out;
}

/// Also right for the most negative amount, which has no opposite in 64 bits.
std::uint64_t magnitude_of(std::int64_t fen) {
    return fen < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
}

std::string capital_integer(std::uint64_t yuan) {
    static constexpr const char* group_units[] = {"", "万", "亿", "万亿", "亿亿"};
    std::vector<int> groups;
    for (; yuan > 0; yuan /= 10000) groups.push_back(static_cast<int>(yuan % 10000));
    std::string out;
    bool gap = false;
    for (std::size_t i = groups.size(); i-- > 0;) {
        if (groups[i] == 0) {
            gap = !out.empty();
            continue;
        }
        if (!out.empty() && (gap || groups[i] < 1000)) out += "零";
        gap = false;
        out += capital_group(groups[i]);
        // 万亿 followed by a non-empty 亿 group says 亿 once.
        out += (i == 3 && groups[2] != 0) ? "万" : group_units[i];
    }
    return out;
}

} // namespace

Result<Money> Money::parse_yuan(std::string_view text) {
    std::size_t i = 0;
    std::int64_t fen = 0;
    while (i < text.size() && is_digit(text[i])) {
        if (i == 15) return Error(ErrorCode::money_out_of_range);
        fen = fen * 10 + (text[i] - '0');
        ++i;
    }
    if (i == 0 || (i > 1 && text[0] == '0')) return Error(ErrorCode::money_malformed);
    fen *= 100;
    if (i < text.size()) {
        const std::string_view decimals = text.substr(i + 1);
        if (text[i] != '.' || decimals.empty() || decimals.size() > 2) return Error(ErrorCode::money_malformed);
        std::int64_t weight = 10;
        for (const char c : decimals) {
            if (!is_digit(c)) return Error(ErrorCode::money_malformed);
            fen += weight * (c - '0');
            weight /= 10;
        }
    }
    if (fen > max_fen) return Error(ErrorCode::money_out_of_range);
    return Money(fen);
}

std::string Money::yuan() const {
    const std::uint64_t magnitude = magnitude_of(fen_);
    std::string cents = std::to_string(magnitude % 100);
    if (cents.size() < 2) cents.insert(0, "0");
    return (fen_ < 0 ? "-" : "") + std::to_string(magnitude / 100) + "." + cents;
}

std::string Money::yuan_grouped() const {
    std::string text = yuan();
    const std::size_t first = text[0] == '-' ? 1 : 0;
    for (std::size_t at = text.size() - 3; at > first + 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string Money::capital() const {
    static constexpr const char* digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    const std::uint64_t magnitude = magnitude_of(fen_);
    const std::uint64_t yuan = magnitude / 100;
    const int jiao = static_cast<int>(magnitude / 10 % 10);
    const int fen = static_cast<int>(magnitude % 10);
    if (magnitude == 0) return "零元整";
    std::string out = fen_ < 0 ? "负" : "";
    if (yuan > 0) out += capital_integer(yuan) + "元";
    if (jiao == 0 && fen == 0) return out + "整";
    if (jiao > 0) out += std::string(digits[jiao]) + "角";
    if (fen > 0) {
        if (jiao == 0 && yuan > 0) out += "零";
        out += std::string(digits[fen]) + "分";
    }
    return out;
}

Result<Money> Money::plus(Money other) const {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(fen_, other.fen_, &sum)) return Error(ErrorCode::number_overflow);
    return Money(sum);
}

Result<Money> Money::minus(Money other) const {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(fen_, other.fen_, &difference)) return Error(ErrorCode::number_overflow);
    return Money(difference);
}

} // namespace kaibiao
