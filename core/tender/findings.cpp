#include "replay.h"

namespace kaibiao::tender {

namespace {

/// Enough to see what is wrong; a file made to be wrong everywhere stays readable.
constexpr std::size_t most_failures = 100;

} // namespace

void Findings::count(CheckKind kind, std::uint64_t items) {
    Check& check = at(kind);
    check.items += items;
    if (check.verdict == CheckVerdict::skipped) check.verdict = CheckVerdict::passed;
}

void Findings::fail(CheckKind kind, Error error) {
    Check& check = at(kind);
    check.verdict = CheckVerdict::failed;
    if (check.failures.size() < most_failures) check.failures.push_back(std::move(error));
}

void Findings::remark(CheckKind kind, const std::string& text) {
    std::string& remark = at(kind).remark;
    remark += (remark.empty() ? "" : "; ") + text;
}

void Findings::did_work() {
    ++done_;
    if (progress_) progress_(done_, total_ < done_ ? done_ : total_);
}

std::vector<Check> Findings::take() {
    for (std::size_t i = 0; i < check_kind_count; ++i) checks_[i].kind = static_cast<CheckKind>(i);
    return std::move(checks_);
}

CheckKind kind_of_decision(EventType type) {
    switch (type) {
    case EventType::lot_closed: return CheckKind::frozen_set;
    case EventType::lot_announced: return CheckKind::sheets;
    case EventType::expert_scored:
    case EventType::lot_qualified: return CheckKind::scores;
    case EventType::lot_result: return CheckKind::result;
    default: return CheckKind::decisions;
    }
}

Error at_event(const Error& error, const log::EventHeader& header) {
    std::string detail = error.detail;
    if (!error.place.empty()) detail = detail.empty() ? error.place : error.place + ": " + detail;
    return Error(error.code, log::event_place(header.stream, header.position), std::move(detail));
}

void check_profile(const LotState& lot, Findings& findings) {
    if (!lot.publication) return;
    const RuleProfile& profile = lot.publication->profile;
    const RuleProfile* known = find_profile(built_in_profiles(), profile.id, profile.version);
    if (known != nullptr && !(*known == profile))
        findings.fail(CheckKind::decisions, Error(ErrorCode::rule_profile_unknown, log::event_place(lot.stream(), 0),
                                                  "not the rules known by this name"));
    findings.remark(CheckKind::decisions, "rules: " + profile.id + " " + std::to_string(profile.version) +
                                              (known != nullptr ? "" : ", not built in: read them"));
}

} // namespace kaibiao::tender
