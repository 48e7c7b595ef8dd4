#pragma once
/// Historical sealed-bid auctions as input for the demo: one CSV row per bid with the columns
/// auction,date,title,reserve_price_yen,minimum_price_yen,bidder,bid_yen,won (further columns are ignored).
/// Yen are taken as yuan; the reserve price is the ceiling; blank prices are no bids; of two rows by one bidder the
/// first counts.

#include "kaibiao/base/money.h"
#include "kaibiao/base/result.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kaibiao::demo {

struct AuctionBid {
    std::string bidder;
    Money price;
};

struct Auction {
    std::string number;
    std::string date;
    std::string title;
    Money ceiling;
    std::optional<Money> minimum; ///< prices below are rejected
    std::vector<AuctionBid> bids;
    std::set<std::string> winners; ///< as the data say
};

/// In the file's order. Errors: file_unreadable; request_malformed with `line N`.
Result<std::vector<Auction>> read_auctions(const std::filesystem::path& file);

} // namespace kaibiao::demo
