#include "kaibiao/tender/envelopes.h"

#include "envelopes_builder.h"
#include "kaibiao/seal/piece_tree.h"
#include "kaibiao/tender/method_json.h"
#include "refusal.h"

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;
using seal::LockPolicy;
using seal::PartClass;

namespace {

codec::Json sorted_ids(std::vector<BidId> ids) {
    std::sort(ids.begin(), ids.end());
    codec::Json out = codec::Json::array();
    for (const BidId& id : ids) out.push(codec::Json(id.text()));
    return out;
}

std::string rejection_of(const codec::Json& outcome, const BidId& bid) {
    for (const codec::Json& one : *outcome.find("bids")->as_array()) {
        if (*one.find("bid")->as_string() != bid.text()) continue;
        const codec::Json* rejection = one.find("rejection");
        return rejection->is_null() ? "none" : *rejection->find("reason")->as_string();
    }
    return "not there";
}

void check_passed(const TestCentre& centre) {
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    for (const Check& check : report.checks)
        for (const Error& failure : check.failures) MESSAGE(check_name(check.kind), ": ", describe(failure));
    CHECK(report.passed());
    CHECK(report.check(CheckKind::scores).items == centre.lot().evaluation.sheets.size());
}

} // namespace

TEST_CASE("envelopes: only the prices of those who pass are ever opened, and the bundle proves it") {
    LockPolicy policy = LockPolicy::dual;
    SUBCASE("dual") {}
    SUBCASE("officers") { policy = LockPolicy::officers; }
    SUBCASE("bidder") { policy = LockPolicy::bidder; }
    EnvelopesLot lot(policy);
    lot.finish();
    const LotState& state = lot.centre.lot();
    CHECK(state.phase == Phase::evaluated);
    CHECK(lot.row(0, 1).sheet->price == std::nullopt);
    CHECK(lot.row(0, 2).sheet->price->yuan() == "1200000.00");
    CHECK(lot.row(2, 1).state == BidOpening::opened);
    CHECK(lot.row(2, 2).state == BidOpening::unopened);
    CHECK_FALSE(lot.row(2, 2).sheet.has_value());
    CHECK_FALSE(lot.row(2, 2).b.has_value());
    // The cheaper of the two that passed; the cheapest of all stays sealed.
    CHECK(*state.award->outcome.find("candidates")->as_array()->front().as_string() == lot.id(1, 1).text());
    CHECK(rejection_of(state.award->outcome, lot.id(2, 1)) == "not_shortlisted");
    check_passed(lot.centre);
    // What opens a price that is not opened is nowhere in the evidence.
    const Digest root = lot.centre.bid_of(lot.centre.bidder(2), 2).latest->manifest.parts[0].root;
    for (const Bytes& sheet : lot.centre.collect().sheets) CHECK(seal::piece_root(sheet) != root);
}

