#pragma once
// Short words for methods, bids and sheets in tests.

#include "kaibiao/score/explain.h"

namespace kaibiao::score::test {

Decimal number(std::string_view text);
Money yuan(std::string_view text);
/// The id whose last byte is `n`.
BidId bid_id(int n);

BidInput bid(int n, std::string_view price);
BidInput bid(int n, std::string_view price, std::vector<std::pair<std::string_view, std::string_view>> adjustments);

Criterion gate(std::string_view key);
Criterion free_score(std::string_view key, std::string_view maximum, std::string_view step,
                     std::string_view minimum = "0");
Section section(std::string_view key, SectionKind kind, std::string_view points, std::vector<Criterion> criteria);
AdjustmentRule amount_rule(std::string_view key, Direction direction, std::string_view amount, std::string_view most);
AdjustmentRule percent_rule(std::string_view key, Direction direction, std::string_view percent, std::string_view most);

/// Price only, GP 55: rounded half up to 2 places at the price score.
Method low_price(std::string_view points);
/// Price 30, technical criteria `plan` 40 (step 0.5) and `team` 30 (step 1), gate `form`.
Method government_purchase();
Method lowest_evaluated();
/// 40 points, one highest and one lowest price off from 5 on, K = 2, 1 point a percent above and 0.5 below.
Method benchmark_method();
/// 0.8 quality, 0.2 price, criterion `plan` 100 (step 0.5), minimum 70.
Method quality_cost_method();
Parameter parameter(std::string_view key, std::vector<std::string_view> values);

Cell verdict(int bid, std::string_view criterion, Verdict value);
Cell score(int bid, std::string_view criterion, std::string_view value);
struct Scores {
    int bid;
    std::string_view plan;
    std::string_view team;
};
/// For government_purchase: a passing verdict and both scores for each bid.
ScoreSheet sheet(std::string_view expert, std::vector<Scores> scores);

/// The outcome of one bid. The test fails where there is none.
const BidOutcome& of(const Outcome& outcome, int bid);
/// One line a bid, for comparing whole outcomes and recording them.
std::string summary(const Outcome& outcome);

} // namespace kaibiao::score::test
