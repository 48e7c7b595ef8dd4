#include "usecase/json_text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

/// {id, name, role, organisation?} by staff: for everybody but bidders, who register by their first login.
Result<Response> register_account(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const codec::Json body, read_json_body(exchange.request));
    codec::ObjectReader reader(body, "");
    store::Account account;
    TRY_ASSIGN(account.person, reader.string("id", tender::longest_party_id));
    TRY_ASSIGN(account.name, reader.string("name", tender::longest_name));
    TRY_ASSIGN(const std::string role, reader.string("role", 32));
    if (reader.has("organisation")) {
        TRY_ASSIGN(account.organisation, reader.string("organisation", tender::longest_name));
    }
    TRY(reader.finish());
    const auto known = http::role_named(role);
    if (!known || *known == http::Role::visitor) return Error(ErrorCode::request_malformed, "/role", role);
    if (account.person.empty() || account.name.empty()) return Error(ErrorCode::request_malformed, "/id");
    account.role = *known;
    account.registered = centre.now();
    TRY(centre.writer().run([&](writer::Batch& batch) -> Status {
        if (!store::insert_account(batch.tx(), account)) return Error(ErrorCode::account_exists, "/id", account.person);
        return ok();
    }));
    return Response::json(codec::Json::object().set("id", account.person).set("role", role));
}

} // namespace kaibiao::usecase
