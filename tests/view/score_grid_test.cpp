#include "kaibiao/view/score_grid.h"

#include "record.h"
#include "view/lot_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::view;
using namespace kaibiao::test::views;

namespace {

LotBuilder announced() {
    LotBuilder lot;
    lot.close();
    lot.open();
    lot.announce();
    lot.appoint(3);
    return lot;
}

} // namespace

TEST_CASE("score grid: is empty before the announcement") {
    LotBuilder lot;
    lot.appoint(3);
    const ScoreGrid grid = make_score_grid(lot.state, {});
    CHECK(grid.bids.empty());
    CHECK(grid.experts.empty());
}

TEST_CASE("score grid: shows what is missing until all have signed") {
    LotBuilder lot = announced();
    lot.score(0, "30");
    const ScoreGrid grid = make_score_grid(lot.state, {});
    REQUIRE(grid.experts.size() == 3);
    REQUIRE(grid.criteria.size() == 2);
    CHECK(grid.experts[0].signed_at.has_value());
    CHECK_FALSE(grid.experts[1].signed_at.has_value());
    CHECK(grid.bids[0].cells[0][0].state == CellState::pass);
    CHECK(grid.bids[0].cells[1][0].state == CellState::score);
    CHECK(grid.bids[0].cells[1][1].state == CellState::missing);
    CHECK(grid.bids[1].cells[1][0].state == CellState::not_needed);
    CHECK(grid.outcome.is_null());
}

TEST_CASE("score grid: deviations are from the median, exact") {
    LotBuilder lot = announced();
    lot.score(0, "30");
    lot.score(1, "33.5");
    const ScoreGrid two = make_score_grid(lot.state, {});
    CHECK(two.bids[0].cells[1][0].deviation->text() == "-7/4");
    CHECK(two.bids[0].cells[1][1].deviation->text() == "7/4");
    lot.score(2, "40");
    const ScoreGrid three = make_score_grid(lot.state, {});
    CHECK(three.bids[0].cells[1][0].deviation->text() == "-7/2");
    CHECK(three.bids[0].cells[1][1].deviation->text() == "0");
    CHECK(three.bids[0].cells[1][2].deviation->text() == "13/2");
}

TEST_CASE("score grid: has the outcome and its digest when all have signed") {
    LotBuilder lot = announced();
    for (std::size_t i = 0; i < 3; ++i) lot.score(i, "30");
    const ScoreGrid grid = make_score_grid(lot.state, {});
    REQUIRE(grid.outcome_digest.has_value());
    CHECK(*grid.outcome_digest == outcome_digest(compute_outcome_json(lot.state).value()));
    test::record("grid", codec::dump_canonical(write_score_grid(grid)));
}

TEST_CASE("score grid: an expert sees its own scores only, and no outcome") {
    LotBuilder lot = announced();
    for (std::size_t i = 0; i < 3; ++i) lot.score(i, "30");
    const ScoreGrid grid = make_score_grid(lot.state, {"E1"});
    REQUIRE(grid.experts.size() == 1);
    CHECK(grid.experts[0].member.person.id == "E1");
    CHECK(grid.bids[0].cells[1].size() == 1);
    CHECK(grid.outcome.is_null());
}

TEST_CASE(
    "score grid: the checks of the signed sheets stand beside them, and are written with names and exact numbers") {
    LotBuilder lot = announced();
    lot.state.publication->notice.method.sections[0].criteria[1].judgement = score::Judgement::objective;
    lot.score(0, "30");
    lot.score(1, "33.5");
    const ScoreGrid grid = make_score_grid(lot.state, {});
    REQUIRE(grid.checks.has_value());
    const codec::Json json = *write_score_grid(grid).find("checks");
    const std::string bid = lot.bids[0].id().text();
    CHECK(
        codec::dump_canonical(json) ==
        R"({"concordance":null,"findings":[{"bid":")" + bid +
            R"(","criterion":"plan","error":null,"expert":null,"kind":"objective_differs","numbers":["30","67/2"]}]})");
}

TEST_CASE("score grid: a missing item of a sheet is named with its expert and bid") {
    LotBuilder lot = announced();
    lot.score(0, "30");
    lot.state.evaluation.sheets[0].sheet.cells.pop_back();
    const ScoreGrid grid = make_score_grid(lot.state, {});
    REQUIRE(grid.checks->findings.size() == 1);
    CHECK(grid.checks->findings[0].kind == score::FindingKind::missing_item);
    CHECK(grid.checks->findings[0].expert == "E0");
}

TEST_CASE("score grid: an expert's checks are blind to the others") {
    LotBuilder lot = announced();
    lot.state.publication->notice.method.sections[0].criteria[1].judgement = score::Judgement::objective;
    lot.score(0, "30");
    lot.score(1, "33.5");
    CHECK(make_score_grid(lot.state, {"E1"}).checks->findings.empty());
    CHECK_FALSE(make_score_grid(LotBuilder().state, {}).checks.has_value());
}

TEST_CASE("score grid: what is found is shown before the chair has signed, and alone with the chair's sheet too") {
    LotBuilder lot = announced();
    score::Method& method = lot.state.publication->notice.method;
    method.gate_tie = score::GateTie::chair;
    method.sections[0].criteria[1].judgement = score::Judgement::objective;
    lot.score(1, "30");
    lot.score(2, "33.5");
    const auto findings = [&](const GridAudience& audience) {
        return make_score_grid(lot.state, audience).checks.value().findings.size();
    };
    CHECK(findings({}) == 1);
    CHECK(findings({"E1"}) == 0);
    lot.score(0, "31");
    lot.state.evaluation.sheets[2].sheet.role = score::SheetRole::chair;
    CHECK(findings({}) == 1);
    CHECK(findings({"E0"}) == 0);
    lot.state.evaluation.sheets[0].sheet.cells.pop_back();
    CHECK(findings({"E1"}) == 1);
}

TEST_CASE("score grid: a price of zero is shown as it was announced") {
    LotBuilder lot;
    lot.close();
    lot.open();
    lot.announce();
    lot.state.opening->announced[0].sheet->price = Money();
    const ScoreGrid grid = make_score_grid(lot.state, {});
    REQUIRE(grid.bids[0].price.has_value());
    CHECK(grid.bids[0].price->yuan() == "0.00");
    CHECK_FALSE(grid.bids[1].price.has_value());
}
