#include "kaibiao/tender/opening.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>
#include <functional>

namespace kaibiao::tender {

namespace {

/// The place is the window's end where it is known.
Error too_late(const LotState& lot) {
    return Error(ErrorCode::release_window_closed, lot.opening ? lot.opening->window_end.text() : "");
}

/// The state in which secrets are taken, at the instant of the decision.
Status check_window(const LotState& lot, Instant now) {
    if (lot.phase == Phase::window_closed || lot.phase == Phase::announced || lot.phase == Phase::qualified ||
        lot.phase == Phase::evaluated)
        return too_late(lot);
    TRY(check_phase(lot, {Phase::opening}));
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    if (now >= lot.opening->window_end) return too_late(lot);
    return ok();
}

Status check_released(const BidState& bid, seal::PartClass part_class, const ReleasedSecret& b) {
    const seal::ClassLock& lock = bid.latest->manifest.lock(part_class);
    if (!lock.hb) return Error(ErrorCode::lock_secret_mismatch, std::string(seal::name_of(part_class)));
    const Status matches = seal::check_released_secret(seal::LockSecret::copy_of(b), *lock.hb);
    if (!matches.ok()) return Error(matches.error().code, std::string(seal::name_of(part_class)));
    return ok();
}

/// Only bids of the frozen set can be released.
Status check_frozen(const LotState& lot, const BidState& bid) {
    for (const FrozenHead& head : lot.closing->heads)
        if (head.stream == bid.stream && head.hash == bid.head.hash) return ok();
    return Error(ErrorCode::bid_unknown, {}, bid.id().text());
}

struct ReleasedClass {
    seal::PartClass part_class;
    EventType type;
};
constexpr ReleasedClass sheet_class{seal::PartClass::sheet, EventType::bid_sheet_released};
constexpr ReleasedClass volumes_class{seal::PartClass::volumes, EventType::bid_volumes_released};

Result<DecidedEvent> decide_class_released(const LotState& lot, const BidState& bid, const ReleasedSecret& b,
                                           const ReleasedClass& released, const Context& context) {
    const NextEvent next = next_of(lot, released.type, context);
    TRY(check_window(lot, next.stamp()));
    TRY(check_frozen(lot, bid));
    TRY(check_turn(lot, bid));
    TRY(check_released(bid, released.part_class, b));
    return decide_payload(
        next, codec::Json::object().set(member::bid, bid.id().text()).set(member::secret, codec::encode_base64(b)));
}

ReleasedSecret released_secret(const SecretArray<32>& secret) {
    ReleasedSecret b{};
    std::copy(secret.view().begin(), secret.view().end(), b.begin());
    return b;
}

std::vector<BidId> not_released(const LotState& lot, std::span<const BidState> bids) {
    std::vector<BidId> missing;
    for (const BidState& bid : bids)
        if (check_turn(lot, bid).ok() && !is_releasable(lot, bid)) missing.push_back(bid.id());
    std::sort(missing.begin(), missing.end());
    return missing;
}

/// At the end of the window of its envelope.
bool was_missing(const LotState& lot, const BidId& bid) {
    for (const int envelope : {first_envelope, price_envelope}) {
        const OpeningState* opening = opening_of(lot, envelope);
        if (opening == nullptr) continue;
        if (std::binary_search(opening->missing.begin(), opening->missing.end(), bid)) return true;
    }
    return false;
}

void excuse_in(OpeningState& opening, const std::vector<BidId>& bids) {
    for (const BidId& bid : bids)
        if (std::binary_search(opening.missing.begin(), opening.missing.end(), bid)) opening.excused.insert(bid);
    for (AnnouncedBid& row : opening.announced)
        if (row.state == BidOpening::revoked && opening.excused.count(row.bid) > 0) row.state = BidOpening::withdrawn;
}

} // namespace

Status read_open(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    return reader.finish();
}

Result<Excuse> read_excuse(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    Excuse excuse;
    TRY_ASSIGN(excuse.bids, read_bid_ids(reader, member::bids));
    if (std::adjacent_find(excuse.bids.begin(), excuse.bids.end(), std::not_fn(std::less<>())) != excuse.bids.end())
        return Error(ErrorCode::command_malformed, reader.place_of(member::bids), "bids ascend");
    if (excuse.bids.empty()) return Error(ErrorCode::command_malformed, reader.place_of(member::bids), "no bid");
    TRY_ASSIGN(const codec::Json* reason, reader.object(member::reason));
    TRY_ASSIGN(excuse.reason, read_bilingual(*reason, reader.place_of(member::reason)));
    TRY(reader.finish());
    return excuse;
}

Result<Release> read_release(const codec::Json& body) {
    codec::ObjectReader reader(body, {});
    TRY_ASSIGN(const std::string bid, reader.string(member::bid));
    TRY_ASSIGN(const auto sheet, reader.bytes<32>("sheet"));
    TRY_ASSIGN(const auto volumes, reader.bytes<32>("volumes"));
    TRY(reader.finish());
    Release release;
    TRY_ASSIGN(release.bid, BidId::parse(bid));
    release.sheet = SecretArray<32>::copy_of(sheet);
    release.volumes = SecretArray<32>::copy_of(volumes);
    return release;
}

Result<DecidedEvent> decide_open(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::tenderer, WhileSuspended::refused));
    if (lot.phase == Phase::failed) return Error(ErrorCode::too_few_bidders);
    if (lot.phase == Phase::published) return too_early(lot);
    TRY(check_phase(lot, {Phase::closed, Phase::qualified}));
    TRY(read_open(command.payload()));
    const NextEvent next = next_of(lot, EventType::lot_opening_started, context);
    const Instant end = next.stamp().plus_milliseconds(lot.publication->notice.release_window_milliseconds);
    return decide_act(next, command, codec::Json::object().set(member::window_end, end.text()));
}

