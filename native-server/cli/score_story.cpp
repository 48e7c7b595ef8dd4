#include "cli/score_lines.h"

#include <algorithm>

namespace kaibiao::cli {

using namespace score;

namespace {

/// As the explanations have their scores.
std::vector<const ScoreSheet*> by_expert(const tender::ScoreInput& input) {
    std::vector<const ScoreSheet*> sheets;
    for (const ScoreSheet& sheet : input.sheets) sheets.push_back(&sheet);
    std::sort(sheets.begin(), sheets.end(),
              [](const ScoreSheet* left, const ScoreSheet* right) { return left->expert < right->expert; });
    return sheets;
}

std::vector<const Cell*> by_bid(const ScoreSheet& sheet) {
    std::vector<const Cell*> cells;
    cells.reserve(sheet.cells.size());
    for (const Cell& cell : sheet.cells) cells.push_back(&cell);
    std::stable_sort(cells.begin(), cells.end(),
                     [](const Cell* left, const Cell* right) { return left->bid < right->bid; });
    return cells;
}

} // namespace

int weight_of(const Method& method, const ScoreSheet& sheet) {
    for (const GroupWeight& one : method.aggregation.weights)
        if (one.group == sheet.group) return one.weight;
    return 1;
}

std::string experts_line(const ScoreCase& about) {
    std::string out;
    for (const ScoreSheet* sheet : by_expert(about.input)) {
        out += (out.empty() ? "" : ", ") + sheet->expert;
        if (about.method.aggregation.kind == AggregationKind::weighted_mean)
            out += " (权重 weight " + std::to_string(weight_of(about.method, *sheet)) + ")";
    }
    return out.empty() ? out : "各专家评分的顺序 experts, in the order of their scores: " + out;
}

BidStories::BidStories(const ScoreCase& about, Explainer explainer) : about_(about), explainer_(std::move(explainer)) {
    for (const ScoreSheet* sheet : by_expert(about.input)) sheets_.push_back({sheet, by_bid(*sheet)});
    for (const BidInput& one : about.input.bids) prices_.emplace(one.bid, one.price);
}

Result<BidStories> BidStories::of(const ScoreCase& about) {
    const tender::ScoreInput& in = about.input;
    const auto& create = about.extent == Evaluated::whole ? Explainer::create : Explainer::create_technical;
    TRY_ASSIGN(Explainer explainer, create(about.method, in.bids, in.sheets, in.drawn));
    return BidStories(about, std::move(explainer));
}

Result<std::vector<std::string>> BidStories::tell(const BidOutcome& bid) const {
    TRY_ASSIGN(const auto steps, explainer_.of(bid.bid));
    return BidStory(about_, {bid, prices_.at(bid.bid), steps, sheets_}).tell();
}

BidStory::BidStory(const ScoreCase& about, const ToldBid& told)
    : about_(about), method_(about.method), bid_(told.outcome), price_(told.price), steps_(told.steps),
      sheets_(told.sheets) {
    for (const Step& step : steps_)
        if (step.kind == StepKind::derived_score) derived_[step.subject].push_back(&step);
}

std::vector<std::string> BidStory::tell() {
    gates();
    for (const Step& step : steps_) tell(step);
    return std::move(lines_);
}

void BidStory::gates() {
    std::size_t gate = 0;
    for (const Section& section : method_.sections)
        for (const Criterion& criterion : section.criteria) {
            if (!std::holds_alternative<Gate>(criterion.rule) || gate == bid_.gates.size()) continue;
            const bool kept = method_.gate_tie == GateTie::keep;
            plain("通过制因素 gate " + titled(criterion.key.text(), criterion.title),
                  votes_text(bid_.gates[gate++],
                             {kept ? "，票数相同即保留" : "，票数相同，由组长决定",
                              kept ? ", an even split keeps the bid" : ", of an even split the chair decides"}));
        }
}

void BidStory::tell(const Step& step) {
    switch (step.kind) {
    case StepKind::drawn: return drawn(step);
    case StepKind::adjustment: return adjustment(step);
    case StepKind::evaluated_price:
        return add("评标价 evaluated price", {sum_of(step.operands), {}}, step.result,
                   method_.rounding.evaluated_price);
    case StepKind::counted_prices: return counted_prices(step);
    case StepKind::second_mean: return second_mean(step);
    case StepKind::ceiling_mix: return ceiling_mix(step);
    case StepKind::benchmark: return benchmark(step);
    case StepKind::deviation: return deviation(step);
    case StepKind::price_score: return price_score(step);
    case StepKind::derived_score: return derived_score(step);
    case StepKind::criterion: return criterion(step);
    case StepKind::section: return section(step);
    case StepKind::quality: return quality(step);
    case StepKind::technical_stage: return technical_stage(step);
    case StepKind::total: return total(step);
    case StepKind::rejection: return plain("否决 rejected", rejection_text(method_, about_.bids, price_, bid_));
    case StepKind::rank: return rank();
    }
}

void BidStory::add(const std::string& title, Calculation calculation, const Mark& result,
                   const std::optional<Rounding>& rounding) {
    std::string text = calculation.expression + " = " + result.exact.text();
    const std::string decimal = exact_text(result.exact);
    if (result.rounded)
        text += " → " + result.rounded->text();
    else if (decimal != result.exact.text())
        text += " = " + decimal;
    if (result.rounded && rounding) calculation.notes.push_back(rounding_text(*rounding));
    std::string notes;
    for (const std::string& note : calculation.notes) notes += (notes.empty() ? "" : "; ") + note;
    plain(title, text + (notes.empty() ? "" : " (" + notes + ")"));
}

std::string BidStory::key_text(RankKey key) const {
    switch (key) {
    case RankKey::total: return "总分 total " + (bid_.total ? exact_text(bid_.total->value()) : std::string("–"));
    case RankKey::evaluated_price: return "评标价 evaluated price " + exact_text(bid_.evaluated_price->value());
    case RankKey::price: return "报价 announced price " + price_.yuan();
    case RankKey::technical: return "技术部分得分 points of the technical sections";
    case RankKey::draw: return "抽签 draw";
    }
    return "";
}

void BidStory::rank() {
    std::string keys;
    for (const RankKey key : method_.ranking) keys += (keys.empty() ? "" : ", ") + key_text(key);
    const std::string before = std::to_string(bid_.rank - 1);
    plain("名次 rank", std::to_string(bid_.rank) + " (排在前面的投标 bids before it: " + before +
                           "; 依次比较 compared by: " + keys + (bid_.tied ? "; 并列 tied" : "") + ")");
}

} // namespace kaibiao::cli
