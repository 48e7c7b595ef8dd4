#include "kaibiao/base/instant.h"

namespace kaibiao {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t shanghai_ms = 8 * 3'600'000;

/// Days from 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t days_from_civil(int year, int month, int day) {
    const int y = month <= 2 ? year - 1 : year;
    const int era = y / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

struct Civil {
    int year, month, day;
};

Civil civil_from_days(std::int64_t days) {
    days += 719'468;
    const std::int64_t era = days / 146'097;
    const int day_of_era = static_cast<int>(days - era * 146'097);
    const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int mp = (5 * day_of_year + 2) / 153;
    const int month = mp < 10 ? mp + 3 : mp - 9;
    const int year = year_of_era + static_cast<int>(era) * 400 + (month <= 2 ? 1 : 0);
    return {year, month, day_of_year - (153 * mp + 2) / 5 + 1};
}

int days_in_month(int year, int month) {
    if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string padded(int value, std::size_t width) {
    std::string text = std::to_string(value);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// `-1` when a character is not a digit.
int read_number(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

std::string date_time_text(std::int64_t ms, char separator) {
    const std::int64_t days = floor_divide(ms, day_ms);
    const int in_day = static_cast<int>(ms - days * day_ms);
    const Civil date = civil_from_days(days);
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + separator +
           padded(in_day / 3'600'000, 2) + ":" + padded(in_day / 60'000 % 60, 2) + ":" + padded(in_day / 1000 % 60, 2);
}

} // namespace

Result<Instant> Instant::from_civil(int year, int month, int day, int hour, int minute, int second) {
    const bool date_ok =
        year >= 1970 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
    const bool time_ok = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!date_ok || !time_ok) return Error(ErrorCode::instant_malformed);
    return Instant(days_from_civil(year, month, day) * day_ms + hour * std::int64_t{3'600'000} +
                   minute * std::int64_t{60'000} + second * std::int64_t{1000});
}

Result<Instant> Instant::parse(std::string_view text) {
    static constexpr std::string_view shape = "0000-00-00T00:00:00.000Z";
    if (text.size() != shape.size()) return Error(ErrorCode::instant_malformed);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '0' ? !digit : text[i] != shape[i]) return Error(ErrorCode::instant_malformed);
    }
    TRY_ASSIGN(const Instant second,
               from_civil(read_number(text, 0, 4), read_number(text, 5, 2), read_number(text, 8, 2),
                          read_number(text, 11, 2), read_number(text, 14, 2), read_number(text, 17, 2)));
    return second.plus_milliseconds(read_number(text, 20, 3));
}

std::string Instant::text() const {
    const std::int64_t ms = ms_ - floor_divide(ms_, 1000) * 1000;
    return date_time_text(ms_, 'T') + "." + padded(static_cast<int>(ms), 3) + "Z";
}

std::string Instant::local_text() const { return date_time_text(ms_ + shanghai_ms, ' '); }

Instant Instant::local_midnight() const {
    return Instant(floor_divide(ms_ + shanghai_ms, day_ms) * day_ms - shanghai_ms);
}

} // namespace kaibiao
