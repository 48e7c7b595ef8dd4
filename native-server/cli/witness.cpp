#include "blob/file.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "http/server.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/log/policy.h"
#include "kaibiao/log/witness.h"
#include "usecase/service.h"
#include "config/config.h"
#include "store/folder.h"
#include "work/entropy.h"

#include <CLI/CLI.hpp>

#include <map>
#include <mutex>

namespace kaibiao::cli {

namespace {

struct WitnessOptions {
    std::string listen = "127.0.0.1:8181";
    std::string name;
    std::string policy;
    std::string data = "witness";
    bool json = false;
};

/// What was cosigned last for each log, kept in one file per origin: the note itself.
class Ledger {
  public:
    explicit Ledger(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// Errors: file_unreadable, those of decode_note and decode_checkpoint.
    Result<log::TreeHead> last(const std::string& origin) const {
        std::error_code ignored;
        if (!std::filesystem::exists(file_of(origin), ignored)) return log::TreeHead{};
        TRY_ASSIGN(const Bytes bytes, read_file(file_of(origin), log::max_note_bytes));
        TRY_ASSIGN(const log::Note note, log::decode_note(as_text(bytes)));
        TRY_ASSIGN(const log::Checkpoint checkpoint, log::decode_checkpoint(note.text));
        return checkpoint.head();
    }
    Status keep(const std::string& origin, std::string_view note) const {
        return blob::replace_file(file_of(origin), as_bytes(note), blob::Durability::synced);
    }

  private:
    std::filesystem::path file_of(const std::string& origin) const {
        return folder_ / (codec::encode_hex(crypto::sha256(as_bytes(origin))) + ".note");
    }
    std::filesystem::path folder_;
};

/// Answers add-checkpoint; one at a time, so that a check and its record are one act.
class Witness {
  public:
    Witness(std::vector<log::VerifierKey> logs, log::SignerKey key, std::filesystem::path folder)
        : logs_(std::move(logs)), key_(std::move(key)), ledger_(std::move(folder)) {}
    Result<http::Response> add_checkpoint(const http::Exchange& exchange);

  private:
    std::vector<log::VerifierKey> logs_;
    log::SignerKey key_;
    Ledger ledger_;
    std::mutex mutex_;
};

/// The statuses of the specification.
int status_for(const Error& error) {
    switch (error.code) {
    case ErrorCode::checkpoint_origin_wrong: return 404;
    case ErrorCode::note_signature_missing:
    case ErrorCode::note_signature_wrong: return 403;
    case ErrorCode::proof_wrong: return 422;
    default: return info(error.code).http_status;
    }
}

http::Response refusal(const Error& error) {
    if (error.code == ErrorCode::witness_size_stale)
        return http::Response::text(error.place + "\n", "text/x.tlog.size", 409);
    return http::Response::text(describe(error) + "\n", "text/plain; charset=utf-8", status_for(error));
}

Result<http::Response> Witness::add_checkpoint(const http::Exchange& exchange) {
    const auto request = log::decode_witness_request(as_text(exchange.request.body));
    if (!request.ok()) return refusal(request.error());
    const auto checkpoint = log::submitted_checkpoint(*request, logs_);
    if (!checkpoint.ok()) return refusal(checkpoint.error());
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const log::TreeHead last, ledger_.last(checkpoint->origin));
    if (const Status grown = log::check_growth(*request, *checkpoint, last); !grown.ok()) return refusal(grown.error());
    TRY_ASSIGN(const std::string line, log::cosign_request(*request, key_, clock_now()));
    TRY(ledger_.keep(checkpoint->origin, request->note));
    return http::Response::text(line);
}

} // namespace

} // namespace kaibiao::cli
