#include "kaibiao/tender/publication.h"

#include "centre_builder.h"
#include "kaibiao/tender/periods.h"
#include "officers_builder.h"
#include "record.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

Clarification clarification(BidsAffected affected, std::optional<Instant> deadline = {}) {
    return {{"图纸第 3 页更正", "Correction of drawing 3"}, affected, deadline};
}

Status clarify(TestCentre& centre, const Clarification& what) {
    return centre.act(centre.tenderer(), purpose::clarify,
                      write_clarification(centre.envelope(purpose::clarify), what));
}

Status suspend(TestCentre& centre) {
    return centre.act(centre.supervisor(), purpose::suspend,
                      write_reason(centre.envelope(purpose::suspend), {"核查投诉", "A complaint"}));
}

Status resume(TestCentre& centre) {
    return centre.act(centre.supervisor(), purpose::resume,
                      write_reason(centre.envelope(purpose::resume), {"核查完毕", "Done"}));
}

} // namespace

TEST_CASE("publication: a notice reads back as it was written") {
    TestCentre centre;
    const codec::Json payload = write_notice(centre.envelope(purpose::publish), centre.notice());
    const Result<Notice> notice = read_notice(payload);
    REQUIRE(notice.ok());
    CHECK(write_notice(sign::read_envelope(payload).value(), *notice) == payload);
    test::record("notice", codec::dump_canonical(payload));
}

TEST_CASE("publication: a published lot has its notice in force") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const LotState& lot = centre.lot();
    CHECK(lot.phase == Phase::published);
    CHECK(lot.publication->in_force == lot.publication->notice_digest);
    CHECK(lot.publication->deadline == centre.now.plus_days(21));
    CHECK(lot.head.count == 1);
}

TEST_CASE("publication: the same lot is published once") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    sign::CommandEnvelope envelope = centre.envelope(purpose::publish);
    envelope.notice.reset();
    envelope.seen.reset();
    const std::string jws = centre.tenderer().sign(write_notice(envelope, centre.notice()), purpose::publish);
    CHECK(refusal(centre.publish_jws(jws, built_in_profiles()[0])) == "lot_exists");
}

TEST_CASE("publication: only the tenderer named in the notice publishes it") {
    TestCentre centre;
    CHECK(refusal_at(centre.publish(centre.supervisor(), centre.notice())) == "command_not_allowed_for_role /tenderer");
}

TEST_CASE("publication: nineteen days to bid are too short, twenty are not") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.deadline = centre.now.plus_days(19);
    CHECK(refusal(centre.publish(centre.tenderer(), notice)) == "period_too_short");
    notice.deadline = centre.now.plus_days(20);
    CHECK(centre.publish(centre.tenderer(), notice).ok());
}

TEST_CASE("publication: a release window shorter than the rules demand is refused") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.release_window_milliseconds = 1'799'999;
    const auto refused = centre.publish(centre.tenderer(), notice);
    CHECK(refusal_at(refused) == "period_too_short /release_window_ms");
    const std::string& source = built_in_profiles()[0].rule(RuleKey::release_window).source;
    CHECK(refused.error().detail == source + ": at least 1800 seconds, here 1799");
    notice.release_window_milliseconds = 1'800'000;
    CHECK(centre.publish(centre.tenderer(), notice).ok());
}

TEST_CASE("publication: in government purchase the price weighs at least what GP 55 says") {
    TestCentre centre;
    Notice notice = centre.notice();
    const auto weigh = [&](TenderKind kind, std::string_view profile, const char* price, const char* quality) {
        notice.kind = kind;
        notice.profile = reference_to(*newest_profile(profile));
        notice.method = quality_method();
        notice.method.ceiling = notice.ceiling;
        std::get<score::LowPrice>(notice.method.price).points = Decimal::parse(price).value();
        notice.method.sections[0].points = Decimal::parse(quality).value();
        std::get<score::FreeScore>(notice.method.sections[0].criteria[1].rule).range = {
            Decimal::parse("0").value(), Decimal::parse(quality).value(), Decimal::parse("0.1").value()};
        return check_notice(notice, *newest_profile(profile), centre.origin);
    };
    CHECK(weigh(TenderKind::goods, "gp-goods", "30", "70").ok());
    CHECK(refusal_at(weigh(TenderKind::goods, "gp-goods", "29.9", "70.1")) == "price_weight_too_small /method/price");
    CHECK(weigh(TenderKind::services, "gp-services", "10", "90").ok());
    CHECK(refusal_at(weigh(TenderKind::services, "gp-services", "9", "91")) == "price_weight_too_small /method/price");
    CHECK(weigh(TenderKind::works, "works", "5", "95").ok());
}

