#pragma once
/// Object identifiers of RFC 5280, 5480, 8017, 8018, 8410 and 9336, in dotted form.

#include <string_view>

namespace kaibiao::crypto::oid {

// keys
inline constexpr std::string_view ec_public_key = "1.2.840.10045.2.1";
inline constexpr std::string_view p256 = "1.2.840.10045.3.1.7";
inline constexpr std::string_view p384 = "1.3.132.0.34";
inline constexpr std::string_view rsa = "1.2.840.113549.1.1.1";
inline constexpr std::string_view ed25519 = "1.3.101.112";
// signatures
inline constexpr std::string_view rsa_pss = "1.2.840.113549.1.1.10";
inline constexpr std::string_view mgf1 = "1.2.840.113549.1.1.8";
inline constexpr std::string_view ecdsa_sha256 = "1.2.840.10045.4.3.2";
inline constexpr std::string_view ecdsa_sha384 = "1.2.840.10045.4.3.3";
inline constexpr std::string_view ecdsa_sha512 = "1.2.840.10045.4.3.4";
inline constexpr std::string_view rsa_sha256 = "1.2.840.113549.1.1.11";
inline constexpr std::string_view rsa_sha384 = "1.2.840.113549.1.1.12";
inline constexpr std::string_view rsa_sha512 = "1.2.840.113549.1.1.13";
// hashes
inline constexpr std::string_view sha256 = "2.16.840.1.101.3.4.2.1";
inline constexpr std::string_view sha384 = "2.16.840.1.101.3.4.2.2";
inline constexpr std::string_view sha512 = "2.16.840.1.101.3.4.2.3";
// names
inline constexpr std::string_view common_name = "2.5.4.3";
inline constexpr std::string_view serial_number = "2.5.4.5";
inline constexpr std::string_view country = "2.5.4.6";
inline constexpr std::string_view organisation = "2.5.4.10";
inline constexpr std::string_view organisational_unit = "2.5.4.11";
// extensions
inline constexpr std::string_view subject_key_id = "2.5.29.14";
inline constexpr std::string_view key_usage = "2.5.29.15";
inline constexpr std::string_view subject_alternative_name = "2.5.29.17";
inline constexpr std::string_view basic_constraints = "2.5.29.19";
inline constexpr std::string_view crl_number = "2.5.29.20";
inline constexpr std::string_view delta_crl_indicator = "2.5.29.27";
inline constexpr std::string_view issuing_distribution_point = "2.5.29.28";
inline constexpr std::string_view name_constraints = "2.5.29.30";
inline constexpr std::string_view crl_distribution_points = "2.5.29.31";
inline constexpr std::string_view certificate_policies = "2.5.29.32";
inline constexpr std::string_view authority_key_id = "2.5.29.35";
inline constexpr std::string_view extended_key_usage = "2.5.29.37";
// extended key usages
inline constexpr std::string_view client_auth = "1.3.6.1.5.5.7.3.2";
inline constexpr std::string_view document_signing = "1.3.6.1.5.5.7.3.36";
// encrypted private keys
inline constexpr std::string_view pbes2 = "1.2.840.113549.1.5.13";
inline constexpr std::string_view pbkdf2 = "1.2.840.113549.1.5.12";
inline constexpr std::string_view hmac_sha256 = "1.2.840.113549.2.9";
inline constexpr std::string_view aes128_cbc = "2.16.840.1.101.3.4.1.2";
inline constexpr std::string_view aes192_cbc = "2.16.840.1.101.3.4.1.22";
inline constexpr std::string_view aes256_cbc = "2.16.840.1.101.3.4.1.42";

} // namespace kaibiao::crypto::oid
