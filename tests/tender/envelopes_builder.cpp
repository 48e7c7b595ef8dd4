#include "envelopes_builder.h"

#include "kaibiao/tender/envelopes.h"
#include "kaibiao/tender/lot_review.h"

#include <doctest/doctest.h>

namespace kaibiao::test::tenders {

using namespace tender;

namespace {

/// A history of its own behind the announcement: what a server makes up for one reader.
std::vector<log::StoredEvent> changed_announcement(const std::vector<log::StoredEvent>& events,
                                                   const std::function<void(codec::Json&)>& change) {
    std::vector<log::StoredEvent> out;
    StreamHead head;
    bool done = false;
    for (const log::StoredEvent& event : events) {
        const log::EventHeader header = log::decode_event_header(event.header).value();
        log::StoredEvent copy = event;
        if (header.type == "lot.announced" && !done) {
            done = true;
            codec::Json payload = codec::parse_canonical(event.payload->bytes, {std::size_t{4} << 20, 32}).value();
            codec::Json::Array rows = *payload.find("bids")->as_array();
            for (codec::Json& row : rows) change(row);
            const std::string text = codec::dump_canonical(payload.set("bids", codec::Json(rows)));
            copy = store_event({header.stream, header.type, header.version, header.stamp, to_bytes(as_bytes(text))},
                               head, event.payload->salt);
            out.push_back(std::move(copy));
            return out;
        }
        head.advance(header, log::event_hash(event.header));
        out.push_back(std::move(copy));
    }
    return out;
}

} // namespace

score::Method two_envelope_method() {
    score::Method method = quality_method();
    method.technical_stage = score::TechnicalStage{Decimal::parse("20").value(), 2};
    return method;
}

EnvelopesLot::EnvelopesLot(seal::LockPolicy policy) : officers(centre.authority(), 2, 3) {
    Notice notice = centre.notice();
    notice.method = two_envelope_method();
    if (seal::needs_officers(policy)) officers.pin(notice, policy, centre);
    REQUIRE(centre.publish(centre.tenderer(), notice).ok());
}

void EnvelopesLot::submit(std::size_t bidder, int envelope) {
    constexpr const char* prices[] = {"1200000.00", "1000000.00", "900000.00"};
    centre.now = centre.now.plus_milliseconds(1'000);
    const std::string label = "bid " + std::to_string(bidder) + " " + std::to_string(envelope);
    SealedBid bid = centre.seal(centre.bidder(bidder), {prices[bidder], label, 1, {}, envelope});
    REQUIRE(centre.submit(centre.bidder(bidder), bid).ok());
    bids.insert_or_assign({bidder, envelope}, std::move(bid));
}

void EnvelopesLot::close() {
    for (const int envelope : {price_envelope, first_envelope})
        for (std::size_t i = 0; i < 3; ++i)
            if (bids.count({i, envelope}) == 0) submit(i, envelope);
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
}

Status EnvelopesLot::release(std::size_t bidder, int envelope) {
    return centre.release(id(bidder, envelope), bids.at({bidder, envelope}).secrets);
}

Status EnvelopesLot::release_as(std::size_t officer, seal::PartClass part_class) {
    TRY_ASSIGN(const OfficerRelease release, released_by(centre, officers.seat(officer), part_class));
    return send_release(centre, officers.person(officer), release);
}

void EnvelopesLot::announce(const std::vector<std::size_t>& bidders) {
    const int envelope = current_envelope(centre.lot());
    const seal::LockPolicy policy = centre.lot().publication->notice.policy;
    REQUIRE(centre.open().ok());
    if (seal::needs_bidder(policy))
        for (const std::size_t bidder : bidders) REQUIRE(release(bidder, envelope).ok());
    centre.now = centre.lot().opening->window_end;
    REQUIRE(centre.close_window().ok());
    if (seal::needs_officers(policy))
        for (const std::size_t officer : {2, 0}) REQUIRE(release_as(officer).ok());
    REQUIRE(centre.announce().ok());
}

void EnvelopesLot::judge(std::int64_t points) {
    REQUIRE(centre.appoint(centre.committee()).ok());
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(centre.score(centre.expert(i), points).ok());
}

void EnvelopesLot::score() {
    close();
    announce({0, 1, 2});
    judge(32);
}

void EnvelopesLot::qualify() {
    score();
    REQUIRE(centre.qualify().ok());
}

void EnvelopesLot::finish() {
    qualify();
    announce({0, 1});
    REQUIRE(centre.sign_result().ok());
}

const AnnouncedBid& EnvelopesLot::row(std::size_t bidder, int envelope) const {
    for (const AnnouncedBid& row : opening_of(centre.lot(), envelope)->announced)
        if (row.bid == id(bidder, envelope)) return row;
    FAIL("no such row");
    std::abort();
}

void EnvelopesLot::append_qualified(const codec::Json& outcome) {
    const codec::Json payload = write_result(centre.envelope(purpose::qualify), technical_digest(outcome));
    const VerifiedCommand command =
        centre.verify(centre.tenderer().sign(payload, purpose::qualify), purpose::qualify).value();
    codec::Json event = codec::Json::object().set("outcome", outcome);
    write_act(event, command.act());
    const std::string text = codec::dump_canonical(event);
    centre.append(
        {centre.lot().stream(), "lot.qualified", 1, centre.lot().head.stamp_for(centre.now), to_bytes(as_bytes(text))});
}

std::vector<log::StoredEvent> EnvelopesLot::public_events() const {
    std::vector<log::StoredEvent> events = centre.stored(centre.lot().stream());
    for (log::StoredEvent& event : events) {
        const log::EventHeader header = log::decode_event_header(event.header).value();
        const EventType type = parse_event_type(header.type).value();
        if (visibility(type, phase_of(centre.lot(), header.stream, header.position)) != Visibility::everyone)
            event.payload.reset();
    }
    return events;
}

LotReviewInput EnvelopesLot::input(std::span<const log::StoredEvent> events) const {
    static std::vector<sign::TrustRoot> roots;
    roots = centre.anchors().roots;
    std::vector<crypto::RevocationList> lists;
    for (const Bytes& der : centre.crls) lists.push_back(crypto::parse_crl(der).value());
    return {centre.centre, centre.origin, centre.lot_id(), roots, lists, events};
}

Result<LotState> EnvelopesLot::review() const {
    const std::vector<log::StoredEvent> events = public_events();
    return review_lot(input(events));
}

Result<ReviewedOpening> EnvelopesLot::review_bids(const std::function<void(codec::Json&)>& change) const {
    FrozenBids frozen;
    for (const BidState& bid : centre.bids()) {
        frozen.streams.push_back(centre.stored(bid.stream));
        if (bid.envelope() == first_envelope) {
            const Digest& root = bid.latest->manifest.parts[0].root;
            frozen.sheets[root] = centre.blobs.at(root);
        }
    }
    const std::vector<log::StoredEvent> shown = public_events();
    return review_opening(input(change ? changed_announcement(shown, change) : shown), frozen);
}

} // namespace kaibiao::test::tenders
