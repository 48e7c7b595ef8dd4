#pragma once
/// Notices of the demo centre: a method for each kind of project, and what a bidder of the cast offers.

#include "demo/auctions.h"
#include "demo/cast.h"
#include "kaibiao/tender/notice.h"

namespace kaibiao::demo {

/// 综合评分法 with gates, a commercial and a technical section and 30 points for the price. GP 55.
score::Method comprehensive_method(Money ceiling);
/// 经评审的最低投标价法 without adjustments or experts. EC 29–33.
score::Method lowest_price_method(Money ceiling, std::optional<Money> minimum);

/// What the notice takes from the centre and the run.
struct NoticeSetting {
    std::string log_key;
    std::string log_policy; ///< what the centre publishes; empty without witnesses
    Instant issue_from;
    Instant deadline;
    std::int64_t release_window_milliseconds = 0;
    std::vector<tender::TenderDocument> documents;
    std::optional<tender::Party> supervisor; ///< absent: the demo's
    bool two_envelopes = false;              ///< the best three by quality come to their prices
};
/// Under the built-in profile `trial`.
tender::Notice make_notice(const ProjectIdea& project, const NoticeSetting& setting);
tender::Notice make_notice(const Auction& auction, const NoticeSetting& setting);

} // namespace kaibiao::demo
