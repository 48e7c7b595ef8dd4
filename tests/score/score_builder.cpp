#include "score/score_builder.h"

#include <algorithm>

namespace kaibiao::score::test {

Decimal number(std::string_view text) { return Decimal::parse(text).value(); }
Money yuan(std::string_view text) { return Money::parse_yuan(text).value(); }

BidId bid_id(int n) {
    ByteArray<16> bytes{};
    bytes[14] = static_cast<std::uint8_t>(n / 256);
    bytes[15] = static_cast<std::uint8_t>(n % 256);
    return BidId(bytes);
}

BidInput bid(int n, std::string_view price) {
    BidInput out;
    out.bid = bid_id(n);
    out.price = yuan(price);
    return out;
}

BidInput bid(int n, std::string_view price, std::vector<std::pair<std::string_view, std::string_view>> adjustments) {
    BidInput out = bid(n, price);
    for (const auto& [rule, quantity] : adjustments)
        out.adjustments.push_back({AdjustmentKey::parse(rule).value(), number(quantity)});
    return out;
}

Criterion gate(std::string_view key) {
    Criterion out;
    out.key = CriterionKey::parse(key).value();
    out.rule = Gate{};
    return out;
}

Criterion free_score(std::string_view key, std::string_view maximum, std::string_view step, std::string_view minimum) {
    Criterion out;
    out.key = CriterionKey::parse(key).value();
    out.rule = FreeScore{{number(minimum), number(maximum), number(step)}};
    return out;
}

Section section(std::string_view key, SectionKind kind, std::string_view points, std::vector<Criterion> criteria) {
    Section out;
    out.key = SectionKey::parse(key).value();
    out.kind = kind;
    out.points = number(points);
    out.criteria = std::move(criteria);
    return out;
}

namespace {
AdjustmentRule rule(std::string_view key, Direction direction, std::string_view most) {
    AdjustmentRule out;
    out.key = AdjustmentKey::parse(key).value();
    out.direction = direction;
    out.quantity = {number("0"), number(most), number("1")};
    return out;
}
} // namespace

AdjustmentRule amount_rule(std::string_view key, Direction direction, std::string_view amount, std::string_view most) {
    AdjustmentRule out = rule(key, direction, most);
    out.effect = AmountPerUnit{yuan(amount)};
    return out;
}

AdjustmentRule percent_rule(std::string_view key, Direction direction, std::string_view percent,
                            std::string_view most) {
    AdjustmentRule out = rule(key, direction, most);
    out.effect = PercentPerUnit{number(percent)};
    return out;
}

Method low_price(std::string_view points) {
    Method out;
    out.price = LowPrice{number(points)};
    out.points = number(points);
    out.rounding.price_score = Rounding{2, RoundingMode::half_up};
    out.ranking = {RankKey::total, RankKey::price, RankKey::draw};
    return out;
}

Method government_purchase() {
    Method out = low_price("30");
    out.points = number("100");
    out.sections = {section("review", SectionKind::preliminary, "0", {gate("form")}),
                    section("technical", SectionKind::technical, "70",
                            {free_score("plan", "40", "0.5"), free_score("team", "30", "1")})};
    out.rounding.criterion = Rounding{2, RoundingMode::half_up};
    out.ranking = {RankKey::total, RankKey::price, RankKey::technical, RankKey::draw};
    return out;
}

Method lowest_evaluated() {
    Method out;
    out.price = LowestEvaluated{};
    out.ranking = {RankKey::evaluated_price, RankKey::price, RankKey::draw};
    return out;
}

Method benchmark_method() {
    Method out = low_price("40");
    Benchmark rule;
    rule.points = number("40");
    rule.trim = {std::nullopt, number("5"), 1, 1};
    rule.reduction = number("2");
    rule.above = number("1");
    rule.below = number("0.5");
    out.price = rule;
    return out;
}

Method quality_cost_method() {
    Method out = low_price("100");
    out.price = QualityCost{number("0.8"), number("0.2"), number("70")};
    out.rounding = {};
    out.sections = {section("technical", SectionKind::technical, "100", {free_score("plan", "100", "0.5")})};
    out.ranking = {RankKey::total, RankKey::technical, RankKey::draw};
    return out;
}

Parameter parameter(std::string_view key, std::vector<std::string_view> values) {
    Parameter out;
    out.key = ParameterKey::parse(key).value();
    for (const std::string_view value : values) out.values.push_back(number(value));
    return out;
}

Cell verdict(int bid, std::string_view criterion, Verdict value) {
    return {bid_id(bid), CriterionKey::parse(criterion).value(), value};
}

Cell score(int bid, std::string_view criterion, std::string_view value) {
    return {bid_id(bid), CriterionKey::parse(criterion).value(), number(value)};
}

ScoreSheet sheet(std::string_view expert, std::vector<Scores> scores) {
    ScoreSheet out{std::string(expert), {}};
    for (const auto& [bid, plan, team] : scores) {
        out.cells.push_back(verdict(bid, "form", Verdict::pass));
        out.cells.push_back(score(bid, "plan", plan));
        out.cells.push_back(score(bid, "team", team));
    }
    return out;
}

const BidOutcome& of(const Outcome& outcome, int bid) {
    const auto at = std::find_if(outcome.bids.begin(), outcome.bids.end(),
                                 [&](const BidOutcome& one) { return one.bid == bid_id(bid); });
    if (at == outcome.bids.end()) std::abort();
    return *at;
}

namespace {
std::string text_of(const Mark& mark) { return mark.rounded ? mark.rounded->text() : mark.exact.text(); }
} // namespace

std::string summary(const Outcome& outcome) {
    std::string out;
    for (const BidOutcome& bid : outcome.bids) {
        out += bid.bid.text() + " rank " + std::to_string(bid.rank) + (bid.tied ? " tied" : "");
        if (bid.rejection) out += " rejected " + std::to_string(static_cast<int>(bid.rejection->reason));
        if (bid.evaluated_price) out += " at " + text_of(*bid.evaluated_price);
        if (bid.price_score) out += " price " + text_of(*bid.price_score);
        for (const Mark& mark : bid.criteria) out += " " + text_of(mark);
        if (bid.total) out += " total " + text_of(*bid.total);
        out += '\n';
    }
    for (const BidId& bid : outcome.candidates) out += "candidate " + bid.text() + '\n';
    for (const TiedGroup& group : outcome.tied)
        out += "tied at " + std::to_string(group.rank) + ": " + std::to_string(group.bids.size()) + '\n';
    return out;
}

} // namespace kaibiao::score::test
