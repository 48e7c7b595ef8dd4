#include "formula.h"
#include "step.h"

#include <algorithm>
#include <array>

namespace kaibiao::score {

namespace {

constexpr int deepest = 32;
constexpr std::size_t most_operands = 10;

struct Word {
    std::string_view name;
    Term term;
};
constexpr std::array plain_words{Word{"x", Term::x}, Word{"lowest", Term::lowest}, Word{"highest", Term::highest},
                                 Word{"mean", Term::mean}, Word{"count", Term::count}};
constexpr std::array indexed_words{Word{"criterion", Term::criterion}, Word{"number", Term::number},
                                   Word{"parameter", Term::parameter}};
constexpr std::array functions{Word{"min", Term::minimum}, Word{"max", Term::maximum}};

template <typename Words> const Word* find_word(const Words& words, std::string_view name) {
    const auto at = std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.name == name; });
    return at == words.end() ? nullptr : &*at;
}

/// The scored column of the criterion, if it is of one of the kinds that `term` may name.
std::optional<std::size_t> column_of(const Method& method, Term term, std::string_view key) {
    std::size_t column = 0;
    for (const Section& section : method.sections) {
        for (const Criterion& criterion : section.criteria) {
            if (std::holds_alternative<Gate>(criterion.rule)) continue;
            const bool formula = std::holds_alternative<FormulaScore>(criterion.rule);
            const bool fits = formula || (term == Term::number && std::holds_alternative<TableScore>(criterion.rule));
            if (criterion.key.text() == key) return fits ? std::optional<std::size_t>(column) : std::nullopt;
            ++column;
        }
    }
    return std::nullopt;
}

class Parser {
  public:
    Parser(const Method& method, const FormulaScore& rule, const std::string& place)
        : method_(method), rule_(rule), text_(rule.expression), place_(place) {}

    Result<std::vector<Instruction>> parse() {
        if (text_.empty() || text_.size() > longest_expression) return malformed("1 to 500 characters");
        TRY(sum(0));
        if (at_ != text_.size()) return malformed("an operator is missing");
        return std::move(program_);
    }

  private:
    Status sum(int depth) {
        TRY(product(depth));
        for (;;) {
            const std::size_t at = position();
            if (take('+')) {
                TRY(product(depth));
                emit(Term::plus, at);
            } else if (take('-')) {
                TRY(product(depth));
                emit(Term::minus, at);
            } else {
                return ok();
            }
        }
    }

    Status product(int depth) {
        TRY(factor(depth));
        for (;;) {
            const std::size_t at = position();
            if (take('*')) {
                TRY(factor(depth));
                emit(Term::times, at);
            } else if (take('/')) {
                TRY(factor(depth));
                emit(Term::over, at);
            } else {
                return ok();
            }
        }
    }

    Status factor(int depth) {
        if (depth >= deepest) return malformed("nested too deeply");
        const std::size_t at = position();
        if (take('-')) {
            TRY(factor(depth + 1));
            emit(Term::negate, at);
            return ok();
        }
        if (take('(')) {
            TRY(sum(depth + 1));
            return take(')') ? ok() : Status(malformed("a bracket is not closed"));
        }
        if (is_digit(peek())) return literal(at);
        const std::string_view name = read_while([](char c) { return c >= 'a' && c <= 'z'; });
        return name.empty() ? Status(malformed("a number or a name is missing")) : named(name, at, depth);
    }

    Status literal(std::size_t at) {
        const auto number = Decimal::parse(read_while([](char c) { return is_digit(c) || c == '.'; }));
        if (!number || !to_micro(*number)) return malformed("not a number of the method");
        emit(Term::constant, at, 0, Rational::from_decimal(*number));
        return ok();
    }

    Status named(std::string_view name, std::size_t at, int depth) {
        if (const Word* word = find_word(plain_words, name)) return emit(word->term, at), ok();
        if (name == "points") return emit(Term::constant, at, 0, Rational::from_decimal(rule_.maximum)), ok();
        if (const Word* word = find_word(functions, name)) return function(word->term, at, depth);
        if (const Word* word = find_word(indexed_words, name)) return indexed(word->term, at);
        return unknown(ErrorCode::formula_unknown_variable, name, at);
    }

    Status function(Term term, std::size_t at, int depth) {
        if (!take('(')) return malformed("a function takes its arguments in brackets");
        std::size_t operands = 0;
        do {
            if (++operands > most_operands) return malformed("too many arguments");
            TRY(sum(depth + 1));
        } while (take(','));
        if (!take(')')) return malformed("a bracket is not closed");
        emit(term, at, operands);
        return ok();
    }

    Status indexed(Term term, std::size_t at) {
        if (!take('[')) return malformed("a key in square brackets is missing");
        const std::string_view key = read_while([](char c) { return c != ']'; });
        if (!take(']')) return malformed("a square bracket is not closed");
        if (term == Term::parameter) return parameter(key, at);
        const auto column = column_of(method_, term, key);
        if (!column) return unknown(ErrorCode::formula_unknown_variable, key, at);
        emit(term, at, *column);
        return ok();
    }

