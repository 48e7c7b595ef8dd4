#pragma once
/// A small blocking HTTP/1.1 client for the command line and the bots. One connection, kept alive; not thread-safe.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kaibiao::client {

struct HttpRequest {
    std::string method = "GET";
    std::string target = "/";
    std::vector<std::pair<std::string, std::string>> headers;
    Bytes body;
};

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    Bytes body;
    /// Case-insensitive; empty when absent.
    std::string header(std::string_view name) const;
};

struct HttpLimits {
    /// For one exchange, connecting included, looking up the name aside; none: as long as it takes.
    std::optional<std::chrono::milliseconds> time;
    std::uint64_t response_bytes = std::uint64_t{256} << 20;
};

class HttpClient {
  public:
    /// `http://host:port` or `https://host[:port]`; what follows is not looked at. `ca_file` is a PEM file of trusted
    /// roots for https; empty: the system's.
    static Result<HttpClient> connect_to(std::string_view base_url, const std::string& ca_file = {},
                                         HttpLimits limits = {});
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    /// Errors: server_unreachable, also when a limit was reached. Reconnects once when a kept-alive connection was
    /// closed by the server.
    Result<HttpResponse> request(const HttpRequest& request);
    /// Ends what is under way and refuses everything later; from any thread.
    void cancel();

  private:
    struct Connection;
    explicit HttpClient(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

} // namespace kaibiao::client
