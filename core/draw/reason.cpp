#include "kaibiao/draw/reason.h"

namespace kaibiao::draw {

namespace {

Result<Reason> parse_reason(std::string_view name) {
    for (const Reason reason : all_reasons)
        if (name == name_of(reason)) return reason;
    return Error(ErrorCode::draw_reason_unknown);
}

} // namespace

std::string_view name_of(Reason reason) {
    switch (reason) {
    case Reason::near_relative: return "near_relative";
    case Reason::employment: return "employment";
    case Reason::directorship_or_control: return "directorship_or_control";
    case Reason::economic_interest: return "economic_interest";
    case Reason::supervisor: return "supervisor";
    case Reason::punished: return "punished";
    case Reason::unreachable: return "unreachable";
    case Reason::unavailable: return "unavailable";
    case Reason::health: return "health";
    case Reason::left_post: return "left_post";
    }
    std::abort();
}

std::string_view name_of(StepKind kind) {
    switch (kind) {
    case StepKind::declined: return "declined";
    case StepKind::replaced: return "replaced";
    }
    std::abort();
}

bool excludes(Reason reason) {
    switch (reason) {
    case Reason::near_relative:
    case Reason::employment:
    case Reason::directorship_or_control:
    case Reason::economic_interest:
    case Reason::supervisor:
    case Reason::punished: return true;
    case Reason::unreachable:
    case Reason::unavailable:
    case Reason::health:
    case Reason::left_post: return false;
    }
    std::abort();
}

bool fits(Reason reason, StepKind kind) {
    if (excludes(reason) || reason == Reason::health) return true;
    return (reason == Reason::left_post) == (kind == StepKind::replaced);
}

Result<Reason> parse_exclusion_reason(std::string_view name) {
    TRY_ASSIGN(const Reason reason, parse_reason(name));
    if (!excludes(reason)) return Error(ErrorCode::draw_reason_unknown);
    return reason;
}

Result<Reason> parse_step_reason(std::string_view name, StepKind kind) {
    TRY_ASSIGN(const Reason reason, parse_reason(name));
    if (!fits(reason, kind)) return Error(ErrorCode::draw_reason_unknown);
    return reason;
}

Result<StepKind> parse_step_kind(std::string_view name) {
    for (const StepKind kind : {StepKind::declined, StepKind::replaced})
        if (name == name_of(kind)) return kind;
    return Error(ErrorCode::draw_transcript_malformed);
}

} // namespace kaibiao::draw
