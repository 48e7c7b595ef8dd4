#include "http/gate.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::http;
using namespace std::chrono_literals;

namespace {

RouteTable table() {
    RouteTable routes;
    const Handler nothing = [](Exchange&) -> Result<Response> { return Response::empty(); };
    routes.add({Method::get, "/open", everybody, nothing});
    routes.add({Method::post, "/act", {Role::staff}, nothing});
    return routes;
}

Caller caller_named(std::string_view cookie) {
    Caller caller;
    if (cookie.empty()) return caller;
    caller.session = cookie;
    caller.csrf = "token of " + std::string(cookie);
    if (cookie == "staff") caller.role = Role::staff;
    if (cookie == "bidder") caller.role = Role::bidder;
    return caller;
}

Request request_from(std::string address, std::string_view forwarded = {}) {
    Request request;
    request.address = std::move(address);
    request.headers.add("Host", "localhost");
    if (!forwarded.empty()) request.headers.add("X-Forwarded-For", forwarded);
    return request;
}

Result<Admission> admit(Gate& gate, Request request, std::string_view target) {
    Visitor visitor;
    return gate.admit(std::move(request), target, visitor);
}

std::string name_of_refusal(const Result<Admission>& admission) {
    return admission.ok() ? "" : std::string(info(admission.error().code).name);
}

struct Proxied {
    bool configured;
    const char* peer;
    const char* forwarded;
    const char* address;
};

} // namespace

TEST_CASE("gate: X-Forwarded-For is believed only when it is configured, and only of a proxy on this machine") {
    const RouteTable routes = table();
    for (const Proxied& one : {Proxied{true, "127.0.0.1", "203.0.113.7", "203.0.113.7"},
                               {true, "::1", "2001:db8::7", "2001:db8::7"},
                               {true, "127.0.0.1", "10.0.0.1, 203.0.113.7", "203.0.113.7"},
                               {true, "127.0.0.1", "203.0.113.7,198.51.100.9", "198.51.100.9"},
                               {true, "127.0.0.1", "", "127.0.0.1"},
                               {true, "127.0.0.1", "unknown", "127.0.0.1"},
                               {true, "127.0.0.1", "203.0.113.7:443", "127.0.0.1"},
                               {true, "127.0.0.1", "203.0.113.7,", "127.0.0.1"},
                               {true, "192.0.2.5", "203.0.113.7", "192.0.2.5"},
                               {false, "127.0.0.1", "203.0.113.7", "127.0.0.1"},
                               {false, "192.0.2.5", "203.0.113.7", "192.0.2.5"}}) {
        GateRules rules;
        rules.behind_proxy = one.configured;
        Gate gate(routes, rules, caller_named);
        const auto admission = admit(gate, request_from(one.peer, one.forwarded), "/open");
        REQUIRE(admission.ok());
        CHECK(admission->exchange.request.address == one.address);
    }
}

TEST_CASE("gate: a proxy may append a field of its own, and that one counts") {
    const RouteTable routes = table();
    GateRules rules;
    rules.behind_proxy = true;
    Gate gate(routes, rules, caller_named);
    Request request = request_from("127.0.0.1", "198.51.100.1");
    request.headers.add("X-Real-Ip", "198.51.100.2");
    request.headers.add("x-forwarded-for", "198.51.100.3, 203.0.113.7");
    const auto admission = admit(gate, std::move(request), "/open");
    REQUIRE(admission.ok());
    CHECK(admission->exchange.request.address == "203.0.113.7");
}

TEST_CASE("gate: clients behind a proxy are throttled each by themselves") {
    const RouteTable routes = table();
    GateRules rules;
    rules.per_address = {1, 2};
    rules.behind_proxy = true;
    Gate gate(routes, rules, caller_named);
    const auto ask = [&](std::string_view client) {
        return name_of_refusal(admit(gate, request_from("127.0.0.1", client), "/open"));
    };
    CHECK(ask("203.0.113.7").empty());
    CHECK(ask("203.0.113.7").empty());
    CHECK(ask("203.0.113.7") == "rate_limited");
    CHECK(ask("203.0.113.8").empty());
    CHECK(ask("").empty()); // the proxy itself is a local program
}

TEST_CASE("gate: an address and a session each have their rate, local programs none unless a test asks") {
    const RouteTable routes = table();
    GateRules rules;
    rules.per_address = {1, 3};
    rules.per_session = {1, 2};
    Gate gate(routes, rules, caller_named);
    const auto ask = [&](const char* address, const std::string& session) {
        Request request = request_from(address);
        if (!session.empty()) request.headers.add("Cookie", "kb_session=" + session);
        return name_of_refusal(admit(gate, std::move(request), "/open"));
    };
    CHECK(ask("192.0.2.1", "s").empty());
    CHECK(ask("192.0.2.2", "s").empty());
    CHECK(ask("192.0.2.3", "s") == "rate_limited");
    for (int i = 0; i < 3; ++i) CHECK(ask("192.0.2.4", "").empty());
    CHECK(ask("192.0.2.4", "") == "rate_limited");
    for (int i = 0; i < 50; ++i) CHECK(ask("127.0.0.1", "s").empty());
    rules.throttle_loopback = true;
    Gate strict(routes, rules, caller_named);
    for (int i = 0; i < 3; ++i) CHECK(admit(strict, request_from("127.0.0.1"), "/open").ok());
    CHECK(name_of_refusal(admit(strict, request_from("127.0.0.1"), "/open")) == "rate_limited");
}

