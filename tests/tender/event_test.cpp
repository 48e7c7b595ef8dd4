#include "kaibiao/tender/event.h"

#include "centre_builder.h"
#include "kaibiao/tender/upcast.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

log::StoredEvent event_of(std::string_view type, int version, std::string_view payload) {
    DecidedEvent decided{StreamId(array_from<16>("stream")), std::string(type), version, day_zero(),
                         to_bytes(as_bytes(payload))};
    return store_event(decided, {}, array_from<32>("salt"));
}

Result<codec::Json> rename_note(codec::Json payload) {
    codec::Json out = payload;
    out.as_object()->erase("note");
    return std::move(out).set("remark", *payload.find("note"));
}
Result<codec::Json> add_count(codec::Json payload) { return std::move(payload).set("count", 0); }

constexpr UpcastStep steps[] = {
    {EventType::lot_closed, 1, rename_note},
    {EventType::lot_closed, 2, add_count},
};

} // namespace

TEST_CASE("event: every type has a name of its own") {
    for (std::size_t i = 0; i < event_type_count; ++i) {
        const EventType type = static_cast<EventType>(i);
        CHECK(parse_event_type(event_type_name(type)).value() == type);
        CHECK(newest_version(type) == 1);
    }
    CHECK(refusal(parse_event_type("lot.painted")) == "event_malformed");
}

TEST_CASE("event: a version newer than this program is refused by name") {
    const Result<Event> event = decode_event(event_of("lot.window_closed", 2, R"({"missing":[]})"));
    CHECK(refusal(event) == "event_version_unknown");
    CHECK(event.error().place == StreamId(array_from<16>("stream")).text() + "@0");
}

TEST_CASE("event: an erased payload is decoded as erased, whatever it was") {
    log::StoredEvent stored = event_of("lot.window_closed", 1, R"({"missing":[]})");
    CHECK(std::holds_alternative<WindowClosed>(decode_event(stored)->payload));
    stored.payload.reset();
    const Result<Event> erased = decode_event(stored);
    REQUIRE(erased.ok());
    CHECK(std::holds_alternative<Erased>(erased->payload));
    LotState lot;
    apply(lot, *erased);
    CHECK(lot.phase == Phase::window_closed);
    CHECK(lot.erased == std::vector<std::uint64_t>{0});
    CHECK(lot.head.count == 1);
}

TEST_CASE("event: malformed payloads are refused with the event and the place") {
    const auto detail = [](std::string_view type, std::string_view payload) {
        const Result<Event> event = decode_event(event_of(type, 1, payload));
        CHECK(refusal(event) == "event_malformed");
        return event.error().detail;
    };
    CHECK(detail("lot.window_closed", R"({"missing":[],"more":1})") == "json_member_unknown at /more");
    CHECK(detail("lot.window_closed", R"({"missing":["x"]})") == "id_malformed at /missing");
    CHECK(detail("lot.window_closed", R"({"missing": []})").substr(0, 18) == "json_not_canonical");
    CHECK(detail("bid.sheet_released", R"({"b":"AAAA","bid":"00000000000000000000000000000000"})") ==
          "length_wrong at /b");
    CHECK(detail("lot.published", "{}") == "json_member_missing at /jws");
}

TEST_CASE("event: old versions are carried forward step by step, and only known ones") {
    const codec::Json old = codec::Json::object().set("note", "x");
    CHECK(newest_version(steps, EventType::lot_closed) == 3);
    CHECK(newest_version(steps, EventType::lot_result) == 1);
    CHECK(upcast(steps, EventType::lot_closed, 1, old).value() ==
          codec::Json::object().set("remark", "x").set("count", 0));
    CHECK(upcast(steps, EventType::lot_closed, 2, codec::Json::object()).value() ==
          codec::Json::object().set("count", 0));
    CHECK(upcast(steps, EventType::lot_closed, 3, old).value() == old);
    CHECK(upcast(steps, EventType::lot_result, 1, old).value() == old);
    CHECK(refusal(upcast(steps, EventType::lot_closed, 4, old)) == "event_version_unknown");
    CHECK(refusal(upcast(steps, EventType::lot_result, 2, old)) == "event_version_unknown");
}

TEST_CASE("event: nobody sees bidders or secrets before the announcement, experts before the result") {
    CHECK(visibility(EventType::bid_submitted, Phase::published) == Visibility::withheld);
    CHECK(visibility(EventType::bid_withdrawn, Phase::published) == Visibility::withheld);
    for (const Phase phase : {Phase::closed, Phase::opening})
        CHECK(visibility(EventType::bid_submitted, phase) == Visibility::withheld);
    CHECK(visibility(EventType::bid_submitted, Phase::window_closed) == Visibility::officers);
    CHECK(visibility(EventType::bid_submitted, Phase::announced) == Visibility::everyone);
    CHECK(visibility(EventType::bid_submitted, Phase::failed) == Visibility::everyone);
    CHECK(visibility(EventType::bid_sheet_released, Phase::opening) == Visibility::withheld);
    CHECK(visibility(EventType::bid_sheet_released, Phase::window_closed) == Visibility::officers);
    CHECK(visibility(EventType::officer_sheets_released, Phase::window_closed) == Visibility::withheld);
    CHECK(visibility(EventType::officer_sheets_released, Phase::announced) == Visibility::everyone);
    CHECK(visibility(EventType::officer_volumes_released, Phase::announced) == Visibility::participants);
    CHECK(visibility(EventType::bid_sheet_released, Phase::announced) == Visibility::everyone);
    CHECK(visibility(EventType::bid_volumes_released, Phase::opening) == Visibility::withheld);
    CHECK(visibility(EventType::bid_volumes_released, Phase::announced) == Visibility::openers);
    CHECK(visibility(EventType::bid_volumes_released, Phase::evaluated) == Visibility::openers);
    CHECK(visibility(EventType::committee_appointed, Phase::announced) == Visibility::participants);
    CHECK(visibility(EventType::expert_scored, Phase::evaluated) == Visibility::everyone);
    for (const Phase phase : {Phase::published, Phase::failed, Phase::evaluated})
        for (const EventType type :
             {EventType::lot_published, EventType::lot_clarified, EventType::lot_closed, EventType::lot_result})
            CHECK(visibility(type, phase) == Visibility::everyone);
}

TEST_CASE("event: the fold of the stored events is the state that the centre has") {
    TestCentre centre;
    play_to_result(centre);
    std::vector<Event> events;
    for (const log::StoredEvent& stored : centre.stored(centre.lot().stream()))
        events.push_back(decode_event(stored).value());
    const LotState lot = fold_lot(events);
    CHECK(lot.phase == Phase::evaluated);
    CHECK(lot.head == centre.lot().head);
    CHECK(lot.history == centre.lot().history);
    CHECK(lot.award->outcome_digest == centre.lot().award->outcome_digest);
    for (const BidState& bid : centre.bids()) {
        std::vector<Event> of_bid;
        for (const log::StoredEvent& stored : centre.stored(bid.stream)) of_bid.push_back(decode_event(stored).value());
        const BidState folded = fold_bid(bid.stream, of_bid);
        CHECK(folded.head == bid.head);
        CHECK(folded.in_force() == bid.in_force());
        CHECK(folded.latest->manifest_digest == bid.latest->manifest_digest);
    }
}
