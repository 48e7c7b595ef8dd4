#pragma once
/// Criteria and the kinds of decisions that experts make about them.

#include "kaibiao/score/terms.h"

namespace kaibiao::score {

/// Each expert votes; the bid is rejected when more than half of the experts vote fail.
struct Gate {};

/// Any multiple of the step within the range.
struct FreeScore {
    StepRange range;
};

struct Band {
    Text title; ///< 优, 良, 中, 差
    Decimal minimum;
    Decimal maximum;
};
/// A multiple of the step within one of the bands, listed best first and disjoint; between two bands there may be a
/// gap.
struct BandedScore {
    std::vector<Band> bands;
    Decimal step;
};

/// Something that is counted: a certificate, a similar contract, a defect.
struct CountedItem {
    ItemKey key;
    Text title;
    Decimal points; ///< positive, for each
    int most = 1;   ///< counted at most so often
};
/// 加分: the expert counts; score = base + Σ count × points, not above the maximum.
struct AdditiveScore {
    std::vector<CountedItem> items;
    Decimal base;
    Decimal maximum;
};
/// 扣分: the expert counts; score = maximum − Σ count × points, not below the minimum.
struct DeductionScore {
    std::vector<CountedItem> items;
    Decimal maximum;
    Decimal minimum;
};

/// From this number on, until the next row, the score is `score`.
struct TableRow {
    Decimal from;
    Decimal score;
};
/// 查表: the expert enters an objective number, the table gives the score.
struct TableScore {
    StepRange number;
    std::vector<TableRow> rows; ///< ascending; the first starts at the range's minimum
};

/// 公式: the expert enters an objective number x, an expression gives the score, held within `minimum` and `maximum`
/// and rounded. docs/formats/method.md has the language.
struct FormulaScore {
    StepRange number;
    std::string expression;
    Decimal minimum;
    Decimal maximum;
    Rounding rounding;
};

using CriterionRule =
    std::variant<Gate, FreeScore, BandedScore, AdditiveScore, DeductionScore, TableScore, FormulaScore>;

enum class Judgement : std::uint8_t { subjective = 1, objective = 2 };

struct Criterion {
    CriterionKey key;
    Text title;
    Text guidance;
    std::string clause; ///< of the tender document
    Judgement judgement = Judgement::subjective;
    CriterionRule rule;
};

enum class SectionKind : std::uint8_t {
    preliminary = 1, ///< 初步评审: form, qualification, response
    commercial = 2,  ///< 商务
    technical = 3,   ///< 技术; the tie key `technical` adds these up
};

struct Section {
    SectionKey key;
    Text title;
    SectionKind kind = SectionKind::technical;
    Decimal points; ///< declared; equals the sum of its criteria
    std::vector<Criterion> criteria;
};

} // namespace kaibiao::score
