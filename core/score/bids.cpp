#include "bids.h"

#include "price_rule.h"
#include "step.h"
#include "technical_stage.h"

#include <algorithm>
#include <set>

namespace kaibiao::score {

namespace {

Status check_applied(const Method& method, const BidInput& bid, const std::string& place) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < bid.adjustments.size(); ++i) {
        const AppliedAdjustment& applied = bid.adjustments[i];
        const std::string at = place + numbered("/adjustments/", i);
        const AdjustmentRule* rule = find_rule(method, applied.rule);
        if (rule == nullptr) return Error(ErrorCode::adjustment_unknown, at, applied.rule.text());
        if (!seen.insert(applied.rule.text()).second) return Error(ErrorCode::score_duplicate, at, applied.rule.text());
        if (fault_of(applied.quantity, rule->quantity) != StepFault::none)
            return Error(ErrorCode::adjustment_out_of_range, at, applied.rule.text() + ": " + applied.quantity.text());
    }
    return ok();
}

} // namespace

const AdjustmentRule* find_rule(const Method& method, const AdjustmentKey& key) {
    const auto at = std::find_if(method.adjustments.begin(), method.adjustments.end(),
                                 [&](const AdjustmentRule& rule) { return rule.key == key; });
    return at == method.adjustments.end() ? nullptr : &*at;
}

std::optional<RejectionReason> standing_fault(BidStanding standing) {
    switch (standing) {
    case BidStanding::admitted: return std::nullopt;
    case BidStanding::revoked: return RejectionReason::revoked;
    case BidStanding::withdrawn: return RejectionReason::withdrawn;
    case BidStanding::excluded: return RejectionReason::excluded;
    }
    std::abort();
}

std::optional<RejectionReason> early_fault(const Method& method, const BidInput& bid) {
    if (const auto fault = standing_fault(bid.standing)) return fault;
    if (prices_come_later(method)) return std::nullopt;
    return price_fault(method, bid.price);
}

std::vector<BidId> under_evaluation(const Method& method, std::span<const BidInput> bids) {
    std::vector<BidId> out;
    for (const BidInput& bid : bids)
        if (!early_fault(method, bid)) out.push_back(bid.bid);
    std::sort(out.begin(), out.end());
    return out;
}

Status check_bids(const Method& method, std::span<const BidInput> bids) {
    if (bids.size() > max_bids) return Error(ErrorCode::number_overflow, {}, "more than 10000 bids");
    std::set<BidId> seen;
    for (std::size_t i = 0; i < bids.size(); ++i) {
        const std::string at = numbered("/", i);
        if (!seen.insert(bids[i].bid).second) return Error(ErrorCode::bid_listed_twice, at, bids[i].bid.text());
        TRY(check_applied(method, bids[i], at));
    }
    return ok();
}

Status prefixed(const Status& status, const std::string& place) {
    if (status) return status;
    return Error(status.error().code, place + status.error().place, status.error().detail);
}

} // namespace kaibiao::score
