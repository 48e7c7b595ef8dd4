#pragma once
/// Files of a draw: the list, and what proves that the seed is the panel's, the panel and the officers' releases.

#include "cli/officer_files.h"
#include "kaibiao/draw/list.h"
#include "kaibiao/draw/seed.h"

namespace CLI {
class App;
}

namespace kaibiao::cli {

/// The bytes, as text. Errors: those of read_file; file_kind_wrong for what is plainly something else.
Result<std::string> read_list(const std::string& file);
/// What `draw commit` wrote. Errors: the same; those of draw::decode_message.
Result<draw::DrawMessage> read_message(const std::string& file);
/// By its own rules. Errors: those of draw::decode_list and draw::encode_list, with the file.
Result<draw::DrawList> check_list(const std::string& file, const std::string& text);
/// The bytes of the very list that the message commits to. Errors: those of read_list; draw_list_mismatch, or those of
/// check_list for what is no list at all.
Result<std::string> read_committed_list(const std::string& file, const draw::DrawMessage& message);

struct SeedFiles {
    std::string panel;
    std::vector<std::string> releases;
};
/// `--panel` and `--release`, of which neither goes without the other.
void add_seed_options(CLI::App& command, SeedFiles& files, bool required);

struct ProvenSeed {
    draw::DrawSeed seed{};
    CertificateFile panel;
    std::vector<int> officers;
};
/// Errors: those of read_panel_file, panel::decode_release_list and draw::seed_from_releases, with the file at fault.
Result<ProvenSeed> prove_seed(const SeedFiles& files, const draw::DrawMessage& message);

} // namespace kaibiao::cli
