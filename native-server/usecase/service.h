#pragma once
/// A centre with its HTTP server: what `kaibiao serve` and `kaibiao demo` run.

#include "http/server.h"
#include "usecase/centre.h"

namespace kaibiao::usecase {

class Service {
  public:
    /// Takes the address, opens the centre and listens. Errors: tls_required for plain HTTP beyond loopback, those of
    /// http::Listener::bind, Centre::open and http::Server::start.
    static Result<std::unique_ptr<Service>> start(const config::Config& config);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    Centre& centre() { return *centre_; }
    /// `http://127.0.0.1:8080`
    std::string url() const;
    /// Answers what is under way, decides what was accepted, then ends.
    void stop();

  private:
    explicit Service(std::unique_ptr<Centre> centre) : centre_(std::move(centre)) {}
    Status listen(const std::string& address, http::Listener listener);

    std::unique_ptr<Centre> centre_;
    http::RouteTable routes_;
    std::unique_ptr<http::Gate> gate_;
    std::unique_ptr<http::Server> server_;
    std::string host_;
};

/// Blocks SIGTERM and SIGINT for all threads that start later, and lets the process have as many files as it may.
void prepare_process();
/// Returns when the process is asked to end. Needs prepare_process().
void wait_for_end();

} // namespace kaibiao::usecase
