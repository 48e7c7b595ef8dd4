#pragma once
/// Constants of certificate chains. Described in docs/formats/certificates.md.

#include <cstddef>
#include <string_view>

namespace kaibiao::sign {

/// Leaf, intermediates and root together.
inline constexpr std::size_t longest_chain = 5;
inline constexpr int least_rsa_bits = 2048;
/// Signatures that are checked to find out which root issued a certificate of a chain, and paths that are judged.
inline constexpr int most_root_trials = 32;

/// VerifiedSigner::chain_hash: SHA-256 of the label and the SHA-256 of each certificate, leaf first, root last.
inline constexpr std::string_view chain_label = "kaibiao/chain/v1";
/// Cache keys; never stored.
inline constexpr std::string_view chain_key_label = "kaibiao/chain-key/v1";
inline constexpr std::string_view crl_set_label = "kaibiao/crl-set/v1";

/// Extended key usages under which a person or organisation signs: a certificate that lists usages must list one of
/// these.
inline constexpr std::string_view signing_purposes[] = {
    "2.5.29.37.0",             // any
    "1.3.6.1.5.5.7.3.36",      // document signing (RFC 9336)
    "1.3.6.1.5.5.7.3.2",       // client authentication
    "1.3.6.1.5.5.7.3.4",       // e-mail protection
    "1.3.6.1.4.1.311.10.3.12", // document signing, Microsoft
};

} // namespace kaibiao::sign
