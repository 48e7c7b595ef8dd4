#include "client/api_client.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/crypto/issue.h"
#include "kaibiao/sign/login.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

namespace kaibiao::client {

namespace {

constexpr std::size_t block_size = 8 << 20;
constexpr int most_retries = 20;
constexpr std::size_t most_heard = 64 << 20;
constexpr codec::JsonLimits response_limits{std::size_t{256} << 20, 32};

/// An answer that no centre gives: that of a proxy, or of whatever else is at this address.
Error foreign(const std::string& base_url, const HttpResponse& response) {
    const std::string status = ": HTTP " + std::to_string(response.status);
    if (response.status >= 502 && response.status <= 504)
        return Error(ErrorCode::server_unreachable, base_url,
                     "the centre behind this address is not there now" + status);
    const std::string elsewhere = response.header("Location");
    if (response.status < 400 && !elsewhere.empty())
        return Error(ErrorCode::server_unreachable, base_url,
                     "this address points to another one" + (": " + elsewhere));
    return Error(ErrorCode::server_unreachable, base_url,
                 "what answers at this address is no centre of Kaibiao" + status);
}

bool is_of_type(const HttpResponse& response, std::string_view media_type) {
    const std::string given = response.header("Content-Type");
    return given.substr(0, given.find(';')) == media_type;
}

/// Problem details (RFC 9457) back into the error they came from.
Error error_of(const std::string& base_url, const HttpResponse& response) {
    if (!is_of_type(response, "application/problem+json")) return foreign(base_url, response);
    const auto problem = codec::parse_relaxed(response.body);
    if (!problem.ok()) return Error(ErrorCode::internal_error, "HTTP " + std::to_string(response.status));
    const auto text_of = [&](std::string_view key) {
        const codec::Json* member = problem->find(key);
        return member != nullptr && member->as_string() != nullptr ? *member->as_string() : std::string();
    };
    const auto code = error_named(text_of("name"));
    return Error(code.value_or(ErrorCode::internal_error), text_of("place"),
                 code ? text_of("detail") : text_of("title"));
}

Result<std::string> member_text(const codec::Json& json, std::string_view key) {
    const codec::Json* member = json.find(key);
    if (member == nullptr || member->as_string() == nullptr)
        return Error(ErrorCode::json_member_missing, "/" + std::string(key));
    return *member->as_string();
}

/// What is sent after a login is for the centre alone: over TLS, or on this computer.
bool is_private(std::string_view base_url) {
    constexpr std::string_view plain = "http://";
    if (!base_url.starts_with(plain)) return true;
    const std::string_view authority = base_url.substr(plain.size(), base_url.find('/', plain.size()) - plain.size());
    const std::string_view host = authority.substr(0, authority.rfind(':'));
    const bool numbers = host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host == "localhost" || host == "[::1]" || (numbers && host.starts_with("127."));
}

} // namespace

Result<ApiClient> ApiClient::connect_to(std::string_view base_url, const std::string& ca_file) {
    while (!base_url.empty() && base_url.back() == '/') base_url.remove_suffix(1);
    TRY_ASSIGN(HttpClient http, HttpClient::connect_to(base_url, ca_file));
    return ApiClient(std::move(http), std::string(base_url));
}

Result<HttpResponse> ApiClient::send(HttpRequest request) {
    if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_);
    if (!csrf_.empty() && request.method != "GET" && request.method != "HEAD")
        request.headers.emplace_back("X-CSRF-Token", csrf_);
    TRY_ASSIGN(HttpResponse response, patiently(request));
    const std::string cookie = response.header("Set-Cookie");
    if (!cookie.empty()) cookie_ = cookie.substr(0, cookie.find(';'));
    if (response.status >= 300) return error_of(base_url_, response);
    return response;
}

Result<HttpResponse> ApiClient::patiently(const HttpRequest& request) {
    for (int attempt = 0;; ++attempt) {
        TRY_ASSIGN(HttpResponse response, http_.request(request));
        const std::string wait = response.header("Retry-After");
        const bool busy = response.status == 429 || response.status == 503;
        if (!busy || wait.empty() || attempt == most_retries) return response;
        std::this_thread::sleep_for(std::chrono::seconds(std::clamp(std::atoi(wait.c_str()), 1, 10)));
    }
}

Result<codec::Json> ApiClient::send_json(HttpRequest request) {
    TRY_ASSIGN(const HttpResponse response, send(std::move(request)));
    return json_of(response);
}

Result<codec::Json> ApiClient::json_of(const HttpResponse& response) const {
    if (response.body.empty()) return codec::Json();
    auto json = codec::parse_relaxed(response.body, response_limits);
    if (!json.ok() && !is_of_type(response, "application/json")) return foreign(base_url_, response);
    return json;
}

Result<codec::Json> ApiClient::get(const std::string& target) {
    TRY_ASSIGN(const HttpResponse response, fetch(target));
    return json_of(response);
}

Result<Bytes> ApiClient::get_bytes(const std::string& target) {
    TRY_ASSIGN(HttpResponse response, fetch(target));
    return std::move(response.body);
}

Result<HttpResponse> ApiClient::fetch(const std::string& target) {
    TRY_ASSIGN(HttpResponse response, send({"GET", target, {}, {}}));
    keep(target, response.body);
    return response;
}

void ApiClient::keep(const std::string& target, ByteView body) {
    if (!listening_ || heard_bytes_ + body.size() > most_heard) return;
    heard_bytes_ += body.size();
    heard_.push_back({target, to_bytes(body)});
}

