// Whether formulas can go wrong: every program is run over bounds of its variables.
#include "formula.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

/// Numerators and denominators of a checked formula stay below 2^124: rounding multiplies a rest by ten.
constexpr int most_bits = 124;
/// Of max_bids.
constexpr int count_bits = 14;
/// Of a millionth, the smallest unit of what experts enter.
constexpr int micro_bits = 20;

/// All values lie from `low` to `high`; as fractions their parts have at most so many bits.
struct Bound {
    Rational low, high;
    int top_bits = 1, bottom_bits = 1;
};

int bits_of(Rational::Wide value) {
    int bits = 0;
    for (Rational::Wide rest = value < 0 ? -value : value; rest != 0; rest /= 2) ++bits;
    return std::max(bits, 1);
}

Bound constant(const Rational& value) {
    return {value, value, bits_of(value.numerator()), bits_of(value.denominator())};
}

/// Any multiple of a millionth between the two.
Bound between(const Decimal& low, const Decimal& high) {
    const int bits = std::max(bits_of(*to_micro(low)), bits_of(*to_micro(high)));
    return {Rational::from_decimal(low), Rational::from_decimal(high), bits, micro_bits};
}

const Rational& smaller(const Rational& a, const Rational& b) { return a.compare(b) <= 0 ? a : b; }
const Rational& larger(const Rational& a, const Rational& b) { return a.compare(b) >= 0 ? a : b; }

struct Checker {
    const Method& method;
    const Formula& formula;
    std::vector<const Criterion*> columns;

    Result<Bound> operator()(const Instruction& one, const std::vector<Bound>& operands) const {
        TRY_ASSIGN(const Bound bound, bound_of(one, operands));
        if (bound.top_bits <= most_bits && bound.bottom_bits <= most_bits) return bound;
        return too_large(one);
    }

  private:
    Result<Bound> bound_of(const Instruction& one, const std::vector<Bound>& operands) const {
        switch (one.term) {
        case Term::constant: return constant(one.value);
        case Term::x:
        case Term::lowest:
        case Term::highest: return number_of(*formula.rule);
        case Term::mean: return mean_of(*formula.rule);
        case Term::count: return Bound{Rational::from_integer(1), Rational::from_integer(max_bids), count_bits, 1};
        case Term::criterion: return score_at(one.index);
        case Term::number: return number_at(one.index);
        case Term::parameter: return parameter_at(one.index);
        case Term::minimum: return extreme(operands, smaller);
        case Term::maximum: return extreme(operands, larger);
        case Term::negate: return negated(operands[0]);
        case Term::plus: return sum(one, operands[0], operands[1]);
        case Term::minus: return sum(one, operands[0], negated(operands[1]));
        case Term::times: return product(one, operands[0], operands[1]);
        case Term::over: return quotient(one, operands[0], operands[1]);
        }
        std::abort();
    }

    template <typename Rule> static Bound number_of(const Rule& rule) {
        return between(rule.number.minimum, rule.number.maximum);
    }
    static Bound mean_of(const FormulaScore& rule) {
        Bound out = number_of(rule);
        out.top_bits += count_bits;
        out.bottom_bits += count_bits;
        return out;
    }
    Bound score_at(std::size_t column) const {
        const auto& rule = *std::get_if<FormulaScore>(&columns[column]->rule);
        return between(rule.minimum, rule.maximum);
    }
    Bound number_at(std::size_t column) const {
        if (const auto* table = std::get_if<TableScore>(&columns[column]->rule)) return number_of(*table);
        return number_of(*std::get_if<FormulaScore>(&columns[column]->rule));
    }
    Bound parameter_at(std::size_t index) const {
        const std::vector<Decimal>& values = method.parameters[index].values;
        Bound out = between(values[0], values[0]);
        for (const Decimal& value : values) {
            const Bound other = between(value, value);
            out = {smaller(out.low, other.low), larger(out.high, other.high), std::max(out.top_bits, other.top_bits),
                   micro_bits};
        }
        return out;
    }

    template <typename Choose> static Bound extreme(const std::vector<Bound>& operands, Choose choose) {
        Bound out = operands[0];
        for (const Bound& one : operands)
            out = {choose(out.low, one.low), choose(out.high, one.high), std::max(out.top_bits, one.top_bits),
                   std::max(out.bottom_bits, one.bottom_bits)};
        return out;
    }
    static Bound negated(const Bound& one) {
        const Rational zero;
        return {zero.minus(one.high).value(), zero.minus(one.low).value(), one.top_bits, one.bottom_bits};
    }
    Result<Bound> sum(const Instruction& at, const Bound& left, const Bound& right) const {
        const auto low = left.low.plus(right.low), high = left.high.plus(right.high);
        if (!low || !high) return too_large(at);
        return Bound{*low, *high, std::max(left.top_bits + right.bottom_bits, right.top_bits + left.bottom_bits) + 1,
                     left.bottom_bits + right.bottom_bits};
    }
    Result<Bound> product(const Instruction& at, const Bound& left, const Bound& right) const {
        Bound out{{}, {}, left.top_bits + right.top_bits, left.bottom_bits + right.bottom_bits};
        bool first = true;
        for (const Rational* a : {&left.low, &left.high}) {
            for (const Rational* b : {&right.low, &right.high}) {
                const auto value = a->times(*b);
                if (!value) return too_large(at);
                out.low = first ? *value : smaller(out.low, *value);
                out.high = first ? *value : larger(out.high, *value);
                first = false;
            }
        }
        return out;
    }
    Result<Bound> quotient(const Instruction& at, const Bound& left, const Bound& right) const {
        const Rational zero;
        if (right.low.compare(zero) <= 0 && right.high.compare(zero) >= 0)
            return Error(ErrorCode::division_by_zero, formula.place, where(at) + "the divisor can be zero");
        const auto low = Rational::from_integer(1).divided_by(right.high);
        const auto high = Rational::from_integer(1).divided_by(right.low);
        if (!low || !high) return too_large(at);
        return product(at, left, {*low, *high, right.bottom_bits, right.top_bits});
    }

    static std::string where(const Instruction& one) { return numbered("character ", one.at) + ": "; }
    Error too_large(const Instruction& one) const {
        return Error(ErrorCode::method_range_impossible, formula.place, where(one) + "could leave the exact range");
    }
};

std::vector<const Criterion*> scored_criteria(const Method& method) {
    std::vector<const Criterion*> out;
    for (const Section& section : method.sections)
        for (const Criterion& criterion : section.criteria)
            if (!std::holds_alternative<Gate>(criterion.rule)) out.push_back(&criterion);
    return out;
}

} // namespace

Status check_formulas(const Method& method) {
    TRY_ASSIGN(const std::vector<Formula> formulas, compile_formulas(method));
    for (const Formula& formula : formulas)
        TRY(run_program<Bound>(formula.program, Checker{method, formula, scored_criteria(method)}));
    return ok();
}

} // namespace kaibiao::score
