#include "cli/draw_close.h"
#include "cli/draw_making.h"
#include "cli/draw_transcript.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

using codec::Json;

struct DrawOptions;
using Act = Status (*)(const DrawOptions&, const Output&);

struct DrawOptions {
    std::string file;
    std::string list;
    std::string digest;
    std::string lot;
    std::string freezing;
    CloseOptions close;  ///< asked instead of `freezing`
    std::string message; ///< file with the text of m
    std::string out;
    SeedFiles proof;
    ListOptions listing;
    CallOptions call;
    bool withhold = false;
    bool json = false;
};

void print_transcript(const Output& output, const draw::DrawMessage& message, const draw::Transcript& transcript) {
    output.line(message_lines(message, !transcript.list) + "\n  digest 摘要   " +
                codec::encode_hex(draw::transcript_digest(transcript)));
}

Status show(const DrawOptions& options, const Output& output) {
    TRY_ASSIGN(const draw::Transcript transcript, read_transcript(options.file, options.digest));
    TRY_ASSIGN(const draw::DrawMessage message,
               in_file(options.file, draw::decode_message(as_bytes(transcript.message))));
    output.line("a draw, not checked 抽取记录（未核验）");
    print_transcript(output, message, transcript);
    print_result(output, transcript);
    output.document(transcript_json(message, transcript));
    return ok();
}

Status verify(const DrawOptions& options, const Output& output) {
    TRY_ASSIGN(const draw::Transcript transcript, read_transcript(options.file, options.digest));
    TRY_ASSIGN(const CheckedDraw checked, check_draw(options.file, options.list, options.proof, transcript));
    const draw::VerifiedDraw& verified = checked.draw;
    output.line("the result follows from list, message and seed 结果与名单、指令和种子相符");
    print_transcript(output, verified.message, transcript);
    output.line(list_line(verified.list));
    print_seed(output, checked.seed);
    output.line("  others 另抽      not known: whether the lot had another draw 无从得知该标段有无另一次抽取");
    print_result(output, transcript);
    output.document(transcript_json(verified.message, transcript)
                        .set("result_follows", true)
                        .set("seed_proven", seed_json(checked.seed))
                        .set("valid", checked.seed ? Json(true) : Json()));
    return ok();
}

Result<Digest> freezing_of(const DrawOptions& options, const LotId& lot, const Output& output) {
    if (!options.close.server.empty()) {
        TRY_ASSIGN(const client::LotClose close, fetch_close(options.close, lot, output));
        return close.event;
    }
    auto hash = codec::decode_digest(options.freezing);
    if (hash.ok()) return hash;
    return Error(ErrorCode::usage, "--freezing", "应为 64 位十六进制数字 64 hexadecimal digits are expected");
}

/// The list is final from here on, so it is refused here and not after the officers have released.
Status commit(const DrawOptions& options, const Output& output) {
    TRY(expect_absent({options.out}));
    if (options.freezing.empty() && options.close.server.empty())
        return Error(ErrorCode::usage, "--freezing", "请给出 --freezing 或 --server; give --freezing or --server");
    draw::DrawMessage message;
    TRY_ASSIGN(message.lot, in_file("--lot", LotId::parse(options.lot)));
    TRY_ASSIGN(const std::string list, read_list(options.list));
    TRY_ASSIGN(const draw::DrawList read, check_list(options.list, list));
    TRY_ASSIGN(message.freezing, freezing_of(options, message.lot, output));
    message.draw = draw::DrawId(random_bytes<16>());
    message.list = draw::list_hash(as_bytes(list));
    TRY(write_file(options.out, as_bytes(draw::encode_message(message))));
    output.line("committed 已承诺名单: " + options.out + "\n" + message_lines(message) + "\n" + list_line(read));
    output.document(message_json(message).set("message", options.out));
    return ok();
}

