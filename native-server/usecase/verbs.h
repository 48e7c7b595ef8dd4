#pragma once
/// The verbs of the HTTP API (docs/openapi.json), one file each. A verb that only reads takes a ReadTx and cannot
/// write; one that decides goes through the writer and answers later.

#include "http/route.h"
#include "usecase/centre.h"

namespace kaibiao::usecase {

using http::Exchange;
using http::Responder;
using http::Response;
using store::ReadTx;

// the centre
Result<Response> report_alive(Centre& centre, Exchange& exchange);
Result<Response> report_ready(Centre& centre, Exchange& exchange);
Result<Response> describe_centre(Centre& centre, Exchange& exchange);
Result<Response> tell_time(Centre& centre, Exchange& exchange);
Result<Response> describe_api(Centre& centre, Exchange& exchange);
Result<Response> report_metrics(Centre& centre, Exchange& exchange);
Result<Response> serve_web(Centre& centre, Exchange& exchange);

// sessions and accounts
Result<Response> view_session(Centre& centre, Exchange& exchange);
Result<Response> challenge_login(Centre& centre, Exchange& exchange);
Result<Response> log_in(Centre& centre, Exchange& exchange);
Result<Response> log_out(Centre& centre, Exchange& exchange);
Result<Response> register_account(Centre& centre, Exchange& exchange);
Result<Response> list_accounts(Centre& centre, const ReadTx& tx, Exchange& exchange);

// certificates
Result<Response> describe_ca(Centre& centre, Exchange& exchange);
Result<Response> request_certificate(Centre& centre, Exchange& exchange);
Result<Response> fetch_ca_crl(Centre& centre, Exchange& exchange);
Result<Response> list_crls(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> revoke(Centre& centre, Exchange& exchange);
Result<Response> list_roots(Centre& centre, Exchange& exchange);

// lots
Result<Response> list_lots(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> view_lot(Centre& centre, Exchange& exchange);
Result<Response> list_events(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> view_board(Centre& centre, Exchange& exchange);
Result<Response> view_grid(Centre& centre, Exchange& exchange);
Result<Response> view_outcome(Centre& centre, Exchange& exchange);
Result<Response> view_own(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> fetch_receipt(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> fetch_secrets(Centre& centre, Exchange& exchange);
Result<Response> fetch_bundle(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> follow_lot(Centre& centre, Exchange& exchange);
void publish_lot(Centre& centre, Exchange exchange, Responder respond);
void send_command(Centre& centre, Exchange exchange, Responder respond);
/// Whether anybody of this role may sign a lot command of this purpose; who of them, the decision knows.
bool may_command(http::Role role, std::string_view purpose);
void submit_bid(Centre& centre, Exchange exchange, Responder respond);
void withdraw_bid(Centre& centre, Exchange exchange, Responder respond);
void release_bid(Centre& centre, Exchange exchange, Responder respond);

// documents, parts, uploads
Result<std::unique_ptr<http::BodySink>> store_document(Centre& centre, Exchange& exchange);
Result<Response> fetch_document(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> fetch_part(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> describe_uploads(Centre& centre, Exchange& exchange);
Result<Response> create_upload(Centre& centre, Exchange& exchange);
Result<Response> view_upload(Centre& centre, Exchange& exchange);
Result<std::unique_ptr<http::BodySink>> continue_upload(Centre& centre, Exchange& exchange);
Result<Response> delete_upload(Centre& centre, Exchange& exchange);

// the log
Result<Response> fetch_checkpoint(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> fetch_witnessed(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> fetch_policy(Centre& centre, Exchange& exchange);
Result<Response> fetch_tile(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> prove_entry(Centre& centre, const ReadTx& tx, Exchange& exchange);
Result<Response> prove_growth(Centre& centre, const ReadTx& tx, Exchange& exchange);

// trials
Result<Response> list_trials(Centre& centre, Exchange& exchange);
Result<Response> start_trial(Centre& centre, Exchange& exchange);

/// The whole table, for this centre.
http::RouteTable make_routes(Centre& centre);

} // namespace kaibiao::usecase
