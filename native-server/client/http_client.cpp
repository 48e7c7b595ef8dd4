#include "client/http_client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <chrono>
#include <optional>

namespace kaibiao::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Plain = beast::tcp_stream;
using Tls = asio::ssl::stream<Plain>;

namespace {

struct Address {
    bool tls = false;
    std::string host;
    std::string port;
};

Result<Address> parse_url(std::string_view url) {
    Address address;
    if (url.substr(0, 8) == "https://")
        address.tls = true;
    else if (url.substr(0, 7) != "http://")
        return Error(ErrorCode::usage, std::string(url),
                     "服务器地址须以 http:// 或 https:// 开头; a server address starts with http:// or https://");
    std::string_view authority = url.substr(address.tls ? 8 : 7);
    authority = authority.substr(0, authority.find('/'));
    const std::size_t colon = authority.rfind(':');
    address.host = authority.substr(0, colon);
    address.port =
        colon == std::string_view::npos ? (address.tls ? "443" : "80") : std::string(authority.substr(colon + 1));
    if (address.host.empty() || address.port.empty())
        return Error(ErrorCode::usage, std::string(url), "缺少主机或端口 host or port missing");
    return address;
}

http::request<http::vector_body<std::uint8_t>> to_beast(const HttpRequest& request, const Address& address) {
    http::request<http::vector_body<std::uint8_t>> out;
    out.method_string(request.method);
    out.target(request.target);
    out.version(11);
    out.set(http::field::host, address.host + ":" + address.port);
    for (const auto& [name, value] : request.headers) out.set(name, value);
    out.body() = request.body;
    if (!request.body.empty() || request.method != "GET") out.content_length(request.body.size());
    return out;
}

/// Of a connection that was made and then not understood, what that says about the other side.
std::string reason_of(const boost::system::error_code& failed) {
    const bool tls = failed.category() == asio::error::get_ssl_category();
    if (tls && ERR_GET_REASON(static_cast<unsigned long>(failed.value())) == SSL_R_WRONG_VERSION_NUMBER)
        return "this port speaks no TLS; an address that begins with http:// may be meant";
    if (failed == http::error::bad_version)
        return "this port speaks no HTTP; an address that begins with https:// may be meant";
    return failed.message();
}

HttpResponse from_beast(http::response<http::vector_body<std::uint8_t>> message) {
    HttpResponse response;
    response.status = static_cast<int>(message.result_int());
    for (const auto& field : message) response.headers.emplace_back(field.name_string(), field.value());
    response.body = std::move(message.body());
    return response;
}

} // namespace

/// Beast's time limits hold for asynchronous steps only, so each step is one, run to its end here.
struct HttpClient::Connection {
    Address address;
    HttpLimits limits;
    asio::io_context context;
    asio::ssl::context tls_context{asio::ssl::context::tls_client};
    std::optional<Plain> plain;
    std::optional<Tls> tls;
    beast::flat_buffer buffer;
    std::atomic<bool> cancelled = false;

    template <typename Start> void step(Start start) {
        boost::system::error_code failed = asio::error::operation_aborted; // unless the step says otherwise
        start([&failed](const boost::system::error_code& error, const auto&...) { failed = error; });
        context.restart();
        if (!cancelled) context.run();
        if (failed) throw boost::system::system_error(failed);
    }
    void limit(Plain& stream) {
        if (limits.time)
            stream.expires_after(*limits.time);
        else
            stream.expires_never();
    }
    void open() {
        asio::ip::tcp::resolver resolver(context);
        const auto endpoints = resolver.resolve(address.host, address.port);
        buffer.clear();
        if (!address.tls) {
            plain.emplace(context);
            limit(*plain);
            step([&](auto done) { plain->async_connect(endpoints, done); });
            plain->socket().set_option(asio::ip::tcp::no_delay(true));
            return;
        }
        tls.emplace(context, tls_context);
        tls->set_verify_callback(asio::ssl::host_name_verification(address.host));
        limit(beast::get_lowest_layer(*tls));
        step([&](auto done) { beast::get_lowest_layer(*tls).async_connect(endpoints, done); });
        step([&](auto done) { tls->async_handshake(asio::ssl::stream_base::client, done); });
    }
    bool is_open() const { return plain.has_value() || tls.has_value(); }
    void close() {
        plain.reset();
        tls.reset();
    }
    template <typename Stream>
    HttpResponse exchange(Stream& stream, const http::request<http::vector_body<std::uint8_t>>& request) {
        step([&](auto done) { http::async_write(stream, request, done); });
        http::response_parser<http::vector_body<std::uint8_t>> parser;
        parser.body_limit(limits.response_bytes);
        if (request.method() == http::verb::head) parser.skip(true);
        step([&](auto done) { http::async_read(stream, buffer, parser, done); });
        return from_beast(parser.release());
    }
    HttpResponse send(const HttpRequest& request) {
        if (is_open())
            limit(tls ? beast::get_lowest_layer(*tls) : *plain);
        else
            open();
        const auto message = to_beast(request, address);
        return tls ? exchange(*tls, message) : exchange(*plain, message);
    }
};

HttpClient::HttpClient(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpClient> HttpClient::connect_to(std::string_view base_url, const std::string& ca_file, HttpLimits limits) {
    TRY_ASSIGN(Address address, parse_url(base_url));
    auto connection = std::make_unique<Connection>();
    connection->address = std::move(address);
    connection->limits = limits;
    connection->tls_context.set_verify_mode(asio::ssl::verify_peer);
    boost::system::error_code failed;
    if (ca_file.empty())
        connection->tls_context.set_default_verify_paths(failed);
    else
        connection->tls_context.load_verify_file(ca_file, failed);
    if (failed) return Error(ErrorCode::file_unreadable, ca_file, failed.message());
    return HttpClient(std::move(connection));
}

Result<HttpResponse> HttpClient::request(const HttpRequest& request) {
    // A kept-alive connection may have been closed by the server in between; a fresh one is tried once.
    for (const bool reused : {connection_->is_open(), false}) {
        if (connection_->cancelled) break;
        try {
            HttpResponse response = connection_->send(request);
            if (response.header("connection") == "close") connection_->close();
            return response;
        } catch (const boost::system::system_error& failure) {
            connection_->close();
            if (!reused)
                return Error(ErrorCode::server_unreachable, connection_->address.host + ":" + connection_->address.port,
                             reason_of(failure.code()));
        }
    }
    return Error(ErrorCode::server_unreachable);
}

void HttpClient::cancel() {
    connection_->cancelled = true;
    connection_->context.stop();
}

std::string HttpResponse::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (beast::iequals(key, {name.data(), name.size()})) return value;
    return {};
}

} // namespace kaibiao::client
