#pragma once
/// Labels and member names of events, shared by writer and reader. See docs/formats/log.md.

#include <cstdint>
#include <string_view>

namespace kaibiao::log {

inline constexpr std::string_view event_label = "kaibiao/event/v1";
inline constexpr std::string_view payload_label = "kaibiao/payload/v1";

inline constexpr std::uint64_t max_position = (std::uint64_t{1} << 53) - 1;
inline constexpr std::size_t max_header_bytes = 1024;
inline constexpr std::size_t max_type_bytes = 64;

namespace header_member {
inline constexpr std::string_view payload = "payload";
inline constexpr std::string_view position = "position";
inline constexpr std::string_view previous = "previous";
inline constexpr std::string_view stamp = "stamp";
inline constexpr std::string_view stream = "stream";
inline constexpr std::string_view type = "type";
inline constexpr std::string_view version = "version";
} // namespace header_member

namespace event_member {
inline constexpr std::string_view header = "header";
inline constexpr std::string_view payload = "payload";
inline constexpr std::string_view salt = "salt";
} // namespace event_member

} // namespace kaibiao::log
