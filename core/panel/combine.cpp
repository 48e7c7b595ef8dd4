#include "kaibiao/panel/release.h"

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
    combiner.weights_.reserve(officers.size());
    for (const int officer : officers) combiner.weights_.push_back(weight(officers, officer));
    combiner.officers_ = std::move(officers);
    return combiner;
}

Result<crypto::Point> Combiner::combine(const std::vector<CheckedRelease>& releases) const {
    if (releases.size() < officers_.size()) return Error(ErrorCode::releases_too_few);
    crypto::PointSum sum;
    for (std::size_t i = 0; i < officers_.size(); ++i) {
        if (releases[i].officer() != officers_[i] || !(releases[i].base() == releases[0].base()))
            return Error(ErrorCode::release_target_mismatch);
        sum.add(crypto::PointSum::of(weights_[i], releases[i].point()));
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
        const auto point = combiner.combine(column);
        if (!point.ok()) return Error(point.error().code, "release " + std::to_string(at));
        out.push_back(*point);
    }
    return out;
}

} // namespace kaibiao::panel
