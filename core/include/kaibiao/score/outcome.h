#pragma once
/// The outcome of an evaluation: a pure function of method, bids and score sheets, the same for every order of its
/// inputs and in every build. docs/formats/result.md describes its JSON form.

#include "kaibiao/score/sheet.h"

namespace kaibiao::score {

/// A number at one of the places where the method may round. `rounded` is present where it does.
struct Mark {
    Rational exact;
    std::optional<Decimal> rounded;
    /// What the calculation goes on with.
    Rational value() const { return rounded ? Rational::from_decimal(*rounded) : exact; }
};

/// Persisted by name. In the order in which they are looked for; the first one found is the bid's. With a technical
/// stage prices are looked at last, after technical_below_minimum and not_shortlisted.
enum class RejectionReason : std::uint8_t {
    revoked = 1,
    withdrawn = 2,
    excluded = 3,
    price_not_positive = 4,
    price_above_ceiling = 5,
    price_below_minimum = 6,
    gate_failed = 7,
    evaluated_price_not_positive = 8,
    technical_below_minimum = 9,
    not_shortlisted = 10,
};
struct Rejection {
    RejectionReason reason{};
    std::string subject; ///< the first failed gate's key for gate_failed, else empty
};

struct GateTally {
    int pass = 0;
    int fail = 0;
    /// A bid is rejected by more than half of the experts; an even split keeps it.
    bool failed() const { return fail > pass; }
};

struct BidOutcome {
    BidId bid;
    std::optional<Rejection> rejection;
    std::vector<GateTally> gates; ///< in the method's order; empty when rejected before the experts
    /// Absent or empty when rejected, but for what the experts gave a bid that fell at the technical stage. The price
    /// is in yuan. Methods that rank by price alone have neither price score nor total.
    std::optional<Mark> evaluated_price;
    std::optional<Mark> deviation; ///< from the benchmark, in percent; benchmark methods only
    std::optional<Mark> price_score;
    std::vector<Mark> criteria;      ///< scored criteria in the method's order; empty above the criterion level
    std::vector<Mark> sections;      ///< all sections in the method's order; empty at the total level
    std::optional<Rational> quality; ///< all sections together
    std::optional<Mark> total;
    int rank = 0; ///< from 1; equal bids share a rank and the next ones follow after the gap (1, 1, 3); 0 when rejected
    bool tied = false;
};

/// Bids that the ranking keys leave equal, ascending by id: their order needs a verifiable draw where the ranking ends
/// in `draw`, and is shared (并列) where it does not.
struct TiedGroup {
    int rank = 0;
    std::vector<BidId> bids;
};

/// What the calculation took a parameter for.
struct DrawnValue {
    ParameterKey parameter;
    std::int64_t index = 0;
    Decimal value;
};

struct Outcome {
    std::vector<BidOutcome> bids; ///< by rank, then id; rejected ones last, by id
    std::vector<TiedGroup> tied;  ///< by rank
    /// The bids with a rank up to the method's number of candidates. More than that number only where a tied group
    /// reaches across the limit and its draw is not made yet.
    std::vector<BidId> candidates;
    /// What price scores were measured against (评标基准价), in yuan; absent where the method has none.
    std::optional<Rational> reference_price;
    std::vector<DrawnValue> parameters; ///< in the method's order
};

/// Places: those of check_method below `/method`, of check_bids below `/bids`, of check_sheet below `/sheets/N`.
/// All bids rejected is an outcome without candidates, not an error.
/// Errors: those of check_method, check_bids, check_sheet; no_valid_bid when there is no bid at all; score_missing when
/// there are criteria and bids but no sheet; score_duplicate when an expert has two sheets; chair_missing,
/// expert_group_unknown; those of check_drawn; number_overflow.
Result<Outcome> evaluate(const Method& method, std::span<const BidInput> bids, std::span<const ScoreSheet> sheets,
                         const Drawn& drawn = {});

/// The first envelope alone (双信封), for methods with a technical stage. No price is looked at. `bids` are the
/// admitted ones that pass first, by quality, then id; then the others by id; ranks are 0.
struct TechnicalOutcome {
    std::vector<BidOutcome> bids;
    std::vector<BidId> passing; ///< ascending by id: whose price envelopes are opened
};
/// One bid as a technical result tells it: its quality where the experts' gates kept it.
struct JudgedBid {
    BidId bid;
    std::optional<RejectionReason> rejection;
    std::optional<Rational> quality;
};
/// Whether it follows from the qualities and the method who passes and why the others do not: what can be checked of a
/// technical result without the sheets.
bool follows_from_quality(const Method& method, std::span<const JudgedBid> bids);

/// Errors: method_malformed when there is no technical stage; those of evaluate.
Result<TechnicalOutcome> evaluate_technical(const Method& method, std::span<const BidInput> bids,
                                            std::span<const ScoreSheet> sheets, const Drawn& drawn = {});

} // namespace kaibiao::score
