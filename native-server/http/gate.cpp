#include "http/gate.h"

#include "kaibiao/crypto/hash.h"

#include <algorithm>

#include <arpa/inet.h>

namespace kaibiao::http {

namespace {

bool is_address(const std::string& text) {
    unsigned char buffer[16];
    return inet_pton(AF_INET, text.c_str(), buffer) == 1 || inet_pton(AF_INET6, text.c_str(), buffer) == 1;
}

/// Host without port and brackets; empty when something else than a port follows the brackets.
std::string host_name(std::string_view host) {
    if (!host.starts_with('[')) return std::string(host.substr(0, host.rfind(':')));
    const std::size_t end = std::min(host.find(']'), host.size());
    const std::string_view rest = host.substr(end);
    return rest == "]" || rest.starts_with("]:") ? std::string(host.substr(1, end - 1)) : std::string();
}

Status check_role(const Route& route, const Caller& caller) {
    if (route.roles.has(caller.role)) return ok();
    if (caller.role == Role::visitor) return Error(ErrorCode::login_required);
    return Error(ErrorCode::role_refused, std::string(name_of(caller.role)));
}

/// Requests without a session carry no authority that another site could borrow.
Status check_csrf(const Request& request, const Caller& caller) {
    if (is_safe(request.method)) return ok();
    if (request.headers.get("Sec-Fetch-Site") == "cross-site") return Error(ErrorCode::csrf_refused, "Sec-Fetch-Site");
    if (caller.csrf.empty()) return ok();
    const std::string_view token = request.headers.get("X-CSRF-Token");
    if (!crypto::equal_constant_time(as_bytes(token), as_bytes(caller.csrf)))
        return Error(ErrorCode::csrf_refused, "X-CSRF-Token");
    return ok();
}

} // namespace

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

Gate::Gate(const RouteTable& table, GateRules rules, Authenticate authenticate)
    : table_(table), rules_(std::move(rules)), authenticate_(std::move(authenticate)), addresses_(rules_.per_address),
      sessions_(rules_.per_session) {}

Result<Admission> Gate::admit(Request head, std::string_view raw_target, Visitor& visitor) {
    head.address = client_address(head);
    visitor.address = head.address;
    TRY(check_host(head.headers.get("Host")));
    TRY_ASSIGN(Target target, parse_target(raw_target));
    head.path = std::move(target.path);
    head.query = std::move(target.query);
    const Caller caller = authenticate_(head.cookie(session_cookie));
    visitor.person = caller.person;
    visitor.role = caller.role;
    TRY(check_rate(head, caller));
    TRY_ASSIGN(RouteTable::Match match, table_.match(head.method, head.path));
    TRY(check_role(*match.route, caller));
    TRY(check_csrf(head, caller));
    Admission admission;
    admission.route = match.route;
    admission.exchange.request = std::move(head);
    admission.exchange.caller = caller;
    admission.exchange.parameters = std::move(match.parameters);
    return admission;
}

Status Gate::check_host(std::string_view host) const {
    const std::string name = host_name(host);
    const bool address = is_address(name) && (!rules_.own_addresses_only || is_loopback(name));
    if (name == "localhost" || address || rules_.host_names.contains(name)) return ok();
    return Error(ErrorCode::request_malformed, "Host",
                 "this server is not known as " + name + "; let its server.public_url name the address used");
}

Status Gate::check_rate(const Request& request, const Caller& caller) {
    if (is_loopback(request.address) && !rules_.throttle_loopback) return ok();
    const auto now = Throttle::Clock::now();
    if (!addresses_.admit(request.address, now)) return Error(ErrorCode::rate_limited, "address");
    if (!caller.session.empty() && !sessions_.admit(caller.session, now))
        return Error(ErrorCode::rate_limited, "session");
    return ok();
}

std::string Gate::client_address(const Request& request) const {
    if (!rules_.behind_proxy || !is_loopback(request.address)) return request.address;
    std::string_view forwarded = request.headers.last("X-Forwarded-For");
    if (const std::size_t comma = forwarded.rfind(','); comma != std::string_view::npos)
        forwarded.remove_prefix(comma + 1);
    while (forwarded.starts_with(' ')) forwarded.remove_prefix(1);
    std::string last(forwarded);
    return is_address(last) ? last : request.address;
}

} // namespace kaibiao::http
