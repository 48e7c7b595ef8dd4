#pragma once
/// Labels, member names and bounds of draws, shared by writers and readers. Format: docs/formats/draw.md.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kaibiao::draw {

inline constexpr std::string_view list_format = "kaibiao/draw-list/v1";
inline constexpr std::string_view transcript_format = "kaibiao/draw-transcript/v1";
/// The rules by which a seed becomes a result; member `method` of the message.
inline constexpr std::string_view draw_method = "kaibiao/draw/v1";
inline constexpr std::string_view draw_purpose = "draw";

/// First bytes under each hash.
namespace label {
inline constexpr std::string_view list = "kaibiao/draw/list/v1";
inline constexpr std::string_view message = "kaibiao/draw/message/v1";
inline constexpr std::string_view order = "kaibiao/draw/order/v1";
inline constexpr std::string_view stream = "kaibiao/draw/stream/v1";
inline constexpr std::string_view transcript = "kaibiao/draw/transcript/v1";
} // namespace label

inline constexpr std::size_t seed_size = 64;
inline constexpr std::size_t max_code_length = 64; ///< of an expert's id, a speciality, a region, a parameter's name
inline constexpr std::size_t max_strata = 64;
inline constexpr std::size_t max_experts = 200'000;
inline constexpr std::size_t max_values = 1000;
inline constexpr std::size_t max_steps = 10'000;
inline constexpr std::uint32_t max_places = 1000; ///< count and reserve of a stratum, and numbers of a committee
inline constexpr std::size_t max_message_bytes = 1024;
inline constexpr std::size_t max_list_bytes = std::size_t{32} << 20;
/// The list's quotation marks are escaped inside the transcript.
inline constexpr std::size_t max_transcript_bytes = 2 * max_list_bytes;

} // namespace kaibiao::draw