TEST_CASE("envelopes: a bidder's two streams are independent until the close, then count together or not at all") {
    EnvelopesLot lot;
    lot.submit(0, 1);
    lot.submit(0, 2);
    CHECK(lot.id(0, 1) != lot.id(0, 2));
    SUBCASE("withdrawing one withdraws the bid") {
        const Submission& latest = *lot.centre.bid_of(lot.centre.bidder(0), 2).latest;
        REQUIRE(lot.centre.withdraw(lot.centre.bidder(0), lot.id(0, 2), latest.manifest_digest).ok());
        for (const std::size_t bidder : {1, 2})
            for (const int envelope : {1, 2}) lot.submit(bidder, envelope);
        lot.centre.now = lot.centre.lot().publication->deadline;
        REQUIRE(lot.centre.close().ok());
        CHECK(lot.centre.lot().phase == Phase::failed);
        CHECK(lot.centre.lot().closing->bids == 2);
        check_passed(lot.centre);
    }
    SUBCASE("an envelope that was never sent is a bid that does not count") {
        for (const std::size_t bidder : {1, 2})
            for (const int envelope : {1, 2}) lot.submit(bidder, envelope);
        const SealedBid alone = lot.centre.seal(lot.centre.bidder(3), {"1.00", "alone", 1, {}, 1});
        REQUIRE(lot.centre.submit(lot.centre.bidder(3), alone).ok());
        lot.centre.now = lot.centre.lot().publication->deadline;
        REQUIRE(lot.centre.close().ok());
        CHECK(lot.centre.lot().closing->bids == 3);
        CHECK(lot.centre.lot().closing->heads.size() == 7);
        REQUIRE(lot.review().ok());
        REQUIRE(lot.centre.open().ok());
        CHECK(refusal(lot.centre.release(lot.id(3, 1), alone.secrets)) == "bid_withdrawn");
        for (const std::size_t bidder : {0, 1, 2}) REQUIRE(lot.release(bidder, 1).ok());
        REQUIRE(lot.centre.close_window().ok());
        CHECK(lot.centre.lot().opening->missing.empty());
        CHECK(officer_targets(lot.centre.lot(), lot.centre.bids(), PartClass::sheet)->size() == 3);
    }
    SUBCASE("each is replaced by itself") {
        const Submission& first = *lot.centre.bid_of(lot.centre.bidder(0), 1).latest;
        const SealedBid again = lot.centre.seal(lot.centre.bidder(0), {"1.00", "again", 2, first.manifest_digest, 1});
        REQUIRE(lot.centre.submit(lot.centre.bidder(0), again).ok());
        CHECK(lot.centre.bid_of(lot.centre.bidder(0), 1).latest->manifest.number == 2);
        CHECK(lot.centre.bid_of(lot.centre.bidder(0), 2).latest->manifest.number == 1);
        const Submission& second = *lot.centre.bid_of(lot.centre.bidder(0), 2).latest;
        const SealedBid crossed =
            lot.centre.seal(lot.centre.bidder(0), {"1.00", "crossed", 2, second.manifest_digest, 1});
        CHECK(refusal(lot.centre.submit(lot.centre.bidder(0), crossed)) == "bid_replaces_wrong");
    }
}

TEST_CASE("envelopes: no secret of a price leaves its owner before its turn, and none of one who failed") {
    EnvelopesLot lot;
    lot.close();
    REQUIRE(lot.centre.open().ok());
    const Status early = lot.release(0, 2);
    CHECK(refusal(early) == "envelope_not_opened");
    CHECK(early.error().detail == "the price envelopes come later");
    for (const std::size_t bidder : {0, 1, 2}) REQUIRE(lot.release(bidder, 1).ok());
    REQUIRE(lot.centre.close_window().ok());
    for (const std::size_t officer : {0, 1}) REQUIRE(lot.release_as(officer).ok());
    REQUIRE(lot.centre.announce().ok());
    CHECK(refusal(lot.centre.sign_result()) == "command_not_allowed_now");
    CHECK(refusal(lot.centre.open()) == "command_not_allowed_now");
    REQUIRE(lot.centre.appoint(lot.centre.committee()).ok());
    CHECK(refusal(lot.centre.qualify()) == "scores_incomplete");
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(lot.centre.score(lot.centre.expert(i), 32).ok());
    REQUIRE(lot.centre.qualify().ok());
    CHECK(lot.centre.lot().phase == Phase::qualified);
    CHECK(refusal(lot.centre.qualify()) == "command_not_allowed_now");
    REQUIRE(lot.centre.open().ok());
    const Status failed = lot.release(2, 2);
    CHECK(refusal(failed) == "envelope_not_opened");
    CHECK(failed.error().detail == "its bidder did not pass");
    CHECK(refusal(lot.release(0, 1)) == "envelope_not_opened");
    REQUIRE(lot.release(0, 2).ok());
    REQUIRE(lot.release(1, 2).ok());
    // Both that passed have released: the window closes, whatever the third would do.
    REQUIRE(lot.centre.close_window().ok());
    const std::vector<OfficerTarget> targets =
        officer_targets(lot.centre.lot(), lot.centre.bids(), PartClass::sheet).value();
    REQUIRE(targets.size() == 2);
    for (const OfficerTarget& target : targets) CHECK(target.bid != lot.id(2, 2));
    for (const std::size_t officer : {0, 1}) REQUIRE(lot.release_as(officer).ok());
    REQUIRE(lot.centre.announce().ok());
    CHECK(refusal(lot.centre.score(lot.centre.expert(5), 10)) == "command_not_allowed_now");
    REQUIRE(lot.centre.sign_result().ok());
    check_passed(lot.centre);
}

