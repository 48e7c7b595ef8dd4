#include "http/connection.h"

#include "http/event_stream.h"
#include "http/problem.h"
#include "http/security_headers.h"
#include "work/failure.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <ctime>

#include <unistd.h>

namespace kaibiao::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Failure = boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::buffer_body>;
using PlainStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

namespace {

constexpr std::size_t body_piece = 64 << 10;
constexpr std::size_t file_piece = 256 << 10;
/// An unread body up to this size is read and thrown away, so that the connection can go on.
constexpr std::uint64_t drained_body = 64 << 10;
/// What is read, for a second at most, of a body that was refused.
constexpr std::size_t lingered_body = std::size_t{16} << 20;

// GCC 12 destroys temporaries of an expression with co_await twice when they live across the suspension. So nothing
// with a destructor is made within such an expression here: arguments are named first and passed by reference.

/// Begins something that answers from another thread: `start(done)`, later `done(value)`.
template <typename T> using Start = std::function<void(std::function<void(T)>)>;

template <typename T> asio::awaitable<T> callback(const Start<T>& start) {
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(T)>(
        [](auto handler, const Start<T>& begin) {
            auto executor = asio::get_associated_executor(handler);
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            begin([shared, executor](T value) {
                asio::post(executor,
                           [shared, value = std::move(value)]() mutable { std::move (*shared)(std::move(value)); });
            });
        },
        asio::use_awaitable, start);
}

std::string date_text() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

enum class After : std::uint8_t { keep_alive, close };

std::string head_text(const Response& response, After after) {
    std::string out =
        "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason_phrase(response.status)) + "\r\n";
    const auto field = [&](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    field("Date", date_text());
    field("Server", "kaibiao");
    for (const auto& [name, value] : response.headers.fields()) field(name, value);
    const bool stream = std::holds_alternative<std::shared_ptr<EventStream>>(response.body);
    const bool bodiless = response.status == 204 || response.status == 304;
    if (!stream && !bodiless) field("Content-Length", std::to_string(response.length()));
    field("Connection", after == After::close ? "close" : "keep-alive");
    return out + "\r\n";
}

Request head_of(const Parser& parser, const std::string& address) {
    Request request;
    for (const auto& field : parser.get())
        request.headers.add({field.name_string().data(), field.name_string().size()},
                            {field.value().data(), field.value().size()});
    request.address = address;
    return request;
}

/// For the log, when a request gets no further than its head.
std::string percent_encoded_unless_ascii(std::string_view target) {
    const bool plain = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    return plain ? std::string(target) : percent_encoded(target);
}

Error error_of(const Failure& failure) {
    if (failure == beast::http::error::header_limit) return Error(ErrorCode::header_too_large);
    return Error(ErrorCode::request_malformed, "head", failure.message());
}

/// Whatever a route throws ends here.
template <typename Act> auto guarded(Act act) -> decltype(act()) {
    try {
        return act();
    } catch (const std::exception& thrown) {
        return work::error_behind(thrown);
    }
}

Response run_handler(const Handler& handler, Exchange& exchange) {
    auto result = guarded([&] { return handler(exchange); });
    return result.ok() ? std::move(result).value() : problem(result.error());
}

void run_later(const LaterHandler& handler, Exchange exchange, Responder responder) {
    try {
        handler(std::move(exchange), std::move(responder));
    } catch (const std::exception&) {
        // The responder died with the call and has answered internal_error.
    }
}

} // namespace

template <typename Stream>
class StreamConnection final : public Connection, public std::enable_shared_from_this<StreamConnection<Stream>> {
  public:
    template <typename... Arguments>
    StreamConnection(ConnectionShared& shared, std::string address, Arguments&&... arguments)
        : shared_(shared), limits_(shared.options.limits), address_(std::move(address)),
          stream_(std::forward<Arguments>(arguments)...), timer_(stream_.get_executor()) {}

    asio::awaitable<void> run() override;
    void end_idle() override {
        if (waiting_) close();
        timer_.cancel();
    }
    void close() override {
        Failure ignored;
        lowest().socket().close(ignored);
    }
    asio::ip::tcp::socket::executor_type executor() override { return lowest().socket().get_executor(); }

  private:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
    PlainStream& lowest() { return beast::get_lowest_layer(stream_); }

