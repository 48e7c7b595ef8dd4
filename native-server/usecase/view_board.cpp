#include "usecase/board_book.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> view_board(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    TRY_ASSIGN(const BoardView view, centre.boards().view(lot, 0));
    return Response::text(view.board, "application/json");
}

} // namespace kaibiao::usecase