Result<Bytes> ApiClient::get_range(const std::string& target, std::uint64_t offset, std::size_t length) {
    const std::string range = "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + length - 1);
    TRY_ASSIGN(HttpResponse response, send({"GET", target, {{"Range", range}}, {}}));
    if (response.body.size() != length) return Error(ErrorCode::length_wrong, target, range);
    return std::move(response.body);
}

Result<codec::Json> ApiClient::post(const std::string& target, std::string_view body) {
    return post_bytes(target, "application/json", as_bytes(body));
}

Result<codec::Json> ApiClient::post_bytes(const std::string& target, std::string_view media_type, ByteView body) {
    if (csrf_.empty()) TRY(begin_session());
    return send_json({"POST", target, {{"Content-Type", std::string(media_type)}}, to_bytes(body)});
}

Status ApiClient::begin_session() {
    TRY_ASSIGN(const codec::Json session, get("/api/session"));
    TRY_ASSIGN(csrf_, member_text(session, "csrf"));
    return ok();
}

Status ApiClient::log_in(const Identity& identity) {
    if (!is_private(base_url_)) return Error(ErrorCode::tls_required, base_url_, "use the centre's https:// address");
    TRY_ASSIGN(const codec::Json challenge, post("/api/login/challenge", "{}"));
    codec::ObjectReader reader(challenge, "");
    sign::LoginPayload login;
    TRY_ASSIGN(login.server_nonce, reader.bytes<32>("nonce"));
    TRY_ASSIGN(login.origin, reader.string("origin"));
    // Another's origin is another's challenge: signed, it would open a session there.
    if (login.origin != base_url_)
        return Error(ErrorCode::login_challenge_invalid, "/origin",
                     "the address used is " + base_url_ + ", the server's own is " + login.origin +
                         "; log in there, or let its server.public_url name the one used");
    TRY_ASSIGN(const std::string expires, reader.string("expires"));
    TRY_ASSIGN(login.expiry, Instant::parse(expires));
    login.client_nonce = cli::random_bytes<32>();
    TRY_ASSIGN(const std::string signed_login, identity.sign(sign::encode_login(login), sign::purpose_login));
    TRY_ASSIGN(const codec::Json session, post("/api/login", signed_login));
    TRY_ASSIGN(csrf_, member_text(session, "csrf"));
    return ok();
}

Result<std::string> ApiClient::certify(std::string_view request, std::string_view role) {
    codec::Json body = codec::Json::object();
    body.set("csr", request);
    if (!role.empty()) body.set("role", role);
    TRY_ASSIGN(const codec::Json answer, post("/api/ca/request", codec::dump_canonical(body)));
    TRY_ASSIGN(std::string pem, member_text(answer, "certificate"));
    if (const codec::Json* chain = answer.find("chain"); chain != nullptr && chain->as_array() != nullptr)
        for (const codec::Json& link : *chain->as_array())
            if (link.as_string() != nullptr && *link.as_string() != pem) pem += *link.as_string();
    return pem;
}

Result<Identity> ApiClient::request_certificate(crypto::PrivateKey key, const crypto::NameFields& subject,
                                                std::string_view role) {
    TRY_ASSIGN(const Bytes request, crypto::create_request(key, subject, cli::random_bytes<32>()));
    TRY_ASSIGN(const std::string pem, certify(codec::encode_pem("CERTIFICATE REQUEST", request), role));
    TRY_ASSIGN(const auto blocks, codec::decode_pem(pem));
    Identity identity{std::move(key), {}};
    for (const codec::PemBlock& block : blocks) identity.chain.push_back(block.der);
    return identity;
}

Result<UploadedPart> ApiClient::upload(std::string_view lot, std::uint64_t length, const PartReader& read,
                                       const std::function<void(std::uint64_t)>& progress) {
    if (csrf_.empty()) TRY(begin_session());
    HttpRequest create{"POST", "/api/uploads", {}, {}};
    create.headers = {
        {"Tus-Resumable", "1.0.0"},
        {"Upload-Length", std::to_string(length)},
        {"Upload-Metadata", "lot " + codec::encode_base64(as_bytes(lot), codec::Base64::standard_padded)}};
    TRY_ASSIGN(const HttpResponse created, send(create));
    const std::string location = created.header("Location");
    auto sent = send_blocks(location, 0, length, read, progress);
    if (sent.ok() || sent.error().code != ErrorCode::server_unreachable) return sent;
    TRY_ASSIGN(const HttpResponse state, send({"HEAD", location, {{"Tus-Resumable", "1.0.0"}}, {}}));
    return send_blocks(location, std::strtoull(state.header("Upload-Offset").c_str(), nullptr, 10), length, read,
                       progress);
}

Result<UploadedPart> ApiClient::send_blocks(const std::string& location, std::uint64_t offset, std::uint64_t length,
                                            const PartReader& read,
                                            const std::function<void(std::uint64_t)>& progress) {
    HttpResponse last;
    do {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(block_size, length - offset));
        HttpRequest patch{"PATCH", location, {}, {}};
        TRY_ASSIGN(patch.body, read(offset, want));
        patch.headers = {{"Tus-Resumable", "1.0.0"},
                         {"Upload-Offset", std::to_string(offset)},
                         {"Content-Type", "application/offset+octet-stream"},
                         {"Upload-Checksum", "sha256 " + codec::encode_base64(crypto::sha256(patch.body),
                                                                              codec::Base64::standard_padded)}};
        offset += patch.body.size();
        TRY_ASSIGN(last, send(std::move(patch)));
        if (progress) progress(offset);
    } while (offset < length);
    UploadedPart part{last.header("Kaibiao-Root"), last.header("Kaibiao-Header")};
    if (part.root.empty()) return Error(ErrorCode::internal_error, location, "the server did not confirm the upload");
    return part;
}

} // namespace kaibiao::client
