#include "derive.h"

#include "criterion_rule.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

Rational in_points(std::int64_t units) { return Rational::make(units, micro).value(); }

/// One expert's numbers for all bids, before any of them is replaced.
class ExpertDeriver {
  public:
    ExpertDeriver(const std::vector<std::size_t>& rows, std::size_t expert, ScoreTable& table)
        : rows_(rows), expert_(expert), table_(table) {
        const auto& columns = table.layout().scored();
        for (const std::size_t row : rows) {
            const auto scores = table.scores(row, expert);
            std::vector<std::int64_t> numbers(columns.size(), 0);
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (columns[i].entry == Entry::number) numbers[i] = scores[i] * columns[i].step;
            numbers_.push_back(std::move(numbers));
        }
    }

    void look_up() {
        const auto& columns = table_.layout().scored();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto* rule = std::get_if<TableScore>(&columns[i].criterion->rule);
            if (rule == nullptr) continue;
            for (std::size_t bid = 0; bid < rows_.size(); ++bid)
                table_.set_score(rows_[bid], expert_, i, looked_up(*rule, numbers_[bid][i]));
        }
    }

    Status calculate(const std::vector<Formula>& formulas, const DrawnValues& drawn) {
        std::vector<FormulaInputs> columns;
        for (const Formula& formula : formulas) {
            TRY_ASSIGN(FormulaInputs in, overview(formula.column));
            in.drawn = &drawn;
            columns.push_back(in);
        }
        for (std::size_t bid = 0; bid < rows_.size(); ++bid) TRY(calculate_bid(bid, formulas, columns));
        return ok();
    }

  private:
    Result<FormulaInputs> overview(std::size_t column) const {
        std::vector<std::int64_t> of_bids;
        of_bids.reserve(numbers_.size());
        for (const auto& numbers : numbers_) of_bids.push_back(numbers[column]);
        return overview_of(of_bids);
    }

    Status calculate_bid(std::size_t bid, const std::vector<Formula>& formulas,
                         const std::vector<FormulaInputs>& columns) {
        std::vector<Rational> scores(numbers_[bid].size()), numbers;
        for (const std::int64_t number : numbers_[bid]) numbers.push_back(in_points(number));
        for (std::size_t i = 0; i < formulas.size(); ++i) {
            FormulaInputs in = columns[i];
            in.x = numbers[formulas[i].column];
            in.scores = &scores;
            in.numbers = &numbers;
            TRY_ASSIGN(const std::int64_t score, formula_score(formulas[i], in));
            scores[formulas[i].column] = in_points(score);
            table_.set_score(rows_[bid], expert_, formulas[i].column, score);
        }
        return ok();
    }

    const std::vector<std::size_t>& rows_;
    std::size_t expert_;
    ScoreTable& table_;
    std::vector<std::vector<std::int64_t>> numbers_; ///< [bid][column], in millionths
};

} // namespace

Result<FormulaInputs> overview_of(std::span<const std::int64_t> numbers) {
    Rational::Wide sum = 0;
    std::int64_t low = INT64_MAX, high = INT64_MIN;
    for (const std::int64_t number : numbers) {
        sum += number;
        low = std::min(low, number);
        high = std::max(high, number);
    }
    const auto count = static_cast<std::int64_t>(numbers.size());
    FormulaInputs out;
    out.lowest = in_points(low);
    out.highest = in_points(high);
    out.count = Rational::from_integer(count);
    TRY_ASSIGN(out.mean, Rational::make(sum, Rational::Wide{count} * micro));
    return out;
}

Status derive_scores(const std::vector<Formula>& formulas, const DrawnValues& drawn,
                     const std::vector<std::size_t>& rows, ScoreTable& table) {
    if (rows.empty()) return ok();
    for (std::size_t expert = 0; expert < table.experts(); ++expert) {
        ExpertDeriver deriver(rows, expert, table);
        deriver.look_up();
        TRY(deriver.calculate(formulas, drawn));
    }
    return ok();
}

} // namespace kaibiao::score
