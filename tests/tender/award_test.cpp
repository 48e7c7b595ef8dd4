#include "kaibiao/tender/award.h"

#include "centre_builder.h"
#include "record.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

struct Announced {
    TestCentre centre;
    Announced() { play_to_announcement(centre); }
    Status score(std::size_t expert, const std::vector<score::Cell>& cells) {
        return centre.act(centre.expert(expert), purpose::score, write_cells(centre.envelope(purpose::score), cells));
    }
};

} // namespace

TEST_CASE("committee: five members or more, odd, two thirds experts, nobody twice, no party to the tender") {
    Announced lot;
    TestCentre& centre = lot.centre;
    CHECK(refusal(centre.appoint(centre.committee(4))) == "committee_wrong");
    CHECK(refusal(centre.appoint(centre.committee(6))) == "committee_wrong");
    std::vector<Member> members = centre.committee(5);
    members[4] = members[3];
    CHECK(refusal_at(centre.appoint(members)) == "committee_wrong /members/4");
    members[4] = {centre.supervisor().party(), MemberKind::tenderer};
    CHECK(refusal_at(centre.appoint(members)) == "committee_wrong /members/4");
    members[4] = {centre.bidder(0).party(), MemberKind::expert};
    CHECK(refusal_at(centre.appoint(members)) == "committee_wrong /members/4");
    members[4] = {centre.tenderer().party(), MemberKind::expert};
    CHECK(refusal_at(centre.appoint(members)) == "committee_wrong /members/4");
    members = centre.committee(5);
    members[3].kind = MemberKind::tenderer;
    CHECK(centre.appoint(members).ok());
    members[4].kind = MemberKind::tenderer;
    CHECK(refusal(centre.appoint(members)) == "committee_wrong");
}

TEST_CASE("committee: appointed by the tenderer, again until the first sheet is signed") {
    Announced lot;
    TestCentre& centre = lot.centre;
    const auto by_expert = centre.act(centre.expert(0), purpose::appoint,
                                      write_committee(centre.envelope(purpose::appoint), centre.committee()));
    CHECK(refusal(by_expert) == "command_not_allowed_for_role");
    REQUIRE(centre.appoint(centre.committee(7)).ok());
    REQUIRE(centre.appoint(centre.committee(5)).ok());
    CHECK(centre.lot().evaluation.committee.size() == 5);
    REQUIRE(centre.score(centre.expert(0), 30).ok());
    CHECK(refusal(centre.appoint(centre.committee(7))) == "command_not_allowed_now");
}

TEST_CASE("scores: by members, once, complete and in range, after the announcement") {
    Announced lot;
    TestCentre& centre = lot.centre;
    CHECK(refusal(centre.score(centre.expert(0), 30)) == "expert_not_on_committee");
    REQUIRE(centre.appoint(centre.committee()).ok());
    CHECK(refusal(centre.score(centre.expert(5), 30)) == "expert_not_on_committee");
    CHECK(refusal(centre.score(centre.expert(0), 41)) == "score_out_of_range");
    std::vector<score::Cell> cells = centre.cells(30);
    cells.pop_back();
    CHECK(refusal(lot.score(0, cells)) == "score_missing");
    cells = centre.cells(30);
    cells.push_back(cells[0]);
    CHECK(refusal(lot.score(0, cells)) == "score_duplicate");
    cells = centre.cells(30);
    cells[1].value = Decimal::parse("30.25").value();
    const auto off_step = lot.score(0, cells);
    CHECK(refusal(off_step) == "score_off_step");
    CHECK(off_step.error().detail.ends_with(": 30.25; step 0.5"));
    cells = centre.cells(30);
    cells[0].bid = BidId(array_from<16>("nobody"));
    CHECK(refusal(lot.score(0, cells)) == "score_unknown_bid");
    cells = centre.cells(30);
    cells[0].criterion = score::CriterionKey::parse("luck").value();
    CHECK(refusal(lot.score(0, cells)) == "score_unknown_criterion");
    REQUIRE(centre.score(centre.expert(0), 30).ok());
    CHECK(refusal_at(centre.score(centre.expert(0), 31)) == "score_sheet_signed " + centre.expert(0).id());
    CHECK(centre.lot().evaluation.missing().size() == 4);
}

