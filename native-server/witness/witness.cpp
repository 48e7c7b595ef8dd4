#include "witness/witness.h"

#include "kaibiao/log/witness.h"
#include "writer/crash_point.h"

namespace kaibiao::witness {

namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";
constexpr std::string_view tree_size = "text/x.tlog.size";

/// The specification's, where it names one.
int status_for(ErrorCode code) {
    switch (code) {
    case ErrorCode::checkpoint_origin_wrong: return 404;
    case ErrorCode::note_signature_missing:
    case ErrorCode::note_signature_wrong: return 403;
    case ErrorCode::proof_wrong: return 422;
    default: return info(code).http_status;
    }
}

std::optional<Evidence> evidence_in(ErrorCode code) {
    if (code == ErrorCode::log_split_view) return Evidence::conviction;
    if (code == ErrorCode::proof_wrong) return Evidence::suspicion;
    return std::nullopt;
}

} // namespace

Witness::Witness(std::vector<log::VerifierKey> logs, log::SignerKey key, std::filesystem::path folder, Tell tell)
    : logs_(std::move(logs)), key_(std::move(key)), tell_(std::move(tell)), ledger_(std::move(folder)) {}

http::Response Witness::refuse(const Error& error, const std::string& origin) {
    if (error.code == ErrorCode::witness_size_stale) return http::Response::text(error.place + "\n", tree_size, 409);
    tell_("refused " + origin + ": " + describe(error));
    http::Response response = http::Response::text(describe(error) + "\n", plain_text, status_for(error.code));
    response.error = error.code;
    return response;
}

Result<http::Response> Witness::add_checkpoint(const http::Exchange& exchange) {
    const std::string_view body = as_text(exchange.request.body);
    const auto request = log::decode_witness_request(body);
    if (!request.ok()) return refuse(request.error(), exchange.request.address);
    const auto checkpoint = log::submitted_checkpoint(*request, logs_);
    if (!checkpoint.ok()) return refuse(checkpoint.error(), exchange.request.address);
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const log::TreeHead last, ledger_.last(checkpoint->origin));
    const Status grown = log::check_growth(*request, *checkpoint, last);
    if (!grown.ok()) {
        if (const auto kind = evidence_in(grown.error().code))
            TRY(ledger_.keep_evidence(checkpoint->origin, *kind, body));
        return refuse(grown.error(), checkpoint->origin);
    }
    TRY_ASSIGN(const std::string line, log::cosign_request(*request, key_, clock_.now()));
    TRY(ledger_.keep(checkpoint->origin, request->note));
    writer::crash_point("witness_kept");
    tell_("cosigned " + checkpoint->origin + " at " + std::to_string(checkpoint->size) + " entries");
    return http::Response::text(line, plain_text);
}

http::RouteTable Witness::routes() {
    http::Route route;
    route.method = http::Method::post;
    route.pattern = "/add-checkpoint";
    route.handler = http::Handler([this](http::Exchange& exchange) { return add_checkpoint(exchange); });
    route.largest_body = log::max_witness_request_bytes;
    http::RouteTable table;
    table.add(std::move(route));
    return table;
}

} // namespace kaibiao::witness
