#include "kaibiao/sign/jws_format.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

using http::Method;
using http::Role;
using http::RoleSet;

using Verb = Result<Response> (*)(Centre&, Exchange&);
using ReadingVerb = Result<Response> (*)(Centre&, const ReadTx&, Exchange&);
using DecidingVerb = void (*)(Centre&, Exchange, Responder);
using ReceivingVerb = Result<std::unique_ptr<http::BodySink>> (*)(Centre&, Exchange&);

constexpr RoleSet staff_only = {Role::staff};
constexpr RoleSet bidders = {Role::bidder};
constexpr RoleSet tenderers = {Role::tenderer};
constexpr RoleSet commanders = {Role::tenderer, Role::expert, Role::supervisor, Role::officer};
constexpr RoleSet owners = {Role::bidder, Role::expert};
constexpr std::uint64_t signed_body = sign::largest_jws;
/// Whoever bids may replace the bid many times, and each stays in the bundle: a manifest of 64 parts and its
/// certificates have room here, not what somebody adds to them.
constexpr std::uint64_t submission_body = 128 << 10;

class Builder {
  public:
    Builder(Centre& centre, http::RouteTable& table) : centre_(centre), table_(table) {}

    void plain(Method method, const char* pattern, RoleSet roles, Verb verb) {
        add(method, pattern, roles,
            http::Handler([&centre = centre_, verb](Exchange& exchange) { return verb(centre, exchange); }));
    }
    void reading(const char* pattern, RoleSet roles, ReadingVerb verb) {
        add(Method::get, pattern, roles, http::Handler([&centre = centre_, verb](Exchange& exchange) {
                const store::ReadLease tx = centre.database().read();
                return verb(centre, tx, exchange);
            }));
    }
    void deciding(const char* pattern, RoleSet roles, DecidingVerb verb, std::uint64_t largest_body = signed_body) {
        http::Route& route = add(Method::post, pattern, roles,
                                 http::LaterHandler([&centre = centre_, verb](Exchange exchange, Responder respond) {
                                     verb(centre, std::move(exchange), std::move(respond));
                                 }));
        route.largest_body = largest_body;
        route.arrivals = http::Arrivals::stamped;
    }
    void receiving(Method method, const char* pattern, RoleSet roles, ReceivingVerb verb) {
        add(method, pattern, roles,
            http::SinkHandler([&centre = centre_, verb](Exchange& exchange) { return verb(centre, exchange); }));
    }

  private:
    template <typename Handler> http::Route& add(Method method, const char* pattern, RoleSet roles, Handler handler) {
        http::Route route;
        route.method = method;
        route.pattern = pattern;
        route.roles = roles;
        route.handler = std::move(handler);
        return table_.add(std::move(route));
    }
    Centre& centre_;
    http::RouteTable& table_;
};

void add_centre(Builder& table) {
    table.plain(Method::get, "/livez", http::everybody, report_alive);
    table.plain(Method::get, "/readyz", http::everybody, report_ready);
    table.plain(Method::get, "/api/openapi.json", http::everybody, describe_api);
    table.plain(Method::get, "/api/centre", http::everybody, describe_centre);
    table.plain(Method::get, "/api/time", http::everybody, tell_time);
    table.plain(Method::get, "/api/metrics", http::everybody, report_metrics);
}

void add_people(Builder& table) {
    table.plain(Method::get, "/api/session", http::everybody, view_session);
    table.plain(Method::post, "/api/login/challenge", http::everybody, challenge_login);
    table.plain(Method::post, "/api/login", http::everybody, log_in);
    table.plain(Method::post, "/api/logout", http::everybody, log_out);
    table.plain(Method::post, "/api/accounts", staff_only, register_account);
    table.reading("/api/accounts", staff_only, list_accounts);
}

void add_certificates(Builder& table) {
    table.plain(Method::get, "/api/ca", http::everybody, describe_ca);
    table.plain(Method::post, "/api/ca/request", http::everybody, request_certificate);
    table.plain(Method::get, "/api/ca/crl", http::everybody, fetch_ca_crl);
    table.reading("/api/crls", http::everybody, list_crls);
    table.plain(Method::post, "/api/ca/revoke", staff_only, revoke);
    table.plain(Method::get, "/api/trust", http::everybody, list_roots);
}

void add_lots(Builder& table) {
    table.reading("/api/lots", http::everybody, list_lots);
    table.deciding("/api/lots", tenderers, publish_lot);
    table.plain(Method::get, "/api/lots/{lot}", http::everybody, view_lot);
    table.reading("/api/lots/{lot}/events", http::everybody, list_events);
    table.plain(Method::get, "/api/lots/{lot}/board", http::everybody, view_board);
    table.plain(Method::get, "/api/lots/{lot}/grid", http::everybody, view_grid);
    table.plain(Method::get, "/api/lots/{lot}/outcome", tenderers, view_outcome);
    table.reading("/api/lots/{lot}/my", owners, view_own);
    table.reading("/api/lots/{lot}/receipts/{bid}", http::everybody, fetch_receipt);
    table.plain(Method::get, "/api/lots/{lot}/bids/{bid}/secrets/{class}", http::everybody, fetch_secrets);
    table.reading("/api/lots/{lot}/bundle", http::everybody, fetch_bundle);
    table.plain(Method::get, "/api/lots/{lot}/live", http::everybody, follow_lot);
    table.deciding("/api/lots/{lot}/commands", commanders, send_command);
    table.deciding("/api/lots/{lot}/submissions", bidders, submit_bid, submission_body);
    table.deciding("/api/lots/{lot}/withdrawals", bidders, withdraw_bid, submission_body);
    table.deciding("/api/lots/{lot}/releases", http::everybody, release_bid);
}

void add_files(Builder& table) {
    table.receiving(Method::post, "/api/documents", tenderers, store_document);
    table.reading("/api/documents/{digest}", http::everybody, fetch_document);
    table.reading("/api/blobs/{root}", http::everybody, fetch_part);
    table.plain(Method::options, "/api/uploads", http::everybody, describe_uploads);
    table.plain(Method::post, "/api/uploads", bidders, create_upload);
    table.plain(Method::get, "/api/uploads/{upload}", bidders, view_upload);
    table.receiving(Method::patch, "/api/uploads/{upload}", bidders, continue_upload);
    table.plain(Method::remove, "/api/uploads/{upload}", bidders, delete_upload);
}

void add_log(Builder& table) {
    table.reading("/api/log/checkpoint", http::everybody, fetch_checkpoint);
    table.reading("/api/log/witnessed", http::everybody, fetch_witnessed);
    table.plain(Method::get, "/api/log/policy", http::everybody, fetch_policy);
    table.reading("/api/log/tile/{path...}", http::everybody, fetch_tile);
    table.reading("/api/log/proof", http::everybody, prove_entry);
    table.reading("/api/log/consistency", http::everybody, prove_growth);
}

} // namespace

http::RouteTable make_routes(Centre& centre) {
    http::RouteTable routes;
    Builder table(centre, routes);
    add_centre(table);
    add_people(table);
    add_certificates(table);
    add_lots(table);
    add_files(table);
    add_log(table);
    table.plain(Method::get, "/api/trial", http::everybody, list_trials);
    table.plain(Method::post, "/api/trial/tenders", http::everybody, start_trial);
    routes.set_fallback([&centre](Exchange& exchange) { return serve_web(centre, exchange); });
    return routes;
}

} // namespace kaibiao::usecase
