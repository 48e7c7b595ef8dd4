#include "usecase/lot_query.h"

#include <algorithm>
#include <charconv>

namespace kaibiao::usecase {

namespace {

Result<std::size_t> read_limit(const std::optional<std::string>& text) {
    std::size_t limit = 50;
    if (!text) return limit;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (failed != std::errc() || end != text->data() + text->size() || limit == 0)
        return Error(ErrorCode::request_malformed, "limit");
    return std::min(limit, largest_lot_page);
}

Result<std::optional<bool>> read_flag(const http::Request& request, const std::string& name) {
    const std::optional<std::string> text = request.parameter(name);
    if (!text) return std::optional<bool>();
    if (*text != "true" && *text != "false") return Error(ErrorCode::request_malformed, name);
    return std::optional<bool>(*text == "true");
}

} // namespace

Result<store::LotQuery> read_lot_query(const http::Request& request) {
    store::LotQuery query;
    query.text = request.parameter("q").value_or("");
    query.kind = request.parameter("kind").value_or("");
    query.region = request.parameter("region").value_or("");
    query.phase = request.parameter("phase").value_or("");
    query.after = request.parameter("after").value_or("");
    if (query.text.size() > longest_search) return Error(ErrorCode::request_malformed, "q");
    TRY_ASSIGN(query.priced, read_flag(request, "priced"));
    TRY_ASSIGN(query.suspended, read_flag(request, "suspended"));
    TRY_ASSIGN(query.limit, read_limit(request.parameter("limit")));
    return query;
}

} // namespace kaibiao::usecase
