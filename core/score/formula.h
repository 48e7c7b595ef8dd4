#pragma once
// The language of formula criteria: + − × ÷, brackets, min, max, numbers, and the variables of docs/formats/method.md.
// An expression is compiled to a stack program; checking runs it over bounds, evaluating over exact fractions.

#include "parameters.h"

#include <string_view>

namespace kaibiao::score {

inline constexpr std::size_t longest_expression = 500;

enum class Term : std::uint8_t {
    constant,
    x,      ///< the objective number of the bid
    lowest, ///< of the numbers of all bids that passed the gates
    highest,
    mean,
    count,     ///< of those bids
    criterion, ///< `criterion[key]`: the score of another formula
    number,    ///< `number[key]`: the objective number of another formula or table
    parameter, ///< `parameter[key]`
    plus,
    minus,
    times,
    over,
    negate,
    minimum, ///< of `index` operands
    maximum,
};

struct Instruction {
    Term term{};
    std::size_t index = 0; ///< of the scored column, of the parameter, or how many operands
    Rational value;
    std::size_t at = 0; ///< character of the expression, from 1
};

/// A formula criterion: its column among the scored ones, and its program.
struct Formula {
    std::size_t column = 0;
    const FormulaScore* rule = nullptr;
    std::vector<Instruction> program;
    std::string place; ///< of the expression
};

/// Errors, with `character N` in the detail: formula_malformed, formula_unknown_variable, parameter_unknown.
Result<std::vector<Instruction>> compile_expression(const Method& method, const FormulaScore& rule,
                                                    const std::string& place);

/// All formulas of a method, each after those it refers to. Errors: those of compile_expression; formula_circular.
Result<std::vector<Formula>> compile_formulas(const Method& method);

/// Beside compiling: no divisor can be zero and no number can leave the exact range, whatever the experts enter.
/// Errors: division_by_zero, method_range_impossible.
Status check_formulas(const Method& method);

/// What the variables stand for.
struct FormulaInputs {
    Rational x, lowest, highest, mean, count;
    const std::vector<Rational>* scores = nullptr;  ///< of the scored columns, of this bid; those of formulas before
    const std::vector<Rational>* numbers = nullptr; ///< likewise
    const DrawnValues* drawn = nullptr;
};
/// Before it is held within the rule's limits and rounded.
Result<Rational> formula_value(const Formula& formula, const FormulaInputs& in);
/// Held within the rule's limits and rounded, in millionths.
Result<std::int64_t> formula_score(const Formula& formula, const FormulaInputs& in);

/// `apply(instruction, operands)` for each instruction in turn; returns what is left on the stack.
template <typename Value, typename Apply>
Result<Value> run_program(const std::vector<Instruction>& program, Apply apply) {
    std::vector<Value> stack;
    for (const Instruction& one : program) {
        const std::size_t taken = one.term < Term::plus                                    ? 0
                                  : one.term == Term::negate                               ? 1
                                  : one.term == Term::minimum || one.term == Term::maximum ? one.index
                                                                                           : 2;
        const std::vector<Value> operands(stack.end() - static_cast<std::ptrdiff_t>(taken), stack.end());
        stack.resize(stack.size() - taken);
        TRY_ASSIGN(Value value, apply(one, operands));
        stack.push_back(std::move(value));
    }
    return stack.back();
}

} // namespace kaibiao::score
