#include "score/score_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using namespace kaibiao::score::test;

namespace {

const std::vector<BidInput>& two_bids() {
    static const std::vector<BidInput> bids{bid(1, "10.00"), bid(2, "20.00"), bid(3, "0")};
    return bids;
}

ScoreSheet good() { return sheet("a", {{1, "35", "25"}, {2, "38.5", "28"}}); }

void refused(const ScoreSheet& sheet, ErrorCode code, std::string_view place) {
    const Status status = check_sheet(government_purchase(), two_bids(), sheet);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == code);
    CHECK(status.error().place == place);
}

} // namespace

TEST_CASE("sheet: complete and within the rules is accepted, in any order of cells") {
    ScoreSheet sheet = good();
    CHECK(check_sheet(government_purchase(), two_bids(), sheet).ok());
    std::swap(sheet.cells[0], sheet.cells[5]);
    CHECK(check_sheet(government_purchase(), two_bids(), sheet).ok());
}

TEST_CASE("sheet: trailing zeros beyond the step are the same score") {
    ScoreSheet sheet = good();
    sheet.cells[1].value = number("35.50000000");
    CHECK(check_sheet(government_purchase(), two_bids(), sheet).ok());
}

TEST_CASE("sheet: a score off its step is refused") {
    ScoreSheet sheet = good();
    sheet.cells[1].value = number("35.25");
    refused(sheet, ErrorCode::score_off_step, "/cells/1");
    sheet.cells[1].value = number("35.00000001");
    refused(sheet, ErrorCode::score_off_step, "/cells/1");
}

TEST_CASE("sheet: a score outside its range is refused") {
    for (const char* score : {"40.5", "-0.5", "1000000000000", "40.00000001"}) {
        ScoreSheet sheet = good();
        sheet.cells[4].value = number(score);
        refused(sheet, ErrorCode::score_out_of_range, "/cells/4");
    }
}

TEST_CASE("sheet: a verdict where a score belongs, and the reverse, are refused") {
    ScoreSheet sheet = good();
    sheet.cells[1].value = Verdict::pass;
    refused(sheet, ErrorCode::score_out_of_range, "/cells/1");
    sheet = good();
    sheet.cells[0].value = number("1");
    refused(sheet, ErrorCode::score_out_of_range, "/cells/0");
    CHECK(
        check_sheet(government_purchase(), two_bids(), sheet).error().detail.ends_with(": a gate takes pass or fail"));
}

TEST_CASE("sheet: every bid under evaluation needs every verdict and every score") {
    ScoreSheet sheet = good();
    sheet.cells.erase(sheet.cells.begin() + 5);
    refused(sheet, ErrorCode::score_missing, "/cells");
    sheet = good();
    sheet.cells.erase(sheet.cells.begin());
    refused(sheet, ErrorCode::score_missing, "/cells");
    refused({"a", {}}, ErrorCode::score_missing, "/cells");
}

TEST_CASE("sheet: scores may not be left out for a bid that the expert fails at a gate") {
    ScoreSheet sheet = good();
    sheet.cells[0].value = Verdict::fail;
    CHECK(check_sheet(government_purchase(), two_bids(), sheet).ok());
    sheet.cells.erase(sheet.cells.begin() + 1, sheet.cells.begin() + 3);
    refused(sheet, ErrorCode::score_missing, "/cells");
}

TEST_CASE("sheet: unknown criteria, unknown bids and bids not under evaluation are refused") {
    ScoreSheet sheet = good();
    sheet.cells.push_back(score::test::score(1, "nothing", "1"));
    refused(sheet, ErrorCode::score_unknown_criterion, "/cells/6");
    for (const int n : {3, 77}) {
        sheet = good();
        sheet.cells.push_back(verdict(n, "form", Verdict::pass));
        refused(sheet, ErrorCode::score_unknown_bid, "/cells/6");
    }
}

