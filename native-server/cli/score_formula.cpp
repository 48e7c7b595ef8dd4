#include "cli/score_formula.h"

namespace kaibiao::cli {

namespace {

std::string_view operator_text(char sign) {
    switch (sign) {
    case '+': return " + ";
    case '-': return " − ";
    case '*': return " × ";
    case '/': return " ÷ ";
    case ',': return ", ";
    default: return {};
    }
}

/// Whether a minus here has a number on its left.
bool is_after_operand(std::string_view before) {
    while (before.ends_with(' ')) before.remove_suffix(1);
    return !before.empty() && (before.ends_with(')') || (before.back() >= '0' && before.back() <= '9'));
}

} // namespace

std::string with_numbers(std::string_view expression, const VariableText& text_of) {
    std::string out;
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    for (std::size_t i = 0; i < expression.size();) {
        const char c = expression[i];
        if (is_letter(c)) {
            std::size_t end = i;
            while (end < expression.size() && is_letter(expression[end])) ++end;
            const std::string_view name = expression.substr(i, end - i);
            std::string_view key;
            const std::size_t bracket = expression.find_first_not_of(' ', end);
            if (bracket != std::string_view::npos && expression[bracket] == '[') {
                end = expression.find(']', bracket) + 1;
                key = expression.substr(bracket + 1, end - bracket - 2);
            }
            out += name == "min" || name == "max" ? std::string(name) : text_of(name, key);
            i = end;
            continue;
        }
        if (c == '-' && !is_after_operand(out))
            out += "−";
        else if (const std::string_view sign = operator_text(c); !sign.empty())
            out += sign;
        else if (c != ' ')
            out += c;
        ++i;
    }
    return out;
}

} // namespace kaibiao::cli