TEST_CASE("publication: in government purchase points go by the lowest price, and of equal totals the lower one wins") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.kind = TenderKind::goods;
    const Decimal points = std::get<score::LowPrice>(notice.method.price).points;
    const auto judge = [&](const RuleProfile& profile, score::PriceRule price, std::vector<score::RankKey> ranking) {
        notice.profile = reference_to(profile);
        notice.method.price = std::move(price);
        notice.method.ranking = std::move(ranking);
        const Status checked = check_notice(notice, profile, centre.origin);
        return checked.ok() ? "ok" : refusal_at(checked);
    };
    using enum score::RankKey;
    const RuleProfile& goods = *newest_profile("gp-goods");
    const RuleProfile& works = *newest_profile("works");
    const RuleProfile& earlier = *find_profile(built_in_profiles(), "gp-goods", 1);
    score::Benchmark benchmark;
    benchmark.points = points;
    benchmark.ceiling_weight = benchmark.reduction = Decimal();
    benchmark.above = benchmark.below = Decimal::parse("1").value();
    notice.method.rounding.benchmark = score::Rounding{2, RoundingMode::half_up};
    CHECK(judge(goods, benchmark, {total, price}) == "method_forbidden /method/price");
    CHECK(judge(works, benchmark, {total, price}) == "ok");
    CHECK(judge(earlier, benchmark, {total, price}) == "ok");
    notice.method.rounding.benchmark.reset();
    const Money reference = Money::parse_yuan("1500000").value();
    CHECK(judge(goods, score::PriceRange{points}, {total, price}) == "method_forbidden /method/price");
    CHECK(judge(goods, score::FixedReference{points, reference}, {total, price}) == "method_forbidden /method/price");
    CHECK(judge(goods, score::LowPrice{points}, {total, technical, price}) == "method_forbidden /method/ranking");
    CHECK(judge(goods, score::LowPrice{points}, {total}) == "method_forbidden /method/ranking");
    CHECK(judge(goods, score::LowPrice{points}, {total, price, technical}) == "ok");
    CHECK(judge(works, score::LowPrice{points}, {total, technical, price}) == "ok");
}

TEST_CASE("publication: documents cannot be said to have been issued before the publication") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.issue_from = centre.now.plus_days(-10);
    notice.deadline = centre.now.plus_days(15);
    CHECK(refusal(centre.publish(centre.tenderer(), notice)) == "period_too_short");
}

TEST_CASE("publication: a floor price is refused by name") {
    TestCentre centre;
    codec::Json payload = write_notice(centre.envelope(purpose::publish), centre.notice());
    payload.set("floor", "900000.00");
    const std::string jws = centre.tenderer().sign(payload, purpose::publish);
    CHECK(refusal_at(centre.publish_jws(jws, built_in_profiles()[0])) == "price_limit_forbidden /floor");
}

TEST_CASE("publication: a minimum price in the method is a floor price too") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.method.price = score::LowestEvaluated{Money::parse_yuan("900000.00").value()};
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "price_limit_forbidden /method/price/minimum_price");
}

TEST_CASE("publication: what a lot cannot carry out yet is refused before anybody bids") {
    TestCentre centre;
    const auto refusal = [&](const score::Method& method) {
        Notice notice = centre.notice();
        notice.method = method;
        return refusal_at(centre.publish(centre.tenderer(), notice));
    };
    score::Parameter parameter;
    parameter.key = score::ParameterKey::parse("k").value();
    parameter.values = {Decimal::make(2, 0).value()};
    score::Method method = centre.notice().method;
    method.parameters = {parameter};
    CHECK(refusal(method) == "method_not_supported /method/parameters");
    method = centre.notice().method;
    score::AdjustmentRule rule;
    rule.key = score::AdjustmentKey::parse("late").value();
    rule.effect = score::AmountPerUnit{Money::parse_yuan("5000").value()};
    rule.quantity = {Decimal(), Decimal::make(30, 0).value(), Decimal::make(1, 0).value()};
    method.adjustments = {rule};
    CHECK(refusal(method) == "method_not_supported /method/adjustments");
}

TEST_CASE("publication: a fallback that nobody offers yet cannot be promised") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.fallback = Fallback::allowed;
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "policy_unavailable /fallback");
}

