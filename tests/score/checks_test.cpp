#include "kaibiao/score/checks.h"

#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;

namespace {

std::vector<BidInput> two_bids() { return {bid(1, "100.00"), bid(2, "100.00")}; }

std::vector<Finding> findings_of(const CheckReport& report, FindingKind kind) {
    std::vector<Finding> out;
    for (const Finding& one : report.findings)
        if (one.kind == kind) out.push_back(one);
    return out;
}

std::vector<ScoreSheet> five_experts(std::vector<std::string_view> plans) {
    std::vector<ScoreSheet> sheets;
    for (std::size_t i = 0; i < plans.size(); ++i)
        sheets.push_back(sheet(std::string(1, static_cast<char>('a' + i)), {{1, plans[i], "20"}, {2, "20", "20"}}));
    return sheets;
}

} // namespace

TEST_CASE("checks: a score further than 3.5 · 1.4826 · MAD from the median is an outlier, exactly") {
    const Method method = government_purchase();
    // Median 20, distances 1, 1, 0.5, 0.5 … MAD 0.5: the limit is 2.59455.
    const auto report = run_checks(method, two_bids(), five_experts({"20", "19.5", "20.5", "19.5", "23"})).value();
    const auto outliers = findings_of(report, FindingKind::outlier);
    REQUIRE(outliers.size() == 1);
    CHECK(outliers[0].expert == "e");
    CHECK(outliers[0].criterion == "plan");
    CHECK(outliers[0].numbers[0].text() == "23");
    CHECK(outliers[0].numbers[1].text() == "20");
    CHECK(outliers[0].numbers[2].text() == "1/2");
    const auto within = run_checks(method, two_bids(), five_experts({"20", "19.5", "20.5", "19.5", "22.5"})).value();
    CHECK(findings_of(within, FindingKind::outlier).empty());
}

TEST_CASE("checks: where most experts agree exactly, a score within two steps of theirs is no outlier") {
    const Method method = government_purchase();
    const auto outliers = [&](std::string_view plan) {
        const auto report = run_checks(method, two_bids(), five_experts({"20", "20", "20", "20", plan})).value();
        return findings_of(report, FindingKind::outlier);
    };
    for (const std::string_view near : {"20", "20.5", "19.5", "21", "19"}) CHECK(outliers(near).empty());
    REQUIRE(outliers("21.5").size() == 1);
    CHECK(outliers("21.5")[0].expert == "e");
    CHECK(outliers("21.5")[0].numbers[2].text() == "0");
    CHECK(outliers("18.5").size() == 1);
}

TEST_CASE("checks: objective items that differ are named with their extremes, subjective ones are not") {
    Method method = government_purchase();
    method.sections[1].criteria[0].judgement = Judgement::objective;
    method.sections[0].criteria[0].judgement = Judgement::objective;
    std::vector<ScoreSheet> sheets = five_experts({"20", "20", "21"});
    sheets[0].cells[3].value = Verdict::fail;
    const auto differing = findings_of(run_checks(method, two_bids(), sheets).value(), FindingKind::objective_differs);
    REQUIRE(differing.size() == 2);
    CHECK(differing[0].bid == bid_id(1));
    CHECK(differing[0].numbers[1].text() == "21");
    CHECK(differing[1].criterion == "form");
}

TEST_CASE("checks: an expert without whom another bid would win is named, with that bid") {
    const std::vector<ScoreSheet> sheets{sheet("a", {{1, "20", "20"}, {2, "21", "20"}}),
                                         sheet("b", {{1, "20", "20"}, {2, "21", "20"}}),
                                         sheet("c", {{1, "40", "20"}, {2, "20", "20"}})};
    const auto report = run_checks(government_purchase(), two_bids(), sheets).value();
    const auto decisive = findings_of(report, FindingKind::winner_depends_on_expert);
    REQUIRE(decisive.size() == 1);
    CHECK(decisive[0].expert == "c");
    CHECK(decisive[0].bid == bid_id(2));
}

