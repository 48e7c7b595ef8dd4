#pragma once
/// What is asked of the list of lots, and the text by which a client goes on to the next page.

#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kaibiao::store {

/// Empty members do not restrict. `text` is looked for anywhere, without regard to ASCII case.
struct LotQuery {
    std::string text;
    std::string kind;
    std::string region;
    std::string phase;
    std::optional<bool> priced;    ///< LotRow::priced
    std::optional<bool> suspended; ///< LotRow::suspended
    std::string after;             ///< LotPage::next of the page before
    std::size_t limit = 50;
};

/// The last row of a page: those that follow were published earlier.
struct LotCursor {
    std::int64_t published = INT64_MAX; ///< milliseconds since 1970
    LotId lot;
};
std::string lot_cursor_text(const LotCursor& cursor);
/// Nothing is the beginning. Errors: request_malformed, id_malformed.
Result<LotCursor> parse_lot_cursor(const std::string& text);

} // namespace kaibiao::store
