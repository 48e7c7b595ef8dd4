#pragma once
/// Names and bounds of the notice's members. docs/formats/process.md.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kaibiao::tender {

namespace notice_member {
inline constexpr std::string_view announce = "announce";
inline constexpr std::string_view ceiling = "ceiling";
inline constexpr std::string_view deadline = "deadline";
inline constexpr std::string_view documents = "documents";
inline constexpr std::string_view envelopes = "envelopes";
inline constexpr std::string_view fallback = "fallback";
inline constexpr std::string_view floor = "floor";
inline constexpr std::string_view industry = "industry";
inline constexpr std::string_view issue_from = "issue_from";
inline constexpr std::string_view kind = "kind";
inline constexpr std::string_view log_key = "log_key";
inline constexpr std::string_view log_policy = "log_policy";
inline constexpr std::string_view method = "method";
inline constexpr std::string_view panel = "panel";
inline constexpr std::string_view policy = "policy";
inline constexpr std::string_view profile = "profile";
inline constexpr std::string_view project = "project";
inline constexpr std::string_view region = "region";
inline constexpr std::string_view release_window = "release_window_ms";
inline constexpr std::string_view supervisor = "supervisor";
inline constexpr std::string_view tenderer = "tenderer";
inline constexpr std::string_view title = "title";
} // namespace notice_member

inline constexpr std::string_view announce_together = "together";
inline constexpr std::size_t most_documents = 200;
inline constexpr std::int64_t largest_document = std::int64_t{1} << 40;
inline constexpr std::int64_t shortest_release_window = 1'000;
inline constexpr std::int64_t longest_release_window = 7 * 86'400'000LL;
inline constexpr std::size_t most_officers = 15;
inline constexpr std::size_t largest_panel_certificate = 16'384;

} // namespace kaibiao::tender
