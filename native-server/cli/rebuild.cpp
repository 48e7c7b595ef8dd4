#include "backup/rebuild.h"
#include "cli/subcommands.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

int run_rebuild(int argc, char** argv) {
    std::string data = "data";
    bool json = false;
    CLI::App app("核对所有事件，并由事件重建列表与日志分片；服务器须已停止。\n"
                 "Check every stream and make lists and log tiles again from the events; the server must not run.",
                 "kaibiao rebuild");
    app.add_option("--data", data, "data folder");
    app.add_flag("--json", json, "print JSON");
    return run_app(app, argc, argv, json, [&](const Output& output) -> Status {
        CountProgress progress("lots");
        TRY_ASSIGN(const backup::RebuildReport report,
                   backup::rebuild(data, [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); }));
        progress.clear();
        output.line(std::to_string(report.lots) + " lots, " + std::to_string(report.events) + " events, " +
                    std::to_string(report.entries) + " log entries");
        output.document(codec::Json::object()
                            .set("lots", static_cast<std::int64_t>(report.lots))
                            .set("events", static_cast<std::int64_t>(report.events))
                            .set("entries", static_cast<std::int64_t>(report.entries)));
        return ok();
    });
}

} // namespace kaibiao::cli
