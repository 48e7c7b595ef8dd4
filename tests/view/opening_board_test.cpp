#include "kaibiao/view/opening_board.h"

#include "record.h"
#include "view/lot_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::view;
using namespace kaibiao::test::views;

TEST_CASE("opening board: before the close it shows neither rows nor counts") {
    LotBuilder lot;
    const OpeningBoard board = make_opening_board(lot.state, lot.bids);
    CHECK(board.rows.empty());
    CHECK_FALSE(board.counts.has_value());
    CHECK(board.deadline == lot.state.publication->deadline);
    const codec::Json json = write_opening_board(board);
    CHECK(json.find("counts")->is_null());
    CHECK(json.find("rows")->as_array()->empty());
}

TEST_CASE("opening board: after the close bids are numbered by submission, without names or prices") {
    LotBuilder lot;
    lot.close();
    const OpeningBoard board = make_opening_board(lot.state, lot.bids);
    REQUIRE(board.rows.size() == 3);
    CHECK(board.counts->bids == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(board.rows[i].number == static_cast<int>(i) + 1);
        CHECK(board.rows[i].state == RowState::sealed);
        CHECK(board.rows[i].short_hash.size() == 12);
        if (i > 0) CHECK(board.rows[i - 1].submitted_at < board.rows[i].submitted_at);
    }
    const std::string text = codec::dump_canonical(write_opening_board(board));
    CHECK(text.find("bidder") == std::string::npos);
    CHECK(text.find("price") == std::string::npos);
}

TEST_CASE("opening board: withdrawn bids are not shown") {
    LotBuilder lot;
    lot.bids[1].withdrawn = Withdrawn::yes;
    lot.close();
    CHECK(make_opening_board(lot.state, lot.bids).rows.size() == 2);
}

TEST_CASE("opening board: during the window it shows who released, and nothing else") {
    LotBuilder lot;
    lot.close();
    lot.open();
    lot.state.opening->sheets[lot.bids[1].id()] = {};
    const OpeningBoard board = make_opening_board(lot.state, lot.bids);
    CHECK(board.counts->released == 1);
    CHECK(board.window_end == lot.state.opening->window_end);
    CHECK(codec::dump_canonical(write_opening_board(board)).find("bidder") == std::string::npos);
}

TEST_CASE("opening board: after the announcement names, prices and reasons are there") {
    LotBuilder lot;
    lot.close();
    lot.open();
    lot.announce();
    const OpeningBoard board = make_opening_board(lot.state, lot.bids);
    CHECK(board.counts->opened == 1);
    CHECK(board.counts->failed == 1);
    CHECK(board.counts->revoked == 1);
    CHECK(board.rows[0].state == RowState::opened);
    CHECK(board.rows[1].state == RowState::failed);
    CHECK(board.rows[1].reason == "lock_body_wrong");
    CHECK(board.rows[2].state == RowState::revoked);
    const codec::Json json = write_opening_board(board);
    const codec::Json& first = (*json.find("rows")->as_array())[0];
    CHECK(*first.find("price")->as_string() == "1234567.89");
    CHECK(*first.find("price_capital")->as_string() == "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分");
    CHECK(*first.find("bidder")->find("name")->as_string() == "投标人0");
    CHECK((*json.find("rows")->as_array())[1].find("price") == nullptr);
    test::record("board", codec::dump_canonical(json));
}