    asio::awaitable<bool> handshake();
    asio::awaitable<bool> wait_for_request();
    asio::awaitable<bool> serve_one();
    asio::awaitable<Response> answer(Parser& parser, Admission& admission);
    asio::awaitable<Response> answer_buffered(Parser& parser, Admission& admission);
    asio::awaitable<Response> answer_sink(Parser& parser, Admission& admission);
    asio::awaitable<Response> pour(Parser& parser, BodySink& sink);
    asio::awaitable<std::size_t> read_piece(Parser& parser, Bytes& piece, Failure& failure);
    asio::awaitable<void> drain(Parser& parser);
    asio::awaitable<bool> continue_if_expected(const Request& request);
    asio::awaitable<bool> send(Response& response, Method method, After after);
    asio::awaitable<bool> send_bytes(std::string_view head, ByteView body);
    asio::awaitable<bool> send_file(const FileSlice& slice);
    asio::awaitable<void> send_events(EventStream& events);
    asio::awaitable<void> watch_for_close();
    asio::awaitable<void> linger();
    template <typename T> asio::awaitable<T> on_worker(const std::function<T()>& work, const T& when_full);
    void record(const AccessRecord& entry, std::chrono::steady_clock::time_point start) const;

    ConnectionShared& shared_;
    const ServerLimits& limits_;
    std::string address_;
    Stream stream_;
    asio::steady_timer timer_;
    beast::flat_buffer buffer_;
    bool waiting_ = false; ///< for a request to begin
    bool gone_ = false;    ///< the peer of an event stream
    bool news_ = false;    ///< of an event stream
};

template <typename Stream> asio::awaitable<void> StreamConnection<Stream>::run() {
    const auto self = this->shared_from_this();
    const bool greeted = co_await handshake();
    if (!greeted) co_return;
    for (;;) {
        const bool begun = co_await wait_for_request();
        if (!begun) break;
        const bool more = co_await serve_one();
        if (!more) break;
    }
    co_await linger();
}

template <typename Stream> asio::awaitable<bool> StreamConnection<Stream>::handshake() {
    if constexpr (is_tls) {
        Failure failure;
        lowest().expires_after(limits_.header_time);
        co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                         asio::redirect_error(asio::use_awaitable, failure));
        co_return !failure;
    }
    co_return true;
}

template <typename Stream> asio::awaitable<bool> StreamConnection<Stream>::wait_for_request() {
    if (shared_.stopping) co_return false;
    if (buffer_.size() > 0) co_return true;
    Failure failure;
    waiting_ = true;
    lowest().expires_after(limits_.idle_time);
    const std::size_t read =
        co_await stream_.async_read_some(buffer_.prepare(4096), asio::redirect_error(asio::use_awaitable, failure));
    waiting_ = false;
    buffer_.commit(read);
    co_return !failure;
}

/// Reads and answers one request; true when another may follow.
template <typename Stream> asio::awaitable<bool> StreamConnection<Stream>::serve_one() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    parser.body_limit(boost::none);
    Failure failure;
    lowest().expires_after(limits_.header_time);
    co_await beast::http::async_read_header(stream_, buffer_, parser,
                                            asio::redirect_error(asio::use_awaitable, failure));
    if (failure && failure.category() != beast::http::make_error_code(beast::http::error::end_of_stream).category())
        co_return false;
    if (failure == beast::http::error::end_of_stream || failure == beast::http::error::partial_message) co_return false;
    const auto start = std::chrono::steady_clock::now();
    Request head = head_of(parser, address_);
    head.tls = is_tls;
    const auto verb = parser.get().method_string();
    const std::optional<Method> method = method_named({verb.data(), verb.size()});
    head.method = method.value_or(Method::get);
    AccessRecord entry;
    entry.method = name_of(head.method);
    entry.path = percent_encoded_unless_ascii(parser.get().target());
    Visitor visitor{address_, {}, Role::visitor};

    Result<Admission> admission = Error(ErrorCode::method_not_allowed);
    if (failure)
        admission = error_of(failure);
    else if (method)
        admission = shared_.parts.gate.admit(std::move(head), std::string(parser.get().target()), visitor);
    entry.address = visitor.address;
    entry.person = visitor.person;
    entry.role = visitor.role;
    Response response;
    if (admission.ok()) {
        entry.path = admission->exchange.request.path;
        response = co_await answer(parser, *admission);
    } else {
        response = problem(admission.error());
        if (admission.error().code == ErrorCode::method_not_allowed)
            response.headers.set("Allow", admission.error().detail);
    }
    if (!failure) co_await drain(parser);
    const bool keep = !failure && parser.is_done() && parser.keep_alive() && !shared_.stopping;
    entry.status = response.status;
    entry.bytes = response.length();
    entry.error = response.error;
    const bool sent = co_await send(response, method.value_or(Method::get), keep ? After::keep_alive : After::close);
    record(entry, start);
    co_return sent&& keep;
}