TEST_CASE("envelopes: a price in the technical envelope, and none in the other, are the bidder's fault") {
    EnvelopesLot lot(LockPolicy::bidder);
    lot.submit(1, 1);
    Offer early{"900000.00", "early price", 1, {}, 1};
    early.price_anywhere = true;
    lot.bids.insert_or_assign({0, 1}, lot.centre.seal(lot.centre.bidder(0), early));
    REQUIRE(lot.centre.submit(lot.centre.bidder(0), lot.bids.at({0, 1})).ok());
    lot.close();
    lot.announce({0, 1, 2});
    CHECK(lot.row(0, 1).state == BidOpening::failed);
    CHECK(lot.row(0, 1).reason == "sheet_malformed");
    CHECK(lot.row(1, 1).state == BidOpening::opened);
}

TEST_CASE("envelopes: the technical result is the one that the sheets give, signed by the tenderer") {
    EnvelopesLot lot;
    lot.score();
    const codec::Json right = compute_technical_json(lot.centre.lot()).value();
    CHECK(right.find("passing")->as_array()->size() == 2);
    codec::Json wrong = right;
    wrong.set("passing", codec::Json::array());
    const auto sign = [&](const Person& signer, const codec::Json& outcome) {
        return lot.centre.act(signer, purpose::qualify,
                              write_result(lot.centre.envelope(purpose::qualify), technical_digest(outcome)));
    };
    CHECK(refusal_at(sign(lot.centre.tenderer(), wrong)) == "result_mismatch /outcome");
    CHECK(refusal(sign(lot.centre.supervisor(), right)) == "command_not_allowed_for_role");
    CHECK(refusal_at(lot.centre.act(lot.centre.tenderer(), purpose::qualify,
                                    write_result(lot.centre.envelope(purpose::qualify), outcome_digest(right)))) ==
          "result_mismatch /outcome");
    CHECK(sign(lot.centre.tenderer(), right).ok());
}

TEST_CASE("envelopes: whoever sees no scores still sees who passed, and that the tenderer signed it") {
    EnvelopesLot lot;
    lot.qualify();
    const LotState seen = lot.review().value();
    CHECK(seen.phase == Phase::qualified);
    CHECK(seen.technical->passing == lot.centre.lot().technical->passing);
    CHECK(check_turn(seen, lot.centre.bid_of(lot.centre.bidder(1), 2)).ok());
    CHECK(refusal(check_turn(seen, lot.centre.bid_of(lot.centre.bidder(2), 2))) == "envelope_not_opened");
}

TEST_CASE("envelopes: one that passed and does not release loses its rank, and nobody moves up into its place") {
    EnvelopesLot lot;
    lot.qualify();
    lot.announce({0});
    CHECK(lot.row(1, 2).state == BidOpening::revoked);
    CHECK(lot.row(2, 2).state == BidOpening::unopened);
    REQUIRE(lot.centre.sign_result().ok());
    const codec::Json& outcome = lot.centre.lot().award->outcome;
    CHECK(rejection_of(outcome, lot.id(1, 1)) == "revoked");
    CHECK(rejection_of(outcome, lot.id(2, 1)) == "not_shortlisted");
    CHECK(outcome.find("candidates")->as_array()->size() == 1);
    check_passed(lot.centre);
}

TEST_CASE("envelopes: nobody passes: no price is opened, and the result has no candidate") {
    EnvelopesLot lot;
    lot.close();
    lot.announce({0, 1, 2});
    lot.judge(10);
    REQUIRE(lot.centre.qualify().ok());
    CHECK(lot.centre.lot().technical->passing.empty());
    REQUIRE(lot.centre.open().ok());
    REQUIRE(lot.centre.close_window().ok());
    REQUIRE(lot.centre.announce().ok());
    for (const std::size_t bidder : {0, 1, 2}) CHECK(lot.row(bidder, 2).state == BidOpening::unopened);
    REQUIRE(lot.centre.sign_result().ok());
    CHECK(lot.centre.lot().award->outcome.find("candidates")->as_array()->empty());
    check_passed(lot.centre);
}

