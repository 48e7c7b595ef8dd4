#include "kaibiao/tender/decide.h"

#include <array>

namespace kaibiao::tender {

namespace {

using Decision = Result<DecidedEvent> (*)(const LotState&, const VerifiedCommand&, const Context&);
struct DecisionRow {
    std::string_view purpose;
    Decision decision;
};

constexpr std::array<DecisionRow, 9> decisions{{
    {purpose::clarify, decide_clarify},
    {purpose::suspend, decide_suspend},
    {purpose::resume, decide_resume},
    {purpose::open, decide_open},
    {purpose::excuse, decide_excuse},
    {purpose::appoint, decide_appoint},
    {purpose::score, decide_score},
    {purpose::qualify, decide_qualify},
    {purpose::result, decide_result},
}};

Decision find_decision(std::string_view purpose) {
    for (const DecisionRow& row : decisions)
        if (row.purpose == purpose) return row.decision;
    return nullptr;
}

} // namespace

bool is_lot_purpose(std::string_view purpose) {
    return purpose == purpose::release || find_decision(purpose) != nullptr;
}

std::vector<std::string_view> lot_purposes() {
    std::vector<std::string_view> out;
    out.reserve(std::size(decisions));
    for (const DecisionRow& row : decisions) out.push_back(row.purpose);
    out.push_back(purpose::release);
    return out;
}

Result<DecidedEvent> decide(const LotState& lot, const VerifiedCommand& command, const Context& context) {
    const Decision decision = find_decision(command.purpose());
    if (decision == nullptr) return Error(ErrorCode::command_malformed, "/purpose", command.purpose());
    return decision(lot, command, context);
}

} // namespace kaibiao::tender
