#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

#include <charconv>

namespace kaibiao::usecase {

namespace {

constexpr std::size_t largest_page = 200;
constexpr std::size_t longest_search = 200;

Result<std::size_t> read_limit(const std::optional<std::string>& text) {
    std::size_t limit = 50;
    if (!text) return limit;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (failed != std::errc() || end != text->data() + text->size() || limit == 0)
        return Error(ErrorCode::request_malformed, "limit");
    return std::min(limit, largest_page);
}

Result<store::LotQuery> read_query(const http::Request& request) {
    store::LotQuery query;
    query.text = request.parameter("q").value_or("");
    query.kind = request.parameter("kind").value_or("");
    query.region = request.parameter("region").value_or("");
    query.phase = request.parameter("phase").value_or("");
    query.after = request.parameter("after").value_or("");
    if (query.text.size() > longest_search) return Error(ErrorCode::request_malformed, "q");
    TRY_ASSIGN(query.limit, read_limit(request.parameter("limit")));
    return query;
}

} // namespace

Result<Response> list_lots(Centre&, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const store::LotQuery query, read_query(exchange.request));
    TRY_ASSIGN(const store::LotPage page, store::search_lots(tx, query));
    codec::Json lots = codec::Json::array();
    for (const store::LotRow& row : page.rows) lots.push(lot_summary(row));
    return Response::json(codec::Json::object().set("lots", std::move(lots)).set("next", text_or_null(page.next)));
}

} // namespace kaibiao::usecase
