#pragma once
// Labels and persisted names of docs/formats/method.md and docs/formats/result.md.

#include "kaibiao/score/outcome.h"

#include <array>
#include <string_view>

namespace kaibiao::tender::method_format {

inline constexpr std::string_view method_label = "kaibiao/method/v1";
inline constexpr std::string_view result_label = "kaibiao/result/v1";
inline constexpr std::string_view technical_result_label = "kaibiao/technical-result/v1";
inline constexpr std::string_view score_input_label = "kaibiao/score-input/v1";

inline constexpr std::size_t longest_title = 512;
inline constexpr std::size_t longest_guidance = 20'000;
inline constexpr std::size_t longest_clause = 512;
inline constexpr std::size_t longest_expert = 64;
inline constexpr std::size_t longest_number = 32;
inline constexpr std::size_t longest_name = 64;
inline constexpr std::size_t longest_expression = 500;
inline constexpr std::int64_t most_counts = 1000;
inline constexpr std::int64_t largest_weight = 100;

// Alternatives of the method's variants.
inline constexpr std::string_view low_price = "low_price";
inline constexpr std::string_view lowest_evaluated = "lowest_evaluated";
inline constexpr std::string_view benchmark = "benchmark";
inline constexpr std::string_view quality_cost = "quality_cost";
inline constexpr std::string_view price_range = "price_range";
inline constexpr std::string_view fixed_reference = "fixed_reference";
inline constexpr std::string_view quality_per_price = "quality_per_price";
inline constexpr std::string_view amount_per_unit = "amount_per_unit";
inline constexpr std::string_view percent_per_unit = "percent_per_unit";
inline constexpr std::string_view gate = "gate";
inline constexpr std::string_view free_score = "free";
inline constexpr std::string_view banded_score = "banded";
inline constexpr std::string_view additive_score = "additive";
inline constexpr std::string_view deduction_score = "deduction";
inline constexpr std::string_view table_score = "table";
inline constexpr std::string_view formula_score = "formula";

template <typename Enum> struct Named {
    Enum value;
    std::string_view name;
};

inline constexpr std::array direction_names{
    Named<score::Direction>{score::Direction::add, "add"},
    Named<score::Direction>{score::Direction::deduct, "deduct"},
};
inline constexpr std::array judgement_names{
    Named<score::Judgement>{score::Judgement::subjective, "subjective"},
    Named<score::Judgement>{score::Judgement::objective, "objective"},
};
inline constexpr std::array section_kind_names{
    Named<score::SectionKind>{score::SectionKind::preliminary, "preliminary"},
    Named<score::SectionKind>{score::SectionKind::commercial, "commercial"},
    Named<score::SectionKind>{score::SectionKind::technical, "technical"},
};
inline constexpr std::array aggregation_names{
    Named<score::AggregationKind>{score::AggregationKind::mean, "mean"},
    Named<score::AggregationKind>{score::AggregationKind::trimmed_mean, "trimmed_mean"},
    Named<score::AggregationKind>{score::AggregationKind::median, "median"},
    Named<score::AggregationKind>{score::AggregationKind::weighted_mean, "weighted_mean"},
};
/// The level of criteria is not written.
inline constexpr std::array level_names{
    Named<score::AggregationLevel>{score::AggregationLevel::section, "section"},
    Named<score::AggregationLevel>{score::AggregationLevel::total, "total"},
};
/// Keeping the bid is not written.
inline constexpr std::array gate_tie_names{
    Named<score::GateTie>{score::GateTie::chair, "chair"},
};
/// A member's role is not written.
inline constexpr std::array role_names{
    Named<score::SheetRole>{score::SheetRole::chair, "chair"},
};
inline constexpr std::array second_mean_names{
    Named<score::SecondMean>{score::SecondMean::none, "none"},
    Named<score::SecondMean>{score::SecondMean::of_lower, "of_lower"},
    Named<score::SecondMean>{score::SecondMean::with_lowest, "with_lowest"},
};
inline constexpr std::array rounding_mode_names{
    Named<RoundingMode>{RoundingMode::half_up, "half_up"},
    Named<RoundingMode>{RoundingMode::half_even, "half_even"},
    Named<RoundingMode>{RoundingMode::down, "down"},
    Named<RoundingMode>{RoundingMode::up, "up"},
};
inline constexpr std::array rank_key_names{
    Named<score::RankKey>{score::RankKey::total, "total"},
    Named<score::RankKey>{score::RankKey::evaluated_price, "evaluated_price"},
    Named<score::RankKey>{score::RankKey::price, "price"},
    Named<score::RankKey>{score::RankKey::technical, "technical"},
    Named<score::RankKey>{score::RankKey::draw, "draw"},
};
inline constexpr std::array standing_names{
    Named<score::BidStanding>{score::BidStanding::admitted, "admitted"},
    Named<score::BidStanding>{score::BidStanding::revoked, "revoked"},
    Named<score::BidStanding>{score::BidStanding::withdrawn, "withdrawn"},
    Named<score::BidStanding>{score::BidStanding::excluded, "excluded"},
};
inline constexpr std::array verdict_names{
    Named<score::Verdict>{score::Verdict::pass, "pass"},
    Named<score::Verdict>{score::Verdict::fail, "fail"},
};
inline constexpr std::array rejection_names{
    Named<score::RejectionReason>{score::RejectionReason::revoked, "revoked"},
    Named<score::RejectionReason>{score::RejectionReason::withdrawn, "withdrawn"},
    Named<score::RejectionReason>{score::RejectionReason::excluded, "excluded"},
    Named<score::RejectionReason>{score::RejectionReason::price_not_positive, "price_not_positive"},
    Named<score::RejectionReason>{score::RejectionReason::price_above_ceiling, "price_above_ceiling"},
    Named<score::RejectionReason>{score::RejectionReason::price_below_minimum, "price_below_minimum"},
    Named<score::RejectionReason>{score::RejectionReason::gate_failed, "gate_failed"},
    Named<score::RejectionReason>{score::RejectionReason::evaluated_price_not_positive, "evaluated_price_not_positive"},
    Named<score::RejectionReason>{score::RejectionReason::technical_below_minimum, "technical_below_minimum"},
    Named<score::RejectionReason>{score::RejectionReason::not_shortlisted, "not_shortlisted"},
};

/// Aborts when a value has no name: a broken invariant, not an input.
template <typename Enum, std::size_t N> std::string_view name_of(const std::array<Named<Enum>, N>& names, Enum value) {
    for (const auto& row : names)
        if (row.value == value) return row.name;
    std::abort();
}
template <typename Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<Named<Enum>, N>& names, std::string_view name) {
    for (const auto& row : names)
        if (row.name == name) return row.value;
    return std::nullopt;
}

} // namespace kaibiao::tender::method_format
