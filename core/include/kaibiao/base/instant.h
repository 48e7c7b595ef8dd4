#pragma once
/// Instants in UTC with millisecond precision, and the calendar days of the centre's time zone.
/// The law's days are calendar days of Asia/Shanghai, which is UTC+08:00 without summer time since 1992.

#include "kaibiao/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kaibiao {

class Instant {
  public:
    Instant() = default;
    static Instant from_milliseconds(std::int64_t since_epoch) { return Instant(since_epoch); }
    /// Exactly `YYYY-MM-DDThh:mm:ss.mmmZ`, years 1970–9999. Errors: instant_malformed.
    static Result<Instant> parse(std::string_view text);
    static Result<Instant> from_civil(int year, int month, int day, int hour, int minute, int second);

    std::int64_t milliseconds() const { return ms_; }
    std::string text() const;
    /// `2026-11-23 09:00:00` in UTC+08:00, for people.
    std::string local_text() const;
    Instant plus_milliseconds(std::int64_t ms) const { return Instant(ms_ + ms); }
    /// The same local time `days` calendar days later (UTC+08:00 has no summer time).
    Instant plus_days(int days) const { return Instant(ms_ + std::int64_t{86'400'000} * days); }
    /// Start (00:00 local) of the local calendar day that holds this instant.
    Instant local_midnight() const;

    bool operator==(const Instant&) const = default;
    bool operator<(const Instant& other) const { return ms_ < other.ms_; }
    bool operator>(const Instant& other) const { return other < *this; }
    bool operator<=(const Instant& other) const { return !(other < *this); }
    bool operator>=(const Instant& other) const { return !(*this < other); }

  private:
    explicit Instant(std::int64_t ms) : ms_(ms) {}
    std::int64_t ms_ = 0;
};

} // namespace kaibiao
