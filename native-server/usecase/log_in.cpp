#include "kaibiao/sign/jws.h"
#include "kaibiao/sign/login.h"
#include "usecase/session_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

struct Login {
    sign::VerifiedSigner signer;
    Instant certificate_end;
};

/// The person who signed the challenge. Signature first: only whoever holds a key may use up a nonce.
Result<Login> verify_login(Centre& centre, const http::Request& request) {
    const Instant now = centre.now();
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(request.body));
    TRY(sign::verify_jws_signature(jws, sign::purpose_login));
    TRY_ASSIGN(const sign::LoginPayload login, sign::parse_login(jws.payload));
    const std::string origin = web_origin(centre, request);
    if (login.origin != origin)
        return Error(ErrorCode::login_challenge_invalid, "/origin",
                     "the origin differs; it was signed for " + login.origin + ", the origin here is " + origin);
    TRY(sign::check_login(login, {origin, login.server_nonce, now}));
    if (!centre.challenges().redeem(login.server_nonce, now))
        return Error(ErrorCode::login_challenge_invalid, "/server_nonce");
    TRY_ASSIGN(sign::VerifiedSigner signer, centre.trust().judge(0)(jws.chain, now));
    if (signer.root_use == sign::RootUse::trial && !centre.config().trial)
        return Error(ErrorCode::certificate_unknown_root, "chain");
    return Login{std::move(signer), jws.chain.front().not_after};
}

/// A valid certificate that is new here belongs to a bidder, until staff say otherwise.
Result<store::Account> account_of(Centre& centre, const sign::VerifiedSigner& signer, const store::Session& session) {
    store::Account account{signer.subject_id(), signer.subject.common_name, signer.subject.organisation,
                           http::Role::bidder, session.created};
    if (account.person == centre.config().staff) account.role = http::Role::staff;
    TRY(centre.writer().run([&](writer::Batch& batch) {
        if (!store::insert_account(batch.tx(), account)) account = *store::find_account(batch.tx(), account.person);
        store::insert_session(batch.tx(), session);
        return ok();
    }));
    return account;
}

} // namespace

/// The cookie changes with the login, so that nobody can plant one beforehand.
Result<Response> log_in(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const Login login, verify_login(centre, exchange.request));
    const std::string cookie = new_session_cookie();
    const Instant now = centre.now();
    const store::Session session{token_of(cookie), login.signer.subject_id(), now,
                                 session_end(now, login.certificate_end)};
    TRY_ASSIGN(const store::Account account, account_of(centre, login.signer, session));
    centre.sessions().open(session.token, account, session.expires);
    Response response = Response::json(session_answer(centre, centre.sessions().caller(cookie, now)));
    response.headers.add("Set-Cookie", set_cookie(centre, cookie, exchange.request));
    return response;
}

} // namespace kaibiao::usecase
