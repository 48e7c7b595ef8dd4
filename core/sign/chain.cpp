#include "kaibiao/sign/chain.h"

#include "chain_links.h"
#include "kaibiao/crypto/hash.h"
#include "name_rules.h"

#include <algorithm>

namespace kaibiao::sign {

namespace {

using crypto::Certificate;

/// Where to look for the trouble: 0 is the leaf.
std::string place_of(std::size_t index) { return numbered("chain/", index); }

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

/// One after the other, the paths from the leaf to a trusted root: along the chain as given, ended by each root that is
/// the certificate reached or issued it. Short paths come first, roots in the order in which they were given.
class PathSearch {
  public:
    explicit PathSearch(const ValidationInput& input) : input_(input) {}

    /// The verdict of the first path that is good.
    template <typename Judge> Result<VerifiedSigner> run(Judge judge) {
        TRY(check_given(input_.chain));
        for (std::size_t i = 0; i < input_.chain.size(); ++i) {
            const Status joined = i == 0 ? ok() : check_issued(i - 1);
            if (!joined.ok()) return refused_ ? *refused_ : joined.error();
            path_.links.push_back(&input_.chain[i]);
            if (auto signer = try_roots(i, judge)) return std::move(*signer);
            if (trials_left_ == 0) return Error(ErrorCode::certificate_search_exhausted, place_of(i));
        }
        return refused_ ? *refused_ : dead_end_;
    }

  private:
    Status check_issued(std::size_t i) const {
        const Certificate &subject = input_.chain[i], &issuer = input_.chain[i + 1];
        if (!names_as_issuer(subject, issuer)) {
            return Error(ErrorCode::certificate_signature_wrong, place_of(i), "the next certificate is not its issuer");
        }
        if (!is_signed_by(subject, issuer.key)) return Error(ErrorCode::certificate_signature_wrong, place_of(i));
        return ok();
    }

    template <typename Judge> std::optional<VerifiedSigner> try_roots(std::size_t i, Judge& judge) {
        dead_end_ = Error(ErrorCode::certificate_unknown_root, place_of(i));
        for (const TrustRoot& root : input_.roots) {
            if (trials_left_ == 0) return std::nullopt;
            if (!ends_in(root, i)) continue;
            path_.root = &root;
            auto signer = judge(path_);
            if (path_.links.size() > i + 1) path_.links.pop_back();
            if (signer.ok()) return std::move(signer).value();
            if (!refused_) refused_ = signer.error();
        }
        return std::nullopt;
    }

    /// Appends the root to the path unless it is the last certificate already.
    bool ends_in(const TrustRoot& root, std::size_t i) {
        const Certificate& reached = input_.chain[i];
        const bool is_root = is_same(reached, root.certificate);
        if (!is_root && !names_as_issuer(reached, root.certificate)) return false;
        --trials_left_;
        if (is_root) return true;
        const Status strong = check_strength(reached, SignatureOf::issuer, place_of(i));
        if (!strong.ok())
            dead_end_ = strong.error();
        else if (!is_signed_by(reached, root.certificate.key))
            dead_end_ = Error(ErrorCode::certificate_signature_wrong, place_of(i));
        else
            path_.links.push_back(&root.certificate);
        return path_.links.size() > i + 1;
    }

    const ValidationInput& input_;
    Path path_;
    std::optional<Error> refused_;
    Error dead_end_{ErrorCode::certificate_unknown_root};
    int trials_left_ = most_root_trials;
};

Status check_links(const Path& path) {
    if (path.links.size() > longest_chain) return Error(ErrorCode::certificate_path_too_long, "chain");
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

/// What each authority may certify, for every certificate below it. Certificates that an authority issued to itself are
/// exempt (RFC 5280 §6.1.3 (b)), signers never.
Status check_constraints(const Path& path) {
    for (std::size_t i = 1; i < path.links.size(); ++i) {
        TRY_ASSIGN(const crypto::NameConstraints constraints, open_constraints(*path.links[i], place_of(i)));
        if (constraints.permitted.empty() && constraints.excluded.empty()) continue;
        for (std::size_t below = 0; below < i; ++below) {
            const Certificate& link = *path.links[below];
            if (below > 0 && equal_public(link.subject.der, link.issuer.der)) continue;
            TRY_ASSIGN(const auto names, names_of(link, place_of(below)));
            TRY(check_names(names, constraints, place_of(below)));
        }
    }
    return ok();
}

/// The root's own terms.
Status check_terms(const Path& path) {
    const RootTerms& terms = path.root->terms;
    for (std::size_t i = 0; i < path.links.size(); ++i) {
        if (!is_kind_accepted(path.links[i]->key.kind, terms.key_kinds))
            return Error(ErrorCode::certificate_key_refused, place_of(i), path.root->policy);
    }
    std::vector<std::string> left = terms.certificate_policies;
    for (std::size_t i = path.links.size() - 1; i-- > 0 && !left.empty();) {
        TRY_ASSIGN(left, narrow_policies(std::move(left), *path.links[i], place_of(i)));
        if (left.empty()) return Error(ErrorCode::certificate_policy_refused, place_of(i), path.root->policy);
    }
    return ok();
}

std::int64_t grace_of(const Path& path, const ValidationInput& input) {
    return std::min(input.crl_grace_milliseconds,
                    path.root->terms.crl_grace_milliseconds.value_or(input.crl_grace_milliseconds));
}

Status check_revocation(const Path& path, const ValidationInput& input, VerifiedSigner& signer, Period& period) {
    const CrlTerms terms{input.crls, input.now, grace_of(path, input)};
    for (std::size_t i = 0; i + 1 < path.links.size(); ++i) {
        TRY_ASSIGN(const CrlVerdict verdict, check_not_revoked(*path.links[i], *path.links[i + 1], terms, place_of(i)));
        signer.crl_hashes.push_back(verdict.list);
        signer.crl_next_updates.push_back(verdict.next_update);
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

Result<VerifiedSigner> judge_path(const Path& path, const ValidationInput& input) {
    TRY(check_links(path));
    TRY(check_terms(path));
    TRY(check_constraints(path));
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

} // namespace

Result<TrustRoot> make_trust_root(ByteView der, std::string policy, RootUse use) {
    TRY_ASSIGN(Certificate certificate, crypto::parse_certificate(der));
    if (!certificate.is_ca) return Error(ErrorCode::certificate_wrong_usage, "root", "not a certificate authority");
    return TrustRoot{std::move(certificate), std::move(policy), use, {}};
}

Result<VerifiedSigner> validate_chain(const ValidationInput& input) {
    return PathSearch(input).run([&input](const Path& path) { return judge_path(path, input); });
}

std::vector<Digest> VerifiedSigner::lists_in_grace(Instant now) const {
    std::vector<Digest> late;
    for (std::size_t i = 0; i < crl_hashes.size(); ++i)
        if (now >= crl_next_updates[i]) late.push_back(crl_hashes[i]);
    return late;
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
