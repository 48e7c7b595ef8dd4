#pragma once
/// Routes: what is served where, to whom, and how its body is read. The table is plain data, so that a test can
/// walk every route with every role.

#include "http/access.h"
#include "http/message.h"
#include "kaibiao/base/result.h"
#include "work/arrivals.h"

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace kaibiao::http {

/// A request on its way through a route.
struct Exchange {
    Request request;
    Caller caller;
    std::vector<std::string> parameters;    ///< values of {placeholders}, in order
    std::shared_ptr<work::Arrival> arrival; ///< of routes with Arrivals::stamped
};

/// Answers one request, once, from any thread. When it dies unused the client gets internal_error.
class Responder {
  public:
    using Send = std::function<void(Response)>;
    explicit Responder(Send send) : send_(std::move(send)) {}
    Responder(Responder&&) = default;
    Responder& operator=(Responder&&) = delete;
    ~Responder();
    void operator()(Response response);
    void operator()(const Error& error);

  private:
    Send send_;
};

/// Takes a body in pieces, as it arrives. Called on worker threads, never concurrently.
class BodySink {
  public:
    virtual ~BodySink() = default;
    virtual Status write(ByteView piece) = 0;
    /// The body is complete.
    virtual Result<Response> finish() = 0;
    /// The client went away; what may be kept is kept.
    virtual void abandon() {}
};

using Handler = std::function<Result<Response>(Exchange&)>;
/// For acts that wait for the writer: starts on a worker and answers later.
using LaterHandler = std::function<void(Exchange, Responder)>;
using SinkHandler = std::function<Result<std::unique_ptr<BodySink>>(Exchange&)>;

enum class Arrivals : std::uint8_t { ignored, stamped };

struct Route {
    Method method = Method::get;
    std::string pattern; ///< `/api/lots/{lot}/board`
    RoleSet roles = everybody;
    std::variant<Handler, LaterHandler, SinkHandler> handler;
    std::uint64_t largest_body = std::uint64_t{1} << 20; ///< of buffered bodies
    Arrivals arrivals = Arrivals::ignored;
};

class RouteTable {
  public:
    /// The reference lasts until the next add().
    Route& add(Route route) { return routes_.emplace_back(std::move(route)); }
    /// Takes GET requests outside /api that no route fits: the web shell.
    void set_fallback(Handler handler);
    const std::vector<Route>& routes() const { return routes_; }

    struct Match {
        const Route* route = nullptr;
        std::vector<std::string> parameters;
    };
    /// HEAD finds GET routes. A placeholder takes one segment; a last `{name...}` takes the rest of the path.
    /// Errors: not_found; method_not_allowed (detail: the methods that are).
    Result<Match> match(Method method, std::string_view path) const;

  private:
    std::vector<Route> routes_;
    std::optional<Route> fallback_;
};

} // namespace kaibiao::http
