#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_audit.h"
#include "cli/log_trust.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/log/proof.h"
#include "kaibiao/log/tlog_proof.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct LogOptions {
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    LogTrustOptions trust;
    std::string out;
    std::vector<std::string> held;
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

/// What a server answered is told apart from what was given in files.
Error from_server(const client::ApiClient& api, const Error& error) {
    return Error(error.code, api.base_url() + (error.place.empty() ? "" : ": " + error.place), error.detail);
}

struct Fetched {
    std::string note;
    log::TrustedCheckpoint trusted;
};

/// The newest, or the newest that witnesses cosigned where a policy asks for them.
Result<Fetched> fetch_checkpoint(client::ApiClient& api, const log::LogTrust& trust) {
    TRY_ASSIGN(const Bytes note, api.get_bytes(trust.quorum.wanted ? "/api/log/witnessed" : "/api/log/checkpoint"));
    Fetched fetched{std::string(as_text(note)), {}};
    const auto trusted = log::open_checkpoint(fetched.note, trust);
    if (!trusted.ok()) return from_server(api, with_signers(trusted.error(), fetched.note, trust));
    fetched.trusted = *trusted;
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
    TRY_ASSIGN(const log::LogTrust trust, choose_log_trust(options.trust, api, output));
    TRY_ASSIGN(const Fetched fetched, fetch_checkpoint(api, trust));
    // What was kept is the evidence that a later log is held against: it is not written over.
    if (!options.out.empty()) TRY(keep_file(options.out, as_bytes(fetched.note)));
    output.line(fetched.note);
    output.document(checkpoint_json(fetched.trusted.checkpoint));
    return ok();
}

Status prove(const LogOptions& options, const Output& output) {
    TRY_ASSIGN(const Digest hash, codec::decode_digest(options.event));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const log::LogTrust trust, choose_log_trust(options.trust, api, output));
    TRY_ASSIGN(const Bytes text,
               api.get_bytes("/api/log/proof?hash=" + options.event + (trust.quorum.wanted ? "&under=witnessed" : "")));
    TRY_ASSIGN(const log::TlogProof proof, log::decode_tlog_proof(as_text(text)));
    const auto trusted = log::verify_tlog_proof(proof, crypto::merkle_leaf_hash(hash), trust);
    if (!trusted.ok()) return from_server(api, with_signers(trusted.error(), proof.checkpoint, trust));
    const std::string index = std::to_string(proof.index), size = std::to_string(trusted->checkpoint.size);
    if (!options.out.empty()) TRY(write_again(options.out, text, FileKind::log_proof));
    output.line("该事件是日志的第 " + index + " 个条目，共 " + size + " 个 the event is entry " + index + " of " +
                size);
    if (options.out.empty()) output.line(std::string(as_text(text)));
    output.document(checkpoint_json(trusted->checkpoint).set("index", static_cast<std::int64_t>(proof.index)));
    return ok();
}

void show_split_view(const SplitView& split, const Output& output) {
    output.line(
        "视图分裂：日志签署了两个不可能同属一个日志的存证点。请保存二者，合在一起即为证据。\n"
        "SPLIT VIEW: the log has signed two checkpoints that cannot both be of one log. Keep both; together they "
        "convict it.");
    codec::Json evidence = codec::Json::array();
    for (const HeldCheckpoint* one : {&split.one, &split.other}) {
        output.line("\n--- " + one->source + "\n" + one->note);
        evidence.push(codec::Json::object().set("source", one->source).set("note", one->note));
    }
    output.document(checkpoint_json(split.other.checkpoint)
                        .set("consistent", false)
                        .set("error", std::string(info(ErrorCode::log_split_view).name))
                        .set("evidence", std::move(evidence)));
}

log::LogTrust without_witnesses(const log::LogTrust& trust) { return {trust.origin, trust.log_keys, {}, {}}; }

