#include "record.h"
#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;

namespace {

std::string line(const ExplanationStep& step) {
    std::string out = std::to_string(static_cast<int>(step.kind)) + " " + step.subject + ":";
    for (const Rational& operand : step.operands) out += " " + operand.text();
    out += " -> " + step.result.exact.text();
    return step.result.rounded ? out + " = " + step.result.rounded->text() : out;
}

std::vector<std::string> lines(const std::vector<ExplanationStep>& steps) {
    std::vector<std::string> out;
    for (const ExplanationStep& step : steps) out.push_back(line(step));
    return out;
}

} // namespace

TEST_CASE("explain: every step of a bid's rank with exact fractions") {
    Method method = government_purchase();
    method.adjustments = {percent_rule("small", Direction::deduct, "10", "1")};
    const std::vector<BidInput> bids{bid(1, "1000000.00", {{"small", "1"}}), bid(2, "870000.00")};
    const std::vector<ScoreSheet> sheets{sheet("b", {{1, "35", "25"}, {2, "20", "20"}}),
                                         sheet("a", {{1, "36.5", "24"}, {2, "20", "20"}})};
    const auto steps = Explainer::create(method, bids, sheets).value().of(bid_id(1)).value();
    CHECK(lines(steps) == std::vector<std::string>{
                              "1 small: 1000000 1 10 -> -100000",
                              "2 : 1000000 -100000 -> 900000",
                              "3 : 870000 900000 30 -> 29 = 29.00",
                              "4 plan: 73/2 35 -> 143/4 = 35.75",
                              "4 team: 24 25 -> 49/2 = 24.50",
                              "5 technical: 143/4 49/2 -> 241/4",
                              "6 : 29 0 241/4 -> 357/4",
                              "8 : -> 1",
                          });
    for (const std::string& text : lines(steps)) kaibiao::test::record("step", text);
}

TEST_CASE("explain: the technical stage alone, without a price") {
    Method method = government_purchase();
    method.technical_stage = TechnicalStage{std::nullopt, 1};
    const std::vector<BidInput> bids{bid(1, "0.00"), bid(2, "0.00")};
    const std::vector<ScoreSheet> sheets{sheet("b", {{1, "35", "25"}, {2, "20", "20"}}),
                                         sheet("a", {{1, "36.5", "24"}, {2, "20", "20"}})};
    const Explainer explainer = Explainer::create_technical(method, bids, sheets).value();
    CHECK(lines(explainer.of(bid_id(1)).value()) == std::vector<std::string>{
                                                        "4 plan: 73/2 35 -> 143/4 = 35.75",
                                                        "4 team: 24 25 -> 49/2 = 24.50",
                                                        "5 technical: 143/4 49/2 -> 241/4",
                                                        "16 : 0 241/4 -> 241/4",
                                                        "17 passed: 241/4 -> 0",
                                                    });
    CHECK(lines(explainer.of(bid_id(2)).value()) == std::vector<std::string>{
                                                        "4 plan: 20 20 -> 20 = 20.00",
                                                        "4 team: 20 20 -> 20 = 20.00",
                                                        "5 technical: 20 20 -> 40",
                                                        "16 : 0 40 -> 40",
                                                        "17 rejected: 40 -> 0",
                                                        "7 : -> 0",
                                                    });
    CHECK(explainer.of(bid_id(3)).error().code == ErrorCode::score_unknown_bid);
}

TEST_CASE("explain: a rejected bid names its gate, an unknown bid is refused") {
    std::vector<ScoreSheet> sheets{sheet("a", {{1, "30", "20"}})};
    sheets[0].cells[0].value = Verdict::fail;
    const std::vector<BidInput> bids{bid(1, "5.00")};
    const auto steps = Explainer::create(government_purchase(), bids, sheets).value().of(bid_id(1)).value();
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].kind == StepKind::rejection);
    CHECK(steps[0].subject == "form");
    CHECK(Explainer::create(government_purchase(), bids, sheets).value().of(bid_id(2)).error().code ==
          ErrorCode::score_unknown_bid);
}
