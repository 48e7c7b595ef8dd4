#include "jws_header.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/sign/chain.h"

#include <algorithm>

namespace kaibiao::sign {

namespace {

using codec::Base64;
using codec::Json;

Result<JwsAlgorithm> read_algorithm(std::string_view name) {
    if (name == alg_es256) return JwsAlgorithm::es256;
    if (name == alg_eddsa) return JwsAlgorithm::eddsa;
    if (name == alg_rs256) return JwsAlgorithm::rs256;
    if (name == alg_ps256) return JwsAlgorithm::ps256;
    return Error(ErrorCode::jws_algorithm_refused, "/protected/alg", std::string(name.substr(0, 32)));
}

Result<std::string> read_purpose(std::string_view type) {
    const std::size_t frame = jws_type_prefix.size() + jws_type_suffix.size();
    const bool framed = type.size() > frame && type.substr(0, jws_type_prefix.size()) == jws_type_prefix &&
                        type.substr(type.size() - jws_type_suffix.size()) == jws_type_suffix;
    const std::string_view purpose =
        framed ? type.substr(jws_type_prefix.size(), type.size() - frame) : std::string_view();
    if (!is_purpose(purpose))
        return Error(ErrorCode::jws_type_wrong, "/protected/typ", std::string(type.substr(0, 64)));
    return std::string(purpose);
}

/// RFC 7515 §4.1.6: standard base64 with padding.
Result<crypto::Certificate> read_certificate(const Json& item, const std::string& place) {
    const std::string* text = item.as_string();
    if (text == nullptr) return Error(ErrorCode::jws_malformed, place, "not a string");
    const auto der = codec::decode_base64(*text, Base64::standard_padded);
    if (!der) return Error(ErrorCode::jws_malformed, place, "not canonical base64");
    auto certificate = crypto::parse_certificate(*der);
    if (!certificate) return Error(certificate.error().code, place, certificate.error().detail);
    return certificate;
}

/// Other errors of JSON become jws_malformed, with what was wrong as the detail.
Error as_malformed(const Error& error) {
    return Error(ErrorCode::jws_malformed, "/protected" + error.place, std::string(info(error.code).name));
}

struct RawHeader {
    std::string algorithm;
    std::string type;
    std::vector<Json> x5c;
};

Result<RawHeader> read_members(ByteView text) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(text, {largest_jws, 4}));
    codec::ObjectReader reader(json, "");
    RawHeader header;
    TRY_ASSIGN(header.algorithm, reader.string("alg"));
    TRY_ASSIGN(header.type, reader.string("typ"));
    TRY_ASSIGN(const Json::Array* x5c, reader.array("x5c", longest_chain));
    header.x5c = *x5c;
    TRY(reader.finish());
    return header;
}

} // namespace

bool is_purpose(std::string_view text) {
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= longest_purpose && is_plain(text.front()) && is_plain(text.back()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return is_plain(c) || c == '-'; });
}

Result<JwsHeader> parse_jws_header(ByteView text) {
    const auto raw = read_members(text);
    if (!raw) return as_malformed(raw.error());
    if (raw->x5c.empty()) return Error(ErrorCode::jws_malformed, "/protected/x5c", "there is no certificate");
    JwsHeader header;
    TRY_ASSIGN(header.algorithm, read_algorithm(raw->algorithm));
    TRY_ASSIGN(header.purpose, read_purpose(raw->type));
    for (std::size_t i = 0; i < raw->x5c.size(); ++i) {
        TRY_ASSIGN(crypto::Certificate link, read_certificate(raw->x5c[i], numbered("/protected/x5c/", i)));
        header.chain.push_back(std::move(link));
    }
    return header;
}

std::string encode_jws_header(std::string_view purpose, std::span<const Bytes> x5c) {
    Json chain = Json::array();
    for (const Bytes& der : x5c) chain.push(Json(codec::encode_base64(der, Base64::standard_padded)));
    const std::string type = std::string(jws_type_prefix) + std::string(purpose) + std::string(jws_type_suffix);
    return codec::dump_canonical(
        Json::object().set("alg", Json(alg_es256)).set("typ", Json(type)).set("x5c", std::move(chain)));
}

} // namespace kaibiao::sign
