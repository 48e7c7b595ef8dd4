#include "usecase/json_text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {
constexpr std::size_t page = 200;
}

Result<Response> list_accounts(Centre&, const ReadTx& tx, Exchange& exchange) {
    const auto accounts = store::list_accounts(tx, exchange.request.parameter("after").value_or(""), page);
    codec::Json rows = codec::Json::array();
    for (const store::Account& account : accounts)
        rows.push(codec::Json::object()
                      .set("id", account.person)
                      .set("name", account.name)
                      .set("organisation", account.organisation)
                      .set("role", http::name_of(account.role))
                      .set("registered_at", instant(account.registered)));
    const bool more = accounts.size() == page;
    return Response::json(codec::Json::object()
                              .set("accounts", std::move(rows))
                              .set("next", more ? codec::Json(accounts.back().person) : codec::Json()));
}

} // namespace kaibiao::usecase
