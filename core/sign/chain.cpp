#include "kaibiao/sign/chain.h"

#include "chain_links.h"
#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::sign {

namespace {

using crypto::Certificate;

/// Where to look for the trouble: 0 is the leaf.
std::string place_of(std::size_t index) { return "chain/" + std::to_string(index); }

/// The certificates in order with the root last; nothing in it is owned.
struct Path {
    std::vector<const Certificate*> links;
    const TrustRoot* root = nullptr;
};

Status check_given(std::span<const Certificate> chain) {
    if (chain.empty()) return Error(ErrorCode::certificate_malformed, "chain", "there is no certificate");
    if (chain.size() > longest_chain) return Error(ErrorCode::certificate_path_too_long, "chain");
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) TRY(check_strength(chain[i], SignatureOf::issuer, place_of(i)));
    return ok();
}

bool is_same(const Certificate& left, const Certificate& right) { return equal_public(left.der, right.der); }

/// The root that signed `last`. Several may have its issuer's name after a change of keys.
Result<const TrustRoot*> find_issuing_root(const Certificate& last, std::span<const TrustRoot> roots,
                                           const std::string& place) {
    TRY(check_strength(last, SignatureOf::issuer, place));
    ErrorCode reason = ErrorCode::certificate_unknown_root;
    for (const TrustRoot& root : roots) {
        if (!names_as_issuer(last, root.certificate)) continue;
        if (is_signed_by(last, root.certificate.key)) return &root;
        reason = ErrorCode::certificate_signature_wrong;
    }
    return Error(reason, place);
}

Result<Path> find_path(const ValidationInput& input) {
    TRY(check_given(input.chain));
    const Certificate& last = input.chain.back();
    Path path;
    for (const Certificate& link : input.chain) path.links.push_back(&link);
    for (const TrustRoot& root : input.roots) {
        if (is_same(last, root.certificate)) path.root = &root;
    }
    if (path.root == nullptr) {
        TRY_ASSIGN(path.root, find_issuing_root(last, input.roots, place_of(input.chain.size() - 1)));
        path.links.push_back(&path.root->certificate);
    }
    if (path.links.size() > longest_chain) return Error(ErrorCode::certificate_path_too_long, "chain");
    return path;
}

/// The link to a root that was not in the chain was checked when it was found.
Status check_signatures(std::span<const Certificate> chain) {
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        if (!names_as_issuer(chain[i], chain[i + 1])) {
            return Error(ErrorCode::certificate_signature_wrong, place_of(i), "the next certificate is not its issuer");
        }
        if (!is_signed_by(chain[i], chain[i + 1].key))
            return Error(ErrorCode::certificate_signature_wrong, place_of(i));
    }
    return ok();
}

Status check_links(const Path& path) {
    for (std::size_t i = 0; i < path.links.size(); ++i) {
        const std::string place = place_of(i);
        const bool is_last = i + 1 == path.links.size();
        // A root's own signature proves nothing: its key is trusted because we were told so.
        TRY(check_strength(*path.links[i], is_last ? SignatureOf::nobody : SignatureOf::issuer, place));
        if (!path.links[i]->unknown_critical.empty()) {
            return Error(ErrorCode::certificate_critical_unknown, place, path.links[i]->unknown_critical.front());
        }
        TRY(i == 0 ? check_signer_usage(*path.links[i], place) : check_authority_usage(*path.links[i], i - 1, place));
    }
    return ok();
}

Status check_subject(const Certificate& leaf) {
    const crypto::NameFields& subject = leaf.subject.fields;
    if (subject.serial_number.empty())
        return Error(ErrorCode::certificate_subject_incomplete, place_of(0), "serialNumber");
    if (subject.common_name.empty()) return Error(ErrorCode::certificate_subject_incomplete, place_of(0), "CN");
    return ok();
}

Status check_validity(const Path& path, Instant now, Period& period) {
    for (std::size_t i = 0; i < path.links.size(); ++i) {
        const Certificate& link = *path.links[i];
        const Instant end = link.not_after.plus_milliseconds(1000); // valid through that whole second
        if (now < link.not_before) {
            return Error(ErrorCode::certificate_not_yet_valid, place_of(i), "not before " + link.not_before.text());
        }
        if (now >= end) return Error(ErrorCode::certificate_expired, place_of(i), "not after " + link.not_after.text());
        period.narrow(link.not_before, end);
    }
    return ok();
}

Status check_revocation(const Path& path, const ValidationInput& input, VerifiedSigner& signer, Period& period) {
    const CrlTerms terms{input.crls, input.now, input.crl_grace_milliseconds};
    for (std::size_t i = 0; i + 1 < path.links.size(); ++i) {
        TRY_ASSIGN(const CrlVerdict verdict, check_not_revoked(*path.links[i], *path.links[i + 1], terms, place_of(i)));
        signer.crl_hashes.push_back(verdict.list);
        period.narrow(verdict.holds.from, verdict.holds.until);
    }
    return ok();
}

Digest hash_of_path(const Path& path) {
    crypto::Sha256 hash;
    hash.update(chain_label);
    for (const Certificate* link : path.links) hash.update(fingerprint(*link));
    return hash.finish();
}

} // namespace

Result<TrustRoot> make_trust_root(ByteView der, std::string policy, RootUse use) {
    TRY_ASSIGN(Certificate certificate, crypto::parse_certificate(der));
    if (!certificate.is_ca) return Error(ErrorCode::certificate_wrong_usage, "root", "not a certificate authority");
    return TrustRoot{std::move(certificate), std::move(policy), use};
}

Result<VerifiedSigner> validate_chain(const ValidationInput& input) {
    TRY_ASSIGN(const Path path, find_path(input));
    TRY(check_links(path));
    TRY(check_signatures(input.chain));
    TRY(check_subject(*path.links[0]));
    VerifiedSigner signer;
    Period period;
    TRY(check_validity(path, input.now, period));
    TRY(check_revocation(path, input, signer, period));
    signer.subject = path.links[0]->subject.fields;
    signer.key_hash = key_hash(path.links[0]->key);
    signer.leaf_hash = fingerprint(*path.links[0]);
    signer.chain_hash = hash_of_path(path);
    signer.policy = path.root->policy;
    signer.root_use = path.root->use;
    signer.valid_from = period.from;
    signer.valid_until = period.until;
    return signer;
}

Digest chain_key(std::span<const Certificate> chain) {
    crypto::Sha256 hash;
    hash.update(chain_key_label);
    for (const Certificate& link : chain) hash.update(fingerprint(link));
    return hash.finish();
}

Digest crl_set_hash(std::span<const crypto::RevocationList> crls) {
    std::vector<Digest> all;
    for (const crypto::RevocationList& list : crls) all.push_back(fingerprint(list));
    std::sort(all.begin(), all.end());
    crypto::Sha256 hash;
    hash.update(crl_set_label);
    for (const Digest& one : all) hash.update(one);
    return hash.finish();
}

} // namespace kaibiao::sign
