#pragma once
/// Entry points of the subcommands. Each parses its own arguments (argv[0] is its name) and returns an ExitCode.

#include "cli/terminal.h"
#include "kaibiao/base/result.h"

#include <functional>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace kaibiao::cli {

int run_account(int argc, char** argv);
int run_age(int argc, char** argv);
int run_backup(int argc, char** argv);
int run_csr(int argc, char** argv);
int run_demo(int argc, char** argv);
int run_draw(int argc, char** argv);
int run_keygen(int argc, char** argv);
int run_log(int argc, char** argv);
int run_officer(int argc, char** argv);
int run_open(int argc, char** argv);
int run_rebuild(int argc, char** argv);
int run_receipt(int argc, char** argv);
int run_release(int argc, char** argv);
int run_score(int argc, char** argv);
int run_seal(int argc, char** argv);
int run_serve(int argc, char** argv);
int run_submit(int argc, char** argv);
int run_trust(int argc, char** argv);
int run_verify(int argc, char** argv);
int run_witness(int argc, char** argv);

/// Refuses an empty value: that is a variable of a script that was not set, and no wish to go without.
CLI::Option* filled(CLI::Option* option);
/// Parses, runs `act`, and turns its error into output and exit code. `json` is bound to the app's --json flag.
int run_app(CLI::App& app, int argc, char** argv, const bool& json, const std::function<Status(const Output&)>& act);

} // namespace kaibiao::cli
