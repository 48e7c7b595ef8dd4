#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/lot_query.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> list_lots(Centre&, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const store::LotQuery query, read_lot_query(exchange.request));
    TRY_ASSIGN(const store::LotPage page, store::search_lots(tx, query));
    codec::Json lots = codec::Json::array();
    for (const store::LotRow& row : page.rows) lots.push(lot_summary(row));
    return Response::json(codec::Json::object().set("lots", std::move(lots)).set("next", text_or_null(page.next)));
}

} // namespace kaibiao::usecase
