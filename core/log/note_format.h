#pragma once
/// Constants of c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof, shared by reader and writer.

#include <cstddef>
#include <string_view>

namespace kaibiao::log {

inline constexpr std::string_view signature_mark = "\xE2\x80\x94 "; ///< em dash, space
inline constexpr std::size_t key_id_size = 4;
inline constexpr std::size_t ed25519_signature_size = 64;
inline constexpr std::size_t timestamp_size = 8;

inline constexpr std::string_view cosignature_label = "cosignature/v1\n";

inline constexpr std::string_view tlog_proof_label = "c2sp.org/tlog-proof@v1";
inline constexpr std::string_view tlog_proof_extra = "extra ";
inline constexpr std::string_view tlog_proof_index = "index ";
inline constexpr std::size_t max_proof_hashes = 64;

} // namespace kaibiao::log