    Status parameter(std::string_view key, std::size_t at) {
        for (std::size_t i = 0; i < method_.parameters.size(); ++i)
            if (method_.parameters[i].key.text() == key) return emit(Term::parameter, at, i), ok();
        return unknown(ErrorCode::parameter_unknown, key, at);
    }

    void emit(Term term, std::size_t at, std::size_t index = 0, const Rational& value = {}) {
        program_.push_back({term, index, value, at});
    }

    /// From ( to 9 stand the operators, both brackets, comma, point and the digits.
    static bool is_known(char c) {
        return c == ' ' || (c >= '(' && c <= '9') || c == '[' || c == ']' || (c >= 'a' && c <= 'z');
    }
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    void skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    char peek() {
        skip_spaces();
        return at_ < text_.size() ? text_[at_] : '\0';
    }
    std::size_t position() {
        skip_spaces();
        return at_ + 1;
    }
    bool take(char wanted) {
        if (peek() != wanted) return false;
        ++at_;
        skip_spaces();
        return true;
    }
    template <typename Belongs> std::string_view read_while(Belongs belongs) {
        const std::size_t start = at_;
        while (at_ < text_.size() && belongs(text_[at_])) ++at_;
        const std::string_view out = text_.substr(start, at_ - start);
        skip_spaces();
        return out;
    }

    /// A sign that no formula has is what is wrong wherever one stands: ×, ^, % and full-width brackets are often
    /// typed.
    Error malformed(std::string_view why) const {
        if (at_ < text_.size() && !is_known(text_[at_])) why = "only half-width a-z 0-9 . + - * / ( ) [ ] ,";
        return Error(ErrorCode::formula_malformed, place_, place_in_text(at_ + 1) + std::string(why));
    }
    Error unknown(ErrorCode code, std::string_view name, std::size_t at) const {
        return Error(code, place_, place_in_text(at) + std::string(name));
    }
    static std::string place_in_text(std::size_t at) { return numbered("character ", at) + ": "; }

    const Method& method_;
    const FormulaScore& rule_;
    std::string_view text_;
    std::string place_;
    std::size_t at_ = 0;
    std::vector<Instruction> program_;
};

/// Depth first: 0 not seen, 1 under way, 2 done.
class Sorter {
  public:
    explicit Sorter(std::vector<Formula>& formulas) : formulas_(formulas), state_(formulas.size(), 0) {}

    Status visit(std::size_t index) {
        if (state_[index] == 2) return ok();
        if (state_[index] == 1)
            return Error(ErrorCode::formula_circular, formulas_[index].place, formulas_[index].rule->expression);
        state_[index] = 1;
        for (const Instruction& one : formulas_[index].program)
            if (one.term == Term::criterion) TRY(visit(formula_at(one.index)));
        state_[index] = 2;
        order_.push_back(index);
        return ok();
    }
    const std::vector<std::size_t>& order() const { return order_; }

  private:
    std::size_t formula_at(std::size_t column) const {
        const auto at =
            std::find_if(formulas_.begin(), formulas_.end(), [&](const Formula& one) { return one.column == column; });
        return static_cast<std::size_t>(at - formulas_.begin());
    }
    const std::vector<Formula>& formulas_;
    std::vector<int> state_;
    std::vector<std::size_t> order_;
};

Result<std::vector<Formula>> compile_all(const Method& method) {
    std::vector<Formula> out;
    std::size_t column = 0;
    for (std::size_t s = 0; s < method.sections.size(); ++s) {
        for (std::size_t c = 0; c < method.sections[s].criteria.size(); ++c) {
            const CriterionRule& rule = method.sections[s].criteria[c].rule;
            if (std::holds_alternative<Gate>(rule)) continue;
            if (const auto* formula = std::get_if<FormulaScore>(&rule)) {
                const std::string place = numbered("/sections/", s) + numbered("/criteria/", c) + "/rule/expression";
                TRY_ASSIGN(auto program, compile_expression(method, *formula, place));
                out.push_back({column, formula, std::move(program), place});
            }
            ++column;
        }
    }
    return out;
}

} // namespace

Result<std::vector<Instruction>> compile_expression(const Method& method, const FormulaScore& rule,
                                                    const std::string& place) {
    return Parser(method, rule, place).parse();
}

Result<std::vector<Formula>> compile_formulas(const Method& method) {
    TRY_ASSIGN(std::vector<Formula> formulas, compile_all(method));
    Sorter sorter(formulas);
    for (std::size_t i = 0; i < formulas.size(); ++i) TRY(sorter.visit(i));
    std::vector<Formula> out;
    for (const std::size_t index : sorter.order()) out.push_back(std::move(formulas[index]));
    return out;
}

} // namespace kaibiao::score
