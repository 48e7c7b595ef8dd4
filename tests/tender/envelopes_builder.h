#pragma once
/// A lot with two envelopes: three bidders, a panel of 2 of 3, of whom the best two by quality come to their prices.

#include "kaibiao/tender/lot_review.h"
#include "officers_builder.h"

namespace kaibiao::test::tenders {

score::Method two_envelope_method();

struct EnvelopesLot {
    TestCentre centre;
    Officers officers;
    std::map<std::pair<std::size_t, int>, SealedBid> bids; ///< by bidder and envelope

    explicit EnvelopesLot(seal::LockPolicy policy = seal::LockPolicy::dual);
    void submit(std::size_t bidder, int envelope);
    /// All bidders submit what they did not yet, the deadline passes.
    void close();
    Status release(std::size_t bidder, int envelope);
    Status release_as(std::size_t officer, seal::PartClass part_class = seal::PartClass::sheet);
    /// The opening of the envelope that is next, to the announcement: these bidders release, and two officers.
    void announce(const std::vector<std::size_t>& bidders);
    /// A committee gives the opened bids so many points, and each the next one less.
    void judge(std::int64_t points);
    /// Closes, announces the technical envelopes, scores 32, 31 and 30.
    void score();
    /// … and signs who passed: the first two.
    void qualify();
    /// … and opens their prices and signs the result.
    void finish();

    BidId id(std::size_t bidder, int envelope) const { return centre.bid_of(centre.bidder(bidder), envelope).id(); }
    /// Of the announcement that is the newest.
    const tender::AnnouncedBid& row(std::size_t bidder, int envelope) const;
    /// Puts a technical result into the stream that the tenderer signed, whatever the rules say.
    void append_qualified(const codec::Json& outcome);
    /// As somebody sees it who has the public events alone.
    Result<tender::LotState> review() const;
    /// The same with the bids, once they are public; `change` is made to each row of the first announcement.
    Result<tender::ReviewedOpening> review_bids(const std::function<void(codec::Json&)>& change = {}) const;

  private:
    std::vector<log::StoredEvent> public_events() const;
    tender::LotReviewInput input(std::span<const log::StoredEvent> events) const;
};

} // namespace kaibiao::test::tenders
