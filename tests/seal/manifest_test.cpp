#include "record.h"
#include "seal/package_builder.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;
using codec::Json;

namespace {

Json json_of(const Manifest& manifest) {
    Json json = Json::object();
    write_manifest(json, manifest);
    return json;
}

Result<Manifest> read(const Json& json) {
    codec::ObjectReader reader(json, "");
    TRY_ASSIGN(Manifest manifest, read_manifest(reader));
    TRY(reader.finish());
    return manifest;
}

Manifest good() {
    static const SealedPackage package = sealed_package(LockPolicy::dual);
    return package.manifest;
}

/// The code after a change of the JSON at `key` of part `part`.
ErrorCode with_part(std::size_t part, std::string_view key, Json value) {
    Json json = json_of(good());
    Json& parts = json.as_object()->find("parts")->second;
    (*parts.as_array())[part].set(key, std::move(value));
    return code_of(read(json));
}

ErrorCode with(std::string_view key, Json value) {
    Json json = json_of(good());
    json.set(key, std::move(value));
    return code_of(read(json));
}

PartEvidence evidence_of(const SealedPackage& package, std::uint32_t part, const AgePreamble& preamble) {
    const Bytes& file = package.files[part];
    return {file.size(), preamble.header.text, piece_root(file)};
}

} // namespace

TEST_CASE("manifest: it is read back as it was written, under every policy") {
    for (const LockPolicy policy : every_policy) {
        Manifest manifest = sealed_package(policy).manifest;
        CHECK(read(json_of(manifest)).value() == manifest);
        manifest.number = 2;
        manifest.replaces = noise_array<32>(1);
        CHECK(read(json_of(manifest)).value() == manifest);
        kaibiao::test::record("manifest", codec::dump_canonical(json_of(manifest)));
    }
}

TEST_CASE("manifest: parts are numbered, classed and bounded") {
    CHECK(with_part(1, "part", Json(2)) == ErrorCode::manifest_malformed);
    CHECK(with_part(1, "class", Json("sheet")) == ErrorCode::manifest_malformed);
    CHECK(with_part(0, "class", Json("volumes")) == ErrorCode::manifest_malformed);
    CHECK(with_part(1, "length", Json(0)) == ErrorCode::json_member_range);
    CHECK(with_part(1, "length", Json((std::int64_t{64} << 30) + 1)) == ErrorCode::part_too_large);
    CHECK(with_part(1, "root", Json("00")) != ErrorCode::internal_error);
    CHECK(with_part(1, "name", Json("x")) == ErrorCode::json_member_unknown);
    CHECK(with("parts", Json::array()) == ErrorCode::manifest_malformed);
    Json many = Json::array();
    for (int i = 0; i < 65; ++i) many.push(Json::object());
    CHECK(with("parts", std::move(many)) == ErrorCode::length_wrong);
}

TEST_CASE("manifest: the locks must be those of the policy, one for each class") {
    CHECK(with("policy", Json("officers")) == ErrorCode::manifest_malformed);
    CHECK(with("policy", Json("bidder")) == ErrorCode::manifest_malformed);
    CHECK(with("policy", Json("nobody")) == ErrorCode::lock_policy_unknown);
    CHECK(with("locks", Json::array()) == ErrorCode::manifest_malformed);
    Json json = json_of(good());
    Json::Array& locks = *json.as_object()->find("locks")->second.as_array();
    std::swap(locks[0], locks[1]);
    CHECK(code_of(read(json)) == ErrorCode::manifest_malformed);
}

TEST_CASE("manifest: other members are refused and missing ones named") {
    CHECK(with("number", Json(0)) == ErrorCode::json_member_range);
    CHECK(with("bidder", Json("")) == ErrorCode::manifest_malformed);
    CHECK(with("extra", Json(1)) == ErrorCode::json_member_unknown);
    for (const char* key : {"bidder", "envelope", "locks", "number", "parts", "policy", "replaces"}) {
        Json json = json_of(good());
        json.as_object()->erase(key);
        const auto manifest = read(json);
        REQUIRE(!manifest.ok());
        CHECK(manifest.error().code == ErrorCode::json_member_missing);
        CHECK(manifest.error().place == std::string("/") + key);
    }
}

TEST_CASE("manifest: each way in which a part differs from it has its own name") {
    const SealedPackage package = sealed_package(LockPolicy::dual);
    const AgePreamble preamble = read_preamble(package.files[1]).value();
    const PartEvidence good_part = evidence_of(package, 1, preamble);
    const PartRecord& record = package.manifest.parts[1];
    const Digest context = package.digest_of(1);
    const auto verdict = [&](const PartEvidence& evidence) {
        return code_of(check_part(package.manifest, record, context, evidence));
    };
    CHECK(check_part(package.manifest, record, context, good_part).ok());
    PartEvidence longer = good_part, other_header = good_part, other_root = good_part;
    ++longer.length;
    other_header.header = ByteView(preamble.header.text).first(50);
    other_root.root = Digest{};
    CHECK(verdict(longer) == ErrorCode::manifest_length_mismatch);
    CHECK(verdict(other_header) == ErrorCode::manifest_header_mismatch);
    CHECK(verdict(other_root) == ErrorCode::manifest_root_mismatch);
    CHECK(code_of(check_part(package.manifest, record, package.digest_of(0), good_part)) ==
          ErrorCode::lock_context_mismatch);
}
