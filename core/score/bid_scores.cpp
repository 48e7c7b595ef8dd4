#include "bid_scores.h"

#include "evaluated_price.h"

#include <algorithm>

namespace kaibiao::score {

BidScorer::BidScorer(const Method& method, const Layout& layout, const ScoreTable& table)
    : method_(method), layout_(layout), table_(table) {
    for (const Section& section : method.sections) {
        const auto scored = std::count_if(section.criteria.begin(), section.criteria.end(),
                                          [](const Criterion& one) { return !std::holds_alternative<Gate>(one.rule); });
        scored_per_section_.push_back(static_cast<std::size_t>(scored));
    }
}

Status BidScorer::score(std::size_t at, BidOutcome& out) {
    aggregate(layout_, table_, method_.aggregation, at, aggregates_);
    TRY(mark_criteria(out));
    TRY(mark_sections(out));
    return out.price_score ? mark_total(out) : ok();
}

Status BidScorer::mark_criteria(BidOutcome& out) {
    const auto& rounding = method_.rounding.criterion;
    out.criteria.reserve(aggregates_.numerators.size());
    for (std::int64_t& numerator : aggregates_.numerators) {
        TRY_ASSIGN(const Rational exact, Rational::make(numerator, aggregates_.denominator));
        TRY_ASSIGN(const Mark mark, make_mark(exact, rounding));
        if (mark.rounded) numerator = mark.rounded->units();
        out.criteria.push_back(mark);
    }
    if (!rounding) return ok();
    aggregates_.denominator = 1;
    for (int i = 0; i < rounding->places; ++i) aggregates_.denominator *= 10;
    return ok();
}

Status BidScorer::mark_sections(BidOutcome& out) const {
    auto next = aggregates_.numerators.begin();
    for (const std::size_t count : scored_per_section_) {
        Rational::Wide sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += *next++;
        TRY_ASSIGN(const Rational exact, Rational::make(sum, aggregates_.denominator));
        TRY_ASSIGN(const Mark mark, make_mark(exact, method_.rounding.section));
        out.sections.push_back(mark);
    }
    return ok();
}

Status BidScorer::mark_total(BidOutcome& out) const {
    Rational sum = out.price_score->value();
    for (const Mark& section : out.sections) {
        TRY_ASSIGN(sum, sum.plus(section.value()));
    }
    TRY_ASSIGN(out.total, make_mark(sum, method_.rounding.total));
    return ok();
}

Result<Rational> BidScorer::technical(const BidOutcome& scored) const {
    Rational sum;
    for (std::size_t i = 0; i < method_.sections.size(); ++i) {
        if (method_.sections[i].kind != SectionKind::technical) continue;
        TRY_ASSIGN(sum, sum.plus(scored.sections[i].value()));
    }
    return sum;
}

} // namespace kaibiao::score
