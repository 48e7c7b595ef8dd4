#include "kaibiao/tender/closing.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

codec::Json write_head(const FrozenHead& head) {
    codec::Json out = codec::Json::object()
                          .set(member::hash, codec::encode_hex(head.hash))
                          .set(member::position, static_cast<std::int64_t>(head.position))
                          .set(member::stream, head.stream.text());
    if (head.counts) out.set(member::counts, *head.counts);
    return out;
}

/// Which envelopes are in force, by bidder.
class EnvelopesInForce {
  public:
    explicit EnvelopesInForce(std::span<const BidStanding> bids) {
        for (const BidStanding& bid : bids)
            if (bid.in_force) found_.emplace(bid.bidder, bid.envelope);
    }
    bool has_both(const std::string& bidder) const {
        return found_.count({bidder, first_envelope}) > 0 && found_.count({bidder, price_envelope}) > 0;
    }

  private:
    std::set<std::pair<std::string, int>> found_;
};

std::vector<FrozenHead> heads_of(std::span<const BidStanding> bids, int envelopes) {
    const EnvelopesInForce in_force(bids);
    std::vector<FrozenHead> heads;
    for (const BidStanding& bid : bids) {
        heads.push_back(bid.head);
        if (envelopes == 2) heads.back().counts = bid.in_force && in_force.has_both(bid.bidder);
    }
    std::sort(heads.begin(), heads.end(), [](const FrozenHead& a, const FrozenHead& b) { return a.stream < b.stream; });
    return heads;
}

std::int64_t count_in_force(std::span<const BidStanding> bids) {
    return std::count_if(bids.begin(), bids.end(), [](const BidStanding& bid) { return bid.in_force; });
}

} // namespace

BidStanding standing_of(const BidState& bid) {
    return {{bid.stream, bid.head.count - 1, bid.head.hash}, bid.in_force(), bid.bidder.id, bid.envelope()};
}

std::vector<BidStanding> standings_of(std::span<const BidState> bids) {
    std::vector<BidStanding> standings;
    for (const BidState& bid : bids) standings.push_back(standing_of(bid));
    return standings;
}

Result<DecidedEvent> decide_close(const LotState& lot, std::span<const BidStanding> bids, const Context& context) {
    TRY(check_phase(lot, {Phase::published}));
    const NextEvent next = next_of(lot, EventType::lot_closed, context);
    if (next.stamp() < lot.publication->deadline) return too_early(lot);
    const int envelopes = envelopes_of(lot.publication->notice);
    codec::Json heads = codec::Json::array();
    std::int64_t counting = 0;
    for (const FrozenHead& head : heads_of(bids, envelopes)) {
        heads.push(write_head(head));
        counting += head.counts.value_or(false) ? 1 : 0;
    }
    const std::int64_t in_force = envelopes == 2 ? counting / 2 : count_in_force(bids);
    const bool failed = in_force < lot.publication->profile.rule(RuleKey::bidders_minimum).value;
    return decide_payload(next, codec::Json::object()
                                    .set(member::heads, std::move(heads))
                                    .set(member::bids, in_force)
                                    .set(member::failed, failed));
}

void apply_closed(LotState& lot, const log::EventHeader& header, const LotClosed& event) {
    lot.closing = ClosingState{event.heads, event.bids, header.stamp, {}};
    for (const FrozenHead& head : event.heads)
        if (!head.counts.value_or(true)) lot.closing->incomplete.insert(head.stream);
    lot.phase = event.verdict == CloseVerdict::too_few_bidders ? Phase::failed : Phase::closed;
}

} // namespace kaibiao::tender
