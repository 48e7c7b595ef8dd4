#include "http/server.h"

#include "http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <condition_variable>
#include <thread>
#include <unordered_map>

namespace kaibiao::http {

namespace asio = boost::asio;
using Failure = boost::system::error_code;
using Tcp = asio::ip::tcp;

struct Listener::Bound {
    asio::io_context context;
    Tcp::acceptor acceptor{context};
};

/// What runs in the listener's context refers to it without owning it, so that what is still suspended there goes with
/// it.
struct Server::State {
    ConnectionShared shared;
    Listener listener;
    asio::io_context& context;
    Tcp::acceptor& acceptor;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::vector<std::thread> threads;

    std::mutex mutex;
    std::condition_variable changed;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> open;
    std::unordered_map<std::string, std::size_t> per_address;

    State(Listener taken, ServerOptions options, ServerParts parts)
        : shared{std::move(options), std::move(parts)}, listener(std::move(taken)), context(listener.bound_->context),
          acceptor(listener.bound_->acceptor) {}

    Status load_tls();
    asio::awaitable<void> accept();
    void begin(Tcp::socket socket);
    std::shared_ptr<Connection> make(Tcp::socket socket, const std::string& address);
    bool enter(const std::shared_ptr<Connection>& connection, const std::string& address);
    void leave(Connection* connection, const std::string& address);
    template <typename Act> void for_each_open(Act act);
};

namespace {

Status load(asio::ssl::context& context, const TlsFiles& files) {
    Failure failure;
    context.use_certificate_chain_file(files.certificate.string(), failure);
    if (failure) return Error(ErrorCode::file_unreadable, files.certificate.string(), failure.message());
    context.use_private_key_file(files.key.string(), asio::ssl::context::pem, failure);
    if (failure) return Error(ErrorCode::file_unreadable, files.key.string(), failure.message());
    return ok();
}

} // namespace

Status check_tls_files(const TlsFiles& files) {
    asio::ssl::context context{asio::ssl::context::tls_server};
    return load(context, files);
}

Result<Listener> Listener::bind(const std::string& address, std::uint16_t port) {
    auto bound = std::make_unique<Bound>();
    Tcp::acceptor& acceptor = bound->acceptor;
    Failure failure;
    const Tcp::endpoint endpoint(asio::ip::make_address(address, failure), port);
    if (!failure) acceptor.open(endpoint.protocol(), failure);
    if (!failure) acceptor.set_option(Tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor.bind(endpoint, failure);
    if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
    if (failure) return Error(ErrorCode::address_unavailable, address + ":" + std::to_string(port), failure.message());
    return Listener(std::move(bound));
}

Listener::Listener(std::unique_ptr<Bound> bound) : bound_(std::move(bound)) {}
Listener::~Listener() = default;
Listener::Listener(Listener&& other) noexcept = default;
Listener& Listener::operator=(Listener&& other) noexcept = default;

Status Server::State::load_tls() {
    if (!shared.options.tls) return ok();
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                    asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    return load(tls, *shared.options.tls);
}

asio::awaitable<void> Server::State::accept() {
    asio::steady_timer pause(context);
    while (!shared.stopping) {
        Failure failure;
        // Named, because GCC 12 destroys temporaries that live across a suspension twice.
        const auto strand = asio::make_strand(context);
        Tcp::socket socket = co_await acceptor.async_accept(strand, asio::redirect_error(asio::use_awaitable, failure));
        if (!failure) {
            begin(std::move(socket));
            continue;
        }
        if (failure == asio::error::operation_aborted) break;
        // Out of file descriptors, most likely: others will close theirs.
        pause.expires_after(std::chrono::milliseconds(50));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    }
}

void Server::State::begin(Tcp::socket socket) {
    Failure failure;
    socket.set_option(Tcp::no_delay(true), failure);
    const auto endpoint = socket.remote_endpoint(failure);
    if (failure) return;
    const std::string address = endpoint.address().to_string();
    auto connection = make(std::move(socket), address);
    if (!enter(connection, address)) return;
    asio::co_spawn(
        connection->executor(), [connection] { return connection->run(); },
        [this, connection, address](const std::exception_ptr&) { leave(connection.get(), address); });
}

std::shared_ptr<Connection> Server::State::make(Tcp::socket socket, const std::string& address) {
    return shared.options.tls ? make_tls_connection(shared, std::move(socket), address, tls)
                              : make_connection(shared, std::move(socket), address);
}

bool Server::State::enter(const std::shared_ptr<Connection>& connection, const std::string& address) {
    const std::lock_guard lock(mutex);
    std::size_t& count = per_address[address];
    const ServerLimits& limits = shared.options.limits;
    if (open.size() >= limits.connections || (count >= limits.connections_per_address && !is_loopback(address)))
        return false;
    ++count;
    open.emplace(connection.get(), connection);
    return true;
}

void Server::State::leave(Connection* connection, const std::string& address) {
    {
        const std::lock_guard lock(mutex);
        open.erase(connection);
        const auto count = per_address.find(address);
        if (count != per_address.end() && --count->second == 0) per_address.erase(count);
    }
    changed.notify_all();
}

template <typename Act> void Server::State::for_each_open(Act act) {
    const std::lock_guard lock(mutex);
    for (auto& [raw, connection] : open)
        asio::post(connection->executor(), [connection = connection, act] { act(*connection); });
}

Server::Server(Listener listener, ServerOptions options, ServerParts parts)
    : state_(std::make_unique<State>(std::move(listener), std::move(options), std::move(parts))) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

Status Server::start() {
    TRY(state_->load_tls());
    asio::co_spawn(
        state_->context, [state = state_.get()] { return state->accept(); }, asio::detached);
    for (std::size_t i = 0; i < state_->shared.options.threads; ++i)
        state_->threads.emplace_back([state = state_.get()] { state->context.run(); });
    return ok();
}

std::uint16_t Server::port() const {
    Failure failure;
    return state_->acceptor.local_endpoint(failure).port();
}

void Server::stop(std::chrono::milliseconds grace) {
    if (state_->shared.stopping.exchange(true)) return;
    asio::post(state_->context, [state = state_.get()] {
        Failure ignored;
        state->acceptor.close(ignored);
    });
    state_->for_each_open([](Connection& connection) { connection.end_idle(); });
    {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait_for(lock, grace, [this] { return state_->open.empty(); });
    }
    state_->for_each_open([](Connection& connection) { connection.close(); });
    {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait_for(lock, std::chrono::seconds(1), [this] { return state_->open.empty(); });
    }
    state_->context.stop();
    for (std::thread& thread : state_->threads) thread.join();
    state_->threads.clear();
}

} // namespace kaibiao::http
