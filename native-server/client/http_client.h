#pragma once
/// A small blocking HTTP/1.1 client for the command line and the bots. One connection, kept alive; not thread-safe.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <functional>
#include <memory>
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

class HttpClient {
  public:
    /// `http://host:port` or `https://host[:port]`. `ca_file` is a PEM file of trusted roots for https; empty: the
    /// system's.
    static Result<HttpClient> connect_to(std::string_view base_url, const std::string& ca_file = {});
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    /// Errors: server_unreachable. Reconnects once when a kept-alive connection was closed by the server.
    Result<HttpResponse> request(const HttpRequest& request);

  private:
    struct Connection;
    explicit HttpClient(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

} // namespace kaibiao::client
