#include "demo/trial_hook.h"
#include "usecase/json_text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

Result<const demo::TrialHook*> open_trials(Centre& centre) {
    if (!centre.config().trial || centre.trial_hook() == nullptr) return Error(ErrorCode::trial_only);
    return centre.trial_hook();
}

} // namespace

Result<Response> list_trials(Centre& centre, Exchange&) {
    TRY_ASSIGN(const demo::TrialHook* hook, open_trials(centre));
    return Response::json(hook->list());
}

Result<Response> start_trial(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const demo::TrialHook* hook, open_trials(centre));
    TRY_ASSIGN(const codec::Json body, read_json_body(exchange.request));
    codec::ObjectReader reader(body, "");
    TRY_ASSIGN(const std::string role, reader.string("role", 32));
    TRY(reader.finish());
    TRY_ASSIGN(const codec::Json started, hook->start({role, exchange.caller.person, exchange.caller.name}));
    return Response::json(started);
}

} // namespace kaibiao::usecase
