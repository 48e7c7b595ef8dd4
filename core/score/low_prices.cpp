// Abnormally low prices (EC 21, GP 60).
#include "bids.h"
#include "checks.h"
#include "evaluated_price.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

struct Priced {
    BidId bid;
    Rational price;
};

/// By price, then id.
std::vector<Priced> prices_of(const Method& method, std::span<const BidInput> bids) {
    std::vector<Priced> out;
    for (const BidInput& bid : bids)
        if (bid.standing == BidStanding::admitted && !price_fault(method, bid.price))
            out.push_back({bid.bid, in_yuan(bid.price)});
    std::sort(out.begin(), out.end(), [](const Priced& left, const Priced& right) {
        const int order = left.price.compare(right.price);
        return order != 0 ? order < 0 : left.bid < right.bid;
    });
    return out;
}

Result<bool> is_under(const Rational& price, const Rational& yardstick, const Decimal& percent) {
    TRY_ASSIGN(const Rational share, Rational::from_decimal(percent).divided_by(Rational::from_integer(100)));
    TRY_ASSIGN(const Rational limit, yardstick.times(share));
    return price.compare(limit) < 0;
}

Status compare(const Priced& one, const Rational& yardstick, const Decimal& percent, FindingKind kind, Findings& out) {
    TRY_ASSIGN(const bool low, is_under(one.price, yardstick, percent));
    if (low) out.push_back({kind, {}, one.bid, {}, {one.price, yardstick, Rational::from_decimal(percent)}, {}});
    return ok();
}

} // namespace

Status find_low_prices(const Method& method, std::span<const BidInput> bids, Findings& out) {
    if (!method.abnormally_low) return ok();
    const std::vector<Priced> prices = prices_of(method, bids);
    if (prices.size() < 2) return ok();
    Rational sum;
    for (const Priced& one : prices) {
        TRY_ASSIGN(sum, sum.plus(one.price));
    }
    const auto others = static_cast<std::int64_t>(prices.size()) - 1;
    for (std::size_t i = 0; method.abnormally_low->percent_of_others && i < prices.size(); ++i) {
        TRY_ASSIGN(const Rational rest, sum.minus(prices[i].price));
        TRY_ASSIGN(const Rational mean, rest.divided_by(Rational::from_integer(others)));
        TRY(compare(prices[i], mean, *method.abnormally_low->percent_of_others, FindingKind::abnormally_low_of_others,
                    out));
    }
    for (std::size_t i = 0; method.abnormally_low->percent_of_next && i + 1 < prices.size(); ++i)
        TRY(compare(prices[i], prices[i + 1].price, *method.abnormally_low->percent_of_next,
                    FindingKind::abnormally_low_of_next, out));
    return ok();
}

} // namespace kaibiao::score