template <typename Stream>
asio::awaitable<Response> StreamConnection<Stream>::answer(Parser& parser, Admission& admission) {
    const bool accepted = co_await continue_if_expected(admission.exchange.request);
    if (!accepted) co_return problem(Error(ErrorCode::request_malformed, "Expect"));
    if (std::holds_alternative<SinkHandler>(admission.route->handler))
        co_return co_await answer_sink(parser, admission);
    co_return co_await answer_buffered(parser, admission);
}

template <typename Stream>
asio::awaitable<Response> StreamConnection<Stream>::answer_buffered(Parser& parser, Admission& admission) {
    const std::uint64_t largest = admission.route->largest_body;
    if (parser.content_length() && *parser.content_length() > largest)
        co_return problem(Error(ErrorCode::body_too_large));
    Bytes& body = admission.exchange.request.body;
    Bytes piece(std::min<std::uint64_t>(parser.content_length().value_or(body_piece), body_piece));
    while (!parser.is_done()) {
        Failure failure;
        const std::size_t read = co_await read_piece(parser, piece, failure);
        if (failure) co_return problem(Error(ErrorCode::request_malformed, "body", failure.message()));
        if (body.size() + read > largest) co_return problem(Error(ErrorCode::body_too_large));
        append(body, ByteView(piece).first(read));
    }
    if (admission.route->arrivals == Arrivals::stamped) admission.exchange.arrival = shared_.parts.arrivals.enter();
    const Route& route = *admission.route;
    auto exchange = std::make_shared<Exchange>(std::move(admission.exchange));
    const Start<Response> start = [this, &route, exchange](const std::function<void(Response)>& done) {
        const bool taken = shared_.parts.workers.post([&route, exchange, done] {
            if (const auto* later = std::get_if<LaterHandler>(&route.handler))
                run_later(*later, std::move(*exchange), Responder(done));
            else
                done(run_handler(std::get<Handler>(route.handler), *exchange));
        });
        if (!taken) done(problem(Error(ErrorCode::queue_full)));
    };
    co_return co_await callback<Response>(start);
}

template <typename Stream>
asio::awaitable<Response> StreamConnection<Stream>::answer_sink(Parser& parser, Admission& admission) {
    using Made = Result<std::shared_ptr<BodySink>>;
    const SinkHandler& handler = std::get<SinkHandler>(admission.route->handler);
    const Made busy = Error(ErrorCode::queue_full);
    const std::function<Made()> make = [&] {
        return guarded([&]() -> Made {
            TRY_ASSIGN(auto sink, handler(admission.exchange));
            return std::shared_ptr<BodySink>(std::move(sink));
        });
    };
    const Made sink = co_await on_worker<Made>(make, busy);
    if (!sink.ok()) co_return problem(sink.error());
    co_return co_await pour(parser, **sink);
}

template <typename Stream> asio::awaitable<Response> StreamConnection<Stream>::pour(Parser& parser, BodySink& sink) {
    const Status busy = Error(ErrorCode::queue_full);
    Bytes piece(file_piece);
    std::size_t read = 0;
    const std::function<Status()> write = [&] {
        return guarded([&] { return sink.write(ByteView(piece).first(read)); });
    };
    const std::function<Status()> abandon = [&] { return sink.abandon(), ok(); };
    while (!parser.is_done()) {
        Failure failure;
        read = co_await read_piece(parser, piece, failure);
        if (read > 0) {
            const Status written = co_await on_worker<Status>(write, busy);
            if (!written.ok()) co_return problem(written.error());
        }
        if (failure) {
            const Status abandoned = co_await on_worker<Status>(abandon, busy);
            co_return problem(abandoned.ok() ? Error(ErrorCode::request_malformed, "body", failure.message())
                                             : abandoned.error());
        }
    }
    const Result<Response> full = Error(ErrorCode::queue_full);
    const std::function<Result<Response>()> finish = [&] { return guarded([&] { return sink.finish(); }); };
    Result<Response> response = co_await on_worker<Result<Response>>(finish, full);
    co_return response.ok() ? std::move(response).value() : problem(response.error());
}

