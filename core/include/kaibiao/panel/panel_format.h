#pragma once
/// Constants of the officers' panel, shared by its readers and writers. See docs/formats/panel.md and release.md.

#include <cstddef>
#include <string_view>

namespace kaibiao::panel {

/// c2sp.org/cocktail-dkg, ciphersuite COCKTAIL(Ristretto255, SHA-512).
inline constexpr std::string_view ciphersuite_id = "COCKTAIL(Ristretto255, SHA-512)";
inline constexpr std::string_view context_label = "COCKTAIL-DKG-CONTEXT";
inline constexpr std::string_view share_key_label = "COCKTAIL-DKG-Ristretto255-SHA512-H6";
inline constexpr std::string_view signature_label = "COCKTAIL-DKG-Ristretto255-SHA512-H7";
inline constexpr std::string_view signature_nonce_label = "COCKTAIL-DKG-Ristretto255-SHA512-NONCE";

inline constexpr int max_members = 15;
inline constexpr std::size_t max_id = 128;
inline constexpr std::size_t signature_size = 64;
/// A share and the tag; a payload makes a ciphertext longer.
inline constexpr std::size_t min_ciphertext = 32 + 16;
/// MAX_CIPHERTEXT_SIZE of the specification, at its recommended floor.
inline constexpr std::size_t max_ciphertext = 65536;
inline constexpr std::size_t max_payload = max_ciphertext - min_ciphertext;
inline constexpr std::size_t max_extension = 1024;
/// Randomness of one member for round 1: 64 bytes for each of the k coefficients, then for the ephemeral key.
inline constexpr std::size_t entropy_per_scalar = 64;

/// Labels of the lock's proof, see docs/formats/lock.md.
inline constexpr std::string_view lock_nonce_label = "kaibiao/lock1/nonce";
inline constexpr std::string_view lock_proof_label = "kaibiao/lock1/pok";

inline constexpr std::string_view release_label = "kaibiao/release/v1";
inline constexpr std::string_view release_nonce_label = "kaibiao/release/nonce";
inline constexpr std::string_view rehearse_label = "kaibiao/rehearse/v1";
inline constexpr std::string_view release_format = "kaibiao-release1";
/// Points that one list of releases answers, and so the most bids that a lot with officers takes.
inline constexpr std::size_t max_releases = 4096;

/// Texts of a draw's message.
inline constexpr std::size_t max_draw_text = 64;
inline constexpr std::size_t max_draw_message = 1024;

inline constexpr std::string_view joining_format = "kaibiao-panel-joining1";
inline constexpr std::string_view certifying_format = "kaibiao-panel-certifying1";
inline constexpr std::string_view seat_format = "kaibiao-panel-seat1";

} // namespace kaibiao::panel
