#include "kaibiao/draw/seed.h"

#include "kaibiao/panel/vrf.h"

#include <algorithm>

namespace kaibiao::draw {

namespace {

Error at_officer(int officer, const Error& error) {
    const std::string place = numbered("officer ", officer);
    return Error(error.code, error.place.empty() ? place : place + ": " + error.place, error.detail);
}

Result<panel::CheckedRelease> check_one(const panel::ReleaseList& list, const panel::Target& target,
                                        const panel::PanelKey& key, const std::vector<panel::CheckedRelease>& others) {
    TRY(panel::check_named(list, target));
    if (list.releases.size() != 1)
        return Error(ErrorCode::release_target_mismatch, "/releases", has_and_needs(list.releases.size(), 1));
    const auto same = [&](const panel::CheckedRelease& other) { return other.officer() == list.officer; };
    if (std::any_of(others.begin(), others.end(), same)) return Error(ErrorCode::release_duplicate);
    return panel::check_release(target, key, list.officer, list.releases.front());
}

} // namespace

Result<DrawSeed> seed_from_releases(const std::string& panel, const panel::PanelKey& key, const DrawMessage& message,
                                    const std::vector<panel::ReleaseList>& lists) {
    TRY_ASSIGN(const panel::Target target, panel::draw_target({panel, key.y}, request_of(message)));
    std::vector<panel::CheckedRelease> checked;
    for (const panel::ReleaseList& list : lists) {
        const auto one = check_one(list, target, key, checked);
        if (!one.ok()) return at_officer(list.officer, one.error());
        checked.push_back(*one);
    }
    if (checked.size() < static_cast<std::size_t>(key.k))
        return Error(ErrorCode::releases_too_few, {}, has_and_needs(checked.size(), key.k));
    TRY_ASSIGN(const crypto::Point gamma, panel::combine(key, checked));
    return panel::vrf_hash(gamma);
}

} // namespace kaibiao::draw
