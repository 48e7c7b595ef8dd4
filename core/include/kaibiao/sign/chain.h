#pragma once
/// Certificate chains: may the holder of this certificate sign documents, at this time, under these roots?
/// RFC 5280 §6 restricted: the chain is given in order, every root that could end it is tried, revocation lists are
/// required from every CA, and time is an argument. docs/formats/certificates.md lists every rule.

#include "kaibiao/crypto/certificate.h"
#include "kaibiao/sign/chain_format.h"

#include <optional>
#include <span>

namespace kaibiao::sign {

enum class RootUse : std::uint8_t { production, trial };

/// What else is asked of chains that end in a root. They only narrow what is accepted of every root.
struct RootTerms {
    /// Dotted policies; every certificate below the root must assert one that all above it assert too (an authority may
    /// assert any). Empty: no policy is asked for.
    std::vector<std::string> certificate_policies;
    /// Kinds of the keys of signer and authorities, the root's among them. Empty: every kind that is verified.
    std::vector<crypto::KeyKind> key_kinds;
    /// The longest grace for lists; a profile's shorter one counts.
    std::optional<std::int64_t> crl_grace_milliseconds;
};

/// A certificate authority that is trusted, and on what terms.
struct TrustRoot {
    crypto::Certificate certificate;
    std::string policy; ///< a short name that ends up in VerifiedSigner
    RootUse use = RootUse::production;
    RootTerms terms;
};
/// Errors: certificate_malformed; certificate_wrong_usage when it is not a CA.
Result<TrustRoot> make_trust_root(ByteView der, std::string policy, RootUse use = RootUse::production);

struct ValidationInput {
    /// Leaf first, each followed by its issuer (RFC 7515 §4.1.6); the root may be left out or come last. A chain may go
    /// on past one trusted root to another that cross-signed it: the path ends in the first that is good.
    std::span<const crypto::Certificate> chain;
    std::span<const TrustRoot> roots;
    std::span<const crypto::RevocationList> crls;
    Instant now; ///< the event's time, in a verifier
    /// How long after nextUpdate a list is still taken.
    std::int64_t crl_grace_milliseconds = 0;
};

/// Who signed, and within which time this stays true for the same chain, roots and lists.
struct VerifiedSigner {
    crypto::NameFields subject;            ///< serial_number (the subject's id) and common_name are never empty
    Digest key_hash{};                     ///< SHA-256 of the leaf's SubjectPublicKeyInfo
    Digest leaf_hash{};                    ///< SHA-256 of the leaf's DER
    Digest chain_hash{};                   ///< of the chain with its root (docs/formats/certificates.md)
    std::vector<Digest> crl_hashes;        ///< SHA-256 of each list used, leaf's issuer first
    std::vector<Instant> crl_next_updates; ///< of the same lists
    std::string policy;                    ///< of the root
    RootUse root_use = RootUse::production;
    Instant valid_from;  ///< first instant at which the verdict holds
    Instant valid_until; ///< first instant at which it no longer does

    const std::string& subject_id() const { return subject.serial_number; }
    bool holds_at(Instant now) const { return valid_from <= now && now < valid_until; }
    /// The lists used that are past their nextUpdate at this time and count only by the grace: what a log names.
    std::vector<Digest> lists_in_grace(Instant now) const;
};

/// Expensive: one signature check per certificate and per list, more where several roots come into question (bounded by
/// most_root_trials). Cache the result by
/// (chain_key(chain), crl_set_hash(crls)) and use it while holds_at(now).
/// Errors: certificate_* and crl_* of errors.def, where several paths fail those of the first; place is `chain/0` … (0
/// is the leaf) or `crl of the issuer of chain/0` ….
Result<VerifiedSigner> validate_chain(const ValidationInput& input);

/// Cheap cache keys over exactly what was given.
Digest chain_key(std::span<const crypto::Certificate> chain);
/// Independent of the order of the lists.
Digest crl_set_hash(std::span<const crypto::RevocationList> crls);

} // namespace kaibiao::sign
