#include "kaibiao/panel/release.h"
#include "release_place.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

using crypto::Scalar;

Scalar number(int officer) { return Scalar::of(static_cast<std::uint8_t>(officer)); }

/// Lagrange's coefficient at zero: Π j / (j − i) over the other officers j.
Scalar weight(const std::vector<int>& officers, int officer) {
    Scalar top = number(1);
    Scalar bottom = number(1);
    for (const int other : officers) {
        if (other == officer) continue;
        top = top.times(number(other));
        bottom = bottom.times(number(other).minus(number(officer)));
    }
    return top.times(bottom.inverse().value());
}

} // namespace

Result<Combiner> Combiner::create(const PanelKey& key, std::vector<int> officers) {
    for (auto at = officers.begin(); at != officers.end(); ++at) {
        if (*at < 1 || *at > key.n()) return Error(ErrorCode::release_officer_unknown);
        if (std::find(officers.begin(), at, *at) != at) return Error(ErrorCode::release_duplicate);
    }
    const auto k = static_cast<std::size_t>(key.k);
    if (officers.size() < k) return Error(ErrorCode::releases_too_few);
    officers.resize(k);
    Combiner combiner;
    combiner.y_ = key.y;
    combiner.parts_.reserve(k);
    for (const int officer : officers)
        combiner.parts_.push_back({officer, key.share_of(officer), weight(officers, officer)});
    return combiner;
}

bool Combiner::takes(const CheckedRelease& release, const Part& part) const {
    return release.officer() == part.officer && release.share_key() == part.share_key &&
           release.target().panel().y == y_;
}

Result<crypto::Point> Combiner::combine(const std::vector<CheckedRelease>& releases) const {
    if (releases.size() < parts_.size()) return Error(ErrorCode::releases_too_few);
    crypto::PointSum sum;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!takes(releases[i], parts_[i]) || !releases[i].target().is_same(releases[0].target()))
            return Error(ErrorCode::release_target_mismatch);
        sum.add(crypto::PointSum::of(parts_[i].weight, releases[i].point()));
    }
    return sum.point();
}

Result<crypto::Point> combine(const PanelKey& key, const std::vector<CheckedRelease>& releases) {
    std::vector<int> officers;
    officers.reserve(releases.size());
    for (const CheckedRelease& release : releases) officers.push_back(release.officer());
    TRY_ASSIGN(const Combiner combiner, Combiner::create(key, std::move(officers)));
    return combiner.combine(releases);
}

Result<std::vector<crypto::Point>> combine_all(const PanelKey& key,
                                               const std::vector<std::vector<CheckedRelease>>& lists) {
    std::vector<int> officers;
    for (const auto& list : lists) {
        if (list.empty() || list.size() != lists.front().size()) return Error(ErrorCode::releases_too_few);
        officers.push_back(list.front().officer());
    }
    TRY_ASSIGN(const Combiner combiner, Combiner::create(key, std::move(officers)));
    std::vector<crypto::Point> out;
    for (std::size_t at = 0; at < lists.front().size(); ++at) {
        std::vector<CheckedRelease> column;
        column.reserve(lists.size());
        for (const auto& list : lists) column.push_back(list[at]);
        if (!column.front().target().is_beside(lists.front().front().target()))
            return Error(ErrorCode::release_target_mismatch, place_of_release(at));
        const auto point = combiner.combine(column);
        if (!point.ok()) return Error(point.error().code, place_of_release(at));
        out.push_back(*point);
    }
    return out;
}

} // namespace kaibiao::panel
