/// What the command line decodes of a server's answers: a lot known from them, and all the looks before a release. The
/// input is a root, a log key, a receipt, a lot and then the answers in order, parted by the byte 1e.
#include "client/release_looks.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/lock.h"
#include "kaibiao/seal/opening_secrets.h"

#include <cstdlib>
#include <deque>

using namespace kaibiao;

namespace {

std::deque<std::string> pieces; ///< that were not asked for yet

std::string next_piece() {
    if (pieces.empty()) return {};
    std::string piece = std::move(pieces.front());
    pieces.pop_front();
    return piece;
}

void split(std::string_view text) {
    pieces.clear();
    for (std::size_t end = 0; end != std::string_view::npos && pieces.size() < 16;) {
        end = text.find('\x1e');
        pieces.emplace_back(text.substr(0, end));
        if (end != std::string_view::npos) text.remove_prefix(end + 1);
    }
}

Result<std::vector<sign::TrustRoot>> next_roots() {
    TRY_ASSIGN(const Bytes der, codec::decode_base64(next_piece(), codec::Base64::standard_padded));
    TRY_ASSIGN(sign::TrustRoot root, sign::make_trust_root(der, "fuzz"));
    return std::vector{std::move(root)};
}

Status look() {
    client::ReleaseCase release;
    TRY_ASSIGN(release.roots, next_roots());
    TRY_ASSIGN(const log::VerifierKey key, log::VerifierKey::parse(next_piece()));
    release.log = {key.name(), {key}, {}, {}};
    const std::string receipt = next_piece();
    TRY_ASSIGN(release.receipt, log::decode_receipt(as_bytes(receipt)));
    TRY_ASSIGN(release.lot, LotId::parse(next_piece()));
    TRY_ASSIGN(release.now, Instant::parse("2100-01-01T00:00:00.000Z"));
    auto api = client::ApiClient::connect_to("");
    const auto turn = client::look_before_release(*api, release);
    // Nobody committed to secrets that are all zero.
    if (!turn.ok()) return ok();
    const auto hb = turn->manifest.lock(seal::PartClass::sheet).hb;
    if (hb && seal::check_released_secret(seal::OpeningSecrets().of(seal::PartClass::sheet), *hb).ok()) std::abort();
    return ok();
}

} // namespace

// The server: no network, only the pieces.
namespace kaibiao::client {

struct HttpClient::Connection {};
HttpClient::HttpClient(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;
Result<HttpClient> HttpClient::connect_to(std::string_view, const std::string&, HttpLimits) {
    return HttpClient(nullptr);
}

Result<ApiClient> ApiClient::connect_to(std::string_view base_url, const std::string& ca_file) {
    TRY_ASSIGN(HttpClient http, HttpClient::connect_to(base_url, ca_file, {}));
    return ApiClient(std::move(http), std::string(base_url));
}
Result<codec::Json> ApiClient::get(const std::string&) {
    const std::string piece = next_piece();
    return codec::parse_relaxed(as_bytes(piece), {std::size_t{1} << 24, 32});
}
Result<Bytes> ApiClient::get_bytes(const std::string&) { return to_bytes(as_bytes(next_piece())); }

} // namespace kaibiao::client

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    split(as_text(ByteView(data, size)));
    (void)look();
    return 0;
}
