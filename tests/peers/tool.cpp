// kaibiao_peer_tool: lets the peer tests drive core/sign from another language.
//   kaibiao_peer_tool SUBCOMMAND < request.json > answer.json
// Byte strings in JSON are unpadded standard base64. A refusal is {"error": name, "place": …} with exit code 0; the
// exit code is 2 when the request itself is not understood. Randomness is derived from the request: nothing here is
// secret.
#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/issue.h"
#include "kaibiao/sign/chain.h"
#include "kaibiao/sign/jws.h"
#include "kaibiao/sign/root_terms.h"

#include <algorithm>
#include <iostream>
#include <iterator>

using namespace kaibiao;
using codec::Json;
using codec::ObjectReader;

namespace {

/// Fixed for one run: SHA-512 of the request.
struct Entropy {
    ByteArray<64> bytes{};
    crypto::Blinding blinding() const { return std::span<const std::uint8_t, 64>(bytes).first<32>(); }
};

Json bytes_json(ByteView bytes) { return Json(codec::encode_base64(bytes)); }

Result<std::vector<Bytes>> read_list(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json::Array* items, reader.array(key, 128));
    std::vector<Bytes> all;
    for (const Json& item : *items) {
        if (item.as_string() == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key));
        TRY_ASSIGN(Bytes bytes, codec::decode_base64(*item.as_string()));
        all.push_back(std::move(bytes));
    }
    return all;
}

Result<crypto::PrivateKey> read_key(ObjectReader& reader) {
    TRY_ASSIGN(const Bytes der, reader.byte_string("key", 4096));
    return crypto::decode_pkcs8(der);
}

Result<crypto::NameFields> read_name(ObjectReader& reader) {
    TRY_ASSIGN(const Json* json, reader.object("name"));
    ObjectReader fields(*json, "/name");
    crypto::NameFields name;
    TRY_ASSIGN(name.country, fields.string("country"));
    TRY_ASSIGN(name.organisation, fields.string("organisation"));
    TRY_ASSIGN(name.organisational_unit, fields.string("unit"));
    TRY_ASSIGN(name.common_name, fields.string("common_name"));
    TRY_ASSIGN(name.serial_number, fields.string("serial_number"));
    TRY(fields.finish());
    return name;
}

Result<Instant> read_instant(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::string text, reader.string(key));
    return Instant::parse(text);
}

/// `label` makes keys differ.
Result<Json> generate_key(ObjectReader& reader, const Entropy& entropy) {
    TRY(reader.string("label"));
    const auto key = crypto::PrivateKey::generate(entropy.bytes);
    return Json::object().set("key", bytes_json(crypto::encode_pkcs8(key).view())).set("spki", bytes_json(key.spki()));
}

Result<Json> sign_jws(ObjectReader& reader, const Entropy& entropy) {
    TRY_ASSIGN(const crypto::PrivateKey key, read_key(reader));
    TRY_ASSIGN(const std::vector<Bytes> x5c, read_list(reader, "x5c"));
    TRY_ASSIGN(const std::string purpose, reader.string("purpose"));
    TRY_ASSIGN(const Bytes payload, reader.byte_string("payload", 1 << 16));
    TRY_ASSIGN(std::string text, sign::sign_jws(payload, purpose, x5c, key, entropy.blinding()));
    return Json::object().set("jws", Json(std::move(text)));
}

Result<Json> verify_jws(ObjectReader& reader, const Entropy&) {
    TRY_ASSIGN(const std::string text, reader.string("jws", sign::largest_jws));
    TRY_ASSIGN(const std::string purpose, reader.string("purpose"));
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(as_bytes(text)));
    TRY(sign::verify_jws_signature(jws, purpose));
    return Json::object().set("payload", bytes_json(jws.payload)).set("leaf", bytes_json(jws.chain.front().der));
}

/// `roots` in DER; `terms`, where given, holds the text of root terms for the first of them.
Result<std::vector<sign::TrustRoot>> read_trust(ObjectReader& reader) {
    TRY_ASSIGN(const std::vector<Bytes> ders, read_list(reader, "roots"));
    std::vector<sign::TrustRoot> roots;
    for (const Bytes& der : ders) {
        TRY_ASSIGN(sign::TrustRoot root, sign::make_trust_root(der, "root " + std::to_string(roots.size())));
        roots.push_back(std::move(root));
    }
    if (!reader.has("terms") || roots.empty()) return roots;
    TRY_ASSIGN(const std::string text, reader.string("terms"));
    TRY_ASSIGN(roots[0].terms, sign::read_root_terms(as_bytes(text)));
    return roots;
}

