#include "trust.h"

#include "kaibiao/codec/text.h"

namespace kaibiao::wasm {

using codec::Json;
using codec::ObjectReader;

Result<std::vector<crypto::Certificate>> read_chain(Input& in) {
    TRY_ASSIGN(const std::vector<ByteView> ders, in.list());
    std::vector<crypto::Certificate> chain;
    for (const ByteView der : ders) {
        TRY_ASSIGN(crypto::Certificate certificate, crypto::parse_certificate(der));
        chain.push_back(std::move(certificate));
    }
    return chain;
}

Result<std::vector<sign::TrustRoot>> read_roots(Input& in) {
    TRY_ASSIGN(const std::vector<ByteView> ders, in.list());
    std::vector<sign::TrustRoot> roots;
    for (const ByteView der : ders) {
        TRY_ASSIGN(sign::TrustRoot root, sign::make_trust_root(der, "browser"));
        roots.push_back(std::move(root));
    }
    return roots;
}

Result<std::vector<crypto::RevocationList>> read_crls(Input& in) {
    TRY_ASSIGN(const std::vector<ByteView> ders, in.list());
    std::vector<crypto::RevocationList> lists;
    for (const ByteView der : ders) {
        TRY_ASSIGN(crypto::RevocationList list, crypto::parse_crl(der));
        lists.push_back(std::move(list));
    }
    return lists;
}

Result<ChainTerms> read_terms(Input& in) {
    TRY_ASSIGN(const Json json, in.json());
    ObjectReader reader(json, "/terms");
    ChainTerms terms;
    TRY_ASSIGN(const std::string now, reader.string("now"));
    TRY_ASSIGN(terms.now, Instant::parse(now));
    TRY_ASSIGN(terms.grace_milliseconds, reader.integer("grace_ms", 0, std::int64_t{1} << 40));
    TRY(reader.finish());
    return terms;
}

Json write_signer(const sign::VerifiedSigner& signer) {
    return Json::object()
        .set("id", signer.subject_id())
        .set("name", signer.subject.common_name)
        .set("organisation", signer.subject.organisation)
        .set("leaf", codec::encode_hex(signer.leaf_hash))
        .set("valid_until", signer.valid_until.text());
}

namespace {

Result<std::vector<log::VerifierKey>> read_keys(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json::Array* texts, reader.array(key, 64));
    std::vector<log::VerifierKey> keys;
    for (const Json& text : *texts) {
        const std::string* key_text = text.as_string();
        if (key_text == nullptr) return Error(ErrorCode::verifier_key_malformed, reader.place_of(key));
        TRY_ASSIGN(log::VerifierKey parsed, log::VerifierKey::parse(*key_text));
        keys.push_back(std::move(parsed));
    }
    return keys;
}

} // namespace

Result<log::LogTrust> read_log_trust(Input& in) {
    TRY_ASSIGN(const Json json, in.json());
    ObjectReader reader(json, "/trust");
    log::LogTrust trust;
    TRY_ASSIGN(trust.origin, reader.string("origin"));
    TRY_ASSIGN(trust.log_keys, read_keys(reader, "log_keys"));
    TRY_ASSIGN(const std::string policy, reader.string("policy", log::max_policy_bytes));
    TRY(reader.finish());
    if (policy.empty()) return trust;
    TRY_ASSIGN(const log::LogPolicy parsed, log::parse_policy(policy));
    TRY_ASSIGN(log::LogTrust named, log::trust_of(parsed, trust.origin));
    named.log_keys = std::move(trust.log_keys);
    return named;
}

Json write_cosignatures(const std::vector<log::Cosignature>& cosignatures) {
    Json out = Json::array();
    for (const log::Cosignature& one : cosignatures)
        out.push(Json::object().set("time", one.time.text()).set("witness", one.witness));
    return out;
}

} // namespace kaibiao::wasm