TEST_CASE("scores: a member of the committee who turns out to be a bidder scores nothing") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    std::vector<Member> members = centre.committee(5);
    members[4] = {centre.bidder(0).party(), MemberKind::expert};
    REQUIRE(centre.appoint(members).ok());
    std::vector<SealedBid> bids;
    for (std::size_t i = 0; i < 3; ++i) {
        bids.push_back(centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}));
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
    for (std::size_t i = 0; i < 3; ++i)
        REQUIRE(centre.release(centre.bid_of(centre.bidder(i)).id(), bids[i].secrets).ok());
    REQUIRE(centre.close_window().ok());
    REQUIRE(centre.announce().ok());
    CHECK(refusal(centre.score(centre.bidder(0), 30)) == "expert_not_on_committee");
    CHECK(centre.score(centre.expert(0), 30).ok());
}

TEST_CASE("scores: not before the announcement") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    REQUIRE(centre.appoint(centre.committee()).ok());
    const auto early = centre.act(centre.expert(0), purpose::score, write_cells(centre.envelope(purpose::score), {}));
    CHECK(refusal(early) == "command_not_allowed_now");
}

TEST_CASE("result: waits for every member, and must be the one that the rules give") {
    Announced lot;
    TestCentre& centre = lot.centre;
    CHECK(refusal(centre.sign_result()) == "scores_incomplete");
    REQUIRE(centre.appoint(centre.committee()).ok());
    for (std::size_t i = 0; i < 4; ++i) REQUIRE(centre.score(centre.expert(i), 30).ok());
    CHECK(refusal(centre.sign_result()) == "scores_incomplete");
    REQUIRE(centre.score(centre.expert(4), 30).ok());
    const auto other = centre.act(centre.tenderer(), purpose::result,
                                  write_result(centre.envelope(purpose::result), array_from<32>("mine")));
    CHECK(refusal_at(other) == "result_mismatch /outcome");
    const codec::Json outcome = compute_outcome_json(centre.lot()).value();
    const auto by_expert = centre.act(centre.expert(0), purpose::result,
                                      write_result(centre.envelope(purpose::result), outcome_digest(outcome)));
    CHECK(refusal(by_expert) == "command_not_allowed_for_role");
    REQUIRE(centre.sign_result().ok());
    CHECK(centre.lot().phase == Phase::evaluated);
    CHECK(centre.lot().award->outcome == outcome);
    test::record("outcome", codec::dump_canonical(outcome));
    CHECK(refusal(centre.sign_result()) == "command_not_allowed_now");
}

TEST_CASE("result: low price and mean of the experts, to the last digit") {
    TestCentre centre;
    play_to_result(centre);
    const score::Outcome outcome = compute_outcome(centre.lot()).value();
    // Prices 1,000,000 / 1,200,000 / 950,000 at 60 points; the experts give 30…34, one less for each later bid.
    const auto total = [&](std::size_t bidder) {
        for (const score::BidOutcome& bid : outcome.bids)
            if (bid.bid == centre.bid_of(centre.bidder(bidder)).id()) return bid.total->value().text();
        return std::string();
    };
    CHECK(total(0) == "89");    // 57.00 + 32
    CHECK(total(1) == "157/2"); // 47.50 + 31
    CHECK(total(2) == "90");    // 60.00 + 30
}

