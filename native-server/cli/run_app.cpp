#include "cli/subcommands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace kaibiao::cli {

int run_app(CLI::App& app, int argc, char** argv, const bool& json, const std::function<Status(const Output&)>& act) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        // The flag may stand behind what could not be read.
        const bool as_json = std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
        if (as_json && problem.get_exit_code() != 0)
            return Output(OutputForm::json).fail(Error(ErrorCode::usage, problem.get_name(), problem.what()));
        const int code = app.exit(problem);
        return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }
    const Output output(json ? OutputForm::json : OutputForm::human);
    const Status status = act(output);
    return status.ok() ? static_cast<int>(ExitCode::success) : output.fail(status.error());
}

} // namespace kaibiao::cli
