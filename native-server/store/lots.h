#pragma once
/// Projection of the lots for lists, searches and timers. Not the truth: `kaibiao rebuild` makes it again.

#include "store/database.h"
#include "store/lot_query.h"

#include <vector>

namespace kaibiao::store {

struct LotRow {
    LotId lot;
    Instant published;
    std::string code;
    std::string title_zh;
    std::string title_en;
    std::string project_zh;
    std::string project_en;
    std::string tenderer;
    std::string kind;
    std::string region;
    std::string industry;
    std::string phase;
    Instant issue_from;
    Instant deadline;
    std::optional<Instant> window_end;
    bool trial = false;
    bool suspended = false;
    bool priced = true; ///< whether the opening of its stage is that of the prices
    std::string search; ///< what a search looks in
};
/// Inserts or replaces.
void put_lot(WriteTx& tx, const LotRow& row);
void delete_all_lots(WriteTx& tx);

struct LotPage {
    std::vector<LotRow> rows; ///< newest first
    std::string next;         ///< empty on the last page
};
/// Errors: request_malformed for an `after` that this did not make.
Result<LotPage> search_lots(const ReadTx& tx, const LotQuery& query);

/// Lots that wait for an act of the centre (in one of the phases published, opening, window_closed).
std::vector<LotRow> lots_in_motion(const ReadTx& tx);

} // namespace kaibiao::store
