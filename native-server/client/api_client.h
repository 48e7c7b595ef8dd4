#pragma once
/// The trading centre's HTTP API as a bidder's, an expert's or a bot's program uses it (docs/openapi.json).

#include "client/http_client.h"
#include "client/identity.h"
#include "kaibiao/codec/json.h"

#include <functional>
#include <string>
#include <vector>

namespace kaibiao::client {

/// Where an uploaded part can be found again: what the server computed over it.
struct UploadedPart {
    std::string root;   ///< hex, piece-tree root
    std::string header; ///< hex, SHA-256 of the age header
};

/// Reads `length` bytes at `offset` of the part being uploaded.
using PartReader = std::function<Result<Bytes>(std::uint64_t offset, std::size_t length)>;

/// An answer that the server gave, byte for byte.
struct Heard {
    std::string target;
    Bytes body;
};

class ApiClient {
  public:
    static Result<ApiClient> connect_to(std::string_view base_url, const std::string& ca_file = {});

    /// Errors of the server come back as the Error they were there (problem details), unknown ones as internal_error.
    /// An answer that is not a centre's is server_unreachable, with what it is.
    Result<codec::Json> get(const std::string& target);
    Result<codec::Json> post(const std::string& target, std::string_view body);
    Result<Bytes> get_bytes(const std::string& target);
    /// `length` bytes, at least one, from `offset`. Errors: length_wrong when the server gives another number.
    Result<Bytes> get_range(const std::string& target, std::uint64_t offset, std::size_t length);
    Result<codec::Json> post_bytes(const std::string& target, std::string_view media_type, ByteView body);

    /// Signs the server's challenge and keeps the session.
    Status log_in(const Identity& identity);
    /// Hands a request (PEM) to the demo CA; the chain comes back as PEM, leaf first. `role` is only heard by trial
    /// servers.
    Result<std::string> certify(std::string_view request, std::string_view role);
    /// The same with a request for `key`.
    Result<Identity> request_certificate(crypto::PrivateKey key, const crypto::NameFields& subject,
                                         std::string_view role);

    /// tus 1.0: creates an upload, sends it in blocks of 8 MiB with SHA-256 checksums, resumes once after a lost
    /// connection.
    Result<UploadedPart> upload(std::string_view lot, std::uint64_t length, const PartReader& read,
                                const std::function<void(std::uint64_t)>& progress = {});

    const std::string& base_url() const { return base_url_; }

    /// From now on keeps what is answered to `get` and `get_bytes`, up to 64 MiB, as evidence.
    void listen() { listening_ = true; }
    const std::vector<Heard>& heard() const { return heard_; }

  private:
    ApiClient(HttpClient http, std::string base_url) : http_(std::move(http)), base_url_(std::move(base_url)) {}
    Result<HttpResponse> send(HttpRequest request);
    /// Waits and repeats while the server is busy (429, 503 with Retry-After), a bounded number of times.
    Result<HttpResponse> patiently(const HttpRequest& request);
    Result<codec::Json> send_json(HttpRequest request);
    /// A GET that is kept as evidence.
    Result<HttpResponse> fetch(const std::string& target);
    Result<codec::Json> json_of(const HttpResponse& response) const;
    Status begin_session();
    Result<UploadedPart> send_blocks(const std::string& location, std::uint64_t offset, std::uint64_t length,
                                     const PartReader& read, const std::function<void(std::uint64_t)>& progress);

    HttpClient http_;
    std::string base_url_;
    void keep(const std::string& target, ByteView body);

    std::string cookie_;
    std::string csrf_;
    bool listening_ = false;
    std::size_t heard_bytes_ = 0;
    std::vector<Heard> heard_;
};

} // namespace kaibiao::client
