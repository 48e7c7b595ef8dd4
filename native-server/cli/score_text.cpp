#include "cli/score_text.h"

#include <algorithm>

namespace kaibiao::cli {

using namespace score;

namespace {

const char* mode_text(RoundingMode mode) {
    switch (mode) {
    case RoundingMode::half_up: return "四舍五入 half up";
    case RoundingMode::half_even: return "四舍六入五成双 half to even";
    case RoundingMode::down: return "舍去尾数 down";
    case RoundingMode::up: return "进位 up";
    }
    return "";
}

std::string gate_text(const Method& method, const BidOutcome& bid) {
    std::size_t gate = 0;
    for (const Section& section : method.sections)
        for (const Criterion& criterion : section.criteria) {
            if (!std::holds_alternative<Gate>(criterion.rule)) continue;
            const bool fell_here = criterion.key.text() == bid.rejection->subject && gate < bid.gates.size();
            const GateTally tally = gate < bid.gates.size() ? bid.gates[gate] : GateTally();
            ++gate;
            if (!fell_here) continue;
            return titled(criterion.key.text(), criterion.title) + "：" +
                   votes_text(tally, {"，组长投不通过", ", the chair against it"});
        }
    return bid.rejection->subject;
}

std::string ceiling_text(const Method& method) { return method.ceiling ? method.ceiling->yuan() : "–"; }

std::string floor_text(const Method& method) {
    const auto* rule = std::get_if<LowestEvaluated>(&method.price);
    return rule != nullptr && rule->minimum_price ? rule->minimum_price->yuan() : "–";
}

std::string minimum_text(const Method& method) {
    const auto* cost = std::get_if<QualityCost>(&method.price);
    if (cost != nullptr && cost->minimum_technical) return cost->minimum_technical->text();
    return method.technical_stage && method.technical_stage->minimum ? method.technical_stage->minimum->text() : "–";
}

bool fell_at_technical_stage(const BidOutcome& bid) {
    return bid.rejection && (bid.rejection->reason == RejectionReason::technical_below_minimum ||
                             bid.rejection->reason == RejectionReason::not_shortlisted);
}

std::string lowest_going_on(const std::vector<BidOutcome>& bids) {
    std::optional<Rational> last;
    for (const BidOutcome& bid : bids)
        if (bid.quality && !fell_at_technical_stage(bid) && (!last || bid.quality->compare(*last) < 0))
            last = bid.quality;
    return last ? exact_text(*last) : "–";
}

} // namespace

std::string votes_text(const GateTally& tally, const Text& even_split) {
    const std::string fail = std::to_string(tally.fail), pass = std::to_string(tally.pass);
    const bool even = tally.fail == tally.pass;
    return fail + " 票不通过，" + pass + " 票通过" + (even ? even_split.zh : "") + " " + fail + " votes against it, " +
           pass + " for it" + (even ? even_split.en : "");
}

std::string exact_text(const Rational& value) {
    for (int places = 0; places <= max_places; ++places) {
        const auto decimal = value.round(places, RoundingMode::down);
        if (decimal.ok() && Rational::from_decimal(*decimal) == value) return decimal->text();
    }
    return value.text();
}

std::string term(const Rational& value) {
    return value.is_negative() ? "(" + exact_text(value) + ")" : exact_text(value);
}

std::string factor(const Rational& value) {
    const std::string text = exact_text(value);
    return value.is_negative() || text.find('/') != std::string::npos ? "(" + text + ")" : text;
}

std::string sum_of(std::span<const Rational> values) {
    std::string out;
    for (const Rational& value : values) {
        if (out.empty())
            out = term(value);
        else if (value.is_negative())
            out += " − " + exact_text(value).substr(1);
        else
            out += " + " + exact_text(value);
    }
    return out.empty() ? "0" : out;
}

std::string mean_of(std::span<const Rational> values) {
    return "(" + sum_of(values) + ") ÷ " + std::to_string(values.size());
}

std::string rounding_text(const Rounding& rounding) {
    const std::string mode = mode_text(rounding.mode), places = std::to_string(rounding.places);
    const std::size_t space = mode.find(' ');
    return mode.substr(0, space) + "到 " + places + " 位小数" + mode.substr(space) + " to " + places +
           (rounding.places == 1 ? " place" : " places");
}

std::string titled(const std::string& key, const Text& title) {
    return key + (title.zh.empty() ? "" : " " + title.zh) + (title.en.empty() ? "" : " " + title.en);
}

std::string rejection_text(const Method& method, const std::vector<BidOutcome>& all, Money price,
                           const BidOutcome& bid) {
    const std::string offered = price.yuan(), quality = bid.quality ? exact_text(*bid.quality) : "–";
    switch (bid.rejection->reason) {
    case RejectionReason::revoked: return "撤销：因投标人原因未解密 revoked: not decrypted, by the bidder's fault";
    case RejectionReason::withdrawn:
        return "撤回：截止前撤回，或因平台原因未解密 withdrawn: before the deadline, or not decrypted through the "
               "platform's fault";
    case RejectionReason::excluded:
        return "评分前已排除，理由另有记录 excluded before the scores, for a recorded reason";
    case RejectionReason::price_not_positive: return "报价须大于零 the price must be above zero: " + offered;
    case RejectionReason::price_above_ceiling:
        return "报价高于最高限价 the price is above the ceiling: " + offered + " > " + ceiling_text(method);
    case RejectionReason::price_below_minimum:
        return "报价低于最低价 the price is below the minimum: " + offered + " < " + floor_text(method);
    case RejectionReason::gate_failed: return gate_text(method, bid);
    case RejectionReason::evaluated_price_not_positive:
        return "价格调整后的评标价不大于零 the adjustments leave an evaluated price that is not above zero";
    case RejectionReason::technical_below_minimum:
        return "低于技术最低分 below the technical minimum: " + quality + " < " + minimum_text(method);
    case RejectionReason::not_shortlisted:
        return "未入围，入围者的得分均更高 not shortlisted, all that go on have more: " + quality + " < " +
               lowest_going_on(all);
    }
    return "";
}

} // namespace kaibiao::cli
