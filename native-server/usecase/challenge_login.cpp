#include "usecase/json_text.h"
#include "usecase/session_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> challenge_login(Centre& centre, Exchange& exchange) {
    const LoginChallenges::Challenge challenge = centre.challenges().issue(centre.now());
    return Response::json(codec::Json::object()
                              .set("nonce", codec::encode_base64(challenge.nonce))
                              .set("origin", web_origin(centre, exchange.request))
                              .set("expires", instant(challenge.expires)));
}

} // namespace kaibiao::usecase
