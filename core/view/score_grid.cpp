#include "kaibiao/view/score_grid.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>

namespace kaibiao::view {

namespace {

using score::Cell;
using tender::LotState;
using tender::SignedSheet;

const SignedSheet* find_sheet(const LotState& lot, const std::string& expert) {
    for (const SignedSheet& sheet : lot.evaluation.sheets)
        if (sheet.sheet.expert == expert) return &sheet;
    return nullptr;
}

/// What an expert's cell shows: a verdict, the score of what was counted, or the number that was entered.
void show_value(const Cell& cell, const score::CriterionRule& rule, GridCell& out) {
    if (const auto* verdict = std::get_if<score::Verdict>(&cell.value)) {
        out.state = *verdict == score::Verdict::pass ? CellState::pass : CellState::fail;
        return;
    }
    out.state = CellState::score;
    if (const auto* number = std::get_if<Decimal>(&cell.value))
        out.score = *number;
    else
        out.score = score::score_of_counts(rule, *std::get_if<std::vector<score::ItemCount>>(&cell.value));
}

GridCell make_cell(const SignedSheet* sheet, const BidId& bid, const GridCriterion& criterion) {
    if (sheet == nullptr) return {};
    GridCell out;
    out.state = CellState::not_needed;
    for (const Cell& cell : sheet->sheet.cells) {
        if (cell.bid == bid && cell.criterion == criterion.key) show_value(cell, criterion.rule, out);
    }
    return out;
}

Result<Rational> median(const std::vector<GridCell>& cells) {
    std::vector<Rational> values;
    for (const GridCell& cell : cells)
        if (cell.score) values.push_back(Rational::from_decimal(*cell.score));
    if (values.empty()) return Error(ErrorCode::score_missing);
    std::sort(values.begin(), values.end(), [](const Rational& a, const Rational& b) { return a.compare(b) < 0; });
    const std::size_t middle = values.size() / 2;
    if (values.size() % 2 == 1) return values[middle];
    TRY_ASSIGN(const Rational sum, values[middle - 1].plus(values[middle]));
    return sum.divided_by(Rational::from_integer(2));
}

void add_deviations(std::vector<GridCell>& cells) {
    const Result<Rational> middle = median(cells);
    if (!middle.ok()) return;
    for (GridCell& cell : cells) {
        if (!cell.score) continue;
        const Result<Rational> deviation = Rational::from_decimal(*cell.score).minus(*middle);
        if (deviation.ok()) cell.deviation = *deviation;
    }
}

std::vector<GridExpert> make_experts(const LotState& lot, const GridAudience& audience) {
    std::vector<GridExpert> experts;
    for (const tender::Member& member : lot.evaluation.committee) {
        if (audience.only_expert && member.person.id != *audience.only_expert) continue;
        const SignedSheet* sheet = find_sheet(lot, member.person.id);
        experts.push_back({member, sheet != nullptr ? std::optional<Instant>(sheet->at) : std::nullopt});
    }
    return experts;
}

std::vector<GridCriterion> make_criteria(const score::Method& method) {
    std::vector<GridCriterion> criteria;
    for (const score::Section& section : method.sections)
        for (const score::Criterion& criterion : section.criteria)
            criteria.push_back({section.key, criterion.key, criterion.title, criterion.rule, criterion.judgement});
    return criteria;
}

GridBid make_bid(const LotState& lot, const ScoreGrid& grid, std::size_t index) {
    GridBid bid;
    bid.announced = tender::announced_bidders(lot)[index];
    bid.number = static_cast<int>(index) + 1;
    for (const GridCriterion& criterion : grid.criteria) {
        std::vector<GridCell> cells;
        for (const GridExpert& expert : grid.experts)
            cells.push_back(make_cell(find_sheet(lot, expert.member.person.id), bid.announced.bid, criterion));
        add_deviations(cells);
        bid.cells.push_back(std::move(cells));
    }
    return bid;
}

// ---- JSON

using codec::Json;

std::string_view cell_state_name(CellState state) {
    switch (state) {
    case CellState::missing: return "missing";
    case CellState::score: return "score";
    case CellState::pass: return "pass";
    case CellState::fail: return "fail";
    case CellState::not_needed: return "not_needed";
    }
    std::abort();
}

Json write_cell(const GridCell& cell) {
    return Json::object()
        .set("deviation", cell.deviation ? Json(cell.deviation->text()) : Json())
        .set("score", cell.score ? Json(cell.score->text()) : Json())
        .set("state", cell_state_name(cell.state));
}

struct WriteRule {
    Json operator()(const score::Gate&) const { return Json::object().set("kind", "gate"); }
    Json operator()(const score::FreeScore& free) const {
        return range("free", free.range.minimum, free.range.maximum, free.range.step);
    }
    Json operator()(const score::BandedScore& banded) const {
        if (banded.bands.empty()) return Json::object().set("kind", "banded");
        return range("banded", banded.bands.back().minimum, banded.bands.front().maximum, banded.step);
    }
    Json operator()(const score::AdditiveScore& additive) const { return counts("additive", additive.items); }
    Json operator()(const score::DeductionScore& deduction) const { return counts("deduction", deduction.items); }
    Json operator()(const score::TableScore& table) const { return number("table", table.number); }
    Json operator()(const score::FormulaScore& formula) const { return number("formula", formula.number); }