TEST_CASE("publication: a profile that forbids a ceiling refuses one") {
    TestCentre centre;
    RuleProfile profile = built_in_profiles()[0];
    profile.rules[static_cast<std::size_t>(RuleKey::ceiling_allowed)].value = 0;
    Notice notice = centre.notice();
    notice.profile = reference_to(profile);
    const std::string jws =
        centre.tenderer().sign(write_notice(centre.envelope(purpose::publish), notice), purpose::publish);
    CHECK(refusal_at(centre.publish_jws(jws, profile)) == "price_limit_forbidden /ceiling");
}

TEST_CASE("publication: the profile named must be the one that the centre knows, byte for byte") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.profile.digest[0] ^= 1;
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "rule_profile_unknown /profile");
}

TEST_CASE("publication: a profile that does not cover the kind is refused") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.profile = reference_to(*find_profile(built_in_profiles(), "gp-goods", 1));
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "rule_profile_unknown /kind");
}

TEST_CASE("publication: the trial profile is refused by a production centre and taken by a trial centre") {
    TestCentre production;
    Notice notice = production.notice();
    notice.profile = reference_to(*find_profile(built_in_profiles(), "trial", 1));
    CHECK(refusal(production.publish(production.tenderer(), notice)) == "rule_profile_trial_refused");
    TestCentre trial(CentreMode::trial);
    CHECK(trial.publish().ok());
}

TEST_CASE("publication: policy and panel must fit, and a panel needs its papers") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.policy = seal::LockPolicy::dual;
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "command_malformed /panel");
    notice.panel = seal::Panel{"panel", crypto::hash_to_point(array_from<64>("panel")), 2, 3};
    notice.log_policy = "log " + notice.log_key + "\nwitness W " + test_witness().verifier().text() + "\nquorum W\n";
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "panel_certificate_malformed /panel/certificate");
    notice.policy = seal::LockPolicy::bidder;
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "command_malformed /panel");
}

TEST_CASE("publication: the log key belongs to this centre's log") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.log_key =
        log::VerifierKey::make("other.example/log", log::NoteKeyType::ed25519, array_from<32>("other")).value().text();
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "jws_payload_wrong_context /log_key");
    notice.log_key = "nonsense";
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "verifier_key_malformed /log_key");
}

TEST_CASE("publication: the method must hold together and agree with the notice and the profile") {
    TestCentre centre;
    Notice notice = centre.notice();
    notice.method.points = Decimal::parse("99").value();
    CHECK(refusal(centre.publish(centre.tenderer(), notice)) == "method_weights_wrong");
    notice = centre.notice();
    notice.ceiling.reset();
    CHECK(refusal_at(centre.publish(centre.tenderer(), notice)) == "method_malformed /method/ceiling");
}

TEST_CASE("publication: a first command cannot name a notice or an event") {
    TestCentre centre;
    sign::CommandEnvelope envelope = centre.envelope(purpose::publish);
    envelope.seen = array_from<32>("seen");
    const std::string jws = centre.tenderer().sign(write_notice(envelope, centre.notice()), purpose::publish);
    CHECK(refusal_at(centre.publish_jws(jws, built_in_profiles()[0])) == "command_stale /seen");
}

TEST_CASE("publication: notices with unknown members or forms are refused with their place") {
    TestCentre centre;
    const codec::Json good = write_notice(centre.envelope(purpose::publish), centre.notice());
    const auto refused = [&](std::string_view key, codec::Json value) {
        codec::Json changed = good;
        changed.set(key, std::move(value));
        return refusal_at(read_notice(changed));
    };
    CHECK(refused("surprise", codec::Json(1)) == "json_member_unknown /surprise");
    CHECK(refused("envelopes", codec::Json(2)) == "command_malformed /envelopes");
    CHECK(refused("announce", codec::Json("live")) == "command_malformed /announce");
    CHECK(refused("kind", codec::Json("roads")) == "command_malformed /kind");
    CHECK(refused("ceiling", codec::Json("2000000")) == "money_malformed /ceiling");
    CHECK(refused("deadline", codec::Json("tomorrow")) == "instant_malformed /deadline");
    CHECK(refused("release_window_ms", codec::Json(0)) == "json_member_range /release_window_ms");
    CHECK(refused("policy", codec::Json("nobody")).substr(0, 19) == "lock_policy_unknown");
    CHECK(refused("title", codec::Json::object().set("zh", "").set("en", "x")) == "length_wrong /title/zh");
}

