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

void give_the_most(const score::Method& method, const BidId& bid, score::ScoreSheet& sheet) {
    for (const auto& section : method.sections) {
        for (const auto& criterion : section.criteria) {
            score::Cell cell{bid, criterion.key, score::Verdict::pass};
            if (!std::holds_alternative<score::Gate>(criterion.rule)) cell.value = score::points_of(criterion.rule);
            sheet.cells.push_back(std::move(cell));
        }
    }
}

/// Each bid applies every rule at its most and gets the most for every criterion.
void evaluate_hardest(score::Method method) {
    constexpr std::int64_t largest = 9'000'000'000'000'000;
    method.ceiling.reset();
    if (auto* rule = std::get_if<score::LowestEvaluated>(&method.price)) rule->minimum_price.reset();
    std::vector<score::BidInput> bids{bid(1, largest), bid(2, largest - 59), bid(3, 1)};
    score::ScoreSheet sheet{"expert", {}};
    for (score::BidInput& one : bids) {
        for (const auto& rule : method.adjustments) one.adjustments.push_back({rule.key, rule.quantity.maximum});
        give_the_most(method, one.bid, sheet);
    }
    const std::vector<score::ScoreSheet> sheets{std::move(sheet)};
    require(score::evaluate(method, bids, sheets).ok());
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