Result<DecidedEvent> decide_sheet_released(const LotState& lot, const BidState& bid, const ReleasedSecret& b,
                                           const Context& context) {
    if (lot.opening && lot.opening->has_released(bid.id())) return Error(ErrorCode::release_twice);
    return decide_class_released(lot, bid, b, sheet_class, context);
}

Result<DecidedEvent> decide_volumes_released(const LotState& lot, const BidState& bid, const ReleasedSecret& b,
                                             const Context& context) {
    if (lot.opening && lot.opening->volumes.count(bid.id()) > 0) return Error(ErrorCode::release_twice);
    return decide_class_released(lot, bid, b, volumes_class, context);
}

Result<std::vector<DecidedEvent>> decide_release(const LotState& lot, const BidState& bid, const Release& release,
                                                 const Context& context) {
    const ReleasedSecret sheet = released_secret(release.sheet);
    const ReleasedSecret volumes = released_secret(release.volumes);
    TRY_ASSIGN(DecidedEvent first, decide_class_released(lot, bid, sheet, sheet_class, context));
    TRY_ASSIGN(DecidedEvent second, decide_class_released(lot, bid, volumes, volumes_class, context));
    if (lot.opening->has_released(bid.id())) return std::vector<DecidedEvent>();
    std::vector<DecidedEvent> both;
    both.push_back(std::move(first));
    both.push_back(std::move(second));
    return both;
}

Result<DecidedEvent> decide_close_window(const LotState& lot, std::span<const BidState> bids, const Context& context) {
    TRY(check_phase(lot, {Phase::opening}));
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    const NextEvent next = next_of(lot, EventType::lot_window_closed, context);
    const std::vector<BidId> missing = not_released(lot, bids);
    if (!missing.empty() && next.stamp() < lot.opening->window_end)
        return Error(ErrorCode::command_not_allowed_now, {}, "the release window is open");
    codec::Json items = codec::Json::array();
    for (const BidId& bid : missing) items.push(codec::Json(bid.text()));
    return decide_payload(next, codec::Json::object().set(member::missing, std::move(items)));
}

Result<DecidedEvent> decide_excuse(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::supervisor, WhileSuspended::allowed));
    if (lot.technical)
        TRY(check_phase(lot, {Phase::qualified, Phase::opening, Phase::window_closed, Phase::announced}));
    else
        TRY(check_phase(lot, {Phase::window_closed, Phase::announced}));
    TRY_ASSIGN(const Excuse excuse, read_excuse(command.payload()));
    for (const BidId& bid : excuse.bids)
        if (!was_missing(lot, bid))
            return Error(ErrorCode::bid_unknown, "/bids", bid.text() + " was released or is not of this lot");
    return decide_act(next_of(lot, EventType::lot_release_excused, context), command);
}

void apply_opening_started(LotState& lot, const log::EventHeader& header, const OpeningStarted& event) {
    lot.opening.emplace();
    lot.opening->started_at = header.stamp;
    lot.opening->window_end = event.window_end;
    lot.phase = Phase::opening;
}

void apply_sheet_released(LotState& lot, const log::EventHeader&, const SheetReleased& event) {
    if (lot.opening) lot.opening->sheets[event.bid] = event.b;
}

void apply_volumes_released(LotState& lot, const log::EventHeader&, const VolumesReleased& event) {
    if (lot.opening) lot.opening->volumes[event.bid] = event.b;
}

void apply_window_closed(LotState& lot, const log::EventHeader& header, const WindowClosed& event) {
    lot.phase = Phase::window_closed;
    if (!lot.opening) return;
    lot.opening->window_closed_at = header.stamp;
    lot.opening->missing = event.missing;
}

void apply_excused(LotState& lot, const log::EventHeader&, const ReleaseExcused& event) {
    if (lot.technical) excuse_in(lot.technical->opening, event.bids);
    if (lot.opening) excuse_in(*lot.opening, event.bids);
}

void apply_announced(LotState& lot, const log::EventHeader& header, const LotAnnounced& event) {
    lot.phase = Phase::announced;
    if (!lot.opening) return;
    lot.opening->announced = event.bids;
    lot.opening->announced_at = header.stamp;
}

} // namespace kaibiao::tender