TEST_CASE("envelopes: what the first announcement made public stays so while the prices are opened") {
    EnvelopesLot lot;
    lot.qualify();
    const LotState& before = lot.centre.lot();
    const StreamId bid = stream_of(lot.id(0, 2));
    CHECK(phase_of(before, bid, 0) == Phase::announced);
    REQUIRE(lot.centre.open().ok());
    const LotState& state = lot.centre.lot();
    CHECK(visibility(EventType::bid_submitted, phase_of(state, bid, 0)) == Visibility::everyone);
    const std::uint64_t settled = state.technical->position;
    CHECK(visibility(EventType::bid_sheet_released, phase_of(state, state.stream(), settled)) == Visibility::everyone);
    CHECK(visibility(EventType::bid_sheet_released, phase_of(state, state.stream(), settled + 2)) ==
          Visibility::withheld);
    CHECK(visibility(EventType::expert_scored, phase_of(state, state.stream(), settled - 1)) ==
          Visibility::participants);
}

TEST_CASE("envelopes: volumes of both envelopes are read, each after its own announcement") {
    EnvelopesLot lot;
    lot.score();
    for (const std::size_t officer : {1, 2}) REQUIRE(lot.release_as(officer, PartClass::volumes).ok());
    REQUIRE(lot.centre.qualify().ok());
    const auto opened = [&](std::size_t bidder, int envelope) {
        return combine_releases_for(lot.centre.lot(), lot.centre.bids(), PartClass::volumes, lot.id(bidder, envelope));
    };
    CHECK(opened(0, 1).ok());
    CHECK(refusal(opened(0, 2)) == "bid_unknown");
    lot.announce({0, 1});
    CHECK(opened(2, 1).ok());
    CHECK(refusal(opened(0, 2)) == "releases_too_few");
    for (const std::size_t officer : {0, 1}) REQUIRE(lot.release_as(officer, PartClass::volumes).ok());
    CHECK(opened(0, 2).ok());
    CHECK(refusal(opened(2, 2)) == "bid_unknown");
}

TEST_CASE("envelopes: the tenderer signs over every sheet, and nothing that was computed from others") {
    EnvelopesLot lot;
    lot.close();
    lot.announce({0, 1, 2});
    REQUIRE(lot.centre.appoint(lot.centre.committee()).ok());
    for (std::size_t i = 0; i < 4; ++i) REQUIRE(lot.centre.score(lot.centre.expert(i), 32).ok());
    const Digest before_last = lot.centre.lot().head.hash;
    REQUIRE(lot.centre.score(lot.centre.expert(4), 32).ok());
    const Digest right = technical_digest(compute_technical_json(lot.centre.lot()).value());
    const auto sign = [&](const Digest& seen) {
        sign::CommandEnvelope envelope = lot.centre.envelope(purpose::qualify);
        envelope.seen = seen;
        return lot.centre.act(lot.centre.tenderer(), purpose::qualify, write_result(envelope, right));
    };
    CHECK(refusal_at(sign(before_last)) == "command_stale /seen");
    // The head of a history that was made up for the tenderer's page.
    CHECK(refusal_at(sign(array_from<32>("a forked head"))) == "command_stale /seen");
    CHECK(sign(lot.centre.lot().head.hash).ok());
}

TEST_CASE("envelopes: a technical result that contradicts itself or what is public is believed by nobody") {
    EnvelopesLot lot;
    lot.score();
    codec::Json outcome = compute_technical_json(lot.centre.lot()).value();
    codec::Json::Array bids = *outcome.find("bids")->as_array();
    const auto third = [&](const char* key, codec::Json value) {
        bids[2].set(key, std::move(value));
        outcome.set("bids", codec::Json(bids));
    };
    std::string reason = "decision_mismatch";
    SUBCASE("a bidder let in without a reason to be out") {
        third("rejection", codec::Json());
        outcome.set("passing", sorted_ids({lot.id(0, 1), lot.id(1, 1), lot.id(2, 1)}));
    }
    SUBCASE("the list alone") { outcome.set("passing", sorted_ids({lot.id(0, 1), lot.id(2, 1)})); }
    SUBCASE("a quality by which another would have passed") { third("quality", codec::Json("40")); }
    SUBCASE("a bid left out") {
        bids.pop_back();
        outcome.set("bids", codec::Json(bids));
    }
    SUBCASE("a bid that was never announced") { third("bid", codec::Json(lot.id(2, 2).text())); }
    SUBCASE("a quality that is no number") {
        third("quality", codec::Json("2/4"));
        reason = "decimal_malformed";
    }
    lot.append_qualified(outcome);
    CHECK(refusal(lot.review()) == reason);
    const VerificationReport report = verify_bundle(as_bytes(lot.centre.bundle()), lot.centre.anchors());
    CHECK(report.check(CheckKind::scores).verdict == CheckVerdict::failed);
}

