#include "kaibiao/tender/closing.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

codec::Json write_head(const FrozenHead& head) {
    return codec::Json::object()
        .set(member::hash, codec::encode_hex(head.hash))
        .set(member::position, static_cast<std::int64_t>(head.position))
        .set(member::stream, head.stream.text());
}

std::vector<FrozenHead> sorted_heads(std::span<const BidStanding> bids) {
    std::vector<FrozenHead> heads;
    for (const BidStanding& bid : bids) heads.push_back(bid.head);
    std::sort(heads.begin(), heads.end(), [](const FrozenHead& a, const FrozenHead& b) { return a.stream < b.stream; });
    return heads;
}

} // namespace

BidStanding standing_of(const BidState& bid) {
    return {{bid.stream, bid.head.count - 1, bid.head.hash}, bid.in_force()};
}

std::vector<BidStanding> standings_of(std::span<const BidState> bids) {
    std::vector<BidStanding> standings;
    for (const BidState& bid : bids) standings.push_back(standing_of(bid));
    return standings;
}

Result<DecidedEvent> decide_close(const LotState& lot, std::span<const BidStanding> bids, const Context& context) {
    TRY(check_phase(lot, {Phase::published}));
    const NextEvent next = next_of(lot, EventType::lot_closed, context);
    if (next.stamp() < lot.publication->deadline) return Error(ErrorCode::deadline_not_reached);
    codec::Json heads = codec::Json::array();
    for (const FrozenHead& head : sorted_heads(bids)) heads.push(write_head(head));
    const std::int64_t in_force =
        std::count_if(bids.begin(), bids.end(), [](const BidStanding& bid) { return bid.in_force; });
    const bool failed = in_force < lot.publication->profile.rule(RuleKey::bidders_minimum).value;
    return decide_payload(next, codec::Json::object()
                                    .set(member::heads, std::move(heads))
                                    .set(member::bids, in_force)
                                    .set(member::failed, failed));
}

void apply_closed(LotState& lot, const log::EventHeader& header, const LotClosed& event) {
    lot.closing = ClosingState{event.heads, event.bids, header.stamp};
    lot.phase = event.verdict == CloseVerdict::too_few_bidders ? Phase::failed : Phase::closed;
}

} // namespace kaibiao::tender
