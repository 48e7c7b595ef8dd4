#pragma once
/// What goes into an evaluation beside the method: the bids as opened, and one score sheet of each expert.

#include "kaibiao/base/ids.h"
#include "kaibiao/score/method.h"

#include <span>

namespace kaibiao::score {

/// Persisted by name.
enum class BidStanding : std::uint8_t {
    admitted = 1,  ///< opened and not refused: under evaluation
    revoked = 2,   ///< 撤销: not decrypted, by the bidder's fault (EB 31)
    withdrawn = 3, ///< 撤回: by the bidder before the deadline, or not decrypted through the platform's fault
    excluded = 4,  ///< refused before the scores, with a recorded reason
};

/// How often one of the method's adjustment rules applies to a bid. A rule not named applies zero times.
struct AppliedAdjustment {
    AdjustmentKey rule;
    Decimal quantity;
};

struct BidInput {
    BidId bid;
    Money price; ///< announced; not looked at unless admitted
    BidStanding standing = BidStanding::admitted;
    std::vector<AppliedAdjustment> adjustments;
    /// With a technical stage: what became of the price envelope of a bid that passed. It stays in that stage, so that
    /// nobody moves up into its place, and is rejected after it.
    BidStanding price_standing = BidStanding::admitted;
};

enum class Verdict : std::uint8_t { pass = 1, fail = 2 };

/// How often the expert found one item of an additive or deduction criterion.
struct ItemCount {
    ItemKey item;
    int count = 0;
    bool operator==(const ItemCount&) const = default;
};

/// One decision of one expert: a verdict for a gate, counts for additive and deduction criteria (an item not named
/// counts zero), the objective number for tables and formulas, the score for all others.
struct Cell {
    BidId bid;
    CriterionKey criterion;
    std::variant<Verdict, Decimal, std::vector<ItemCount>> value;
};

/// Persisted by name.
enum class SheetRole : std::uint8_t { member = 1, chair = 2 };

struct ScoreSheet {
    std::string expert; ///< subject serial number of the certificate
    std::vector<Cell> cells;
    GroupKey group = {}; ///< whose weight the expert has; not looked at unless the aggregation is weighted
    SheetRole role = SheetRole::member;
};

struct DrawnParameter {
    ParameterKey parameter;
    std::int64_t index = 0; ///< into the parameter's values, from 0
};

/// What verifiable draws have decided. Nothing for most methods.
struct Drawn {
    std::vector<DrawnParameter> parameters; ///< one for each of the method's parameters
    /// Puts tied bids in order where the ranking ends in `draw`: who stands earlier here ranks before; bids not named
    /// stay tied with each other, behind those named.
    std::vector<BidId> tie_order;
};

/// The score of counted items, with at most 6 decimals; zero for rules that count nothing. The counts must be checked.
Decimal score_of_counts(const CriterionRule& rule, const std::vector<ItemCount>& counts);

/// Whether one expert's sheet is complete and within the rules. Bids under evaluation are those admitted whose price
/// is positive, not above the ceiling and not below the minimum; with a technical stage, all that are admitted. The
/// sheet has a cell for each of them and each criterion, and no other. Who votes to fail a bid scores it all the same:
/// the majority may keep it.
/// Places: `/cells/N`, or `/cells` with the missing bid and criterion in the detail.
/// Errors: score_missing, score_off_step, score_out_of_range (also a verdict where a score belongs and the reverse),
/// score_unknown_criterion, score_unknown_bid, score_duplicate, and those of check_method and check_bids.
Status check_sheet(const Method& method, std::span<const BidInput> bids, const ScoreSheet& sheet);

/// Whether these experts can sit together: of each sheet only `role` and `group` are looked at, so that it can be asked
/// before anybody scores. Places: `/sheets/N`, `/sheets`.
/// Errors: chair_missing, expert_group_unknown, number_overflow (weights above 1000 together).
Status check_seats(const Method& method, std::span<const ScoreSheet> sheets);

/// Errors: bid_listed_twice, adjustment_unknown, adjustment_out_of_range, score_duplicate (a rule applied twice).
/// Places: `/N` or `/N/adjustments/M`.
Status check_bids(const Method& method, std::span<const BidInput> bids);

/// Errors: parameter_unknown, score_duplicate (drawn twice), draw_out_of_range, draw_missing, score_unknown_bid,
/// bid_listed_twice. Places: `/draws/N`, `/draws`, `/tie_order/N`.
Status check_drawn(const Method& method, std::span<const BidInput> bids, const Drawn& drawn);

} // namespace kaibiao::score
