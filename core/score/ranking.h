#pragma once
// Places for the bids that are still valid.

#include "kaibiao/score/outcome.h"

namespace kaibiao::score {

/// What the ranking keys look at. `outcome` is the index of the bid in Outcome::bids.
struct Contender {
    std::size_t outcome = 0;
    BidId bid;
    Money price;
    Rational evaluated_price;
    Rational technical;
    Rational total;
    std::size_t draw = 0; ///< place in the drawn order
};

/// Sets rank and tied of the contenders' bids and fills tied groups and candidates.
void rank_bids(const Method& method, std::vector<Contender> contenders, Outcome& outcome);

} // namespace kaibiao::score