TEST_CASE("checks: Kendall's W is 1 in full agreement, 0 in full disagreement, and corrected for ties") {
    const auto w = [](std::vector<ScoreSheet> sheets, std::vector<BidInput> bids) {
        return run_checks(government_purchase(), bids, sheets).value().concordance;
    };
    const std::vector<BidInput> three{bid(1, "1.00"), bid(2, "1.00"), bid(3, "1.00")};
    const auto ordered = sheet("a", {{1, "30", "20"}, {2, "20", "20"}, {3, "10", "20"}});
    const auto same = sheet("b", {{1, "40", "20"}, {2, "35", "20"}, {3, "0", "0"}});
    const auto reversed = sheet("b", {{1, "10", "20"}, {2, "20", "20"}, {3, "30", "20"}});
    const auto tied = sheet("b", {{1, "30", "20"}, {2, "30", "20"}, {3, "10", "20"}});
    const auto flat = sheet("b", {{1, "30", "20"}, {2, "30", "20"}, {3, "30", "20"}});
    CHECK(w({ordered, same}, three)->text() == "1");
    CHECK(w({ordered, reversed}, three)->text() == "0");
    // Ranks 1, 2, 3 and 1.5, 1.5, 3: sums 2.5, 3.5, 6, S = 6.5, W = 78 / (96 − 12) = 13/14.
    CHECK(w({ordered, tied}, three)->text() == "13/14");
    auto other = flat;
    other.expert = "a";
    CHECK_FALSE(w({flat, other}, three).has_value());
    CHECK_FALSE(w({ordered}, three).has_value());
}

TEST_CASE("checks: abnormally low prices, by the mean of the others and by the next higher price") {
    Method method = low_price("30");
    method.abnormally_low = AbnormallyLow{number("80"), number("90")};
    const std::vector<BidInput> bids{bid(1, "79.99"), bid(2, "100.00"), bid(3, "100.00"), bid(4, "0")};
    const auto report = run_checks(method, bids, {}).value();
    REQUIRE(report.findings.size() == 2);
    CHECK(report.findings[0].kind == FindingKind::abnormally_low_of_others);
    CHECK(report.findings[0].bid == bid_id(1));
    CHECK(report.findings[0].numbers[1].text() == "100");
    CHECK(report.findings[1].kind == FindingKind::abnormally_low_of_next);
    const std::vector<BidInput> at_limit{bid(1, "90.00"), bid(2, "100.00")};
    CHECK(run_checks(method, at_limit, {}).value().findings.empty());
    method.abnormally_low = AbnormallyLow{};
    CHECK(run_checks(method, bids, {}).error().place == "/method/abnormally_low");
}

TEST_CASE("checks: every missing and wrong item of every sheet is listed, not the first alone") {
    std::vector<ScoreSheet> sheets = five_experts({"20", "20"});
    sheets[0].cells[1].value = number("20.25");
    sheets[0].cells[2].value = number("31");
    sheets[0].cells.erase(sheets[0].cells.begin() + 4);
    sheets[1].cells.push_back(sheets[1].cells[0]);
    const auto report = run_checks(government_purchase(), two_bids(), sheets).value();
    CHECK(findings_of(report, FindingKind::missing_item).size() == 1);
    const auto wrong = findings_of(report, FindingKind::wrong_item);
    REQUIRE(wrong.size() == 3);
    CHECK(*wrong[0].error == ErrorCode::score_off_step);
    CHECK(*wrong[1].error == ErrorCode::score_out_of_range);
    CHECK(*wrong[2].error == ErrorCode::score_duplicate);
    CHECK(wrong[2].expert == "b");
    CHECK_FALSE(report.concordance.has_value());
}

TEST_CASE("checks: they change no score") {
    const std::vector<ScoreSheet> sheets = five_experts({"20", "19.5", "20.5", "19.5", "23"});
    const std::string before = summary(evaluate(government_purchase(), two_bids(), sheets).value());
    REQUIRE(run_checks(government_purchase(), two_bids(), sheets).ok());
    CHECK(summary(evaluate(government_purchase(), two_bids(), sheets).value()) == before);
}