  private:
    static Json counts(std::string_view kind, const std::vector<score::CountedItem>& items) {
        Json out = Json::array();
        for (const score::CountedItem& item : items)
            out.push(Json::object()
                         .set("key", item.key.text())
                         .set("most", item.most)
                         .set("points", item.points.text())
                         .set("title", tender::write_bilingual({item.title.zh, item.title.en})));
        return Json::object().set("items", std::move(out)).set("kind", kind);
    }
    static Json number(std::string_view kind, const score::StepRange& steps) {
        return range(kind, steps.minimum, steps.maximum, steps.step);
    }
    static Json range(std::string_view kind, const Decimal& minimum, const Decimal& maximum, const Decimal& step) {
        return Json::object()
            .set("kind", kind)
            .set("maximum", maximum.text())
            .set("minimum", minimum.text())
            .set("step", step.text());
    }
};

Json write_criterion(const GridCriterion& criterion) {
    return Json::object()
        .set("key", criterion.key.text())
        .set("objective", criterion.judgement == score::Judgement::objective)
        .set("rule", std::visit(WriteRule{}, criterion.rule))
        .set("section", criterion.section.text())
        .set("title", tender::write_bilingual({criterion.title.zh, criterion.title.en}));
}

Json write_expert(const GridExpert& expert) {
    return tender::write_party(expert.member.person)
        .set("kind", tender::member_kind_name(expert.member.kind))
        .set("signed_at", expert.signed_at ? Json(expert.signed_at->text()) : Json());
}

Json write_bid(const GridBid& bid) {
    Json criteria = Json::array();
    for (const std::vector<GridCell>& row : bid.cells) {
        Json cells = Json::array();
        for (const GridCell& cell : row) cells.push(write_cell(cell));
        criteria.push(std::move(cells));
    }
    return Json::object()
        .set("bid", bid.announced.bid.text())
        .set("bidder", tender::write_party(bid.announced.bidder))
        .set("cells", std::move(criteria))
        .set("number", bid.number)
        .set("price", bid.price ? Json(bid.price->yuan()) : Json())
        .set("state", tender::bid_opening_name(bid.announced.state));
}

template <typename Items, typename Write> Json write_all(const Items& items, Write write) {
    Json out = Json::array();
    for (const auto& item : items) out.push(write(item));
    return out;
}

} // namespace

ScoreGrid make_score_grid(const LotState& lot, const GridAudience& audience) {
    ScoreGrid grid;
    const std::size_t bids = tender::announced_bidders(lot).size();
    if (!lot.publication || bids == 0) return grid;
    grid.experts = make_experts(lot, audience);
    grid.criteria = make_criteria(lot.publication->notice.method);
    const std::vector<tender::AnnouncedBid> offers = tender::announced_offers(lot);
    for (std::size_t i = 0; i < bids; ++i) {
        grid.bids.push_back(make_bid(lot, grid, i));
        if (offers[i].sheet) grid.bids.back().price = offers[i].sheet->price;
    }
    grid.checks = check_lot_scores(lot, audience.only_expert);
    if (audience.only_expert) return grid;
    const Result<tender::ResultToSign> result = tender::result_to_sign(lot);
    if (!result.ok()) return grid;
    grid.outcome = result->outcome;
    grid.outcome_digest = result->digest;
    return grid;
}

Json write_score_grid(const ScoreGrid& grid) {
    return Json::object()
        .set("bids", write_all(grid.bids, write_bid))
        .set("checks", grid.checks ? write_check_report(*grid.checks) : Json())
        .set("criteria", write_all(grid.criteria, write_criterion))
        .set("experts", write_all(grid.experts, write_expert))
        .set("outcome", grid.outcome)
        .set("outcome_digest", grid.outcome_digest ? Json(codec::encode_hex(*grid.outcome_digest)) : Json());
}

} // namespace kaibiao::view
