// A method that decodes encodes to the bytes it came from; one that passes its check can be evaluated for the hardest
// prices without an overflow.

#include "kaibiao/tender/method_json.h"

#include <cstdlib>

namespace {

using namespace kaibiao;

void require(bool condition) {
    if (!condition) std::abort();
}

score::BidInput bid(std::uint8_t number, std::int64_t fen) {
    score::BidInput out;
    out.bid = BidId({number});
    out.price = Money::from_fen(fen);
    return out;
}

/// What an expert enters for the most points, or for the largest numbers.
struct MostOf {
    using Value = decltype(score::Cell::value);
    Value operator()(const score::Gate&) const { return score::Verdict::pass; }
    Value operator()(const score::FreeScore& rule) const { return rule.range.maximum; }
    Value operator()(const score::BandedScore& rule) const { return rule.bands[0].maximum; }
    Value operator()(const score::AdditiveScore& rule) const {
        std::vector<score::ItemCount> counts;
        for (const auto& item : rule.items) counts.push_back({item.key, item.most});
        return counts;
    }
    Value operator()(const score::DeductionScore&) const { return std::vector<score::ItemCount>(); }
    Value operator()(const score::TableScore& rule) const { return rule.number.maximum; }
    Value operator()(const score::FormulaScore& rule) const { return rule.number.maximum; }
};

void give_the_most(const score::Method& method, const BidId& bid, score::ScoreSheet& sheet) {
    for (const auto& section : method.sections) {
        for (const auto& criterion : section.criteria) {
            score::Cell cell{bid, criterion.key, score::Verdict::pass};
            cell.value = std::visit(MostOf{}, criterion.rule);
            sheet.cells.push_back(std::move(cell));
        }
    }
}

/// Each bid applies every rule at its most and gets the most for every criterion.
void evaluate_hardest(score::Method method) {
    const std::int64_t largest = method.ceiling ? method.ceiling->fen() : 9'000'000'000'000'000;
    if (auto* rule = std::get_if<score::LowestEvaluated>(&method.price)) rule->minimum_price.reset();
    std::vector<score::BidInput> bids{bid(1, largest), bid(2, largest > 59 ? largest - 59 : 1), bid(3, 1)};
    score::ScoreSheet sheet{"expert", {}, {}, score::SheetRole::chair};
    if (!method.aggregation.weights.empty()) sheet.group = method.aggregation.weights[0].group;
    score::Drawn drawn;
    for (const auto& parameter : method.parameters) drawn.parameters.push_back({parameter.key, 0});
    for (score::BidInput& one : bids) {
        for (const auto& rule : method.adjustments) one.adjustments.push_back({rule.key, rule.quantity.maximum});
        give_the_most(method, one.bid, sheet);
    }
    const std::vector<score::ScoreSheet> sheets{std::move(sheet)};
    require(score::evaluate(method, bids, sheets, drawn).ok());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = codec::parse_canonical({data, size});
    if (!json) return 0;
    const auto method = tender::decode_method(*json);
    if (!method) return 0;
    require(codec::dump_canonical(tender::encode_method(*method)) == as_text({data, size}));
    if (score::check_method(*method).ok()) evaluate_hardest(*method);
    return 0;
}
