#include "ranking.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

int three_way(Money left, Money right) { return left < right ? -1 : (right < left ? 1 : 0); }

/// Negative when `left` stands before `right` by this key.
int compare_by(RankKey key, const Contender& left, const Contender& right) {
    switch (key) {
    case RankKey::total: return right.total.compare(left.total);
    case RankKey::evaluated_price: return left.evaluated_price.compare(right.evaluated_price);
    case RankKey::price: return three_way(left.price, right.price);
    case RankKey::technical: return right.technical.compare(left.technical);
    case RankKey::draw: return left.draw < right.draw ? -1 : (right.draw < left.draw ? 1 : 0);
    }
    std::abort();
}

int compare(const std::vector<RankKey>& keys, const Contender& left, const Contender& right) {
    for (const RankKey key : keys)
        if (const int order = compare_by(key, left, right); order != 0) return order;
    return 0;
}

/// One group of equal bids, ascending by id.
void place_group(std::span<const Contender> group, int rank, int candidates, Outcome& outcome) {
    const bool tied = group.size() > 1;
    if (tied) outcome.tied.push_back({rank, {}});
    for (const Contender& contender : group) {
        BidOutcome& bid = outcome.bids[contender.outcome];
        bid.rank = rank;
        bid.tied = tied;
        if (tied) outcome.tied.back().bids.push_back(contender.bid);
        if (rank <= candidates) outcome.candidates.push_back(contender.bid);
    }
}

} // namespace

void rank_bids(const Method& method, std::vector<Contender> contenders, Outcome& outcome) {
    std::sort(contenders.begin(), contenders.end(), [&](const Contender& left, const Contender& right) {
        const int order = compare(method.ranking, left, right);
        return order != 0 ? order < 0 : left.bid < right.bid;
    });
    for (std::size_t first = 0; first < contenders.size();) {
        std::size_t end = first + 1;
        while (end < contenders.size() && compare(method.ranking, contenders[first], contenders[end]) == 0) ++end;
        place_group(std::span<const Contender>(contenders).subspan(first, end - first), static_cast<int>(first) + 1,
                    method.candidates, outcome);
        first = end;
    }
}

} // namespace kaibiao::score
