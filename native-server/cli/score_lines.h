#pragma once
/// One bid's calculation, line after line; score_story.h is what others use.

#include "cli/score_story.h"
#include "cli/score_text.h"

#include <map>
#include <optional>

namespace kaibiao::cli {

/// Of the expert's group; 1 where the method gives no weights.
int weight_of(const score::Method& method, const score::ScoreSheet& sheet);

/// The left side of a line, and what is said about it in brackets.
struct Calculation {
    std::string expression;
    std::vector<std::string> notes;
};

/// The bid of a story.
struct ToldBid {
    const score::BidOutcome& outcome;
    Money price; ///< as announced
    const std::vector<score::ExplanationStep>& steps;
    std::span<const SortedSheet> sheets; ///< ascending by expert, as the steps have their scores
};

class BidStory {
  public:
    /// All must outlive the story.
    BidStory(const ScoreCase& about, const ToldBid& told);
    std::vector<std::string> tell();

  private:
    using Step = score::ExplanationStep;

    void tell(const Step& step);
    /// Once the experts have voted on the bid.
    void gates();
    void drawn(const Step& step);
    void adjustment(const Step& step);
    /// What outliers are measured from.
    void mean_of_all_prices();
    void counted_prices(const Step& step);
    void second_mean(const Step& step);
    void ceiling_mix(const Step& step);
    void benchmark(const Step& step);
    void deviation(const Step& step);
    void price_score(const Step& step);
    void derived_score(const Step& step);
    void criterion(const Step& step);
    void section(const Step& step);
    void quality(const Step& step);
    void technical_stage(const Step& step);
    void total(const Step& step);
    void rank();

    void plain(const std::string& title, const std::string& text) { lines_.push_back("  " + title + ": " + text); }
    /// `title: expression = exact → rounded (notes)`
    void add(const std::string& title, Calculation calculation, const score::Mark& result,
             const std::optional<score::Rounding>& rounding = std::nullopt);

    /// As the method fixes it or the draw gave it.
    std::string setting_text(const score::Setting& setting) const;
    /// The experts' numbers as one number.
    Calculation combined(const std::vector<Rational>& values) const;
    Calculation weighted(const std::vector<Rational>& values) const;
    /// `formula` with numbers: what this expert entered and what it makes of other criteria.
    std::string formula_text(const score::Criterion& criterion, std::size_t expert) const;
    std::string variable_text(std::string_view name, std::string_view key, const score::Criterion& criterion,
                              std::size_t expert) const;
    /// How counts of items became each expert's score, for a criterion that counts.
    void counts(const score::Criterion& criterion);
    /// What each expert's scores in these sections give together.
    void expert_sums(std::span<const score::Section> sections, const std::vector<Rational>& sums);
    Rational score_of(const score::Criterion& criterion, std::size_t expert) const;
    const score::Criterion& criterion_of(std::string_view key) const;
    const score::Cell& cell_of(const score::Criterion& criterion, std::size_t expert) const;
    std::string key_text(score::RankKey key) const;

    const ScoreCase& about_;
    const score::Method& method_;
    const score::BidOutcome& bid_;
    const Money price_;
    const std::vector<Step>& steps_;
    const std::span<const SortedSheet> sheets_;
    /// The steps of each criterion whose numbers became scores, expert after expert; and how many of them were told.
    std::map<std::string, std::vector<const Step*>, std::less<>> derived_;
    std::map<std::string, std::size_t> told_;
    std::vector<std::string> lines_;
};

} // namespace kaibiao::cli
