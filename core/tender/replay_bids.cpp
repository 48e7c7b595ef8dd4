#include "replay.h"

#include "kaibiao/tender/envelopes.h"

#include <set>

namespace kaibiao::tender {

namespace {

/// A submission is decided under the newest event of the lot that the centre knew. Commands wait in one queue, so that
/// this can lag behind the arrival by as much as the queue is long, and not more.
constexpr std::int64_t longest_queue_milliseconds = 60'000;

const Digest* lot_head_of(const Payload& payload) {
    if (const auto* submitted = std::get_if<BidSubmitted>(&payload)) return &submitted->lot_head;
    if (const auto* withdrawn = std::get_if<BidWithdrawn>(&payload)) return &withdrawn->lot_head;
    return nullptr;
}

/// Of a submission.
int envelope_of(const Event& event) {
    const auto* submitted = std::get_if<BidSubmitted>(&event.payload);
    return submitted != nullptr ? submitted->manifest.envelope : first_envelope;
}

const ReplayEvent* next_of(const ReplayStream& stream) {
    const std::size_t done = static_cast<std::size_t>(stream.bid.head.count);
    return done < stream.events.size() ? &stream.events[done] : nullptr;
}

bool is_ready(const ReplayStream& stream, const Digest& lot_head) {
    const ReplayEvent* next = next_of(stream);
    if (next == nullptr) return false;
    const Digest* head = lot_head_of(next->event.payload);
    return head != nullptr && *head == lot_head;
}

/// By arrival; at the same instant the streams that go on come before those that begin, so that a bidder who withdrew
/// may submit anew.
using ArrivalKey = std::pair<std::int64_t, std::pair<bool, std::size_t>>;
ArrivalKey arrival_of(const ReplayStream& stream, std::size_t index) {
    return {next_of(stream)->event.header.stamp.milliseconds(), {stream.bid.head.count == 0, index}};
}

} // namespace

void Replay::replay_bids_under(std::size_t lot_position) {
    std::set<ArrivalKey> ready;
    const auto add = [&](std::size_t index) {
        if (is_ready(streams_[index], lot_.head.hash)) ready.insert(arrival_of(streams_[index], index));
    };
    for (std::size_t i = 1; i < streams_.size(); ++i) add(i);
    while (!ready.empty()) {
        const std::size_t index = ready.begin()->second.second;
        ready.erase(ready.begin());
        replay_bid_event(streams_[index], lot_position);
        add(index);
    }
}

void Replay::check_order(const Event& event, std::size_t lot_position) {
    const std::int64_t arrival = event.header.stamp.milliseconds();
    const std::vector<ReplayEvent>& lot_events = streams_[0].events;
    const bool too_early =
        lot_events[lot_position].event.header.stamp.milliseconds() > arrival + longest_queue_milliseconds;
    const bool too_late =
        lot_position + 1 < lot_events.size() &&
        lot_events[lot_position + 1].event.header.stamp.milliseconds() + longest_queue_milliseconds < arrival;
    if (too_early || too_late)
        findings_.fail(
            CheckKind::decisions,
            at_event(Error(ErrorCode::event_not_allowed, {}, "decided under another head of the lot"), event.header));
}

Result<DecidedEvent> Replay::decide_bid_again(const ReplayStream& stream, const Event& event,
                                              const VerifiedCommand& command) {
    const Context context = context_at(event.header.stamp);
    if (event.type == EventType::bid_withdrawn) return decide_withdraw(lot_, stream.bid, command, context);
    const BidderEnvelope whose{command.signer().id, envelope_of(event)};
    const auto latest = latest_.find(whose);
    const BidState* bid = latest == latest_.end() ? nullptr : &streams_[latest->second].bid;
    const bool replaces = bid != nullptr && bid->in_force();
    if (!replaces && stream.bid.head.count != 0)
        return Error(ErrorCode::event_not_allowed, {}, "a bid that replaces nothing in a stream that has begun");
    const std::size_t begun = begun_[whose];
    return decide_submit(lot_, bid, command, {std::nullopt, stream.stream, begun, streams_begun_}, context);
}

void Replay::replay_bid_event(ReplayStream& stream, std::size_t lot_position) {
    const ReplayEvent& recorded = *next_of(stream);
    const Event& event = recorded.event;
    const SignedAct& act = *act_of(event.payload);
    findings_.count(CheckKind::signatures);
    check_repetition_of(event, act);
    check_order(event, lot_position);
    const Result<VerifiedCommand> command = verify_act(event, act);
    if (command.ok())
        compare(recorded, decide_bid_again(stream, event, *command));
    else
        findings_.fail(CheckKind::signatures, at_event(command.error(), event.header));
    apply(stream.bid, event);
    if (event.header.position == 0) {
        ++begun_[{act.signer.id, envelope_of(event)}];
        ++streams_begun_;
    }
    if (event.type == EventType::bid_submitted)
        latest_[{act.signer.id, envelope_of(event)}] = static_cast<std::size_t>(&stream - streams_.data());
    findings_.did_work();
}

void Replay::report_unreached_bids() {
    for (std::size_t i = 1; i < streams_.size(); ++i) {
        const ReplayEvent* next = next_of(streams_[i]);
        if (next != nullptr)
            findings_.fail(
                CheckKind::decisions,
                at_event(Error(ErrorCode::event_not_allowed, {}, "under no head of the lot"), next->event.header));
    }
}

std::vector<BidState> Replay::bid_states() const {
    std::vector<BidState> states;
    for (std::size_t i = 1; i < streams_.size(); ++i) states.push_back(streams_[i].bid);
    return states;
}

const BidState* Replay::find_bid(const BidId& bid) const {
    for (std::size_t i = 1; i < streams_.size(); ++i)
        if (streams_[i].stream == stream_of(bid)) return &streams_[i].bid;
    return nullptr;
}

} // namespace kaibiao::tender