Result<Json> validate_chain(ObjectReader& reader, const Entropy&) {
    TRY_ASSIGN(const std::vector<Bytes> chain_ders, read_list(reader, "chain"));
    TRY_ASSIGN(const std::vector<sign::TrustRoot> roots, read_trust(reader));
    TRY_ASSIGN(const std::vector<Bytes> crl_ders, read_list(reader, "crls"));
    TRY_ASSIGN(const Instant now, read_instant(reader, "now"));
    std::vector<crypto::Certificate> chain;
    std::vector<crypto::RevocationList> crls;
    for (const Bytes& der : chain_ders) {
        TRY_ASSIGN(crypto::Certificate link, crypto::parse_certificate(der));
        chain.push_back(std::move(link));
    }
    for (const Bytes& der : crl_ders) {
        TRY_ASSIGN(crypto::RevocationList list, crypto::parse_crl(der));
        crls.push_back(std::move(list));
    }
    std::int64_t grace = 0;
    if (reader.has("grace")) {
        TRY_ASSIGN(grace, reader.integer("grace", 0, std::int64_t{1} << 40));
    }
    TRY_ASSIGN(const sign::VerifiedSigner signer, sign::validate_chain({chain, roots, crls, now, grace}));
    return Json::object()
        .set("late", static_cast<std::int64_t>(signer.lists_in_grace(now).size()))
        .set("name", signer.subject.common_name)
        .set("root", signer.policy)
        .set("subject", signer.subject_id());
}

Result<Json> create_request(ObjectReader& reader, const Entropy& entropy) {
    TRY_ASSIGN(const crypto::PrivateKey key, read_key(reader));
    TRY_ASSIGN(const crypto::NameFields name, read_name(reader));
    TRY_ASSIGN(const Bytes der, crypto::create_request(key, name, entropy.blinding()));
    return Json::object().set("request", bytes_json(der));
}

Result<Json> read_request(ObjectReader& reader, const Entropy&) {
    TRY_ASSIGN(const Bytes der, reader.byte_string("request", 1 << 16));
    TRY_ASSIGN(const crypto::CertificateRequest request, crypto::parse_request(der));
    return Json::object()
        .set("name", Json(request.subject.fields.common_name))
        .set("spki", bytes_json(request.key.spki));
}

Result<Json> lock_key(ObjectReader& reader, const Entropy& entropy) {
    TRY_ASSIGN(const crypto::PrivateKey key, read_key(reader));
    TRY_ASSIGN(const std::string passphrase, reader.string("passphrase"));
    crypto::Pkcs8Lock lock;
    std::copy_n(entropy.bytes.begin(), 16, lock.salt.begin());
    std::copy_n(entropy.bytes.begin() + 16, 16, lock.iv.begin());
    return Json::object().set("locked", bytes_json(crypto::encrypt_pkcs8(key, as_bytes(passphrase), lock)));
}

Result<Json> unlock_key(ObjectReader& reader, const Entropy&) {
    TRY_ASSIGN(const Bytes der, reader.byte_string("locked", 1 << 16));
    TRY_ASSIGN(const std::string passphrase, reader.string("passphrase"));
    TRY_ASSIGN(const crypto::PrivateKey key, crypto::decrypt_pkcs8(der, as_bytes(passphrase)));
    return Json::object().set("spki", bytes_json(key.spki()));
}

Result<crypto::CertificateOrder> read_order(ObjectReader& reader) {
    crypto::CertificateOrder order;
    TRY_ASSIGN(const crypto::NameFields name, read_name(reader));
    TRY_ASSIGN(order.subject, crypto::encode_name(name));
    TRY_ASSIGN(order.spki, reader.byte_string("spki", 1 << 12));
    TRY_ASSIGN(order.serial, reader.byte_string("serial", 20));
    TRY_ASSIGN(order.not_before, read_instant(reader, "not_before"));
    TRY_ASSIGN(order.not_after, read_instant(reader, "not_after"));
    TRY_ASSIGN(const bool authority, reader.boolean("authority"));
    if (authority) order.use = crypto::CertificateUse::authority;
    return order;
}

