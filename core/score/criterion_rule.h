#pragma once
// What each kind of criterion provides, beside the columns of layout.h.

#include "kaibiao/score/sheet.h"

namespace kaibiao::score {

/// Errors: method_malformed, method_range_impossible. Expressions are check_formulas' to check.
Status check_criterion_rule(const CriterionRule& rule, const std::string& place);

/// The score of counted items, in millionths.
std::int64_t counted_score(const AdditiveScore& rule, const std::vector<ItemCount>& counts);
std::int64_t counted_score(const DeductionScore& rule, const std::vector<ItemCount>& counts);

enum class CountFault : std::uint8_t { none, unknown_item, twice, out_of_range };
CountFault fault_of(const std::vector<CountedItem>& items, const std::vector<ItemCount>& counts);

/// The score that the table gives for a number within its range, in millionths.
std::int64_t looked_up(const TableScore& rule, std::int64_t number);

} // namespace kaibiao::score
