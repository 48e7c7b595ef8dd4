#include "kaibiao/seal/manifest.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

namespace kaibiao::seal {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::size_t longest_id = 64;

Error malformed(std::string place, std::string reason) {
    return Error(ErrorCode::manifest_malformed, std::move(place), std::move(reason));
}

template <std::size_t N> Json base64_or_null(const std::optional<ByteArray<N>>& bytes) {
    return bytes ? Json(codec::encode_base64(*bytes)) : Json();
}

/// A member that must be there, but may be null.
Result<bool> is_given(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json* value, reader.any(key));
    return !value->is_null();
}

template <std::size_t N> Result<std::optional<ByteArray<N>>> read_optional(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const bool given, is_given(reader, key));
    if (!given) return std::optional<ByteArray<N>>();
    TRY_ASSIGN(const auto bytes, reader.bytes<N>(key));
    return std::optional<ByteArray<N>>(bytes);
}

Json write_lock(PartClass part_class, const ClassLock& lock) {
    return Json::object()
        .set("class", name_of(part_class))
        .set("hb", base64_or_null(lock.hb))
        .set("proof", base64_or_null(lock.proof))
        .set("r", base64_or_null(lock.r));
}

Result<ClassLock> read_lock(const Json& json, const std::string& place, PartClass expected, LockPolicy policy) {
    ObjectReader reader(json, place);
    ClassLock lock;
    TRY_ASSIGN(const std::string name, reader.string("class"));
    if (name != name_of(expected)) return malformed(reader.place_of("class"), "the classes are sheet, then volumes");
    TRY_ASSIGN(lock.hb, read_optional<32>(reader, "hb"));
    TRY_ASSIGN(lock.proof, read_optional<64>(reader, "proof"));
    TRY_ASSIGN(lock.r, read_optional<32>(reader, "r"));
    TRY(reader.finish());
    const bool officers = needs_officers(policy);
    if (lock.hb.has_value() != needs_bidder(policy) || lock.r.has_value() != officers ||
        lock.proof.has_value() != officers)
        return malformed(place, "its members are not those of the policy");
    return lock;
}

Status read_locks(ObjectReader& reader, Manifest& manifest) {
    TRY_ASSIGN(const Json::Array* locks, reader.array("locks", 2));
    const std::string place = reader.place_of("locks");
    if (locks->size() != 2) return malformed(place, "there is one lock for each class");
    TRY_ASSIGN(manifest.sheet, read_lock((*locks)[0], place + "/0", PartClass::sheet, manifest.policy));
    TRY_ASSIGN(manifest.volumes, read_lock((*locks)[1], place + "/1", PartClass::volumes, manifest.policy));
    return ok();
}

Json write_part(const PartRecord& record) {
    return Json::object()
        .set("class", name_of(record.part_class()))
        .set("commitment", codec::encode_hex(record.commitment))
        .set("header", codec::encode_hex(record.header))
        .set("length", static_cast<std::int64_t>(record.length))
        .set("part", static_cast<std::int64_t>(record.part))
        .set("root", codec::encode_hex(record.root));
}

Result<PartRecord> read_part(const Json& json, const std::string& place, std::uint32_t index) {
    ObjectReader reader(json, place);
    PartRecord record;
    TRY_ASSIGN(const std::int64_t part, reader.integer("part", 0, lock_max_parts - 1));
    record.part = static_cast<std::uint32_t>(part);
    if (record.part != index) return malformed(reader.place_of("part"), "the parts are numbered from 0");
    TRY_ASSIGN(const std::string name, reader.string("class"));
    if (name != name_of(record.part_class())) return malformed(reader.place_of("class"), "part 0 alone is the sheet");
    TRY_ASSIGN(const std::int64_t length, reader.integer("length", 1, (std::int64_t{1} << 53) - 1));
    record.length = static_cast<std::uint64_t>(length);
    if (record.length > (index == 0 ? sealed_sheet_max_length : part_max_length))
        return Error(ErrorCode::part_too_large, reader.place_of("length"));
    TRY_ASSIGN(record.header, reader.hex<32>("header"));
    TRY_ASSIGN(record.root, reader.hex<32>("root"));
    TRY_ASSIGN(record.commitment, reader.hex<32>("commitment"));
    TRY(reader.finish());
    return record;
}

Status read_parts(ObjectReader& reader, Manifest& manifest) {
    TRY_ASSIGN(const Json::Array* parts, reader.array("parts", lock_max_parts));
    const std::string place = reader.place_of("parts");
    if (parts->empty()) return malformed(place, "there is no part");
    for (std::uint32_t i = 0; i < parts->size(); ++i) {
        TRY_ASSIGN(const PartRecord record, read_part((*parts)[i], place + numbered("/", i), i));
        manifest.parts.push_back(record);
    }
    return ok();
}

Status read_replaces(ObjectReader& reader, Manifest& manifest) {
    TRY_ASSIGN(manifest.number, reader.integer("number", 1, most_submissions));
    TRY_ASSIGN(const bool given, is_given(reader, "replaces"));
    if (!given) return ok();
    TRY_ASSIGN(manifest.replaces, reader.hex<32>("replaces"));
    return ok();
}

} // namespace

Result<Manifest> read_manifest(ObjectReader& reader) {
    Manifest manifest;
    TRY_ASSIGN(manifest.bidder, reader.string("bidder", longest_id));
    if (manifest.bidder.empty()) return malformed(reader.place_of("bidder"), "it is empty");
    TRY_ASSIGN(const std::int64_t envelope, reader.integer("envelope", 1, 9));
    manifest.envelope = static_cast<int>(envelope);
    TRY_ASSIGN(const std::string policy, reader.string("policy"));
    TRY_ASSIGN(manifest.policy, parse_lock_policy(policy));
    TRY(read_replaces(reader, manifest));
    TRY(read_locks(reader, manifest));
    TRY(read_parts(reader, manifest));
    return manifest;
}

void write_manifest(Json& payload, const Manifest& manifest) {
    Json locks = Json::array(), parts = Json::array();
    locks.push(write_lock(PartClass::sheet, manifest.sheet));
    locks.push(write_lock(PartClass::volumes, manifest.volumes));
    for (const PartRecord& record : manifest.parts) parts.push(write_part(record));
    payload.set("bidder", manifest.bidder);
    payload.set("envelope", manifest.envelope);
    payload.set("locks", std::move(locks));
    payload.set("number", manifest.number);
    payload.set("parts", std::move(parts));
    payload.set("policy", name_of(manifest.policy));
    payload.set("replaces", manifest.replaces ? Json(codec::encode_hex(*manifest.replaces)) : Json());
}

ExpectedLock expected_lock(const Manifest& manifest, std::uint32_t part, const Digest& context) {
    return {manifest.policy, context, manifest.lock(class_of_part(part)), part};
}

Result<LockStanza> check_part(const Manifest& manifest, const PartRecord& record, const Digest& context,
                              const PartEvidence& evidence) {
    const std::string place = numbered("part ", record.part);
    if (evidence.length != record.length) return Error(ErrorCode::manifest_length_mismatch, place);
    if (crypto::sha256(evidence.header) != record.header) return Error(ErrorCode::manifest_header_mismatch, place);
    if (evidence.root != record.root) return Error(ErrorCode::manifest_root_mismatch, place);
    TRY_ASSIGN(const AgeHeader header, parse_age_header(evidence.header));
    return check_part_lock(header.stanzas, expected_lock(manifest, record.part, context));
}

} // namespace kaibiao::seal
