#pragma once
/// Historical auctions replayed as tenders under method 2, through the public API, and compared with who won.

#include "demo/auctions.h"
#include "demo/play.h"

namespace kaibiao::demo {

struct AuctionOutcome {
    std::string auction;
    std::string title;
    std::vector<std::string> first; ///< names of the bidders tied for first; empty when no bid is valid
    std::set<std::string> winners;  ///< as the data say
    bool agrees = false;            ///< a winner of the data is among the first
};

struct AuctionReport {
    std::vector<AuctionOutcome> outcomes; ///< in the order of the file
    std::size_t agreeing = 0;
    Bytes last_bundle; ///< of the last auction with a result
};

/// Plays the auctions in groups of `group`; each lot is published, bid for, closed, opened, announced and decided by
/// its own events.
Result<AuctionReport> run_auctions(const PlaySetting& setting, const std::vector<Auction>& auctions,
                                   std::size_t group = 48);

} // namespace kaibiao::demo
