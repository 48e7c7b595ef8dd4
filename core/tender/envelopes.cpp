#include "kaibiao/tender/envelopes.h"

#include "kaibiao/tender/lot_state.h"

#include <algorithm>
#include <map>

namespace kaibiao::tender {

namespace {

bool comes_first(const BidState& a, const BidState& b) {
    return a.latest->at != b.latest->at ? a.latest->at < b.latest->at : a.id() < b.id();
}

/// The place of each bidder in the first announcement.
std::map<std::string_view, std::size_t> first_places(const LotState& lot) {
    std::map<std::string_view, std::size_t> places;
    for (const AnnouncedBid& row : announced_bidders(lot)) places.emplace(row.bidder.id, places.size());
    return places;
}

} // namespace

bool counts(const LotState& lot, const BidState& bid) {
    return bid.in_force() && (!lot.closing || lot.closing->incomplete.count(bid.stream) == 0);
}

int current_envelope(const LotState& lot) { return lot.technical ? price_envelope : first_envelope; }

bool takes_part(const LotState& lot, const BidState& bid) {
    if (!counts(lot, bid)) return false;
    return bid.envelope() == first_envelope || (lot.technical && lot.technical->passing.count(bid.bidder.id) > 0);
}

const OpeningState* opening_of(const LotState& lot, int envelope) {
    if (lot.technical && envelope == first_envelope) return &lot.technical->opening;
    return lot.opening && envelope == current_envelope(lot) ? &*lot.opening : nullptr;
}

Status check_turn(const LotState& lot, const BidState& bid) {
    if (!counts(lot, bid)) return Error(ErrorCode::bid_withdrawn, bid.id().text());
    if (bid.envelope() != current_envelope(lot))
        return Error(ErrorCode::envelope_not_opened, bid.id().text(),
                     lot.technical ? "the technical envelopes were judged" : "the price envelopes come later");
    if (!takes_part(lot, bid)) return Error(ErrorCode::envelope_not_opened, bid.id().text(), "its bidder did not pass");
    return ok();
}

std::vector<const BidState*> numbered_bids(const LotState& lot, std::span<const BidState> bids) {
    std::vector<const BidState*> order;
    for (const BidState& bid : bids)
        if (counts(lot, bid) && bid.envelope() == current_envelope(lot)) order.push_back(&bid);
    if (!lot.technical) {
        std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return comes_first(*a, *b); });
        return order;
    }
    const auto places = first_places(lot);
    const auto place_of = [&places](const BidState* bid) {
        const auto found = places.find(bid->bidder.id);
        return found == places.end() ? places.size() : found->second;
    };
    std::sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return place_of(a) < place_of(b); });
    return order;
}

std::span<const AnnouncedBid> announced_bidders(const LotState& lot) {
    const OpeningState* first = opening_of(lot, first_envelope);
    return first != nullptr ? std::span<const AnnouncedBid>(first->announced) : std::span<const AnnouncedBid>();
}

std::vector<AnnouncedBid> announced_offers(const LotState& lot) {
    const std::span<const AnnouncedBid> first = announced_bidders(lot);
    std::vector<AnnouncedBid> offers(first.begin(), first.end());
    const OpeningState* prices = lot.technical ? opening_of(lot, price_envelope) : nullptr;
    if (prices == nullptr) return offers;
    std::map<std::string_view, const AnnouncedBid*> priced;
    for (const AnnouncedBid& row : prices->announced) priced.emplace(row.bidder.id, &row);
    for (AnnouncedBid& offer : offers) {
        const auto found = priced.find(offer.bidder.id);
        if (offer.state != BidOpening::opened || found == priced.end()) continue;
        offer.state = found->second->state;
        offer.reason = found->second->reason;
        if (offer.sheet && found->second->sheet) offer.sheet->price = found->second->sheet->price;
    }
    return offers;
}

} // namespace kaibiao::tender
