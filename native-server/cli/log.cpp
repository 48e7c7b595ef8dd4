#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/log/proof.h"
#include "kaibiao/log/tile.h"
#include "kaibiao/log/tlog_proof.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct LogOptions {
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string log_key;
    std::string out;
    std::string old;
    std::string event;
    bool json = false;
};

class HttpTiles final : public log::TileSource {
  public:
    explicit HttpTiles(client::ApiClient& api) : api_(api) {}
    Result<Bytes> fetch(const log::TileId& tile) const override {
        return api_.get_bytes("/api/log/" + log::tile_path(tile));
    }

  private:
    client::ApiClient& api_;
};

struct Fetched {
    std::string note;
    log::TrustedCheckpoint trusted;
};

Result<Fetched> fetch_checkpoint(client::ApiClient& api, const log::LogTrust& trust) {
    TRY_ASSIGN(const Bytes note, api.get_bytes("/api/log/checkpoint"));
    Fetched fetched{std::string(as_text(note)), {}};
    TRY_ASSIGN(fetched.trusted, log::open_checkpoint(fetched.note, trust));
    return fetched;
}

codec::Json checkpoint_json(const log::Checkpoint& checkpoint) {
    return codec::Json::object()
        .set("origin", checkpoint.origin)
        .set("size", static_cast<std::int64_t>(checkpoint.size))
        .set("root", codec::encode_hex(checkpoint.root));
}

Status show_checkpoint(const LogOptions& options, const Output& output) {
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const log::LogTrust trust, choose_log_trust(options.log_key, api, output));
    TRY_ASSIGN(const Fetched fetched, fetch_checkpoint(api, trust));
    if (!options.out.empty()) TRY(write_file(options.out, as_bytes(fetched.note)));
    output.line(fetched.note);
    output.document(checkpoint_json(fetched.trusted.checkpoint));
    return ok();
}

Status prove(const LogOptions& options, const Output& output) {
    TRY_ASSIGN(const Digest hash, codec::decode_digest(options.event));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const log::LogTrust trust, choose_log_trust(options.log_key, api, output));
    TRY_ASSIGN(const Bytes text, api.get_bytes("/api/log/proof?hash=" + options.event));
    TRY_ASSIGN(const log::TlogProof proof, log::decode_tlog_proof(as_text(text)));
    TRY_ASSIGN(const log::TrustedCheckpoint trusted,
               log::verify_tlog_proof(proof, crypto::merkle_leaf_hash(hash), trust));
    if (!options.out.empty()) TRY(write_file(options.out, text));
    output.line("the event is entry " + std::to_string(proof.index) + " of " + std::to_string(trusted.checkpoint.size));
    if (options.out.empty()) output.line(std::string(as_text(text)));
    output.document(checkpoint_json(trusted.checkpoint).set("index", static_cast<std::int64_t>(proof.index)));
    return ok();
}

/// The root that the log's published entries really have.
Result<Digest> root_of_entries(const log::TileSource& tiles, std::uint64_t size) {
    log::MerkleFrontier frontier;
    Progress progress("entries", size * 32);
    for (std::uint64_t index = 0; frontier.size() < size; ++index) {
        const int width = log::tile_width(log::TileKind::entries, 0, index, size);
        TRY_ASSIGN(const Bytes bundle, tiles.fetch({log::TileKind::entries, 0, index, width}));
        TRY_ASSIGN(const std::vector<Digest> entries, log::decode_entries(bundle, width));
        for (const Digest& entry : entries) frontier.append(crypto::merkle_leaf_hash(entry));
        progress.advance_to(frontier.size() * 32);
    }
    return frontier.root();
}

/// That the log still begins with what an older checkpoint saw. Errors: proof_wrong when history was rewritten.
Status compare_with_older(const LogOptions& options, const log::LogTrust& trust, const log::TileSource& tiles,
                          const log::Checkpoint& newest) {
    TRY_ASSIGN(const Bytes old_note, read_file(options.old, log::max_note_bytes));
    TRY_ASSIGN(const log::TrustedCheckpoint older, log::open_checkpoint(as_text(old_note), trust));
    const log::TileHashReader reader(tiles, newest.size);
    TRY_ASSIGN(const log::MerkleProof proof, log::consistency_proof(reader, older.checkpoint.size, newest.size));
    return log::verify_consistency(older.checkpoint.head(), newest.head(), proof);
}

Status audit(const LogOptions& options, const Output& output) {
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const log::LogTrust trust, choose_log_trust(options.log_key, api, output));
    TRY_ASSIGN(const Fetched fetched, fetch_checkpoint(api, trust));
    const log::Checkpoint& newest = fetched.trusted.checkpoint;
    const HttpTiles tiles(api);
    if (!options.old.empty()) TRY(compare_with_older(options, trust, tiles, newest));
    TRY_ASSIGN(const Digest root, root_of_entries(tiles, newest.size));
    if (root != newest.root)
        return Error(ErrorCode::proof_wrong, "entries", "the published entries do not have the signed root");
    if (!options.out.empty()) TRY(write_file(options.out, as_bytes(fetched.note)));
    output.line("the log of " + std::to_string(newest.size) + " entries has the root it signed" +
                (options.old.empty() ? "" : ", and begins with the older one"));
    output.document(checkpoint_json(newest).set("consistent", true));
    return ok();
}

} // namespace

int run_log(int argc, char** argv) {
    LogOptions options;
    CLI::App app("The centre's log. 存证日志\nExit codes: 0 done, 1 refused, 2 usage, 3 file or network.",
                 "kaibiao log");
    app.require_subcommand(1);
    const auto add = [&](const char* name, const char* text) {
        CLI::App* command = app.add_subcommand(name, text);
        command->add_option("--server", options.server, "the centre")->capture_default_str();
        command->add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
        command->add_option("--log-key", options.log_key, "verifier key of the log, or a file that holds it");
        command->add_option("-o,--out", options.out, "file to write the checkpoint or proof to");
        command->add_flag("--json", options.json, "print JSON");
        return command;
    };
    CLI::App* checkpoint = add("checkpoint", "fetch and verify the newest checkpoint");
    CLI::App* proof = add("prove", "fetch and verify the proof that an event is in the log");
    proof->add_option("event", options.event, "event hash, 64 hex digits")->required();
    add("audit", "recompute the tree from its entries, and compare with an older checkpoint")
        ->add_option("--old", options.old, "a checkpoint kept from earlier, or given to another client");
    return run_app(app, argc, argv, options.json, [&](const Output& output) {
        if (checkpoint->parsed()) return show_checkpoint(options, output);
        return proof->parsed() ? prove(options, output) : audit(options, output);
    });
}

} // namespace kaibiao::cli
