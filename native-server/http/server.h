#pragma once
/// Listens, reads requests within limits, sends them through the gate and their route, writes the answers.

#include "http/gate.h"
#include "kaibiao/base/result.h"
#include "work/worker_pool.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

namespace kaibiao::http {

struct TlsFiles {
    std::filesystem::path certificate; ///< PEM, leaf first
    std::filesystem::path key;         ///< PEM
};

/// Errors: file_unreadable with the file and OpenSSL's reason.
Status check_tls_files(const TlsFiles& files);

struct ServerLimits {
    std::size_t header_bytes = 16 << 10;
    std::size_t connections = 20'000;
    std::size_t connections_per_address = 256; ///< loopback is not limited
    std::chrono::milliseconds header_time{10'000};
    std::chrono::milliseconds idle_time{75'000};
    std::chrono::milliseconds body_step_time{60'000}; ///< for each piece of a body (32 KiB or the rest)
    std::chrono::milliseconds write_time{30'000};     ///< for each piece of an answer
    std::chrono::milliseconds stream_gap{250};        ///< between two frames of an event stream
    std::chrono::milliseconds stream_heartbeat{15'000};
};

/// An address that is taken, so that nothing is made for a server that could not listen. Who connects waits until there
/// is one.
class Listener {
  public:
    /// Port 0: any free one. Errors: address_unavailable with the system's reason.
    static Result<Listener> bind(const std::string& address, std::uint16_t port);
    ~Listener();
    Listener(Listener&& other) noexcept;
    Listener& operator=(Listener&& other) noexcept;

  private:
    friend class Server;
    struct Bound;
    explicit Listener(std::unique_ptr<Bound> bound);
    std::unique_ptr<Bound> bound_;
};

struct ServerOptions {
    std::optional<TlsFiles> tls;
    std::size_t threads = 2;
    ServerLimits limits;
};

/// One answered request, for the log of EB 49: time, address, person.
struct AccessRecord {
    std::string address;
    std::string person;
    Role role = Role::visitor;
    std::string_view method;
    std::string path;
    int status = 0;
    std::uint64_t bytes = 0;
    std::int64_t microseconds = 0;
    std::optional<ErrorCode> error;
};
using AccessLog = std::function<void(const AccessRecord&)>;

/// What a server works with; all of it must outlive the server.
struct ServerParts {
    Gate& gate;
    work::WorkerPool& workers;
    work::ArrivalLedger& arrivals;
    AccessLog log;
};

class Server {
  public:
    Server(Listener listener, ServerOptions options, ServerParts parts);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Serves from its own threads. Errors: file_unreadable of the TLS files.
    Status start();
    /// The port that was bound.
    std::uint16_t port() const;
    /// Accepts nothing more, lets requests that are being answered finish, ends event streams, then closes everything.
    void stop(std::chrono::milliseconds grace);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace kaibiao::http
