#include "formula.h"
#include "step.h"

#include <algorithm>

namespace kaibiao::score {

namespace {

using Operands = std::vector<Rational>;

Rational extreme(const Operands& operands, int wanted) {
    Rational out = operands[0];
    for (const Rational& one : operands)
        if (one.compare(out) == wanted) out = one;
    return out;
}

struct Calculator {
    const FormulaInputs& in;
    Result<Rational> operator()(const Instruction& one, const Operands& operands) const {
        switch (one.term) {
        case Term::constant: return one.value;
        case Term::x: return in.x;
        case Term::lowest: return in.lowest;
        case Term::highest: return in.highest;
        case Term::mean: return in.mean;
        case Term::count: return in.count;
        case Term::criterion: return (*in.scores)[one.index];
        case Term::number: return (*in.numbers)[one.index];
        case Term::parameter: return in.drawn->at(one.index);
        case Term::plus: return operands[0].plus(operands[1]);
        case Term::minus: return operands[0].minus(operands[1]);
        case Term::times: return operands[0].times(operands[1]);
        case Term::over: return operands[0].divided_by(operands[1]);
        case Term::negate: return Rational().minus(operands[0]);
        case Term::minimum: return extreme(operands, -1);
        case Term::maximum: return extreme(operands, 1);
        }
        std::abort();
    }
};

} // namespace

Result<Rational> formula_value(const Formula& formula, const FormulaInputs& in) {
    return run_program<Rational>(formula.program, Calculator{in});
}

Result<std::int64_t> formula_score(const Formula& formula, const FormulaInputs& in) {
    TRY_ASSIGN(Rational value, formula_value(formula, in));
    const Rational minimum = Rational::from_decimal(formula.rule->minimum);
    const Rational maximum = Rational::from_decimal(formula.rule->maximum);
    if (value.compare(minimum) < 0) value = minimum;
    if (value.compare(maximum) > 0) value = maximum;
    TRY_ASSIGN(const Decimal rounded, value.round(formula.rule->rounding.places, formula.rule->rounding.mode));
    return *to_micro(rounded);
}

} // namespace kaibiao::score
