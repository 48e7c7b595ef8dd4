#include "demo/auctions.h"

#include "cli/csv.h"
#include "cli/files.h"

#include <algorithm>
#include <map>

namespace kaibiao::demo {

namespace {

using Row = std::vector<std::string>;

Error at_line(std::size_t line, std::string detail) {
    return Error(ErrorCode::request_malformed, "line " + std::to_string(line), std::move(detail));
}

class AuctionReader {
  public:
    Status header(const Row& row) {
        for (const char* name :
             {"auction", "date", "title", "reserve_price_yen", "minimum_price_yen", "bidder", "bid_yen", "won"}) {
            const auto found = std::find(row.begin(), row.end(), name);
            if (found == row.end()) return at_line(1, std::string("column missing: ") + name);
            columns_[name] = static_cast<std::size_t>(found - row.begin());
        }
        width_ = row.size();
        return ok();
    }

    Status add(const Row& row, std::size_t line) {
        if (row.size() != width_) return at_line(line, "wrong number of fields");
        TRY_ASSIGN(Auction * auction, auction_of(row, line));
        const std::string& bidder = field(row, "bidder");
        if (field(row, "won") == "1") auction->winners.insert(bidder);
        const bool known = std::any_of(auction->bids.begin(), auction->bids.end(),
                                       [&](const AuctionBid& bid) { return bid.bidder == bidder; });
        if (field(row, "bid_yen").empty() || known) return ok();
        TRY_ASSIGN(const Money price, amount(row, "bid_yen", line));
        auction->bids.push_back({bidder, price});
        return ok();
    }

    std::vector<Auction> take() { return std::move(auctions_); }

  private:
    const std::string& field(const Row& row, const char* name) const { return row[columns_.at(name)]; }

    Result<Money> amount(const Row& row, const char* name, std::size_t line) const {
        auto money = Money::parse_yuan(field(row, name));
        if (!money.ok()) return at_line(line, std::string(name) + ": " + field(row, name));
        return money;
    }

    Result<Auction*> auction_of(const Row& row, std::size_t line) {
        const std::string& number = field(row, "auction");
        if (const auto known = index_.find(number); known != index_.end()) return &auctions_[known->second];
        Auction auction{number, field(row, "date"), field(row, "title"), {}, std::nullopt, {}, {}};
        TRY_ASSIGN(auction.ceiling, amount(row, "reserve_price_yen", line));
        if (!field(row, "minimum_price_yen").empty()) {
            TRY_ASSIGN(auction.minimum, amount(row, "minimum_price_yen", line));
        }
        index_[number] = auctions_.size();
        auctions_.push_back(std::move(auction));
        return &auctions_.back();
    }

    std::map<std::string, std::size_t> columns_;
    std::map<std::string, std::size_t> index_;
    std::size_t width_ = 0;
    std::vector<Auction> auctions_;
};

} // namespace

Result<std::vector<Auction>> read_auctions(const std::filesystem::path& file) {
    TRY_ASSIGN(const Bytes text, cli::read_file(file, 64 << 20));
    AuctionReader reader;
    TRY_ASSIGN(const auto rows, cli::in_file(file, cli::read_csv(as_text(text))));
    bool first = true;
    for (const auto& [line, fields] : rows) {
        TRY(first ? reader.header(fields) : reader.add(fields, line));
        first = false;
    }
    return reader.take();
}

} // namespace kaibiao::demo
