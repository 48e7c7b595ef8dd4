#include "cli/draw_seed.h"

#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/subcommands.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

constexpr std::size_t largest_release = 1 << 20;
constexpr std::string_view wanted_release =
    "此处应为 kaibiao officer draw 写出的文件 the file is expected here that was written by: kaibiao officer draw";

constexpr std::string_view wanted_message =
    "此处应为 kaibiao draw commit 写出的文件 the file is expected here that was written by: kaibiao draw commit";
constexpr std::string_view wanted_list =
    "此处应为 kaibiao draw list 写出的规范 JSON 名单，末尾无换行 a list in canonical JSON without a newline at its end "
    "is expected here, as it is written by: kaibiao draw list";
constexpr std::string_view why_wrong = "属于另一次抽取、名单或截止事件，或系伪造，或 --panel 给的是另一份证书 it is "
                                       "for another draw, list or freezing event, "
                                       "or forged, or --panel is another certificate";

/// The last of the files with a release of the officer who is at fault: of two of one officer the second is.
Error in_release(const SeedFiles& files, const std::vector<panel::ReleaseList>& lists, const Error& error) {
    if (error.place.empty()) return Error(error.code, "--release", error.detail);
    for (std::size_t i = lists.size(); i-- > 0;) {
        const std::string officer = "officer " + std::to_string(lists[i].officer);
        if (error.place != officer && !error.place.starts_with(officer + ": ")) continue;
        const bool proof = error.code == ErrorCode::release_proof_wrong;
        return in_file(files.releases[i], proof ? Error(error.code, error.place, std::string(why_wrong)) : error);
    }
    return error;
}

} // namespace

Result<std::string> read_list(const std::string& file) {
    TRY(expect_kind(file, FileKind::draw_list));
    TRY_ASSIGN(const Bytes bytes, read_file(file, draw::max_list_bytes));
    return std::string(as_text(bytes));
}

Result<draw::DrawMessage> read_message(const std::string& file) {
    TRY(expect_kind(file, FileKind::draw_message));
    TRY_ASSIGN(const Bytes bytes, read_file(file, draw::max_message_bytes));
    return in_document(file, wanted_message, draw::decode_message(bytes));
}

Result<draw::DrawList> check_list(const std::string& file, const std::string& text) {
    auto read = in_document(file, wanted_list, draw::decode_list(as_bytes(text)));
    if (!read.ok()) return read;
    TRY(in_file(file, draw::encode_list(*read)));
    return read;
}

Result<std::string> read_committed_list(const std::string& file, const draw::DrawMessage& message) {
    TRY_ASSIGN(std::string text, read_list(file));
    if (draw::list_hash(as_bytes(text)) == message.list) return text;
    TRY(check_list(file, text));
    return Error(ErrorCode::draw_list_mismatch, file);
}

void add_seed_options(CLI::App& command, SeedFiles& files, bool required) {
    CLI::Option* panel =
        command.add_option("--panel", files.panel, "the panel as the notice has it, or its certificate file");
    CLI::Option* release = command.add_option("--release", files.releases, "an officer's release (repeat)");
    filled(panel)->required(required)->needs(release);
    filled(release)->required(required)->needs(panel);
}

Result<ProvenSeed> prove_seed(const SeedFiles& files, const draw::DrawMessage& message) {
    ProvenSeed proven;
    TRY_ASSIGN(proven.panel, read_panel_file(files.panel));
    std::vector<panel::ReleaseList> lists;
    for (const std::string& file : files.releases) {
        TRY_ASSIGN(const Bytes text, read_file(file, largest_release));
        TRY_ASSIGN(panel::ReleaseList list, as_wanted(file, wanted_release, panel::decode_release_list(text)));
        proven.officers.push_back(list.officer);
        lists.push_back(std::move(list));
    }
    const auto seed = draw::seed_from_releases(proven.panel.panel, proven.panel.key, message, lists);
    if (!seed.ok()) return in_release(files, lists, seed.error());
    proven.seed = *seed;
    return proven;
}

} // namespace kaibiao::cli