/// Self-signed without `issuer`.
Result<Json> issue_certificate(ObjectReader& reader, const Entropy& entropy) {
    TRY_ASSIGN(const crypto::PrivateKey key, read_key(reader));
    TRY_ASSIGN(const crypto::CertificateOrder order, read_order(reader));
    if (!reader.has("issuer")) {
        TRY_ASSIGN(const Bytes root, crypto::issue_root(key, order, entropy.blinding()));
        return Json::object().set("certificate", bytes_json(root));
    }
    TRY_ASSIGN(const Bytes issuer_der, reader.byte_string("issuer", 1 << 16));
    TRY_ASSIGN(const crypto::Certificate issuer, crypto::parse_certificate(issuer_der));
    TRY_ASSIGN(const Bytes der, crypto::issue_certificate({key, issuer}, order, entropy.blinding()));
    return Json::object().set("certificate", bytes_json(der));
}

Result<Json> issue_crl(ObjectReader& reader, const Entropy& entropy) {
    TRY_ASSIGN(const crypto::PrivateKey key, read_key(reader));
    TRY_ASSIGN(const Bytes issuer_der, reader.byte_string("issuer", 1 << 16));
    TRY_ASSIGN(const crypto::Certificate issuer, crypto::parse_certificate(issuer_der));
    TRY_ASSIGN(const std::vector<Bytes> serials, read_list(reader, "revoked"));
    crypto::CrlOrder order;
    TRY_ASSIGN(order.this_update, read_instant(reader, "this_update"));
    TRY_ASSIGN(order.next_update, read_instant(reader, "next_update"));
    for (const Bytes& serial : serials) order.revoked.push_back({serial, order.this_update});
    TRY_ASSIGN(const Bytes der, crypto::issue_crl({key, issuer}, order, entropy.blinding()));
    return Json::object().set("crl", bytes_json(der));
}

/// The names of what was refused, or `ok`.
template <typename Element> Result<Json> decode_elements(ObjectReader& reader, const Entropy&) {
    TRY_ASSIGN(const std::vector<Bytes> encodings, read_list(reader, "encodings"));
    Json out = Json::array();
    for (const Bytes& encoding : encodings) {
        if (encoding.size() != 32) return Error(ErrorCode::json_member_type, reader.place_of("encodings"));
        const auto element = Element::decode(ByteView(encoding).first<32>());
        out.push(element.ok() ? Json("ok") : Json(info(element.error().code).name));
    }
    return Json::object().set("read", std::move(out));
}

struct Subcommand {
    std::string_view name;
    Result<Json> (*run)(ObjectReader&, const Entropy&);
};

constexpr Subcommand subcommands[] = {
    {"generate-key", generate_key},
    {"jws-sign", sign_jws},
    {"jws-verify", verify_jws},
    {"chain", validate_chain},
    {"csr", create_request},
    {"csr-read", read_request},
    {"p8", lock_key},
    {"p8-open", unlock_key},
    {"issue", issue_certificate},
    {"crl", issue_crl},
    {"points", decode_elements<crypto::Point>},
    {"scalars", decode_elements<crypto::Scalar>},
};

int answer(const Subcommand& subcommand, std::string_view request) {
    const auto json = codec::parse_relaxed(as_bytes(request), {1 << 23, 16});
    if (!json) return 2;
    ObjectReader reader(*json, "");
    const Entropy entropy{crypto::sha512({as_bytes(request)})};
    auto result = subcommand.run(reader, entropy);
    if (result && !reader.finish()) return 2;
    const Json refusal = result ? Json()
                                : Json::object()
                                      .set("error", Json(info(result.error().code).name))
                                      .set("place", Json(result.error().place));
    std::cout << codec::dump_canonical(result ? *result : refusal) << "\n";
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::string request((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
    for (const Subcommand& subcommand : subcommands) {
        if (argc == 2 && subcommand.name == argv[1]) return answer(subcommand, request);
    }
    return 2;
}
