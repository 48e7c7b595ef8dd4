#include "http/route.h"

#include "http/problem.h"

#include <algorithm>
#include <set>

namespace kaibiao::http {

namespace {

std::string_view take_segment(std::string_view& path) {
    if (!path.empty()) path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

bool takes_rest(std::string_view part) { return part.ends_with("...}"); }
bool is_placeholder(std::string_view part) { return part.starts_with('{'); }

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& parameters) {
    parameters.clear();
    while (!pattern.empty()) {
        const std::string_view part = take_segment(pattern);
        if (takes_rest(part)) {
            parameters.emplace_back(path);
            return true;
        }
        if (path.empty()) return false;
        const std::string_view segment = take_segment(path);
        if (is_placeholder(part) && !segment.empty())
            parameters.emplace_back(segment);
        else if (part != segment)
            return false;
    }
    return path.empty();
}

} // namespace

Responder::~Responder() {
    if (send_) send_(problem(Error(ErrorCode::internal_error)));
}

void Responder::operator()(Response response) {
    const Send send = std::exchange(send_, nullptr);
    if (send) send(std::move(response));
}

void Responder::operator()(const Error& error) { (*this)(problem(error)); }

void RouteTable::set_fallback(Handler handler) {
    fallback_ = Route{};
    fallback_->pattern = "/{path...}";
    fallback_->handler = std::move(handler);
}

Result<RouteTable::Match> RouteTable::match(Method method, std::string_view path) const {
    const Method wanted = method == Method::head ? Method::get : method;
    Match found;
    std::set<std::string> others;
    for (const Route& route : routes_) {
        std::vector<std::string> parameters;
        if (!fits(route.pattern, path, parameters)) continue;
        if (route.method == wanted || route.method == method) {
            // A literal pattern wins over one with placeholders, whatever the order of the table.
            if (found.route != nullptr && parameters.size() >= found.parameters.size()) continue;
            found = Match{&route, std::move(parameters)};
        }
        others.emplace(name_of(route.method));
    }
    if (found.route != nullptr) return found;
    const bool shell = fallback_ && others.empty() && wanted == Method::get && !path.starts_with("/api/");
    if (shell) return Match{&*fallback_, {std::string(path)}};
    if (others.empty()) return Error(ErrorCode::not_found, std::string(path));
    std::string allowed;
    for (const std::string& name : others) allowed += (allowed.empty() ? "" : ", ") + name;
    return Error(ErrorCode::method_not_allowed, std::string(path), allowed);
}

} // namespace kaibiao::http
