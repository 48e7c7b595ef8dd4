#include "backup/backup.h"
#include "cli/files.h"
#include "cli/subcommands.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct BackupOptions {
    std::string data = "data";
    std::string folder;
    std::string checkpoint;
    bool new_origin = false;
    bool json = false;
};

Status report(const Result<backup::BackupReport>& result, const std::string& what, const Progress& progress,
              const Output& output) {
    progress.clear();
    if (!result.ok()) return result.error();
    output.line(what + ": " + std::to_string(result->files) + " files, " + size_text(result->bytes) + ", log of " +
                std::to_string(result->log_size) + " entries");
    output.document(codec::Json::object()
                        .set("files", static_cast<std::int64_t>(result->files))
                        .set("bytes", static_cast<std::int64_t>(result->bytes))
                        .set("log_size", static_cast<std::int64_t>(result->log_size)));
    return ok();
}

/// Shows bytes done on a terminal.
backup::BackupProgress shown(Progress& progress, std::uint64_t& done) {
    return [&](std::uint64_t bytes) { progress.advance_to(done += bytes); };
}

bool is_about_checkpoint(const Error& error) {
    switch (error.code) {
    case ErrorCode::note_malformed:
    case ErrorCode::note_signature_missing:
    case ErrorCode::note_signature_wrong:
    case ErrorCode::checkpoint_malformed:
    case ErrorCode::checkpoint_origin_wrong:
    case ErrorCode::proof_wrong:
    case ErrorCode::log_reconcile_required: return true;
    default: return false;
    }
}

Status reconcile(const BackupOptions& options, const Output& output) {
    if (options.new_origin) {
        TRY_ASSIGN(const std::string origin, backup::begin_new_origin(options.data));
        output.line("the log goes on as " + origin);
        output.document(codec::Json::object().set("origin", origin));
        return ok();
    }
    TRY_ASSIGN(const Bytes note, read_file(options.checkpoint));
    const Status done = backup::reconcile(options.data, std::string(as_text(note)));
    if (!done.ok() && is_about_checkpoint(done.error())) return in_file(options.checkpoint, done.error());
    TRY(done);
    output.line("reconciled; the server may sign again");
    output.document(codec::Json::object().set("reconciled", true));
    return ok();
}

/// `name` is the subcommand that was given.
Status run(const std::string& name, const BackupOptions& options, const Output& output) {
    if (name == "reconcile") return reconcile(options, output);
    Progress progress(name, 0);
    std::uint64_t done = 0;
    if (name == "create")
        return report(backup::create(options.data, options.folder, shown(progress, done)), "backed up", progress,
                      output);
    if (name == "verify")
        return report(backup::verify(options.folder, shown(progress, done)), "intact", progress, output);
    return report(backup::restore(options.folder, options.data, shown(progress, done)),
                  "restored; reconcile before signing", progress, output);
}

} // namespace

int run_backup(int argc, char** argv) {
    BackupOptions options;
    CLI::App app("备份中心的数据，检查备份，恢复备份。\n"
                 "Copy a centre's data, check a copy, bring it back.",
                 "kaibiao backup");
    app.require_subcommand(1);
    CLI::App* create =
        app.add_subcommand("create", "复制数据目录，服务器运行时亦可 copy a data folder, also while its server runs");
    create->add_option("--data", options.data, "data folder");
    create->add_option("folder", options.folder, "new folder for the backup; it holds the keys, so keep it safe")
        ->required();
    CLI::App* verify = app.add_subcommand("verify", "逐字节检查备份 check every byte of a backup");
    verify->add_option("folder", options.folder, "the backup")->required();
    CLI::App* restore = app.add_subcommand("restore", "由备份恢复数据目录 make a data folder from a backup");
    restore->add_option("folder", options.folder, "the backup")->required();
    restore->add_option("--data", options.data, "new data folder")->required();
    CLI::App* reconcile =
        app.add_subcommand("reconcile", "核对后允许恢复的服务器继续签名 let a restored server sign again");
    reconcile->add_option("--data", options.data, "data folder")->required();
    auto* checkpoint =
        reconcile->add_option("--checkpoint", options.checkpoint, "the newest checkpoint that anybody holds");
    auto* fresh = reconcile->add_flag("--new-origin", options.new_origin, "entries were lost: go on as another log");
    checkpoint->excludes(fresh);
    for (CLI::App* subcommand : {create, verify, restore, reconcile})
        subcommand->add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) -> Status {
        if (reconcile->parsed() && !options.new_origin && options.checkpoint.empty())
            return Error(ErrorCode::usage, "reconcile",
                         "请给出 --checkpoint 或 --new-origin; give --checkpoint FILE or --new-origin");
        return run(app.get_subcommands().front()->get_name(), options, output);
    });
}

} // namespace kaibiao::cli
