#pragma once
/// Ready-made keys, entropy and files for the tests of seal. Every byte is fixed.

#include "kaibiao/seal/age_file.h"

#include <ostream>

namespace kaibiao::seal::test {

/// Bytes that look random and follow from `seed`.
Bytes noise(std::size_t size, std::uint32_t seed);
template <std::size_t N> ByteArray<N> noise_array(std::uint32_t seed) {
    ByteArray<N> out{};
    const Bytes bytes = noise(N, seed);
    for (std::size_t i = 0; i < N; ++i) out[i] = bytes[i];
    return out;
}
template <std::size_t N> SecretArray<N> noise_secret(std::uint32_t seed) {
    return SecretArray<N>::copy_of(noise_array<N>(seed));
}

X25519Identity identity(std::uint32_t seed);
AgeIdentities identities_of(std::uint32_t seed);
AgeIdentities passphrase_identity(std::string_view passphrase);
AgeKeyEntropy key_entropy(std::uint32_t seed, std::size_t recipients = 1);
AgePassphraseEntropy passphrase_entropy(std::uint32_t seed);

/// A file for identity(seed), written in one piece.
Bytes age_file(ByteView plain, std::uint32_t seed);
/// Everything, or the error.
Result<Bytes> open_age_file(ByteView file, AgeIdentities identities);
/// The error of a result that must have failed, or internal_error.
template <typename T> ErrorCode code_of(const Result<T>& result) {
    return result.ok() ? ErrorCode::internal_error : result.error().code;
}

} // namespace kaibiao::seal::test

namespace kaibiao {
/// For doctest's messages.
inline std::ostream& operator<<(std::ostream& out, ErrorCode code) { return out << info(code).name; }
} // namespace kaibiao
