#include "store/lots.h"

namespace kaibiao::store {

namespace {

#define KAIBIAO_LOT_COLUMNS                                                                                            \
    "lot, published, code, title_zh, title_en, project_zh, project_en, tenderer, kind, region, industry, phase, "      \
    "issue_from, deadline, window_end, trial, suspended, priced"

LotRow read_row(const Statement& row) {
    LotRow out{row.id<LotId>(0),
               row.instant(1),
               row.text(2),
               row.text(3),
               row.text(4),
               row.text(5),
               row.text(6),
               row.text(7),
               row.text(8),
               row.text(9),
               row.text(10),
               row.text(11),
               row.instant(12),
               row.instant(13),
               {},
               row.integer(15) != 0,
               row.integer(16) != 0,
               row.integer(17) != 0,
               {}};
    if (!row.is_null(14)) out.window_end = row.instant(14);
    return out;
}

/// `%text%` with LIKE's own signs escaped.
std::string like_pattern(const std::string& text) {
    std::string out = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + '%';
}

} // namespace

void put_lot(WriteTx& tx, const LotRow& row) {
    tx.prepare("INSERT OR REPLACE INTO lots(" KAIBIAO_LOT_COLUMNS
               ", search) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        .bind(row.lot)
        .bind(row.published)
        .bind(row.code)
        .bind(row.title_zh)
        .bind(row.title_en)
        .bind(row.project_zh)
        .bind(row.project_en)
        .bind(row.tenderer)
        .bind(row.kind)
        .bind(row.region)
        .bind(row.industry)
        .bind(row.phase)
        .bind(row.issue_from)
        .bind(row.deadline)
        .bind(row.window_end)
        .bind(row.trial)
        .bind(row.suspended)
        .bind(row.priced)
        .bind(row.search)
        .run();
}

void delete_all_lots(WriteTx& tx) { tx.prepare("DELETE FROM lots").run(); }

Result<LotPage> search_lots(const ReadTx& tx, const LotQuery& query) {
    TRY_ASSIGN(const LotCursor cursor, parse_lot_cursor(query.after));
    Statement rows =
        tx.prepare("SELECT " KAIBIAO_LOT_COLUMNS " FROM lots WHERE (published, lot) < (?1, ?2) AND (?3='' OR kind=?3) "
                   "AND (?4='' OR region=?4) AND (?5='' OR phase=?5) AND (?6='' OR search LIKE ?7 ESCAPE '\\') "
                   "AND (?8 IS NULL OR priced=?8) AND (?9 IS NULL OR suspended=?9) "
                   "ORDER BY published DESC, lot DESC LIMIT ?10");
    rows.bind(cursor.published).bind(cursor.lot).bind(query.kind).bind(query.region).bind(query.phase).bind(query.text);
    rows.bind(like_pattern(query.text)).bind(query.priced).bind(query.suspended);
    rows.bind(static_cast<std::int64_t>(query.limit + 1));
    LotPage page;
    while (rows.step()) page.rows.push_back(read_row(rows));
    if (page.rows.size() <= query.limit) return page;
    page.rows.pop_back();
    page.next = lot_cursor_text({page.rows.back().published.milliseconds(), page.rows.back().lot});
    return page;
}

std::vector<LotRow> lots_in_motion(const ReadTx& tx) {
    Statement rows =
        tx.prepare("SELECT " KAIBIAO_LOT_COLUMNS " FROM lots WHERE phase IN ('published', 'opening', 'window_closed')");
    std::vector<LotRow> out;
    while (rows.step()) out.push_back(read_row(rows));
    return out;
}

} // namespace kaibiao::store
