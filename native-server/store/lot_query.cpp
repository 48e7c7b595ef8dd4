#include "store/lot_query.h"

#include <algorithm>
#include <charconv>

namespace kaibiao::store {

std::string lot_cursor_text(const LotCursor& cursor) {
    return std::to_string(cursor.published) + '-' + cursor.lot.text();
}

Result<LotCursor> parse_lot_cursor(const std::string& text) {
    LotCursor cursor;
    if (text.empty()) return cursor;
    const std::size_t dash = text.find('-');
    const char* end = text.data() + std::min(dash, text.size());
    const auto [rest, failed] = std::from_chars(text.data(), end, cursor.published);
    if (dash == std::string::npos || failed != std::errc() || rest != end)
        return Error(ErrorCode::request_malformed, "after");
    TRY_ASSIGN(cursor.lot, LotId::parse(std::string_view(text).substr(dash + 1)));
    return cursor;
}

} // namespace kaibiao::store