/// Reads until `piece` is full or the body ends. What came before a failure is counted too.
template <typename Stream>
asio::awaitable<std::size_t> StreamConnection<Stream>::read_piece(Parser& parser, Bytes& piece, Failure& failure) {
    auto& body = parser.get().body();
    body.data = piece.data();
    body.size = piece.size();
    lowest().expires_after(limits_.body_step_time);
    co_await beast::http::async_read(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, failure));
    if (failure == beast::http::error::need_buffer) failure = {};
    co_return piece.size() - body.size;
}

template <typename Stream> asio::awaitable<void> StreamConnection<Stream>::drain(Parser& parser) {
    if (parser.is_done() || !parser.content_length() || *parser.content_length() > drained_body) co_return;
    if (equal_without_case(std::string_view(parser.get()[beast::http::field::expect]), "100-continue")) co_return;
    Bytes piece(body_piece);
    Failure failure;
    while (!parser.is_done() && !failure) (void)co_await read_piece(parser, piece, failure);
}

template <typename Stream>
asio::awaitable<bool> StreamConnection<Stream>::continue_if_expected(const Request& request) {
    const std::string_view expected = request.headers.get("Expect");
    if (expected.empty()) co_return true;
    if (!equal_without_case(expected, "100-continue")) co_return false;
    co_return co_await send_bytes("HTTP/1.1 100 Continue\r\n\r\n", {});
}

template <typename Stream>
asio::awaitable<bool> StreamConnection<Stream>::send(Response& response, Method method, After after) {
    auto* events = std::get_if<std::shared_ptr<EventStream>>(&response.body);
    if (events != nullptr) {
        response.headers.set("Content-Type", "text/event-stream");
        response.headers.set("X-Accel-Buffering", "no");
        after = After::close;
    }
    add_security_headers(response);
    const std::string head = head_text(response, after);
    if (method == Method::head || response.status == 304) co_return co_await send_bytes(head, {});
    if (const auto* text = std::get_if<std::string>(&response.body))
        co_return co_await send_bytes(head, as_bytes(*text));
    if (const auto* memory = std::get_if<MemorySlice>(&response.body))
        co_return co_await send_bytes(head, ByteView(*memory->bytes).subspan(memory->offset, memory->length));
    const bool begun = co_await send_bytes(head, {});
    if (!begun) co_return false;
    if (events == nullptr) co_return co_await send_file(std::get<FileSlice>(response.body));
    co_await send_events(**events);
    co_return false;
}

template <typename Stream>
asio::awaitable<bool> StreamConnection<Stream>::send_bytes(std::string_view head, ByteView body) {
    Failure failure;
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head.data(), head.size()),
                                                  asio::buffer(body.data(), std::min(body.size(), file_piece))};
    lowest().expires_after(limits_.write_time);
    co_await asio::async_write(stream_, parts, asio::redirect_error(asio::use_awaitable, failure));
    for (std::size_t sent = parts[1].size(); sent < body.size() && !failure;) {
        const ByteView piece = body.subspan(sent, std::min(body.size() - sent, file_piece));
        lowest().expires_after(limits_.write_time);
        sent += co_await asio::async_write(stream_, asio::buffer(piece.data(), piece.size()),
                                           asio::redirect_error(asio::use_awaitable, failure));
    }
    co_return !failure;
}

template <typename Stream> asio::awaitable<bool> StreamConnection<Stream>::send_file(const FileSlice& slice) {
    Bytes piece(static_cast<std::size_t>(std::min<std::uint64_t>(slice.length, file_piece)));
    std::uint64_t sent = 0;
    const ssize_t busy = -1;
    const std::function<ssize_t()> read = [&] {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(slice.length - sent, piece.size()));
        return ::pread(slice.file->descriptor(), piece.data(), want, static_cast<off_t>(slice.offset + sent));
    };
    while (sent < slice.length) {
        const ssize_t got = co_await on_worker<ssize_t>(read, busy);
        if (got <= 0) co_return false;
        const bool written = co_await send_bytes({}, ByteView(piece).first(static_cast<std::size_t>(got)));
        if (!written) co_return false;
        sent += static_cast<std::uint64_t>(got);
    }
    co_return true;
}