TEST_CASE("throttle: a bucket holds its burst, fills at its rate, and is full again after a pause") {
    Throttle throttle({10, 5});
    const Throttle::Clock::time_point start{};
    for (int i = 0; i < 5; ++i) CHECK(throttle.admit("a", start));
    CHECK_FALSE(throttle.admit("a", start));
    CHECK_FALSE(throttle.admit("a", start + 99ms));
    CHECK(throttle.admit("a", start + 199ms));
    CHECK_FALSE(throttle.admit("a", start + 199ms));
    CHECK(throttle.admit("b", start));
    for (int i = 0; i < 5; ++i) CHECK(throttle.admit("a", start + 1h));
    CHECK_FALSE(throttle.admit("a", start + 1h));
    Throttle none({0, 0});
    for (int i = 0; i < 1000; ++i) CHECK(none.admit("a", start));
}

TEST_CASE("gate: a visitor must log in, another role is refused, and a session needs its own token") {
    const RouteTable routes = table();
    Gate gate(routes, {}, caller_named);
    const auto ask = [&](const std::string& session, const std::string& token, const char* site = "same-origin") {
        Request request = request_from("192.0.2.1");
        request.method = Method::post;
        if (!session.empty()) request.headers.add("Cookie", "other=1; kb_session=" + session);
        if (!token.empty()) request.headers.add("X-CSRF-Token", token);
        request.headers.add("Sec-Fetch-Site", site);
        return name_of_refusal(admit(gate, std::move(request), "/act"));
    };
    CHECK(ask("", "") == "login_required");
    CHECK(ask("bidder", "token of bidder") == "role_refused");
    CHECK(ask("staff", "") == "csrf_refused");
    CHECK(ask("staff", "token of bidder") == "csrf_refused");
    CHECK(ask("staff", "token of staff", "cross-site") == "csrf_refused");
    CHECK(ask("staff", "token of staff").empty());
}

TEST_CASE("gate: who was turned away is known by address and person") {
    const RouteTable routes = table();
    GateRules rules;
    rules.behind_proxy = true;
    Gate gate(routes, rules, caller_named);
    Request request = request_from("127.0.0.1", "203.0.113.7");
    request.method = Method::post;
    request.headers.add("Cookie", "kb_session=bidder");
    Visitor visitor;
    CHECK(name_of_refusal(gate.admit(std::move(request), "/act", visitor)) == "role_refused");
    CHECK(visitor.address == "203.0.113.7");
    CHECK(visitor.role == Role::bidder);
}

TEST_CASE("gate: a server that was told no name is asked under this machine's addresses or its own") {
    const RouteTable routes = table();
    GateRules rules;
    rules.own_addresses_only = true;
    rules.host_names = {"192.0.2.10", "2001:db8::10"};
    Gate gate(routes, rules, caller_named);
    const auto ask = [&](const char* host) {
        Request request;
        request.address = "192.0.2.1";
        request.headers.add("Host", host);
        return admit(gate, std::move(request), "/open");
    };
    for (const char* host :
         {"localhost", "localhost:9", "127.0.0.1:8080", "127.0.0.2", "[::1]", "192.0.2.10:443", "[2001:db8::10]:443"})
        CHECK_MESSAGE(ask(host).ok(), host);
    for (const char* host : {"192.0.2.11", "192.0.2.11:443", "[2001:db8::11]", "127.evil.example", "127.0.0.1.evil",
                             "0.0.0.0", "ggzy.example"}) {
        const auto refused = ask(host);
        REQUIRE_MESSAGE(!refused.ok(), host);
        CHECK(refused.error().detail.find("server.public_url") != std::string::npos);
    }
}

TEST_CASE("gate: only our own host names are answered") {
    const RouteTable routes = table();
    GateRules rules;
    rules.host_names = {"ggzy.example"};
    Gate gate(routes, rules, caller_named);
    const auto ask = [&](const char* host) {
        Request request;
        request.address = "192.0.2.1";
        request.headers.add("Host", host);
        return admit(gate, std::move(request), "/open").ok();
    };
    for (const char* host :
         {"localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "ggzy.example", "ggzy.example:443", "192.0.2.11"})
        CHECK_MESSAGE(ask(host), host);
    for (const char* host : {"", "evil.example", "ggzy.example.evil", "xggzy.example", "[ggzy.example]x.evil:1"})
        CHECK_MESSAGE(!ask(host), host);
}
