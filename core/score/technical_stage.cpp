#include "technical_stage.h"

#include "price_rule.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

/// The quality of the last bid that is among the best `most`; none when there are no more than that.
std::optional<Rational> last_quality(const std::vector<Standing>& standings, std::size_t most) {
    std::vector<Rational> values;
    for (const Standing& one : standings)
        if (!one.fault) values.push_back(one.quality);
    if (values.size() <= most) return std::nullopt;
    std::sort(values.begin(), values.end(), [](const Rational& a, const Rational& b) { return a.compare(b) > 0; });
    return values[most - 1];
}

} // namespace

Status check_technical_stage(const Method& method) {
    if (!method.technical_stage) return ok();
    const TechnicalStage& stage = *method.technical_stage;
    const auto* cost = std::get_if<QualityCost>(&method.price);
    if (stage.minimum && cost != nullptr && cost->minimum_technical)
        return Error(ErrorCode::method_malformed, "/technical_stage/minimum", "the price rule has a minimum already");
    if (stage.minimum) {
        std::int64_t points = 0;
        for (const Section& section : method.sections) points += *to_micro(section.points);
        const auto minimum = to_micro(*stage.minimum);
        if (!minimum || *minimum < 0 || *minimum > points)
            return Error(ErrorCode::method_range_impossible, "/technical_stage/minimum", "0 to what sections give");
    }
    if (stage.most && (*stage.most < 1 || *stage.most > static_cast<int>(max_bids)))
        return Error(ErrorCode::method_range_impossible, "/technical_stage/most", "1 to 10000");
    return ok();
}

bool follows_from_quality(const Method& method, std::span<const JudgedBid> bids) {
    std::vector<Standing> standings;
    for (std::size_t i = 0; i < bids.size(); ++i)
        if (bids[i].quality) standings.push_back({i, bids[i].bid, *bids[i].quality, std::nullopt});
    apply_technical_stage(method, standings);
    return std::all_of(standings.begin(), standings.end(),
                       [&](const Standing& one) { return one.fault == bids[one.entry].rejection; });
}

void apply_technical_stage(const Method& method, std::vector<Standing>& standings) {
    if (const auto minimum = minimum_quality(method)) {
        for (Standing& one : standings)
            if (one.quality.compare(Rational::from_decimal(*minimum)) < 0)
                one.fault = RejectionReason::technical_below_minimum;
    }
    if (!method.technical_stage || !method.technical_stage->most) return;
    const auto last = last_quality(standings, static_cast<std::size_t>(*method.technical_stage->most));
    if (!last) return;
    for (Standing& one : standings)
        if (!one.fault && one.quality.compare(*last) < 0) one.fault = RejectionReason::not_shortlisted;
}

} // namespace kaibiao::score
