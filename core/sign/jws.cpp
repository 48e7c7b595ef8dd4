#include "kaibiao/sign/jws.h"

#include "jws_header.h"
#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/sign/chain.h"

namespace kaibiao::sign {

namespace {

using codec::Base64;
using codec::Json;

/// The three members, still encoded.
struct Flattened {
    std::string payload;
    std::string header;
    std::string signature;
};

Result<Flattened> read_flattened(ByteView text) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(text, {largest_jws, 2}));
    codec::ObjectReader reader(json, "");
    Flattened parts;
    TRY_ASSIGN(parts.payload, reader.string("payload", largest_jws));
    TRY_ASSIGN(parts.header, reader.string("protected", largest_jws));
    TRY_ASSIGN(parts.signature, reader.string("signature"));
    TRY(reader.finish());
    return parts;
}

Result<Bytes> decode_member(std::string_view text, const char* place) {
    auto bytes = codec::decode_base64(text, Base64::url_unpadded);
    if (!bytes) return Error(ErrorCode::jws_malformed, place, "not canonical base64url");
    return bytes;
}

/// The algorithm that a key of this kind signs with, as far as it is ours to choose.
bool fits(JwsAlgorithm algorithm, crypto::KeyKind kind) {
    switch (algorithm) {
    case JwsAlgorithm::es256: return kind == crypto::KeyKind::p256;
    case JwsAlgorithm::eddsa: return kind == crypto::KeyKind::ed25519;
    case JwsAlgorithm::rs256:
    case JwsAlgorithm::ps256: return kind == crypto::KeyKind::rsa;
    }
    return false;
}

bool verify(JwsAlgorithm algorithm, const crypto::PublicKey& key, ByteView message, ByteView signature) {
    switch (algorithm) {
    case JwsAlgorithm::es256: return crypto::verify_es256(key, message, signature);
    case JwsAlgorithm::eddsa: return crypto::verify_eddsa(key, message, signature);
    case JwsAlgorithm::rs256: return crypto::verify_rs256(key, message, signature);
    case JwsAlgorithm::ps256: return crypto::verify_ps256(key, message, signature);
    }
    return false;
}

} // namespace

Result<Jws> parse_jws(ByteView text) {
    auto parts = read_flattened(text);
    if (!parts) return Error(ErrorCode::jws_malformed, parts.error().place, std::string(info(parts.error().code).name));
    TRY_ASSIGN(const Bytes header_text, decode_member(parts->header, "/protected"));
    Jws jws;
    TRY_ASSIGN(jws.payload, decode_member(parts->payload, "/payload"));
    TRY_ASSIGN(jws.signature, decode_member(parts->signature, "/signature"));
    TRY_ASSIGN(JwsHeader header, parse_jws_header(header_text));
    jws.algorithm = header.algorithm;
    jws.purpose = std::move(header.purpose);
    jws.chain = std::move(header.chain);
    jws.signing_input = std::move(parts->header) + "." + std::move(parts->payload);
    return jws;
}

Status verify_jws_signature(const Jws& jws, std::string_view expected_purpose) {
    if (jws.purpose != expected_purpose) return Error(ErrorCode::jws_type_wrong, "/protected/typ", jws.purpose);
    if (jws.chain.empty()) return Error(ErrorCode::jws_malformed, "/protected/x5c", "there is no certificate");
    const crypto::PublicKey& key = jws.chain.front().key;
    if (!fits(jws.algorithm, key.kind)) return Error(ErrorCode::jws_key_mismatch, "/protected/alg");
    if (!verify(jws.algorithm, key, as_bytes(jws.signing_input), jws.signature)) {
        return Error(ErrorCode::jws_signature_wrong, "/signature");
    }
    return ok();
}

Result<std::string> sign_jws(ByteView payload, std::string_view purpose, std::span<const Bytes> x5c,
                             const crypto::PrivateKey& key, crypto::Blinding blinding) {
    if (!is_purpose(purpose)) return Error(ErrorCode::jws_malformed, "/protected/typ", std::string(purpose));
    if (x5c.empty() || x5c.size() > longest_chain) return Error(ErrorCode::jws_malformed, "/protected/x5c");
    TRY_ASSIGN(const crypto::Certificate leaf, crypto::parse_certificate(x5c.front()));
    if (!equal_public(leaf.key.point, key.public_point()))
        return Error(ErrorCode::jws_key_mismatch, "/protected/x5c/0");
    const std::string header = codec::encode_base64(as_bytes(encode_jws_header(purpose, x5c)), Base64::url_unpadded);
    const std::string body = codec::encode_base64(payload, Base64::url_unpadded);
    const auto signature = key.sign_es256(as_bytes(header + "." + body), blinding);
    std::string text =
        codec::dump_canonical(Json::object()
                                  .set("payload", Json(body))
                                  .set("protected", Json(header))
                                  .set("signature", Json(codec::encode_base64(signature, Base64::url_unpadded))));
    if (text.size() > largest_jws) return Error(ErrorCode::jws_malformed, "/payload", "too large");
    return text;
}

} // namespace kaibiao::sign