TEST_CASE("envelopes: without sheets of a committee nobody believes a technical result") {
    EnvelopesLot lot;
    lot.score();
    const codec::Json outcome = compute_technical_json(lot.centre.lot()).value();
    EnvelopesLot early;
    early.close();
    early.announce({0, 1, 2});
    REQUIRE(early.centre.appoint(early.centre.committee()).ok());
    early.append_qualified(outcome);
    CHECK(refusal(early.review()) == "scores_incomplete");
}

TEST_CASE("envelopes: an announcement that gives one bidder's bid to another leads no bidder's program to a release") {
    EnvelopesLot lot;
    lot.qualify();
    REQUIRE(lot.centre.open().ok());
    const auto reviewed = lot.review_bids();
    REQUIRE(reviewed.ok());
    CHECK(refusal(check_turn(reviewed->lot, lot.centre.bid_of(lot.centre.bidder(2), 2))) == "envelope_not_opened");
    const auto misled = lot.review_bids([&](codec::Json& row) {
        if (*row.find("bid")->as_string() != lot.id(0, 1).text()) return;
        codec::Json bidder = *row.find("bidder");
        row.set("bidder", bidder.set("id", lot.centre.bidder(2).id()));
    });
    CHECK(refusal(misled) == "decision_mismatch");
}

TEST_CASE("envelopes: whoever reads volumes while the second window is closed is not told that the centre lied") {
    EnvelopesLot lot;
    lot.qualify();
    REQUIRE(lot.centre.open().ok());
    for (const std::size_t bidder : {0, 1}) REQUIRE(lot.release(bidder, 2).ok());
    REQUIRE(lot.centre.close_window().ok());
    CHECK(lot.review_bids().ok());
    CHECK(lot.review().ok());
}

TEST_CASE("envelopes: a finding about the first opening is taken until the result, and changes nobody's passing") {
    EnvelopesLot lot;
    lot.close();
    lot.announce({0, 2});
    CHECK(lot.row(1, 1).state == BidOpening::revoked);
    lot.judge(32);
    REQUIRE(lot.centre.qualify().ok());
    const auto excuse = [&](const BidId& bid) {
        const codec::Json reason = codec::Json::object().set("zh", "平台故障").set("en", "An outage");
        codec::Json ids = codec::Json::array();
        ids.push(codec::Json(bid.text()));
        return lot.centre.act(lot.centre.supervisor(), purpose::excuse,
                              sign::write_envelope(lot.centre.envelope(purpose::excuse))
                                  .set("bids", std::move(ids))
                                  .set("reason", reason));
    };
    CHECK(refusal(excuse(lot.id(0, 1))) == "bid_unknown");
    REQUIRE(excuse(lot.id(1, 1)).ok());
    CHECK(lot.row(1, 1).state == BidOpening::withdrawn);
    lot.announce({0});
    REQUIRE(excuse(lot.id(2, 2)).ok());
    REQUIRE(lot.centre.sign_result().ok());
    CHECK(rejection_of(lot.centre.lot().award->outcome, lot.id(1, 1)) == "withdrawn");
    CHECK(rejection_of(lot.centre.lot().award->outcome, lot.id(2, 1)) == "withdrawn");
    check_passed(lot.centre);
}

TEST_CASE("envelopes: the committee is appointed before the technical envelopes are judged, and something is scored") {
    EnvelopesLot lot;
    lot.qualify();
    CHECK(refusal(lot.centre.appoint(lot.centre.committee())) == "command_not_allowed_now");
    TestCentre centre;
    Notice notice = centre.notice();
    notice.method = two_envelope_method();
    notice.method.sections.clear();
    notice.method.price = score::LowPrice{Decimal::parse("100").value()};
    notice.method.technical_stage = score::TechnicalStage{};
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "method_malformed /method/technical_stage");
}

TEST_CASE("envelopes: the second is not sealed without a price") {
    EnvelopesLot lot;
    seal::PackageSealer sealer =
        seal::PackageSealer::create(lock_context(lot.centre.lot(), lot.centre.bidder(0).id(), price_envelope),
                                    {class_entropy("sheet"), class_entropy("volumes")})
            .value();
    CHECK(refusal_at(sealer.seal_sheet({}, part_entropy("sheet"))) == "sheet_malformed /price");
}
