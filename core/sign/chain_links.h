#pragma once
/// The rules that chain.cpp applies to single certificates and to the list that covers each of them.

#include "kaibiao/sign/chain.h"

namespace kaibiao::sign {

/// A half-open interval that only shrinks.
struct Period {
    Instant from = Instant::from_milliseconds(INT64_MIN);
    Instant until = Instant::from_milliseconds(INT64_MAX);
    void narrow(Instant first, Instant end) {
        if (from < first) from = first;
        if (end < until) until = end;
    }
};

/// By name, and by key identifier where both sides have one.
bool names_as_issuer(const crypto::Certificate& subject, const crypto::Certificate& issuer);

enum class SignatureOf : std::uint8_t { issuer, nobody };
/// Errors: certificate_weak, certificate_algorithm_unknown.
Status check_strength(const crypto::Certificate& certificate, SignatureOf signature, const std::string& place);
/// Errors: certificate_wrong_usage.
Status check_signer_usage(const crypto::Certificate& leaf, const std::string& place);
/// `below` counts the authorities between this one and the leaf. Errors: certificate_wrong_usage,
/// certificate_path_too_long.
Status check_authority_usage(const crypto::Certificate& authority, std::size_t below, const std::string& place);

bool is_kind_accepted(crypto::KeyKind kind, const std::vector<crypto::KeyKind>& accepted);
/// Of `policies` those that this certificate asserts too; an authority may assert any (2.5.29.32.0). Mappings are not
/// followed. Errors: certificate_malformed.
Result<std::vector<std::string>> narrow_policies(std::vector<std::string> policies,
                                                 const crypto::Certificate& certificate, const std::string& place);

struct CrlTerms {
    std::span<const crypto::RevocationList> crls;
    Instant now;
    std::int64_t grace_milliseconds;
};
struct CrlVerdict {
    Digest list{};
    Instant next_update;
    Period holds;
};
/// Errors: crl_missing, crl_signature_wrong, crl_not_yet_valid, crl_expired, certificate_revoked.
Result<CrlVerdict> check_not_revoked(const crypto::Certificate& certificate, const crypto::Certificate& issuer,
                                     const CrlTerms& terms, const std::string& place);

} // namespace kaibiao::sign
