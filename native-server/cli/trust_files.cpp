#include "cli/trust_files.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/certificate.h"

namespace kaibiao::cli {

namespace {

Result<std::string> text_member(const codec::Json& json, const char* name) {
    const codec::Json* member = json.find(name);
    if (member == nullptr || member->as_string() == nullptr)
        return Error(ErrorCode::json_member_missing, "/" + std::string(name));
    return *member->as_string();
}

/// The PEM of all of them; names and fingerprints into `trust`.
Result<std::string> fetch_roots(client::ApiClient& api, CentreTrust& trust) {
    TRY_ASSIGN(const codec::Json answer, api.get("/api/trust"));
    const codec::Json* roots = answer.find("roots");
    if (roots == nullptr || roots->as_array() == nullptr) return Error(ErrorCode::json_member_missing, "/roots");
    std::string pem;
    for (const codec::Json& root : *roots->as_array())
        if (root.as_string() != nullptr) pem += *root.as_string();
    TRY_ASSIGN(const auto blocks, codec::decode_pem(pem));
    for (const codec::PemBlock& block : blocks) {
        TRY_ASSIGN(const crypto::Certificate certificate, crypto::parse_certificate(block.der));
        trust.roots.emplace_back(certificate.subject.fields.common_name,
                                 codec::encode_hex(crypto::fingerprint(certificate)));
    }
    return pem;
}

} // namespace

Result<CentreTrust> save_trust(client::ApiClient& api, const std::filesystem::path& folder) {
    CentreTrust trust;
    TRY_ASSIGN(const std::string roots, fetch_roots(api, trust));
    TRY_ASSIGN(const codec::Json centre, api.get("/api/centre"));
    TRY_ASSIGN(trust.centre, text_member(centre, "id"));
    TRY_ASSIGN(trust.origin, text_member(centre, "origin"));
    TRY_ASSIGN(trust.log_key, text_member(centre, "log_key"));
    TRY_ASSIGN(const std::string policy, text_member(centre, "log_policy"));
    TRY(make_folder(folder));
    TRY(keep_file(folder / root_file, as_bytes(roots)));
    TRY(keep_file(folder / log_key_file, as_bytes(trust.log_key + "\n")));
    trust.has_policy = !policy.empty();
    if (trust.has_policy) TRY(keep_file(folder / policy_file, as_bytes(policy)));
    return trust;
}

} // namespace kaibiao::cli