/// Where several files are wrong, the error is the first one's and names the others.
Result<std::vector<HeldCheckpoint>> read_held(const LogOptions& options, const log::LogTrust& trust) {
    std::vector<HeldCheckpoint> held;
    std::optional<Error> first;
    std::string others;
    for (const std::string& file : options.held) {
        auto one = read_held_checkpoint(file, trust);
        if (one.ok())
            held.push_back(std::move(*one));
        else if (first)
            others += "; " + one.error().place + ": " + std::string(sentence(one.error().code).zh) + " " +
                      std::string(sentence(one.error().code).en);
        else
            first = one.error();
    }
    if (!first) return held;
    if (others.empty()) return *first;
    return Error(first->code, first->place,
                 first->detail + (first->detail.empty() ? "" : "; ") + "其他有误的文件 other wrong files" + others);
}

/// All that was signed against all that is published; where a policy is given, what its witnesses saw as well.
Status audit(const LogOptions& options, const Output& output, bool& is_split) {
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const log::LogTrust trust, choose_log_trust(options.trust, api, output));
    TRY_ASSIGN(std::vector<HeldCheckpoint> held, read_held(options, trust));
    auto split = find_two_roots(held); // they may contradict each other whatever the server says
    TRY_ASSIGN(const Fetched seen, fetch_checkpoint(api, trust));
    held.push_back({options.server, seen.note, seen.trusted.checkpoint});
    TRY_ASSIGN(const Fetched fetched, fetch_checkpoint(api, without_witnesses(trust)));
    const HeldCheckpoint newest{options.server, fetched.note, fetched.trusted.checkpoint};
    if (!split) {
        TRY_ASSIGN(split, compare_with_entries(HttpTiles(api), newest, held));
    }
    is_split = split.has_value();
    const std::string kept = split ? split->one.note + "\n" + split->other.note : newest.note;
    if (!options.out.empty()) TRY(write_again(options.out, as_bytes(kept), FileKind::checkpoint));
    if (split) {
        show_split_view(*split, output);
        return ok();
    }
    const std::string size = std::to_string(newest.checkpoint.size);
    output.line("日志共 " + size + " 个条目，树根与其签署的一致" +
                (options.held.empty() ? "" : "，并延续所给的全部存证点") + "\nthe log of " + size +
                " entries has the root it signed" + (options.held.empty() ? "" : ", and begins with the older ones"));
    output.line(witnessed_text(trust, seen.trusted));
    output.document(checkpoint_json(newest.checkpoint).set("consistent", true));
    return ok();
}

} // namespace

int run_log(int argc, char** argv) {
    LogOptions options;
    CLI::App app("取得、证明并审计中心的存证日志。\n"
                 "The centre's log: checkpoints, proofs, audits.\n"
                 "Exit code 4 退出码 4: 视图分裂，日志向不同的人出示了不同内容 split view: the log showed different "
                 "people different logs.",
                 "kaibiao log");
    app.require_subcommand(1);
    const auto add = [&](const char* name, const char* text) {
        CLI::App* command = app.add_subcommand(name, text);
        command->add_option("--server", options.server, "the centre")->capture_default_str();
        command->add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
        add_log_trust_options(*command, options.trust);
        command->add_option("-o,--out", options.out, "file to write the checkpoint or proof to");
        command->add_flag("--json", options.json, "print JSON");
        return command;
    };
    CLI::App* checkpoint = add("checkpoint", "取得并核验最新存证点 fetch and verify the newest checkpoint");
    CLI::App* proof = add("prove", "取得并核验事件的存证证明 fetch and verify the proof that an event is in the log");
    proof->add_option("event", options.event, "event hash, 64 hex digits")->required();
    CLI::App* audit_command = add(
        "audit",
        "由条目重算整棵树，并与他人所见比对 recompute the tree from its entries, and compare it with what others saw");
    audit_command->add_option("held,--old", options.held,
                              "checkpoints, receipts and proofs kept from earlier, or given to other clients");
    bool is_split = false;
    const int code = run_app(app, argc, argv, options.json, [&](const Output& output) {
        if (checkpoint->parsed()) return show_checkpoint(options, output);
        return proof->parsed() ? prove(options, output) : audit(options, output, is_split);
    });
    return is_split && code == 0 ? static_cast<int>(ExitCode::split_view) : code;
}

} // namespace kaibiao::cli
