#pragma once
/// What every request passes before its route sees it: target, host, session, role, CSRF, rates.

#include "http/route.h"
#include "http/target.h"
#include "http/throttle.h"

#include <set>

namespace kaibiao::http {

struct GateRules {
    ThrottleRate per_address;
    ThrottleRate per_session;
    bool throttle_loopback = false;   ///< local programs are not throttled unless a test asks for it
    bool behind_proxy = false;        ///< believe the last X-Forwarded-For of a loopback peer
    std::set<std::string> host_names; ///< besides address literals and localhost; guards against DNS rebinding
    bool own_addresses_only = false;  ///< of address literals only loopback and those among the names
};

/// Says who the holder of a session cookie is. Thread-safe; must be quick.
using Authenticate = std::function<Caller(std::string_view session_cookie)>;

inline constexpr std::string_view session_cookie = "kb_session";

struct Admission {
    const Route* route = nullptr;
    Exchange exchange;
};

/// Who came, as far as the gate got to know: for the journal, also of those who were turned away.
struct Visitor {
    std::string address;
    std::string person;
    Role role = Role::visitor;
};

class Gate {
  public:
    Gate(const RouteTable& table, GateRules rules, Authenticate authenticate);
    /// `head` has everything but the body; `visitor` is filled in any case. Errors: not_found, method_not_allowed,
    /// login_required, role_refused, csrf_refused, rate_limited, request_malformed.
    Result<Admission> admit(Request head, std::string_view raw_target, Visitor& visitor);
    const RouteTable& table() const { return table_; }

  private:
    Status check_host(std::string_view host) const;
    Status check_rate(const Request& request, const Caller& caller);
    std::string client_address(const Request& request) const;

    const RouteTable& table_;
    GateRules rules_;
    Authenticate authenticate_;
    Throttle addresses_;
    Throttle sessions_;
};

bool is_loopback(std::string_view address);

} // namespace kaibiao::http
