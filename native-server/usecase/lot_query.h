#pragma once
/// The query of `GET /api/lots`.

#include "http/message.h"
#include "store/lot_query.h"

namespace kaibiao::usecase {

inline constexpr std::size_t largest_lot_page = 200;
inline constexpr std::size_t longest_search = 200;

/// A larger limit is taken as the largest. Errors: request_malformed.
Result<store::LotQuery> read_lot_query(const http::Request& request);

} // namespace kaibiao::usecase
