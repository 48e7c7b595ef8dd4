/// The vectors of the npm package cctv-age: every one whose recipient type we support must end as its `expect` says.

#include "inflate.h"
#include "record.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/age_armor.h"
#include "kaibiao/seal/age_file.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <map>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

struct Vector {
    std::string name;
    std::map<std::string, std::string> fields;
    AgeIdentities identities;
    bool supported = true;
    Bytes file;
};

/// The package's module; empty where it is not installed.
std::string package_text() {
    const std::string path = test::module_path("cctv-age/index.js");
    std::string text;
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return text;
    char chunk[4096];
    while (const std::size_t n = std::fread(chunk, 1, sizeof chunk, file)) text.append(chunk, n);
    std::fclose(file);
    return text;
}

void read_field(Vector& vector, const std::string& key, const std::string& value) {
    vector.fields[key] = value;
    if (key == "passphrase") vector.identities.passphrases.push_back(SecretBytes::copy_of(as_bytes(value)));
    if (key != "identity") return;
    auto identity = X25519Identity::parse(value);
    if (identity.ok())
        vector.identities.keys.push_back(std::move(identity).value());
    else
        vector.supported = false; // the post-quantum type
}

Vector read_vector(std::string name, std::string_view text) {
    Vector vector;
    vector.name = std::move(name);
    while (true) {
        const std::size_t end = text.find('\n');
        REQUIRE(end != std::string_view::npos);
        const std::string line(text.substr(0, end));
        text.remove_prefix(end + 1);
        if (line.empty()) break;
        const std::size_t colon = line.find(": ");
        REQUIRE(colon != std::string::npos);
        read_field(vector, line.substr(0, colon), line.substr(colon + 2));
    }
    vector.file = to_bytes(as_bytes(text));
    if (vector.fields["compressed"] == "zlib") {
        auto inflated = kaibiao::test::Inflater::run(vector.file);
        REQUIRE(inflated.has_value());
        vector.file = std::move(*inflated);
    }
    return vector;
}

/// Lines such as `var x_default = __toBinary("…")`, each after a comment `// ../testdata/x`.
std::vector<Vector> read_package(const std::string& text) {
    static constexpr std::string_view name_mark = "// ../testdata/";
    static constexpr std::string_view data_mark = "__toBinary(\"";
    std::vector<Vector> vectors;
    for (std::size_t at = text.find(name_mark); at != std::string::npos; at = text.find(name_mark, at)) {
        at += name_mark.size();
        const std::string name = text.substr(at, text.find('\n', at) - at);
        const std::size_t data = text.find(data_mark, at) + data_mark.size();
        const auto bytes =
            codec::decode_base64(text.substr(data, text.find('"', data) - data), codec::Base64::standard_padded);
        REQUIRE_MESSAGE(bytes.ok(), name);
        vectors.push_back(read_vector(name, as_text(*bytes)));
    }
    return vectors;
}

struct Outcome {
    std::string expect = "success";
    Bytes plain;
};

std::string class_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::age_no_match:
    case ErrorCode::age_passphrase_wrong: return "no match";
    case ErrorCode::age_header_mac_wrong: return "HMAC failure";
    case ErrorCode::age_payload_damaged:
    case ErrorCode::age_payload_truncated:
    case ErrorCode::age_payload_trailing: return "payload failure";
    case ErrorCode::age_armor_malformed: return "armor failure";
    case ErrorCode::age_version_unknown:
    case ErrorCode::age_header_malformed:
    case ErrorCode::age_stanza_malformed:
    case ErrorCode::age_scrypt_not_alone:
    case ErrorCode::age_work_factor_too_high:
    case ErrorCode::age_share_low_order:
    case ErrorCode::age_nonce_truncated: return "header failure";
    default: return std::string(info(code).name);
    }
}

Status decrypt(const Vector& vector, std::size_t step, AgeIdentities identities, Bytes& plain) {
    Bytes file;
    if (vector.fields.count("armored") != 0) {
        ArmorDecoder armor;
        TRY(armor.update(as_text(vector.file), file));
        TRY(armor.finish(file));
    } else {
        file = vector.file;
    }
    AgeDecryptor decryptor(std::move(identities));
    for (std::size_t at = 0; at < file.size(); at += step)
        TRY(decryptor.update(ByteView(file).subspan(at, std::min(step, file.size() - at)), plain));
    return decryptor.finish(plain);
}

Outcome run(const Vector& vector, std::size_t step) {
    AgeIdentities identities;
    for (const auto& key : vector.identities.keys) identities.keys.push_back(key.clone());
    for (const auto& passphrase : vector.identities.passphrases) identities.passphrases.push_back(passphrase.clone());
    Outcome outcome;
    const Status status = decrypt(vector, step, std::move(identities), outcome.plain);
    if (!status.ok()) outcome.expect = class_of(status.error().code);
    return outcome;
}

void check(const Vector& vector, std::size_t step) {
    CAPTURE(vector.name);
    CAPTURE(step);
    const Outcome outcome = run(vector, step);
    CHECK(outcome.expect == vector.fields.at("expect"));
    if (vector.fields.count("payload") == 0) return;
    CHECK(codec::encode_hex(crypto::sha256(outcome.plain)) == vector.fields.at("payload"));
}

} // namespace

TEST_CASE("age: the public test vectors end as they must") {
    const std::vector<Vector> vectors = read_package(package_text());
    if (vectors.empty()) {
        kaibiao::test::skip_case("the npm package cctv-age is not installed");
        return;
    }
    std::size_t passed = 0, skipped = 0;
    for (const Vector& vector : vectors) {
        if (!vector.supported) {
            ++skipped;
            continue;
        }
        check(vector, vector.file.size() + 1);
        check(vector, 70'001);
        if (vector.file.size() < 2000 && vector.identities.passphrases.empty()) check(vector, 1);
        ++passed;
    }
    std::printf("age vectors: %zu run, %zu skipped (other recipient types)\n", passed, skipped);
    CHECK(passed == 124);
    CHECK(skipped == 19); // their recipient types are not ours; one that is must not slip in here
}

TEST_CASE("age: the headers and payloads of the test vectors are written again byte for byte") {
    const std::vector<Vector> vectors = read_package(package_text());
    if (vectors.empty()) kaibiao::test::skip_case("the npm package cctv-age is not installed");
    for (const Vector& vector : vectors) {
        if (vector.fields.at("expect") != "success" || vector.fields.count("armored") != 0) continue;
        CAPTURE(vector.name);
        const auto key_bytes = codec::decode_hex(vector.fields.at("file key")).value();
        FileKey file_key;
        std::copy(key_bytes.begin(), key_bytes.end(), file_key.data().begin());
        const auto preamble = read_preamble(vector.file);
        REQUIRE(preamble.ok());
        CHECK(check_header_mac(preamble->header, file_key).ok());

        PayloadDecryptor decryptor(file_key.clone());
        Bytes plain(vector.file.size() + PayloadDecryptor::finish_bound());
        const ByteView payload = ByteView(vector.file).subspan(preamble->header.text.size());
        const std::size_t n = decryptor.update(payload, plain).value();
        plain.resize(n + decryptor.finish(MutableBytes(plain).subspan(n)).value());

        AgeEncryptor encryptor(preamble->header.stanzas, file_key, preamble->nonce);
        Bytes again;
        encryptor.update(plain, again);
        encryptor.finish(again);
        CHECK(again == vector.file);
        kaibiao::test::record(vector.name, crypto::sha256(again));
    }
}
