#pragma once
// A lot with three bids whose state is set by hand, for what screens show of it.

#include "kaibiao/tender/lot_state.h"

namespace kaibiao::test::views {

struct LotBuilder {
    tender::LotState state;
    std::vector<tender::BidState> bids;

    /// Published, three bids submitted.
    LotBuilder();
    void close();
    void open();
    /// The first bid is opened at 1,234,567.89, the second failed, the third was not released.
    void announce();
    void appoint(std::size_t experts);
    /// Passes the opened bid at the gate and gives it `plan` points.
    void score(std::size_t expert, std::string_view plan);
};

} // namespace kaibiao::test::views