TEST_CASE("clarification: one that does not affect bids may come late and changes what is in force") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const Digest notice = centre.lot().publication->in_force;
    centre.now = centre.now.plus_days(20);
    REQUIRE(clarify(centre, clarification(BidsAffected::no)).ok());
    CHECK(centre.lot().publication->in_force != notice);
    CHECK(centre.lot().publication->amendments.size() == 1);
    CHECK(centre.lot().publication->notice_digest == notice);
}

TEST_CASE("clarification: one that affects bids comes fifteen days before the deadline, or the deadline moves") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const Instant deadline = centre.lot().publication->deadline;
    centre.now = centre.now.plus_days(10);
    CHECK(refusal_at(clarify(centre, clarification(BidsAffected::yes))) == "period_too_short /deadline");
    CHECK(refusal_at(clarify(centre, clarification(BidsAffected::yes, deadline.plus_days(3)))) ==
          "period_too_short /deadline");
    REQUIRE(clarify(centre, clarification(BidsAffected::yes, deadline.plus_days(4))).ok());
    CHECK(centre.lot().publication->deadline == deadline.plus_days(4));
}

TEST_CASE("clarification: the deadline never moves earlier") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const Instant deadline = centre.lot().publication->deadline;
    CHECK(refusal_at(clarify(centre, clarification(BidsAffected::no, deadline.plus_milliseconds(-1)))) ==
          "deadline_moved_earlier /deadline");
    CHECK(clarify(centre, clarification(BidsAffected::no, deadline)).ok());
}

TEST_CASE("clarification: not at the deadline and not by anybody else") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const auto by_bidder =
        centre.act(centre.bidder(0), purpose::clarify,
                   write_clarification(centre.envelope(purpose::clarify), clarification(BidsAffected::no)));
    CHECK(refusal(by_bidder) == "command_not_allowed_for_role");
    centre.now = centre.lot().publication->deadline;
    CHECK(refusal(clarify(centre, clarification(BidsAffected::no))) == "deadline_passed");
}

TEST_CASE("clarification: a command under the notice it replaced is stale") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const codec::Json old = write_clarification(centre.envelope(purpose::clarify), clarification(BidsAffected::no));
    REQUIRE(clarify(centre, clarification(BidsAffected::yes)).ok());
    CHECK(refusal_at(centre.act(centre.tenderer(), purpose::clarify, old)) == "command_stale /notice");
}

TEST_CASE("commands: an event that the signer claims to have seen must be one of this lot") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    sign::CommandEnvelope envelope = centre.envelope(purpose::clarify);
    envelope.seen = array_from<32>("elsewhere");
    const codec::Json payload = write_clarification(envelope, clarification(BidsAffected::no));
    CHECK(refusal_at(centre.act(centre.tenderer(), purpose::clarify, payload)) == "command_stale /seen");
}

TEST_CASE("suspension: only the supervisor named suspends and resumes, and everything else waits but sealed bids") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const auto by_tenderer =
        centre.act(centre.tenderer(), purpose::suspend, write_reason(centre.envelope(purpose::suspend), {"无", ""}));
    CHECK(refusal(by_tenderer) == "command_not_allowed_for_role");
    CHECK(refusal(resume(centre)) == "command_not_allowed_now");
    REQUIRE(suspend(centre).ok());
    CHECK(centre.lot().suspended());
    CHECK(refusal(suspend(centre)) == "lot_suspended");
    CHECK(refusal(centre.appoint(centre.committee())) == "lot_suspended");
    CHECK(clarify(centre, clarification(BidsAffected::no)).ok());
    // The deadline goes on: a suspension keeps no sealed bid out.
    CHECK(centre.submit(centre.bidder(0), centre.seal(centre.bidder(0), {})).ok());
    REQUIRE(resume(centre).ok());
    CHECK_FALSE(centre.lot().suspended());
}

TEST_CASE("suspension: during the release window it stops the clock") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    std::vector<SealedBid> bids;
    for (std::size_t i = 0; i < 3; ++i) {
        bids.push_back(centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}));
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
    const Instant end = centre.lot().opening->window_end;
    const BidId bid = centre.bid_of(centre.bidder(0)).id();
    REQUIRE(suspend(centre).ok());
    CHECK(refusal(centre.release(bid, bids[0].secrets)) == "lot_suspended");
    centre.now = end.plus_milliseconds(5'000);
    CHECK(refusal(centre.close_window()) == "lot_suspended");
    REQUIRE(resume(centre).ok());
    CHECK(centre.lot().opening->window_end > centre.now);
    CHECK(centre.release(bid, bids[0].secrets).ok());
}
