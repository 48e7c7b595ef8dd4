#include "kaibiao/tender/lot_review.h"

#include "centre_builder.h"
#include "kaibiao/codec/text.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

/// A lot in its release window, seen by somebody whom the server shows the lot's own stream only.
struct Opening {
    TestCentre centre;
    Opening() {
        REQUIRE(centre.publish().ok());
        for (std::size_t i = 0; i < 3; ++i)
            REQUIRE(centre
                        .submit(centre.bidder(i),
                                centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}))
                        .ok());
        centre.now = centre.lot().publication->deadline;
        REQUIRE(centre.close().ok());
    }
    std::vector<log::StoredEvent> events() const { return centre.stored(centre.lot().stream()); }
    Result<LotState> review(const std::vector<log::StoredEvent>& events) const {
        std::vector<crypto::RevocationList> lists;
        for (const Bytes& der : centre.crls) lists.push_back(crypto::parse_crl(der).value());
        return review_lot({centre.centre, centre.origin, centre.lot_id(), centre.anchors().roots, lists, events});
    }
    /// The event at `position` with another payload and stamp, and the chain after it written anew: what a server can
    /// do that has the log key but nobody's signing key.
    std::vector<log::StoredEvent> rewritten(std::size_t position,
                                            const std::function<void(codec::Json&, Instant&)>& change) const {
        std::vector<log::StoredEvent> out;
        StreamHead head;
        const std::vector<log::StoredEvent> all = events();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const log::EventHeader header = log::check_event(all[i]).value();
            codec::Json payload = codec::parse_canonical(all[i].payload->bytes).value();
            Instant stamp = header.stamp;
            if (i == position) change(payload, stamp);
            const std::string text = codec::dump_canonical(payload);
            out.push_back(store_event({header.stream, header.type, header.version, stamp, to_bytes(as_bytes(text))},
                                      head, array_from<32>("salt " + std::to_string(i))));
            const log::EventHeader written = log::check_event(out.back()).value();
            head.advance(written, log::event_hash(out.back().header));
        }
        return out;
    }
};

} // namespace

TEST_CASE("review: a lot that was rightly published, closed and opened is known by its own stream") {
    Opening opening;
    REQUIRE(opening.centre.open().ok());
    const LotState lot = opening.review(opening.events()).value();
    CHECK(lot.phase == Phase::opening);
    CHECK(lot.head == opening.centre.lot().head);
    CHECK(lot.closing->heads.size() == 3);
}

TEST_CASE("review: withheld secrets and members do not hinder it, a withheld close does") {
    Opening opening;
    REQUIRE(opening.centre.appoint(opening.centre.committee()).ok());
    std::vector<log::StoredEvent> events = opening.events();
    events.back().payload.reset();
    CHECK(opening.review(events).ok());
    events[1].payload.reset();
    CHECK(refusal(opening.review(events)) == "bundle_incomplete");
}

TEST_CASE("review: a close before the deadline, or of too few bids, is not believed") {
    Opening opening;
    const auto early = opening.rewritten(1, [&](codec::Json&, Instant& stamp) { stamp = stamp.plus_milliseconds(-1); });
    CHECK(refusal(opening.review(early)) == "deadline_not_reached");
    const auto few = opening.rewritten(1, [&](codec::Json& payload, Instant&) { payload.set("bids", 2); });
    CHECK(refusal(opening.review(few)) == "decision_mismatch");
    const auto unlisted = opening.rewritten(1, [&](codec::Json& payload, Instant&) { payload.set("bids", 4); });
    CHECK(refusal(opening.review(unlisted)) == "decision_mismatch");
}

TEST_CASE("review: a notice by another than its tenderer, or under other roots, is not believed") {
    Opening opening;
    std::vector<crypto::RevocationList> lists;
    for (const Bytes& der : opening.centre.crls) lists.push_back(crypto::parse_crl(der).value());
    const std::vector<log::StoredEvent> events = opening.events();
    const auto strange = review_lot({opening.centre.centre,
                                     opening.centre.origin,
                                     opening.centre.lot_id(),
                                     {TestAuthority("别的根").root()},
                                     lists,
                                     events});
    CHECK(refusal(strange) == "certificate_unknown_root");
    const auto elsewhere = review_lot({opening.centre.centre, "elsewhere.example/log", opening.centre.lot_id(),
                                       opening.centre.anchors().roots, lists, events});
    CHECK(refusal(elsewhere) == "jws_payload_wrong_context");
    const auto relaxed = opening.rewritten(0, [&](codec::Json& payload, Instant&) {
        codec::Json& rules = payload.as_object()->find("profile")->second.as_object()->find("rules")->second;
        codec::Json& rule = rules.as_object() != nullptr
                                ? rules.as_object()->find("bidders_minimum")->second
                                : (*rules.as_array())[static_cast<std::size_t>(RuleKey::bidders_minimum)];
        rule.set("value", 1);
    });
    CHECK_FALSE(opening.review(relaxed).ok());
}

TEST_CASE("review: an opening that the tenderer did not sign is not believed") {
    Opening opening;
    REQUIRE(opening.centre.open().ok());
    const auto forged = opening.rewritten(2, [&](codec::Json& payload, Instant&) {
        const codec::Json notice = codec::parse_canonical(opening.events()[0].payload->bytes).value();
        payload.set("jws", *notice.find("jws"));
    });
    CHECK(refusal(opening.review(forged)) == "jws_type_wrong");
}
