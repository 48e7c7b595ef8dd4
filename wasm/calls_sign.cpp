// Keys, requests, certificates, chains, signed messages.

#include "handles.h"
#include "trust.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/issue.h"
#include "kaibiao/sign/jws.h"

namespace kaibiao::wasm {

using codec::Json;
using codec::ObjectReader;
using crypto::PrivateKey;

namespace {

Result<PrivateKey*> read_key(Input& in) {
    TRY_ASSIGN(const std::uint32_t number, in.u32());
    return Handles::all().get<PrivateKey>(number);
}

Status put_key(Output& out, PrivateKey key) {
    out.u32(Handles::all().put(std::move(key)));
    return ok();
}

Result<crypto::NameFields> read_subject(const Json& json) {
    ObjectReader reader(json, "/subject");
    crypto::NameFields fields;
    TRY_ASSIGN(fields.country, reader.string("country"));
    TRY_ASSIGN(fields.organisation, reader.string("organisation"));
    TRY_ASSIGN(fields.organisational_unit, reader.string("organisational_unit"));
    TRY_ASSIGN(fields.common_name, reader.string("common_name"));
    TRY_ASSIGN(fields.serial_number, reader.string("serial_number"));
    TRY(reader.finish());
    return fields;
}

Json write_name(const crypto::NameFields& fields) {
    return Json::object()
        .set("common_name", fields.common_name)
        .set("country", fields.country)
        .set("organisation", fields.organisation)
        .set("organisational_unit", fields.organisational_unit)
        .set("serial_number", fields.serial_number);
}

Result<sign::VerifiedSigner> check(std::span<const crypto::Certificate> chain, std::span<const sign::TrustRoot> roots,
                                   std::span<const crypto::RevocationList> crls, const ChainTerms& terms) {
    if (roots.empty()) return Error(ErrorCode::trust_anchor_missing);
    return sign::validate_chain({chain, roots, crls, terms.now, terms.grace_milliseconds});
}

} // namespace

Status key_generate(Input& in, Output& out) {
    TRY_ASSIGN(const auto entropy, in.fixed<PrivateKey::entropy_size>());
    TRY(in.finish());
    return put_key(out, PrivateKey::generate(entropy));
}

Status key_lock(Input& in, Output& out) {
    TRY_ASSIGN(const PrivateKey* key, read_key(in));
    TRY_ASSIGN(const ByteView passphrase, in.bytes());
    crypto::Pkcs8Lock lock;
    TRY_ASSIGN(lock.salt, in.fixed<16>());
    TRY_ASSIGN(lock.iv, in.fixed<16>());
    TRY_ASSIGN(lock.iterations, in.u32());
    TRY(in.finish());
    const bool in_range =
        lock.iterations >= crypto::Pkcs8Lock::least_iterations && lock.iterations <= crypto::Pkcs8Lock::most_iterations;
    if (!in_range) return Error(ErrorCode::core_call_malformed, "iterations");
    out.bytes(crypto::encrypt_pkcs8(*key, passphrase, lock));
    return ok();
}

Status key_unlock(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView der, in.bytes());
    TRY_ASSIGN(const ByteView passphrase, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(PrivateKey key, crypto::decrypt_pkcs8(der, passphrase));
    return put_key(out, std::move(key));
}

Status key_public(Input& in, Output& out) {
    TRY_ASSIGN(const PrivateKey* key, read_key(in));
    TRY(in.finish());
    out.bytes(key->spki());
    return ok();
}

Status request_create(Input& in, Output& out) {
    TRY_ASSIGN(const PrivateKey* key, read_key(in));
    TRY_ASSIGN(const Json subject, in.json());
    TRY_ASSIGN(const auto blinding, in.fixed<32>());
    TRY(in.finish());
    TRY_ASSIGN(const crypto::NameFields fields, read_subject(subject));
    TRY_ASSIGN(const Bytes request, crypto::create_request(*key, fields, blinding));
    out.bytes(request);
    return ok();
}

Status certificate_read(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView der, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(const crypto::Certificate certificate, crypto::parse_certificate(der));
    out.json(Json::object()
                 .set("fingerprint", codec::encode_hex(crypto::fingerprint(certificate)))
                 .set("is_ca", certificate.is_ca)
                 .set("issuer", write_name(certificate.issuer.fields))
                 .set("not_after", certificate.not_after.text())
                 .set("not_before", certificate.not_before.text())
                 .set("serial", codec::encode_hex(certificate.serial))
                 .set("subject", write_name(certificate.subject.fields)));
    return ok();
}

Status chain_check(Input& in, Output& out) {
    TRY_ASSIGN(const auto chain, read_chain(in));
    TRY_ASSIGN(const auto roots, read_roots(in));
    TRY_ASSIGN(const auto crls, read_crls(in));
    TRY_ASSIGN(const ChainTerms terms, read_terms(in));
    TRY(in.finish());
    TRY_ASSIGN(const sign::VerifiedSigner signer, check(chain, roots, crls, terms));
    out.json(write_signer(signer));
    return ok();
}

/// Signs canonical JSON and nothing else: no blob of unknown meaning can be put under a key from here.
Status jws_sign(Input& in, Output& out) {
    TRY_ASSIGN(const PrivateKey* key, read_key(in));
    TRY_ASSIGN(const std::string_view purpose, in.text());
    TRY_ASSIGN(const ByteView payload, in.bytes());
    TRY_ASSIGN(const std::vector<ByteView> chain, in.list());
    TRY_ASSIGN(const auto blinding, in.fixed<32>());
    TRY(in.finish());
    TRY_ASSIGN(const Json json, codec::parse_canonical(payload, {.max_bytes = sign::largest_jws}));
    const Json* named = json.find("purpose");
    if (named == nullptr || named->as_string() == nullptr || *named->as_string() != purpose)
        return Error(ErrorCode::jws_type_wrong, "/purpose");
    std::vector<Bytes> ders;
    for (const ByteView der : chain) ders.push_back(to_bytes(der));
    TRY_ASSIGN(const std::string jws, sign::sign_jws(payload, purpose, ders, *key, blinding));
    out.text(jws);
    return ok();
}

Status jws_check(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY_ASSIGN(const std::string_view purpose, in.text());
    TRY_ASSIGN(const auto roots, read_roots(in));
    TRY_ASSIGN(const auto crls, read_crls(in));
    TRY_ASSIGN(const ChainTerms terms, read_terms(in));
    TRY(in.finish());
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(text));
    TRY(sign::verify_jws_signature(jws, purpose));
    TRY_ASSIGN(const sign::VerifiedSigner signer, check(jws.chain, roots, crls, terms));
    out.json(write_signer(signer));
    out.bytes(jws.payload);
    return ok();
}

} // namespace kaibiao::wasm
