#pragma once
/// Why an expert may not be drawn, or leaves after having been drawn.

#include "kaibiao/base/result.h"

#include <array>

namespace kaibiao::draw {

/// Persisted by name.
enum class Reason : std::uint8_t {
    near_relative,           ///< spouse, blood relative or close in-law of a bidder's head (EC art. 12)
    employment,              ///< employed by a bidder within three years
    directorship_or_control, ///< director, supervisor or holder of control of a bidder within three years
    economic_interest,       ///< another interest that may touch fairness (EC art. 12)
    supervisor,              ///< of the authority in charge or of the supervising authority (EC art. 12)
    punished,                ///< for an offence in bidding or its evaluation (EC art. 12)
    unreachable,             ///< did not answer the call
    unavailable,             ///< answered that he cannot come
    health,                  ///< cannot go on, or cannot come, for his health (IR art. 48)
    left_post,               ///< left without leave (IR art. 48)
};

/// What happened to a drawn expert. Persisted by name.
enum class StepKind : std::uint8_t {
    declined, ///< before taking part: the next in the ranking is called
    replaced, ///< after having taken part: the same, and his conclusions are void and redone (IR art. 48)
};

inline constexpr std::array all_reasons{Reason::near_relative,     Reason::employment,  Reason::directorship_or_control,
                                        Reason::economic_interest, Reason::supervisor,  Reason::punished,
                                        Reason::unreachable,       Reason::unavailable, Reason::health,
                                        Reason::left_post};

std::string_view name_of(Reason reason);
std::string_view name_of(StepKind kind);
/// Errors: draw_reason_unknown, also for a reason for which nobody is excluded beforehand.
Result<Reason> parse_exclusion_reason(std::string_view name);
/// Errors: draw_reason_unknown, also for a reason that does not fit the kind of step: only those who declined were
/// unreachable or unavailable, only those who took part can leave their post.
Result<Reason> parse_step_reason(std::string_view name, StepKind kind);
/// Errors: draw_transcript_malformed.
Result<StepKind> parse_step_kind(std::string_view name);

bool excludes(Reason reason);
bool fits(Reason reason, StepKind kind);

} // namespace kaibiao::draw
