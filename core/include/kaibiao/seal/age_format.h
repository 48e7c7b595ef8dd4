#pragma once
/// Constants of the age v1 file format (c2sp.org/age), shared by its readers and writers. See docs/formats/age.md.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kaibiao::seal {

inline constexpr std::string_view age_version_line = "age-encryption.org/v1\n";
inline constexpr std::string_view age_stanza_mark = "-> ";
inline constexpr std::string_view age_mac_mark = "---";
/// Columns of a full line in a stanza's body and in armor, and the bytes it holds.
inline constexpr std::size_t age_columns = 64;
inline constexpr std::size_t age_line_bytes = 48;

inline constexpr std::size_t age_file_key_size = 16;
inline constexpr std::size_t age_nonce_size = 16;
inline constexpr std::size_t age_mac_size = 32;
inline constexpr std::size_t age_tag_size = 16;
inline constexpr std::size_t age_chunk_size = 65536;
inline constexpr std::size_t age_sealed_chunk_size = age_chunk_size + age_tag_size;
/// A file key wrapped with ChaCha20-Poly1305.
inline constexpr std::size_t age_wrapped_key_size = age_file_key_size + age_tag_size;

inline constexpr std::string_view age_header_key_label = "header";
inline constexpr std::string_view age_payload_key_label = "payload";

inline constexpr std::string_view age_x25519_type = "X25519";
inline constexpr std::string_view age_x25519_label = "age-encryption.org/v1/X25519";
inline constexpr std::string_view age_recipient_prefix = "age";
inline constexpr std::string_view age_identity_prefix = "AGE-SECRET-KEY-";

inline constexpr std::string_view age_scrypt_type = "scrypt";
inline constexpr std::string_view age_scrypt_label = "age-encryption.org/v1/scrypt";
inline constexpr std::size_t age_scrypt_salt_size = 16;
/// Work factors are base-two logarithms of N; 18 takes about a second and 256 MiB.
inline constexpr int age_default_work_factor = 18;
inline constexpr int age_max_work_factor = 22;

inline constexpr std::string_view age_armor_begin = "-----BEGIN AGE ENCRYPTED FILE-----";
inline constexpr std::string_view age_armor_end = "-----END AGE ENCRYPTED FILE-----";
/// White space accepted before and after armor, in bytes on each side.
inline constexpr std::size_t age_armor_max_blank = 1024;

} // namespace kaibiao::seal