TEST_CASE("sheet: of a bid that is out for its price, or was not opened, the refusal says so") {
    Method method = government_purchase();
    method.ceiling = yuan("15.00");
    std::vector<BidInput> bids = two_bids();
    bids.push_back(bid(4, "12.00"));
    bids.back().standing = BidStanding::withdrawn;
    const auto why = [&](int n) {
        const std::vector<ScoreSheet> sheets{{"a", {verdict(n, "form", Verdict::pass)}}};
        const std::string text = check_sheet(method, bids, sheets[0]).error().detail;
        CHECK(evaluate(method, bids, sheets).error().detail == text);
        return text;
    };
    CHECK(why(2) == bid_id(2).text() + ": its price is above the ceiling");
    CHECK(why(3) == bid_id(3).text() + ": its price is not positive");
    CHECK(why(4) == bid_id(4).text() + ": it was revoked, withdrawn or excluded");
    CHECK(why(77) == bid_id(77).text());
}

TEST_CASE("sheet: the same cell twice is refused even with the same value") {
    for (const std::size_t cell : {std::size_t{0}, std::size_t{2}}) {
        ScoreSheet sheet = good();
        sheet.cells.push_back(sheet.cells[cell]);
        refused(sheet, ErrorCode::score_duplicate, "/cells/6");
    }
}

TEST_CASE("sheet: banded scores lie within a band and not between two") {
    Method method = low_price("90");
    Criterion criterion = gate("plan");
    criterion.rule = BandedScore{{{{}, number("8"), number("10")}, {{}, number("5"), number("6")}}, number("0.5")};
    method.sections = {section("technical", SectionKind::technical, "10", {criterion})};
    method.points = number("100");
    REQUIRE(check_method(method).ok());
    const std::vector<BidInput> bids{bid(1, "10.00")};
    const auto code = [&](const char* value) -> int {
        const Status status = check_sheet(method, bids, {"a", {score::test::score(1, "plan", value)}});
        return status ? 0 : static_cast<int>(status.error().code);
    };
    CHECK(code("8") == 0);
    CHECK(code("5.5") == 0);
    CHECK(code("7") == static_cast<int>(ErrorCode::score_out_of_range));
    CHECK(code("0") == static_cast<int>(ErrorCode::score_out_of_range));
    CHECK(code("8.2") == static_cast<int>(ErrorCode::score_off_step));
    const auto told = [&](const char* value) {
        return check_sheet(method, bids, {"a", {score::test::score(1, "plan", value)}}).error().detail;
    };
    CHECK(told("7").ends_with(" plan: 7; 8 to 10; 5 to 6"));
    CHECK(told("8.2").ends_with(" plan: 8.2; step 0.5"));
}

TEST_CASE("bids: listed twice, unknown or repeated adjustments, and quantities off the rule are refused") {
    Method method = lowest_evaluated();
    method.adjustments = {amount_rule("late", Direction::add, "1000.00", "30")};
    const auto refusal = [&](std::vector<BidInput> bids) { return check_bids(method, bids).error(); };
    CHECK(check_bids(method, std::vector{bid(1, "1.00", {{"late", "30"}}), bid(2, "1.00")}).ok());
    CHECK(refusal({bid(1, "1.00"), bid(1, "2.00")}).code == ErrorCode::bid_listed_twice);
    CHECK(refusal({bid(1, "1.00", {{"other", "1"}})}).code == ErrorCode::adjustment_unknown);
    CHECK(refusal({bid(1, "1.00", {{"late", "1"}, {"late", "1"}})}).code == ErrorCode::score_duplicate);
    CHECK(refusal({bid(1, "1.00", {{"late", "31"}})}).code == ErrorCode::adjustment_out_of_range);
    CHECK(refusal({bid(1, "1.00", {{"late", "-1"}})}).code == ErrorCode::adjustment_out_of_range);
    CHECK(refusal({bid(1, "1.00", {{"late", "1.5"}})}).code == ErrorCode::adjustment_out_of_range);
    CHECK(refusal({bid(2, "1.00"), bid(1, "1.00", {{"late", "31"}})}).place == "/1/adjustments/0");
}
