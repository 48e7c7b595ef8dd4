#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/release.h"
#include "release_place.h"

#include <algorithm>

namespace kaibiao::panel {

std::string place_of_release(std::size_t at) { return numbered("/releases/", at); }

namespace {

using codec::Json;

Result<std::string> read_lot(codec::ObjectReader& reader, Purpose purpose) {
    TRY_ASSIGN(std::string lot, reader.string("lot", 32));
    const bool none = purpose == Purpose::rehearse;
    if (none != lot.empty() || (!none && !LotId::parse(lot).ok())) return Error(ErrorCode::release_malformed, "/lot");
    return lot;
}

Result<Release> read_release(const Json& json, const std::string& place) {
    const auto fail = [&place](ErrorCode code) { return Error(code, place); };
    if (json.as_string() == nullptr) return fail(ErrorCode::release_malformed);
    const auto bytes = codec::decode_base64(*json.as_string());
    if (!bytes.ok() || bytes->size() != release_size) return fail(ErrorCode::release_malformed);
    auto release = decode_release(ByteView(*bytes).first<release_size>());
    if (!release.ok()) return fail(release.error().code);
    return release;
}

Status read_releases(codec::ObjectReader& reader, ReleaseList& list) {
    TRY_ASSIGN(const Json::Array* items, reader.array("releases", max_releases));
    if (items->empty()) return Error(ErrorCode::release_malformed, "/releases");
    for (std::size_t at = 0; at < items->size(); ++at) {
        TRY_ASSIGN(const Release release, read_release((*items)[at], place_of_release(at)));
        list.releases.push_back(release);
    }
    return ok();
}

Result<ReleaseList> read_list(ByteView text) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(text, {.max_bytes = 1024 * 1024, .max_depth = 2}));
    codec::ObjectReader reader(json, "");
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != release_format) return Error(ErrorCode::release_malformed, "/format");
    ReleaseList list;
    TRY_ASSIGN(const std::string purpose, reader.string("purpose"));
    TRY_ASSIGN(list.purpose, parse_purpose(purpose));
    TRY_ASSIGN(list.panel, reader.string("panel", max_id));
    TRY_ASSIGN(list.lot, read_lot(reader, list.purpose));
    TRY_ASSIGN(const std::int64_t officer, reader.integer("officer", 1, max_members));
    list.officer = static_cast<int>(officer);
    TRY(read_releases(reader, list));
    TRY(reader.finish());
    return list;
}

bool is_about_a_group(ErrorCode code) {
    return code == ErrorCode::point_not_canonical || code == ErrorCode::point_is_identity ||
           code == ErrorCode::scalar_not_canonical;
}

} // namespace

Status check_named(const ReleaseList& list, const Target& target) {
    const auto other = [](const char* member, std::string_view found) {
        return Error(ErrorCode::release_target_mismatch, member, std::string(found));
    };
    if (list.purpose != target.purpose()) return other("/purpose", name_of(list.purpose));
    if (list.panel != target.panel().id) return other("/panel", list.panel);
    if (list.lot != target.lot()) return other("/lot", list.lot);
    return ok();
}

Result<ReleaseList> release_all(const Seat& seat, const std::vector<Target>& targets,
                                std::span<const std::uint8_t, 32> random) {
    if (targets.empty() || targets.size() > max_releases) return Error(ErrorCode::release_malformed, "/releases");
    const Target& first = targets.front();
    ReleaseList list{first.purpose(), first.panel().id, first.lot(), seat.member, {}};
    for (std::size_t at = 0; at < targets.size(); ++at) {
        if (!targets[at].is_beside(first)) return Error(ErrorCode::release_target_mismatch, place_of_release(at));
        TRY_ASSIGN(const Release release, release_for(seat, targets[at], random));
        list.releases.push_back(release);
    }
    return list;
}

Result<std::vector<CheckedRelease>> check_all(const std::vector<Target>& targets, const PanelKey& key,
                                              const ReleaseList& list) {
    for (const Target& target : targets) TRY(check_named(list, target));
    if (targets.size() != list.releases.size())
        return Error(ErrorCode::release_target_mismatch, "/releases",
                     has_and_needs(list.releases.size(), targets.size()));
    std::vector<CheckedRelease> out;
    for (std::size_t at = 0; at < targets.size(); ++at) {
        const auto checked = check_release(targets[at], key, list.officer, list.releases[at]);
        if (!checked.ok()) return Error(checked.error().code, place_of_release(at));
        out.push_back(*checked);
    }
    return out;
}

Bytes encode(const ReleaseList& list) {
    Json releases = Json::array();
    for (const Release& release : list.releases) releases.push(Json(codec::encode_base64(encode(release))));
    const Json json = Json::object()
                          .set("format", release_format)
                          .set("lot", list.lot)
                          .set("officer", list.officer)
                          .set("panel", list.panel)
                          .set("purpose", name_of(list.purpose))
                          .set("releases", std::move(releases));
    return to_bytes(as_bytes(codec::dump_canonical(json)));
}

Result<ReleaseList> decode_release_list(ByteView text) {
    auto list = read_list(text);
    if (list.ok() || is_about_a_group(list.error().code)) return list;
    return Error(ErrorCode::release_malformed, list.error().place, std::string(info(list.error().code).name));
}

} // namespace kaibiao::panel