TEST_CASE("result: a method without criteria needs no committee, and is for trials, because the law wants one") {
    const auto without_criteria = [](Notice notice) {
        notice.method = score::Method();
        notice.method.price = score::LowestEvaluated{};
        notice.method.ceiling = notice.ceiling;
        notice.method.ranking = {score::RankKey::evaluated_price};
        return notice;
    };
    TestCentre production;
    CHECK(refusal_at(production.publish(production.tenderer(), without_criteria(production.notice()))) ==
          "method_malformed /method/sections");
    TestCentre centre(CentreMode::trial);
    REQUIRE(centre.publish(centre.tenderer(), without_criteria(centre.notice())).ok());
    std::vector<SealedBid> bids;
    const char* prices[] = {"1000000.00", "2000000.01", "950000.00"};
    for (std::size_t i = 0; i < 3; ++i) {
        bids.push_back(centre.seal(centre.bidder(i), {prices[i], "bid " + std::to_string(i), 1, {}}));
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
    for (std::size_t i = 0; i < 3; ++i)
        REQUIRE(centre.release(centre.bid_of(centre.bidder(i)).id(), bids[i].secrets).ok());
    REQUIRE(centre.close_window().ok());
    REQUIRE(centre.announce().ok());
    REQUIRE(centre.sign_result().ok());
    const score::Outcome outcome = compute_outcome(centre.lot()).value();
    CHECK(outcome.candidates.size() == 2); // the second lies a fen above the ceiling
    CHECK(outcome.candidates[0] == centre.bid_of(centre.bidder(2)).id());
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    CHECK(report.passed());
    CHECK(report.check(CheckKind::scores).items == 0);
}

namespace {

/// Experts weigh 2, the owner's people 1; the chair decides an even split at a gate.
score::Method weighted_method() {
    score::Method method = quality_method();
    method.gate_tie = score::GateTie::chair;
    method.aggregation.kind = score::AggregationKind::weighted_mean;
    method.aggregation.weights = {{score::GroupKey::parse("expert").value(), 2},
                                  {score::GroupKey::parse("owner").value(), 1}};
    return method;
}

/// Four experts, the first of them the chair, and one of the owner's people.
std::vector<Member> weighted_committee(const TestCentre& centre) {
    std::vector<Member> members = centre.committee(5);
    for (Member& member : members) member.group = score::GroupKey::parse("expert").value();
    members[0].role = score::SheetRole::chair;
    members[4].kind = MemberKind::tenderer;
    members[4].group = score::GroupKey::parse("owner").value();
    return members;
}

} // namespace

TEST_CASE("committee: a casting vote needs one chair, an expert, and weights need a group of every member") {
    TestCentre centre;
    play_to_announcement(centre, weighted_method());
    std::vector<Member> members = weighted_committee(centre);
    members[0].role = score::SheetRole::member;
    CHECK(refusal_at(centre.appoint(members)) == "chair_missing /members");
    members[0].role = members[1].role = score::SheetRole::chair;
    CHECK(refusal_at(centre.appoint(members)) == "chair_missing /members");
    members = weighted_committee(centre);
    members[0].role = score::SheetRole::member;
    members[4].role = score::SheetRole::chair;
    CHECK(refusal_at(centre.appoint(members)) == "committee_wrong /members/4");
    members = weighted_committee(centre);
    members[2].group = {};
    CHECK(refusal_at(centre.appoint(members)) == "expert_group_unknown /members/2");
    members[2].group = score::GroupKey::parse("public").value();
    CHECK(refusal_at(centre.appoint(members)) == "expert_group_unknown /members/2");
    CHECK(centre.appoint(weighted_committee(centre)).ok());
}

TEST_CASE("committee: a chair and groups are refused where the method does not ask for them") {
    Announced lot;
    std::vector<Member> members = lot.centre.committee(5);
    members[1].role = score::SheetRole::chair;
    CHECK(refusal_at(lot.centre.appoint(members)) == "committee_wrong /members/1");
    members[1].role = score::SheetRole::member;
    members[3].group = score::GroupKey::parse("expert").value();
    CHECK(refusal_at(lot.centre.appoint(members)) == "committee_wrong /members/3");
}

TEST_CASE("result: a weighted mean with a chair, and anybody who has the transcript computes the same") {
    TestCentre centre;
    play_to_announcement(centre, weighted_method());
    REQUIRE(centre.appoint(weighted_committee(centre)).ok());
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(centre.score(centre.expert(i), 30 + static_cast<std::int64_t>(i)).ok());
    REQUIRE(centre.sign_result().ok());
    const score::Outcome outcome = compute_outcome(centre.lot()).value();
    // The first bid has 30, 31, 32, 33 with weight 2 and 34 with weight 1.
    const BidId first = centre.bid_of(centre.bidder(0)).id();
    for (const score::BidOutcome& bid : outcome.bids)
        if (bid.bid == first) CHECK(bid.criteria[0].exact.text() == "286/9");
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    CHECK(report.passed());
}
