#include "chain_links.h"

#include "kaibiao/crypto/names.h"

#include <algorithm>
#include <iterator>

namespace kaibiao::sign {

namespace {

using crypto::Certificate;
using crypto::KeyKind;
using crypto::KeyUsage;
using crypto::PublicKey;
using crypto::SignatureAlgorithm;

bool allows_signing(const Certificate& certificate) {
    const auto& purposes = certificate.extended_key_usage;
    return purposes.empty() || std::find_first_of(purposes.begin(), purposes.end(), std::begin(signing_purposes),
                                                  std::end(signing_purposes)) != purposes.end();
}

/// RSA: 2048 bits and e > 2^16 (FIPS 186-5 A.1.1).
bool is_weak(const PublicKey& key) {
    return key.kind == KeyKind::rsa && (key.bits < least_rsa_bits || key.exponent.size() < 3);
}

bool same_or_absent(ByteView left, ByteView right) {
    return left.empty() || right.empty() || equal_public(left, right);
}

} // namespace

bool names_as_issuer(const Certificate& subject, const Certificate& issuer) {
    return equal_public(subject.issuer.der, issuer.subject.der) &&
           same_or_absent(subject.authority_key_id, issuer.subject_key_id);
}

Status check_strength(const Certificate& certificate, SignatureOf signature, const std::string& place) {
    const bool counts = signature == SignatureOf::issuer;
    if (is_weak(certificate.key)) return Error(ErrorCode::certificate_weak, place, "its key");
    if (counts && certificate.signature_algorithm == SignatureAlgorithm::weak) {
        return Error(ErrorCode::certificate_weak, place, "its signature algorithm");
    }
    if (certificate.key.kind == KeyKind::unsupported) {
        return Error(ErrorCode::certificate_algorithm_unknown, place, "its key");
    }
    if (counts && certificate.signature_algorithm == SignatureAlgorithm::unknown) {
        return Error(ErrorCode::certificate_algorithm_unknown, place, "its signature algorithm");
    }
    return ok();
}

Status check_signer_usage(const Certificate& leaf, const std::string& place) {
    const auto refuse = [&](const char* why) { return Error(ErrorCode::certificate_wrong_usage, place, why); };
    if (leaf.is_ca) return refuse("a certificate authority signs certificates, not documents");
    if (!leaf.allows(KeyUsage::digital_signature) && !leaf.allows(KeyUsage::non_repudiation)) {
        return refuse("neither digitalSignature nor nonRepudiation");
    }
    if (!allows_signing(leaf)) return refuse("its extended key usage is for something else");
    return ok();
}

Status check_authority_usage(const Certificate& authority, std::size_t below, const std::string& place) {
    const auto refuse = [&](const char* why) { return Error(ErrorCode::certificate_wrong_usage, place, why); };
    if (!authority.is_ca) return refuse("not a certificate authority");
    if (!authority.allows(KeyUsage::certificate_sign)) return refuse("keyCertSign is missing");
    if (!authority.allows(KeyUsage::crl_sign)) return refuse("cRLSign is missing");
    if (!allows_signing(authority)) return refuse("its extended key usage is for something else");
    if (authority.path_length && below > static_cast<std::size_t>(*authority.path_length)) {
        return Error(ErrorCode::certificate_path_too_long, place);
    }
    return ok();
}

bool is_kind_accepted(KeyKind kind, const std::vector<KeyKind>& accepted) {
    return accepted.empty() || std::find(accepted.begin(), accepted.end(), kind) != accepted.end();
}

Result<std::vector<std::string>> narrow_policies(std::vector<std::string> policies, const Certificate& certificate,
                                                 const std::string& place) {
    if (!certificate.policies) return std::vector<std::string>();
    const auto asserted = crypto::read_policies(*certificate.policies);
    if (!asserted.ok()) return Error(asserted.error().code, place, asserted.error().detail);
    const auto is_asserted = [&](std::string_view policy) {
        return std::find(asserted->begin(), asserted->end(), policy) != asserted->end();
    };
    if (certificate.is_ca && is_asserted(crypto::any_policy)) return policies;
    policies.erase(std::remove_if(policies.begin(), policies.end(),
                                  [&](const std::string& policy) { return !is_asserted(policy); }),
                   policies.end());
    return policies;
}

namespace {

using crypto::RevocationList;

bool is_by(const RevocationList& list, const Certificate& issuer) {
    return equal_public(list.issuer.der, issuer.subject.der) &&
           same_or_absent(list.authority_key_id, issuer.subject_key_id);
}

/// Whether a list is about this certificate at all, RFC 5280 §6.3.3 (b) (2).
bool is_about(const RevocationList& list, const Certificate& certificate) {
    if (certificate.is_ca ? list.only_signers : list.only_authorities) return false;
    const auto& points = certificate.crl_points;
    return list.only_points.empty() || std::find_first_of(points.begin(), points.end(), list.only_points.begin(),
                                                          list.only_points.end()) != points.end();
}

/// What is known about the lists for one certificate. Lists that nobody may rely on are only remembered as a reason.
struct Candidates {
    const RevocationList* newest = nullptr; ///< in force at `now`
    Period holds;                           ///< while no other list becomes the newest
    ErrorCode reason = ErrorCode::crl_missing;
};

/// Why a list may not be relied on; nothing when it may.
std::optional<ErrorCode> trouble_with(const RevocationList& list, const Certificate& issuer) {
    if (list.signature_algorithm == SignatureAlgorithm::weak) return ErrorCode::certificate_weak;
    // Delta and indirect lists say so in a critical extension: they do not name every revoked certificate, or others.
    if (!list.unknown_critical.empty()) return ErrorCode::crl_malformed;
    if (!is_signed_by(list, issuer.key)) return ErrorCode::crl_signature_wrong;
    return std::nullopt;
}

Candidates find_lists(const Certificate& certificate, const Certificate& issuer, const CrlTerms& terms) {
    Candidates found;
    for (const RevocationList& list : terms.crls) {
        if (!is_by(list, issuer) || !is_about(list, certificate)) continue;
        if (const auto trouble = trouble_with(list, issuer)) {
            found.reason = *trouble;
        } else if (terms.now < list.this_update) {
            found.holds.narrow(found.holds.from, list.this_update);
            found.reason = ErrorCode::crl_not_yet_valid;
        } else if (found.newest == nullptr || found.newest->this_update < list.this_update) {
            found.newest = &list;
        }
    }
    return found;
}

} // namespace

Result<CrlVerdict> check_not_revoked(const Certificate& certificate, const Certificate& issuer, const CrlTerms& terms,
                                     const std::string& place) {
    const std::string crl_place = "crl of the issuer of " + place;
    Candidates found = find_lists(certificate, issuer, terms);
    if (found.newest == nullptr) return Error(found.reason, crl_place, issuer.subject.fields.common_name);
    const RevocationList& list = *found.newest;
    if (const crypto::RevokedEntry* entry = list.find(certificate.serial)) {
        return Error(ErrorCode::certificate_revoked, place, "on " + entry->at.text());
    }
    const Instant end = list.next_update.plus_milliseconds(terms.grace_milliseconds);
    if (terms.now >= end) return Error(ErrorCode::crl_expired, crl_place, "next update " + list.next_update.text());
    found.holds.narrow(list.this_update, end);
    return CrlVerdict{fingerprint(list), list.next_update, found.holds};
}

} // namespace kaibiao::sign
