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
};

enum class Verdict : std::uint8_t { pass = 1, fail = 2 };

/// One decision of one expert: a verdict for a gate, a score for every other criterion.
struct Cell {
    BidId bid;
    CriterionKey criterion;
    std::variant<Verdict, Decimal> value;
};

struct ScoreSheet {
    std::string expert; ///< subject serial number of the certificate
    std::vector<Cell> cells;
};

/// Whether one expert's sheet is complete and within the rules. Bids under evaluation are those admitted whose price
/// is positive, not above the ceiling and not below the minimum; the sheet has a cell for each of them and each
/// criterion, and no other. Who votes to fail a bid scores it all the same: the majority may keep it.
/// Places: `/cells/N`, or `/cells` with the missing bid and criterion in the detail.
/// Errors: score_missing, score_off_step, score_out_of_range (also a verdict where a score belongs and the reverse),
/// score_unknown_criterion, score_unknown_bid, score_duplicate, and those of check_method and check_bids.
Status check_sheet(const Method& method, std::span<const BidInput> bids, const ScoreSheet& sheet);

/// Errors: bid_listed_twice, adjustment_unknown, adjustment_out_of_range, score_duplicate (a rule applied twice).
/// Places: `/N` or `/N/adjustments/M`.
Status check_bids(const Method& method, std::span<const BidInput> bids);

} // namespace kaibiao::score
