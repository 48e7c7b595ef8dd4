#include "usecase/trust.h"

#include "blob/file.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/sign/root_terms.h"

#include <algorithm>

namespace kaibiao::usecase {

namespace {

/// A list may come as PEM, which is longer by a third and its line ends.
constexpr std::uint64_t largest_trust_file = 2 * crypto::largest_crl;

/// A CA may publish several lists, each about a part of its certificates.
bool is_about_the_same(const crypto::RevocationList& one, const crypto::RevocationList& other) {
    return one.issuer.der == other.issuer.der && one.authority_key_id == other.authority_key_id &&
           one.only_points == other.only_points && one.only_signers == other.only_signers &&
           one.only_authorities == other.only_authorities;
}

Error in_file(const std::string& file, const Error& error) {
    return Error(error.code, error.place.empty() ? file : file + ": " + error.place, error.detail);
}

/// Of `ca.pem` the file `ca.terms.json`, where there is one.
Result<sign::RootTerms> terms_beside(const std::string& file) {
    const auto path = std::filesystem::path(file).replace_extension(".terms.json");
    std::error_code unreadable; // told by read_whole
    if (!std::filesystem::exists(path, unreadable) && !unreadable) return sign::RootTerms{};
    TRY_ASSIGN(const Bytes text, blob::read_whole(path, largest_trust_file));
    auto terms = sign::read_root_terms(text);
    if (!terms.ok()) return Error(terms.error().code, path.string() + terms.error().place, terms.error().detail);
    return terms;
}

} // namespace

void TrustStore::add_root(sign::TrustRoot root) {
    const std::lock_guard lock(mutex_);
    auto next = std::make_shared<TrustSnapshot>(*snapshot_);
    next->roots.push_back(std::move(root));
    snapshot_ = std::move(next);
    verdicts_.clear();
}

void TrustStore::put_crl(crypto::RevocationList crl) {
    const std::lock_guard lock(mutex_);
    auto next = std::make_shared<TrustSnapshot>(*snapshot_);
    const auto same = std::find_if(next->crls.begin(), next->crls.end(),
                                   [&](const crypto::RevocationList& held) { return is_about_the_same(held, crl); });
    if (same == next->crls.end())
        next->crls.push_back(std::move(crl));
    else if (same->this_update <= crl.this_update)
        *same = std::move(crl);
    next->crl_set = sign::crl_set_hash(next->crls);
    snapshot_ = std::move(next);
    verdicts_.clear();
}

std::shared_ptr<const TrustSnapshot> TrustStore::snapshot() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
}

tender::ChainJudge TrustStore::judge(std::int64_t crl_grace_milliseconds) {
    return [this, crl_grace_milliseconds](std::span<const crypto::Certificate> chain, Instant now) {
        return verdict(chain, now, crl_grace_milliseconds);
    };
}

std::optional<sign::VerifiedSigner> TrustStore::remembered(const Key& key, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = verdicts_.find(key);
    if (found == verdicts_.end() || !found->second.holds_at(now)) return std::nullopt;
    return found->second;
}

Result<sign::VerifiedSigner> TrustStore::verdict(std::span<const crypto::Certificate> chain, Instant now,
                                                 std::int64_t grace) {
    const auto trust = snapshot();
    const Key key{sign::chain_key(chain), trust->crl_set, grace};
    if (auto known = remembered(key, now)) return std::move(*known);
    TRY_ASSIGN(sign::VerifiedSigner signer, sign::validate_chain({chain, trust->roots, trust->crls, now, grace}));
    const std::lock_guard lock(mutex_);
    if (verdicts_.size() >= largest_cache) verdicts_.clear();
    // A verdict reached while roots or lists changed is right for its own lists, and its key names them.
    verdicts_.insert_or_assign(key, signer);
    return signer;
}

Result<std::vector<sign::TrustRoot>> read_roots(const std::string& file) {
    TRY_ASSIGN(const Bytes text, blob::read_whole(file, largest_trust_file));
    const auto blocks = codec::decode_pem(as_text(text));
    if (!blocks.ok()) return in_file(file, blocks.error());
    TRY_ASSIGN(const sign::RootTerms terms, terms_beside(file));
    std::vector<sign::TrustRoot> out;
    for (const codec::PemBlock& block : *blocks) {
        auto root = sign::make_trust_root(block.der, std::filesystem::path(file).stem().string());
        if (!root.ok()) return in_file(file, root.error());
        root->terms = terms;
        out.push_back(std::move(*root));
    }
    return out;
}

Result<crypto::RevocationList> read_crl(const std::string& file) {
    TRY_ASSIGN(Bytes bytes, blob::read_whole(file, largest_trust_file));
    const auto blocks = codec::decode_pem(as_text(bytes));
    if (blocks.ok() && blocks->size() == 1) bytes = blocks->front().der;
    auto crl = crypto::parse_crl(bytes);
    if (!crl.ok()) return in_file(file, crl.error());
    return crl;
}

} // namespace kaibiao::usecase
