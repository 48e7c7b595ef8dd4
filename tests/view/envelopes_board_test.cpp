#include "kaibiao/view/opening_board.h"
#include "kaibiao/view/score_grid.h"
#include "tender/envelopes_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::test::tenders;

TEST_CASE("opening board: with two envelopes it shows the one of its stage, and who stays unopened") {
    EnvelopesLot lot;
    lot.score();
    const auto board = [&] { return view::make_opening_board(lot.centre.lot(), lot.centre.bids()); };
    CHECK(board().envelope == 1);
    CHECK(board().rows.size() == 3);
    CHECK(board().rows[0].sheet->price == std::nullopt);
    const view::ScoreGrid technical = view::make_score_grid(lot.centre.lot(), {});
    CHECK(technical.outcome_digest == tender::technical_digest(technical.outcome));
    REQUIRE(lot.centre.qualify().ok());
    CHECK(board().envelope == 2);
    REQUIRE(board().rows.size() == 3);
    CHECK(board().rows[2].bidder->id == lot.centre.bidder(2).id());
    CHECK(board().rows[2].state == view::RowState::unopened);
    CHECK(board().rows[0].state == view::RowState::sealed);
    lot.announce({0, 1});
    CHECK(board().counts->opened == 2);
    CHECK(board().counts->unopened == 1);
    CHECK(board().rows[1].sheet->price->yuan() == "1000000.00");
    const view::ScoreGrid grid = view::make_score_grid(lot.centre.lot(), {});
    CHECK(grid.bids[0].price->yuan() == "1200000.00");
    CHECK(grid.bids[2].price == std::nullopt);
    CHECK(grid.outcome_digest == tender::outcome_digest(grid.outcome));
}
