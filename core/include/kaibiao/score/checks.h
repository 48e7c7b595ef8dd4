#pragma once
/// What experts see before they sign, and leader and supervisor see live: things to look at again. A check never
/// changes a score.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

/// Persisted by name.
enum class FindingKind : std::uint8_t {
    missing_item = 1,             ///< no cell where one is needed
    wrong_item = 2,               ///< off step, out of range, unknown, or given twice; `error` says which
    objective_differs = 3,        ///< experts disagree about an objective criterion; numbers: lowest, highest
    outlier = 4,                  ///< |x − median| > 3.5 · 1.4826 · max(MAD, half a step); numbers: x, median, MAD
    winner_depends_on_expert = 5, ///< without this expert another bid would be first
    abnormally_low_of_others = 6, ///< numbers: price, mean of the other prices, percent
    abnormally_low_of_next = 7,   ///< numbers: price, next higher price, percent
};

struct Finding {
    FindingKind kind{};
    std::string expert;    ///< empty where it is nobody's
    BidId bid;             ///< for winner_depends_on_expert: who would be first
    std::string criterion; ///< key, or empty
    std::vector<Rational> numbers;
    std::optional<ErrorCode> error; ///< wrong_item only
};

struct CheckReport {
    std::vector<Finding> findings; ///< by kind, then as bids, criteria and experts are ordered
    /// Kendall's W between the experts' orders of the bids, with correction for ties, from 0 to 1. Absent with fewer
    /// than two experts or bids, where every expert finds all bids equal, and while an item is missing or wrong.
    std::optional<Rational> concordance;
};

/// Everything that can be said about the sheets as they are: with missing or wrong items only those and prices are
/// reported; until the chair's sheet is there, an even split at a gate leaves the bid in. Errors: those of
/// check_method, check_bids, check_drawn; number_overflow.
Result<CheckReport> run_checks(const Method& method, std::span<const BidInput> bids, std::span<const ScoreSheet> sheets,
                               const Drawn& drawn = {});

} // namespace kaibiao::score
