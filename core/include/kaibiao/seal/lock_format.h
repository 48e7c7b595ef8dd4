#pragma once
/// Constants of the stanza `kaibiao/lock1`, shared by its readers and writers. See docs/formats/lock.md.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kaibiao::seal {

inline constexpr std::string_view lock_type = "kaibiao/lock1";
inline constexpr std::string_view lock_b_label = "kaibiao/lock1/B";
/// Type, policy, context, R, HB, part, salt.
inline constexpr std::size_t lock_arguments = 7;
inline constexpr std::size_t lock_salt_size = 16;
inline constexpr std::uint32_t lock_max_parts = 64;
/// The header of a part has one stanza of fixed size; this leaves room for nothing else of use.
inline constexpr std::size_t lock_max_header = 4096;

} // namespace kaibiao::seal
