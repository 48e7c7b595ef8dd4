#include "usecase/service.h"

#include "http/tls.h"
#include "journal/journal.h"
#include "usecase/verbs.h"

#include <csignal>

#include <sys/resource.h>

namespace kaibiao::usecase {

namespace {

constexpr auto stop_grace = std::chrono::seconds(10);

std::string host_of_url(std::string url) {
    if (const std::size_t scheme = url.find("://"); scheme != std::string::npos) url = url.substr(scheme + 3);
    url = url.substr(0, url.find('/'));
    return url.substr(0, url.rfind(':'));
}

/// A login is signed for the address that browsers use. Where the configuration does not name it, it is the one of the
/// request, which then must be this machine or what is listened on: whoever relays has another one.
http::GateRules gate_rules(const config::Config& config, const std::string& listened) {
    const http::ThrottleRate rate{static_cast<std::uint32_t>(config.requests_per_second),
                                  static_cast<std::uint32_t>(config.request_burst)};
    http::GateRules rules{rate, rate, config.throttle_loopback, config.behind_proxy, {}};
    rules.own_addresses_only = config.public_url.empty();
    rules.host_names.insert(config.public_url.empty() ? listened : host_of_url(config.public_url));
    return rules;
}

Result<std::optional<http::TlsFiles>> tls_files(const config::Config& config, const store::FolderLayout& folder,
                                                const std::string& address) {
    if (!config.tls) {
        if (!http::is_loopback(address)) return Error(ErrorCode::tls_required, address);
        return std::optional<http::TlsFiles>();
    }
    if (!config.tls_certificate.empty()) return std::optional(http::TlsFiles{config.tls_certificate, config.tls_key});
    TRY_ASSIGN(http::TlsFiles made, http::self_signed_certificate(folder.tls(), {address}));
    return std::optional(std::move(made));
}

/// What is wrong with the options is told before a data folder is made. TLS files of its own making come later.
Status check_files(const config::Config& config) {
    std::error_code unseen;
    if (!config.web.empty() && !std::filesystem::is_regular_file(config.web / "index.html", unseen))
        return Error(ErrorCode::config_malformed, "server.web: " + config.web.string(),
                     "--web or server.web is the folder of the web shell; there is no index.html in this one");
    if (config.tls && !config.tls_certificate.empty())
        return http::check_tls_files({config.tls_certificate, config.tls_key});
    return ok();
}

} // namespace

Result<std::unique_ptr<Service>> Service::start(const config::Config& config) {
    TRY_ASSIGN(const config::ListenAddress where, config::parse_listen(config.listen));
    if (!config.tls && !http::is_loopback(where.address)) return Error(ErrorCode::tls_required, config.listen);
    TRY(check_files(config));
    TRY_ASSIGN(http::Listener listener, http::Listener::bind(where.address, where.port));
    TRY_ASSIGN(std::unique_ptr<Centre> centre, Centre::open(config));
    std::unique_ptr<Service> service(new Service(std::move(centre)));
    TRY(service->listen(where.address, std::move(listener)));
    return service;
}

Status Service::listen(const std::string& address, http::Listener listener) {
    const config::Config& config = centre_->config();
    http::ServerOptions options;
    options.threads = static_cast<std::size_t>(config.threads);
    options.limits.connections = static_cast<std::size_t>(config.connections);
    options.limits.header_time = std::chrono::milliseconds(config.slow_milliseconds);
    TRY_ASSIGN(options.tls, tls_files(config, centre_->folder(), address));
    routes_ = make_routes(*centre_);
    gate_ = std::make_unique<http::Gate>(
        routes_, gate_rules(config, address),
        [centre = centre_.get()](std::string_view cookie) { return centre->sessions().caller(cookie, centre->now()); });
    server_ = std::make_unique<http::Server>(
        std::move(listener), std::move(options),
        http::ServerParts{*gate_, centre_->workers(), centre_->arrivals(), journal::access});
    TRY(server_->start());
    host_ = address.find(':') == std::string::npos ? address : "[" + address + "]";
    journal::event("started", codec::Json::object().set("url", url()).set("origin", centre_->origin()));
    return ok();
}

Service::~Service() { stop(); }

std::string Service::url() const {
    return (centre_->config().tls ? "https://" : "http://") + host_ + ":" + std::to_string(server_->port());
}

void Service::stop() {
    if (server_ == nullptr) return;
    server_->stop(std::chrono::duration_cast<std::chrono::milliseconds>(stop_grace));
    centre_->stop(); // whoever waits for the writer is answered while there is a server
    server_.reset();
    journal::event("stopped", codec::Json::object());
    journal::close();
}

void prepare_process() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file size limit is a full disk, not a crash
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

void wait_for_end() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    int signal = 0;
    sigwait(&ends, &signal);
}

} // namespace kaibiao::usecase
