#pragma once
/// One connection: a coroutine that reads requests and writes answers. The only server unit that includes Beast is
/// connection.cpp.

#include "http/server.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <atomic>
#include <map>
#include <mutex>

namespace kaibiao::http {

/// A connection as the server sees it.
class Connection {
  public:
    virtual ~Connection() = default;
    virtual boost::asio::awaitable<void> run() = 0;
    /// Called on the connection's own executor: ends what only waits; what is being answered goes on.
    virtual void end_idle() = 0;
    virtual void close() = 0;
    virtual boost::asio::ip::tcp::socket::executor_type executor() = 0;
};

/// What all connections of a server share.
struct ConnectionShared {
    ServerOptions options;
    ServerParts parts;
    std::atomic<bool> stopping{false};
};

std::shared_ptr<Connection> make_connection(ConnectionShared& shared, boost::asio::ip::tcp::socket socket,
                                            std::string address);
std::shared_ptr<Connection> make_tls_connection(ConnectionShared& shared, boost::asio::ip::tcp::socket socket,
                                                std::string address, boost::asio::ssl::context& context);

} // namespace kaibiao::http