Status run(const DrawOptions& options, const Output& output) {
    TRY(expect_absent({options.out}));
    TRY_ASSIGN(const draw::DrawMessage message, read_message(options.message));
    TRY_ASSIGN(std::string list, read_committed_list(options.list, message));
    TRY_ASSIGN(const std::optional<ProvenSeed> proven, prove_seed(options.proof, message));
    const auto where = options.withhold ? draw::ListInTranscript::withheld : draw::ListInTranscript::included;
    const auto drawn = draw::draw_transcript(draw::encode_message(message), std::move(list), proven->seed, {}, where);
    if (!drawn.ok()) return in_file(options.list, drawn.error());
    TRY(write_transcript(options.out, *drawn));
    output.line("drawn 已抽取: " + options.out);
    print_transcript(output, message, *drawn);
    print_seed(output, proven);
    print_result(output, *drawn);
    output.document(
        transcript_json(message, *drawn).set("seed_proven", seed_json(proven)).set("transcript", options.out));
    return ok();
}

Status list(const DrawOptions& options, const Output& output) { return make_draw_list(options.listing, output); }
Status call(const DrawOptions& options, const Output& output) { return call_next(options.call, output); }

void add_making(CLI::App& app, DrawOptions& options, std::vector<std::pair<CLI::App*, Act>>& acts) {
    CLI::App* listing =
        app.add_subcommand("list", "由 CSV 生成规范名单 put experts of a CSV file, or values, into the form of a list");
    add_list_options(*listing, options.listing);
    CLI::App* committing =
        app.add_subcommand("commit", "承诺名单，写出抽取指令 check the list and write the message of a draw from it");
    filled(committing->add_option("--list", options.list, "the list (docs/formats/draw.md), which is final then"))
        ->required();
    filled(committing->add_option("--lot", options.lot, "lot id"))->required();
    auto* freezing = filled(
        committing->add_option("--freezing", options.freezing, "hash of the event after which the list cannot change"));
    add_close_options(*committing, options.close, "instead: the centre, asked for the event of the lot's close")
        ->excludes(freezing);
    filled(committing->add_option("-o,--out", options.out, "file to write, for the officers"))->required();
    CLI::App* running = app.add_subcommand(
        "run", "由见证人的释放得出种子，并抽取 make the seed of the officers' releases and draw from the list");
    filled(running->add_option("--message", options.message, "file written by commit"))->required();
    filled(running->add_option("--list", options.list, "the committed list"))->required();
    add_seed_options(*running, options.proof, true);
    running->add_flag("--withhold", options.withhold,
                      "leave the list out of the transcript, which names who was drawn all the same");
    filled(running->add_option("-o,--out", options.out, "transcript to write"))->required();
    CLI::App* calling = app.add_subcommand(
        "call", "记录一人不能参加，由下一名递补 enter that somebody cannot come: the next in the ranking is called");
    add_call_options(*calling, options.call);
    for (CLI::App* command : {listing, committing, running, calling})
        command->add_flag("--json", options.json, "print JSON");
    acts.insert(acts.end(), {{listing, list}, {committing, commit}, {running, run}, {calling, call}});
}

void add_options(CLI::App& command, DrawOptions& options) {
    command.add_option("transcript", options.file, "transcript of the draw (JSON)")->required();
    command.add_option("--digest", options.digest, "the digest that the log names; another transcript is refused");
    command.add_flag("--json", options.json, "print JSON");
}

} // namespace

int run_draw(int argc, char** argv) {
    DrawOptions options;
    CLI::App app(
        "专家抽取与参数抽取：编制并承诺名单、抽取、递补、查看、核验。\n"
        "Draws of experts and of parameters: make a list and commit to it, draw, enter who cannot come, show, verify.",
        "kaibiao draw");
    app.require_subcommand(1);
    std::vector<std::pair<CLI::App*, Act>> acts;
    add_making(app, options, acts);
    CLI::App* verify_command = app.add_subcommand(
        "verify", "由名单、指令与种子重新抽取并比对 draw again from list, message and seed, and compare");
    add_options(*verify_command, options);
    filled(verify_command->add_option("--list", options.list, "the committed list, where the transcript withholds it"));
    add_seed_options(*verify_command, options.proof, false);
    CLI::App* show_command = app.add_subcommand(
        "show", "核对摘要后显示抽取记录，不重新抽取 print a transcript whose digest is right, without drawing again");
    add_options(*show_command, options);
    acts.insert(acts.end(), {{verify_command, verify}, {show_command, show}});
    return run_app(app, argc, argv, options.json, [&](const Output& output) -> Status {
        for (const auto& [command, act] : acts)
            if (command->parsed()) return act(options, output);
        return Error(ErrorCode::usage);
    });
}

} // namespace kaibiao::cli
