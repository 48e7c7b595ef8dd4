#include "bid_scores.h"

#include "evaluated_price.h"

#include <algorithm>

namespace kaibiao::score {

BidScorer::BidScorer(const Method& method, const ScoreTable& table)
    : method_(method), table_(table), scored_per_section_(method.sections.size(), 0) {
    for (const std::size_t section : table.layout().sections()) ++scored_per_section_[section];
}

Result<Rational> BidScorer::score(std::size_t at, BidOutcome& out) {
    switch (method_.aggregation.level) {
    case AggregationLevel::criterion: return score_criteria(at, out);
    case AggregationLevel::section: return score_sections(at, out);
    case AggregationLevel::total: return score_total(at, out);
    }
    std::abort();
}

Result<Rational> BidScorer::score_criteria(std::size_t at, BidOutcome& out) {
    const auto& columns = table_.layout().scored();
    std::int64_t counted = 1;
    numerators_.clear();
    if (!columns.empty())
        counted = aggregate(method_.aggregation, table_.seats(), {table_.rows(at), columns.size()}, numerators_);
    for (std::size_t i = 0; i < columns.size(); ++i) numerators_[i] *= columns[i].scale();
    denominator_ = counted * micro;
    TRY(mark_criteria(out));
    TRY(mark_sections(out));
    TRY(add_quality(out));
    return technical(out);
}

LevelRows BidScorer::level_rows(std::size_t at) const {
    const bool by_section = method_.aggregation.level == AggregationLevel::section;
    const auto& columns = table_.layout().scored();
    LevelRows out;
    out.columns = by_section ? method_.sections.size() : 2;
    out.numbers.assign(out.columns * table_.experts(), 0);
    for (std::size_t expert = 0; expert < table_.experts(); ++expert) {
        const auto row = table_.scores(at, expert);
        std::int64_t* sums = out.numbers.data() + expert * out.columns;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::size_t section = table_.layout().sections()[i];
            const std::int64_t score = row[i] * columns[i].scale();
            sums[by_section ? section : 0] += score;
            if (!by_section && method_.sections[section].kind == SectionKind::technical) sums[1] += score;
        }
    }
    return out;
}

Result<Rational> BidScorer::score_sections(std::size_t at, BidOutcome& out) {
    const LevelRows rows = level_rows(at);
    numerators_.assign(rows.columns, 0);
    std::int64_t counted = 1;
    if (!rows.numbers.empty())
        counted = aggregate(method_.aggregation, table_.seats(), {rows.numbers, rows.columns}, numerators_);
    for (const std::int64_t numerator : numerators_) {
        TRY_ASSIGN(const Rational exact, Rational::make(numerator, Rational::Wide{counted} * micro));
        TRY_ASSIGN(const Mark mark, make_mark(exact, method_.rounding.section));
        out.sections.push_back(mark);
    }
    TRY(add_quality(out));
    return technical(out);
}

Result<Rational> BidScorer::score_total(std::size_t at, BidOutcome& out) {
    const LevelRows rows = level_rows(at);
    numerators_.assign(rows.columns, 0);
    std::int64_t counted = 1;
    if (!rows.numbers.empty())
        counted = aggregate(method_.aggregation, table_.seats(), {rows.numbers, rows.columns}, numerators_);
    TRY_ASSIGN(out.quality, Rational::make(numerators_[0], Rational::Wide{counted} * micro));
    return Rational::make(numerators_[1], Rational::Wide{counted} * micro);
}

Status BidScorer::mark_criteria(BidOutcome& out) {
    const auto& rounding = method_.rounding.criterion;
    out.criteria.reserve(numerators_.size());
    for (std::int64_t& numerator : numerators_) {
        TRY_ASSIGN(const Rational exact, Rational::make(numerator, denominator_));
        TRY_ASSIGN(const Mark mark, make_mark(exact, rounding));
        if (mark.rounded) numerator = mark.rounded->units();
        out.criteria.push_back(mark);
    }
    if (!rounding) return ok();
    denominator_ = 1;
    for (int i = 0; i < rounding->places; ++i) denominator_ *= 10;
    return ok();
}

Status BidScorer::mark_sections(BidOutcome& out) const {
    auto next = numerators_.begin();
    for (const std::size_t count : scored_per_section_) {
        Rational::Wide sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += *next++;
        TRY_ASSIGN(const Rational exact, Rational::make(sum, denominator_));
        TRY_ASSIGN(const Mark mark, make_mark(exact, method_.rounding.section));
        out.sections.push_back(mark);
    }
    return ok();
}

Status BidScorer::add_quality(BidOutcome& out) const {
    Rational sum;
    for (const Mark& section : out.sections) {
        TRY_ASSIGN(sum, sum.plus(section.value()));
    }
    out.quality = sum;
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
