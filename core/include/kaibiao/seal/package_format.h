#pragma once
/// Constants of sealed packages, shared by readers and writers. See docs/formats/package.md.

#include "kaibiao/seal/lock_format.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kaibiao::seal {

/// The piece tree is cut at multiples of this many bytes of ciphertext.
inline constexpr std::size_t piece_size = std::size_t{1} << 20;
inline constexpr std::uint8_t piece_leaf_prefix = 0x00;
inline constexpr std::uint8_t piece_node_prefix = 0x01;

inline constexpr std::string_view plain_commitment_label = "kaibiao/plain/v1";
inline constexpr std::size_t plain_salt_size = 32;

/// Of the ciphertext.
inline constexpr std::uint64_t part_max_length = std::uint64_t{64} << 30;

inline constexpr std::string_view sheet_format = "kaibiao/sheet/v1";
inline constexpr std::size_t sheet_block = 8192;
inline constexpr std::size_t sheet_max_size = std::size_t{1} << 20;
/// Of part 0's ciphertext: the plaintext in chunks, behind a header. A longer one could never be announced.
inline constexpr std::uint64_t sealed_sheet_max_length = sheet_max_size + (std::uint64_t{64} << 10);
/// Of what is announced of one sheet, as canonical JSON.
inline constexpr std::size_t public_sheet_max_size = 16'384;
/// Submissions of one bid: the first and its replacements.
inline constexpr std::int64_t most_submissions = 1'000;
inline constexpr char sheet_pad = ' ';

inline constexpr std::string_view opening_secrets_format = "kaibiao/opening-secrets/v1";
inline constexpr std::string_view recovery_prefix = "KB";
inline constexpr std::uint8_t recovery_version = 1;
/// Characters between two hyphens of a printed recovery code.
inline constexpr std::size_t recovery_group = 4;

} // namespace kaibiao::seal