/// Frames go out at most every `stream_gap`; between two frames the stream may have gathered any number of changes.
template <typename Stream> asio::awaitable<void> StreamConnection<Stream>::send_events(EventStream& events) {
    const std::weak_ptr<StreamConnection> self = this->shared_from_this();
    events.on_news([self, executor = executor()] {
        asio::post(executor, [self] {
            const auto connection = self.lock();
            if (connection == nullptr) return;
            connection->news_ = true;
            connection->timer_.cancel();
        });
    });
    asio::co_spawn(
        executor(), [keep = this->shared_from_this()] { return keep->watch_for_close(); }, asio::detached);
    auto spoken = std::chrono::steady_clock::now();
    const std::string nothing;
    const std::function<std::string()> take = [&] { return events.take(); };
    while (!gone_ && !shared_.stopping) {
        news_ = false;
        const std::string text = co_await on_worker<std::string>(take, nothing);
        if (text.empty() && events.ended()) break;
        const auto now = std::chrono::steady_clock::now();
        const bool silent = text.empty() && now - spoken >= limits_.stream_heartbeat;
        if (!text.empty() || silent) {
            const bool sent =
                co_await send_bytes({}, as_bytes(silent ? std::string_view(":\n\n") : std::string_view(text)));
            if (!sent) break;
            spoken = now;
        }
        Failure ignored;
        timer_.expires_after(limits_.stream_gap);
        while (!gone_ && !shared_.stopping && timer_.expiry() > std::chrono::steady_clock::now())
            co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        timer_.expires_after(limits_.stream_heartbeat);
        if (!news_ && !gone_ && !shared_.stopping)
            co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    events.on_news({});
    close();
}

/// A client of an event stream sends nothing; a read ends only when it leaves.
template <typename Stream> asio::awaitable<void> StreamConnection<Stream>::watch_for_close() {
    Failure failure;
    char unexpected[64];
    lowest().expires_never();
    (void)co_await stream_.async_read_some(asio::buffer(unexpected),
                                           asio::redirect_error(asio::use_awaitable, failure));
    gone_ = true;
    timer_.cancel();
}

/// Lets the client read a last answer before the connection is reset under a body that nobody reads.
template <typename Stream> asio::awaitable<void> StreamConnection<Stream>::linger() {
    Failure failure;
    if (!lowest().socket().is_open()) co_return;
    if constexpr (is_tls) {
        lowest().expires_after(std::chrono::seconds(1));
        co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, failure));
    }
    lowest().socket().shutdown(asio::ip::tcp::socket::shutdown_send, failure);
    Bytes piece(body_piece);
    lowest().expires_after(std::chrono::seconds(1));
    for (std::size_t taken = 0; taken < lingered_body && !failure && !shared_.stopping;) {
        const std::size_t read =
            co_await lowest().async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, failure));
        taken += read;
    }
    close();
}

template <typename Stream> template <typename T>
asio::awaitable<T> StreamConnection<Stream>::on_worker(const std::function<T()>& work, const T& when_full) {
    // The caller waits, so everything that `work` refers to stays alive.
    const Start<T> start = [&](const std::function<void(T)>& done) {
        const bool taken = shared_.parts.workers.post([&work, done] { done(work()); });
        if (!taken) done(when_full);
    };
    co_return co_await callback<T>(start);
}

template <typename Stream>
void StreamConnection<Stream>::record(const AccessRecord& entry, std::chrono::steady_clock::time_point start) const {
    AccessRecord out = entry;
    const auto elapsed = std::chrono::steady_clock::now() - start;
    out.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
    shared_.parts.log(out);
}

std::shared_ptr<Connection> make_connection(ConnectionShared& shared, asio::ip::tcp::socket socket,
                                            std::string address) {
    return std::make_shared<StreamConnection<PlainStream>>(shared, std::move(address), std::move(socket));
}

std::shared_ptr<Connection> make_tls_connection(ConnectionShared& shared, asio::ip::tcp::socket socket,
                                                std::string address, asio::ssl::context& context) {
    return std::make_shared<StreamConnection<TlsStream>>(shared, std::move(address), std::move(socket), context);
}

} // namespace kaibiao::http
