#include "cli/seal_certificate.h"

#include "cli/files.h"
#include "kaibiao/sign/chain.h"
#include "kaibiao/tender/periods.h"

#include <algorithm>

namespace kaibiao::cli {

namespace {

using crypto::Certificate;

void warn(const Output& output, const std::string& zh, const std::string& en) {
    output.line("警告：" + zh + "\nwarning: " + en);
}

/// Whatever root it may lead to. The rules look at the signature's algorithm only where an issuer follows, at the rest
/// only where the path ends: the certificate stands in both places.
Status check_leaf(const Certificate& leaf, Instant now) {
    if (equal_public(leaf.subject.der, leaf.issuer.der) && crypto::is_signed_by(leaf, leaf.key))
        return Error(ErrorCode::certificate_unknown_root, {},
                     "自签名证书，不是 CA 签发的 it is self-signed, not issued by an authority");
    const std::vector<Certificate> chain{leaf, leaf};
    const std::vector<sign::TrustRoot> itself{sign::TrustRoot{leaf, {}, sign::RootUse::production, {}}};
    TRY(sign::validate_chain({chain, itself, {}, now}));
    return ok();
}

/// Another root or a newer list of the centre could still change these.
bool depends_on_centre(ErrorCode code) {
    switch (code) {
    case ErrorCode::certificate_unknown_root:
    case ErrorCode::certificate_signature_wrong:
    case ErrorCode::certificate_search_exhausted:
    case ErrorCode::crl_missing:
    case ErrorCode::crl_malformed:
    case ErrorCode::crl_expired:
    case ErrorCode::crl_not_yet_valid:
    case ErrorCode::crl_signature_wrong: return true;
    default: return false;
    }
}

std::vector<Certificate> chain_of(const client::Identity& identity) {
    std::vector<Certificate> chain;
    for (const Bytes& der : identity.chain) chain.push_back(crypto::parse_certificate(der).value());
    return chain;
}

Status check_issuers(const std::vector<Certificate>& chain, const client::Anchors& anchors,
                     const tender::PublicationState& lot, Instant now, const Output& output) {
    const std::int64_t grace = tender::milliseconds_of(lot.profile.rule(tender::RuleKey::crl_grace));
    const auto signer = sign::validate_chain({chain, anchors.roots, anchors.crls, now, grace});
    if (signer.ok()) return ok();
    const Error& error = signer.error();
    if (!depends_on_centre(error.code)) return error;
    if (error.code == ErrorCode::certificate_unknown_root)
        warn(output, "您的证书的签发者不在 --root 之列，递交时由中心核对",
             "the issuer of your certificate is not known here (--root); the centre checks it at submission");
    else
        warn(output, "您的证书在此处不能完全核对，递交时由中心核对：" + std::string(sentence(error.code).zh),
             "your certificate cannot be checked wholly here, the centre does it at submission: " +
                 std::string(sentence(error.code).en));
    return ok();
}

} // namespace

Status check_certificate(const client::Identity& identity, const client::Anchors& anchors,
                         const tender::PublicationState& lot, const Output& output) {
    const std::vector<Certificate> chain = chain_of(identity);
    const Instant begin = chain.front().not_before, now = clock_now();
    if (now < begin && begin >= lot.deadline)
        return Error(ErrorCode::certificate_not_yet_valid, {}, "not before " + begin.text());
    if (now < begin)
        warn(output, "您的证书尚未生效，生效时间 " + begin.local_text() + " UTC+8，此前不能递交",
             "your certificate is not valid yet; submit after " + begin.local_text() + " UTC+8");
    const Instant moment = std::max(now, begin);
    TRY(check_leaf(chain.front(), moment));
    return check_issuers(chain, anchors, lot, moment, output);
}

} // namespace kaibiao::cli
