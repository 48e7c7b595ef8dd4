#pragma once
/// What people do by hand for a draw: put a list into its form, and enter who was called and could not come.

#include "cli/draw_seed.h"
#include "cli/terminal.h"
#include "kaibiao/base/result.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace kaibiao::cli {

struct ListOptions {
    std::string experts;    ///< CSV: expert, speciality, region
    std::string exclusions; ///< CSV: expert, reason
    std::vector<std::string> strata;
    std::vector<std::string> values;
    std::string name;
    std::uint32_t minimum = 5;
    std::uint32_t representatives = 0;
    std::uint32_t seated = 0;
    std::string out;
};
void add_list_options(CLI::App& command, ListOptions& options);
/// Writes a list of experts under a fresh salt, or one of values, as docs/formats/draw.md has it. Errors: those of
/// draw::arrange and draw::encode_list, draw_list_malformed with the file and its line.
Status make_draw_list(const ListOptions& options, const Output& output);

struct CallOptions {
    std::string transcript;
    std::string list; ///< where the transcript withholds it
    std::string expert;
    SeedFiles proof;
    std::string declined; ///< the reason
    std::string replaced; ///< the reason
    std::string out;
};
void add_call_options(CLI::App& command, CallOptions& options);
/// Writes the transcript with one step more; the one that is there stays. Errors: those of check_draw and
/// draw::draw_transcript.
Status call_next(const CallOptions& options, const Output& output);

} // namespace kaibiao::cli
