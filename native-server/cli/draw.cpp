#include "cli/draw_making.h"
#include "cli/draw_seed.h"
#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "client/known_lot.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/draw/transcript.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace kaibiao::cli {

namespace {

using codec::Json;

constexpr std::string_view wanted_transcript = "此处应为完整的抽取记录 a whole transcript of a draw is expected here";

struct DrawOptions;
using Act = Status (*)(const DrawOptions&, const Output&);

struct DrawOptions {
    std::string file;
    std::string list;
    std::string digest;
    std::string lot;
    std::string freezing;
    std::string server; ///< asked for the event of the close, instead of `freezing`
    std::string ca_file;
    std::vector<std::string> roots;
    std::string message; ///< file with the text of m
    std::string out;
    SeedFiles proof;
    ListOptions listing;
    CallOptions call;
    bool withhold = false;
    bool json = false;
};

/// What is said of one of a transcript's members needs no reminder of what was expected.
Error not_read(const std::string& file, const Error& error) {
    const bool inside = error.place.starts_with('/') && kind_of_file(file) == FileKind::draw_transcript;
    if (inside || error.code == ErrorCode::draw_transcript_changed) return in_file(file, error);
    return not_the_wanted(file, wanted_transcript, error);
}

/// The digest is checked by the decoder; here it is compared with the one that the log's event names.
Result<draw::Transcript> read_transcript(const DrawOptions& options) {
    TRY(expect_kind(options.file, FileKind::draw_transcript));
    TRY_ASSIGN(const Bytes bytes, read_file(options.file, draw::max_transcript_bytes));
    auto transcript = draw::decode_transcript(bytes);
    if (!transcript.ok()) return not_read(options.file, transcript.error());
    if (options.digest.empty()) return transcript;
    const auto wanted = codec::decode_digest(options.digest);
    if (!wanted.ok())
        return Error(ErrorCode::usage, "--digest", "应为 64 位十六进制数字 64 hexadecimal digits are expected");
    const Digest found = draw::transcript_digest(*transcript);
    if (*wanted == found) return transcript;
    return Error(ErrorCode::draw_transcript_changed, options.file,
                 "其摘要 its digest: " + codec::encode_hex(found) + "; --digest: " + options.digest);
}

std::string joined(const std::vector<std::string>& experts) {
    std::string out;
    for (const std::string& expert : experts) out += (out.empty() ? "" : ", ") + expert;
    return out.empty() ? "–" : out;
}

Json texts(const std::vector<std::string>& experts) {
    Json out = Json::array();
    for (const std::string& expert : experts) out.push(Json(expert));
    return out;
}

void print_outcome(const Output& output, const draw::DrawOutcome& outcome) {
    if (const auto* value = std::get_if<std::string>(&outcome)) return output.line("  value 结果    " + *value);
    std::size_t number = 0;
    for (const draw::StratumOutcome& stratum : std::get<std::vector<draw::StratumOutcome>>(outcome)) {
        output.line("  stratum 分组  " + std::to_string(number++));
        output.line("    members 抽中   " + joined(stratum.members));
        output.line("    reserve 备选   " + joined(stratum.reserve));
        if (!stratum.replaced.empty()) output.line("    replaced 更换  " + joined(stratum.replaced) + " (IR 48)");
    }
}

Json outcome_json(const draw::DrawOutcome& outcome) {
    if (const auto* value = std::get_if<std::string>(&outcome)) return Json::object().set("value", *value);
    Json strata = Json::array();
    for (const draw::StratumOutcome& stratum : std::get<std::vector<draw::StratumOutcome>>(outcome)) {
        strata.push(Json::object()
                        .set("members", texts(stratum.members))
                        .set("replaced", texts(stratum.replaced))
                        .set("reserve", texts(stratum.reserve)));
    }
    return Json::object().set("strata", std::move(strata));
}

void print_message(const Output& output, const draw::DrawMessage& message, const draw::Transcript& transcript) {
    output.line("  draw 抽取     " + message.draw.text());
    output.line("  lot 标段      " + message.lot.text());
    output.line("  list 名单     " + codec::encode_hex(message.list) + (transcript.list ? "" : " (withheld 未附)"));
    output.line("  frozen 截止    " + codec::encode_hex(message.freezing));
    output.line("  digest 摘要   " + codec::encode_hex(draw::transcript_digest(transcript)));
}

Json message_json(const draw::DrawMessage& message, const draw::Transcript& transcript) {
    return Json::object()
        .set("draw", message.draw.text())
        .set("lot", message.lot.text())
        .set("list", codec::encode_hex(message.list))
        .set("withheld", !transcript.list)
        .set("freezing", codec::encode_hex(message.freezing))
        .set("digest", codec::encode_hex(draw::transcript_digest(transcript)))
        .set("result", outcome_json(transcript.outcome));
}

std::string step_line(const draw::Step& step) {
    return "  step 递补     stratum " + std::to_string(step.stratum) + ": " + step.expert + " " +
           std::string(name_of(step.kind)) + ", " + std::string(name_of(step.reason));
}

Status show(const DrawOptions& options, const Output& output) {
    TRY_ASSIGN(const draw::Transcript transcript, read_transcript(options));
    TRY_ASSIGN(const draw::DrawMessage message,
               in_file(options.file, draw::decode_message(as_bytes(transcript.message))));
    output.line("a draw, not checked 抽取记录（未核验）");
    print_message(output, message, transcript);
    for (const draw::Step& step : transcript.steps) output.line(step_line(step));
    print_outcome(output, transcript.outcome);
    output.document(message_json(message, transcript).set("steps", static_cast<std::int64_t>(transcript.steps.size())));
    return ok();
}

/// Experts listed and excluded, or values.
std::string list_line(const draw::DrawList& list) {
    if (const auto* values = std::get_if<draw::ValueList>(&list))
        return "  drawn from 抽自 " + std::to_string(values->values.size()) + " values 个值: " + values->name;
    const auto& experts = std::get<draw::ExpertList>(list);
    std::size_t listed = 0;
    for (const draw::Stratum& stratum : experts.strata) listed += stratum.experts.size();
    return "  drawn from 抽自 " + std::to_string(listed) + " experts 名专家, " + std::to_string(experts.strata.size()) +
           " strata 组, " + std::to_string(experts.exclusions.size()) + " excluded 名回避";
}

/// A list that was given beside the transcript is at fault where it is not the committed one or breaks its own rules;
/// all else is the transcript's.
std::string faulty_file(const DrawOptions& options, const Error& error) {
    constexpr std::string_view of_transcript[] = {"/steps", "/result"};
    const bool inside = std::any_of(std::begin(of_transcript), std::end(of_transcript),
                                    [&](std::string_view member) { return error.place.starts_with(member); });
    const bool message = error.code == ErrorCode::draw_message_malformed;
    return options.list.empty() || inside || message ? options.file : options.list;
}

/// That the seed is the panel's, where panel and releases are given: before anything that follows from the seed.
Result<std::optional<ProvenSeed>> check_seed(const DrawOptions& options, const draw::Transcript& transcript) {
    if (options.proof.panel.empty()) return std::optional<ProvenSeed>();
    TRY_ASSIGN(const draw::DrawMessage message,
               in_file(options.file, draw::decode_message(as_bytes(transcript.message))));
    TRY_ASSIGN(ProvenSeed proven, prove_seed(options.proof, message));
    if (proven.seed == transcript.seed) return std::optional(std::move(proven));
    return Error(ErrorCode::draw_result_wrong, options.file + ": /seed",
                 "释放所得的种子不同 the releases give another seed: " + codec::encode_base64(proven.seed));
}

std::string numbers_text(const std::vector<int>& numbers) {
    std::string out;
    for (const int number : numbers) out += (out.empty() ? "" : ", ") + std::to_string(number);
    return out;
}

void print_seed(const Output& output, const std::optional<ProvenSeed>& proven) {
    if (!proven)
        return output.line("  seed 种子      taken as given, not checked: no --panel and --release "
                           "未核验，仅按记录所载（未给出 --panel 与 --release）");
    const panel::PanelKey& key = proven->panel.key;
    output.line("  seed 种子      that of the panel for this message 由该见证人组就此指令给出: " + proven->panel.panel +
                "\n    key 公钥       " + codec::encode_base64(key.y.bytes()) +
                " (compare with the notice's panel 请与公告所载见证人组核对)\n    officers 释放  " +
                numbers_text(proven->officers) + " (k = " + std::to_string(key.k) + ", n = " + std::to_string(key.n()) +
                ")" + (key.n() == 1 ? "\n    trial 试用     a panel of one 仅一人的见证人组" : ""));
}

/// `null` where the seed was taken as given.
Json seed_json(const std::optional<ProvenSeed>& proven) {
    if (!proven) return {};
    Json officers = Json::array();
    for (const int officer : proven->officers) officers.push(Json(officer));
    return Json::object()
        .set("k", proven->panel.key.k)
        .set("n", proven->panel.key.n())
        .set("officers", std::move(officers))
        .set("panel", proven->panel.panel)
        .set("y", codec::encode_base64(proven->panel.key.y.bytes()));
}

Status verify(const DrawOptions& options, const Output& output) {
    TRY_ASSIGN(const draw::Transcript transcript, read_transcript(options));
    TRY_ASSIGN(const std::optional<ProvenSeed> proven, check_seed(options, transcript));
    std::optional<std::string> list;
    if (!options.list.empty()) {
        TRY_ASSIGN(list, read_list(options.list));
    }
    const auto checked = draw::verify_transcript(transcript, list);
    if (!checked.ok()) return in_file(faulty_file(options, checked.error()), checked.error());
    const draw::VerifiedDraw& verified = *checked;
    output.line("the result follows from list, message and seed 结果与名单、指令和种子相符");
    print_message(output, verified.message, transcript);
    output.line(list_line(verified.list));
    print_seed(output, proven);
    print_outcome(output, transcript.outcome);
    output.document(
        message_json(verified.message, transcript).set("seed_proven", seed_json(proven)).set("valid", true));
    return ok();
}

Result<Digest> freezing_from(const std::string& text) {
    auto hash = codec::decode_digest(text);
    if (hash.ok()) return hash;
    return Error(ErrorCode::usage, "--freezing", "应为 64 位十六进制数字 64 hexadecimal digits are expected");
}

/// What the lot's own events say closed it, by their chain and the tenderer's signature. Errors: those of review_lot;
/// deadline_not_reached before the close, too_few_bidders where nothing will be evaluated.
Result<Digest> close_of(const DrawOptions& options, const LotId& lot) {
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    client::Anchors anchors;
    for (const std::string& file : options.roots) TRY(client::add_root_file(anchors, file));
    TRY_ASSIGN(const Json tender, client::fetch_tender(api, lot));
    TRY_ASSIGN(const client::KnownTender known, client::read_tender(tender, anchors));
    TRY_ASSIGN(const tender::LotState state, tender::review_lot(known.input(anchors)));
    if (state.phase == tender::Phase::failed) return Error(ErrorCode::too_few_bidders, "--lot", lot.text());
    for (const log::StoredEvent& stored : known.events) {
        TRY_ASSIGN(const tender::Event event, tender::decode_event(stored));
        if (std::holds_alternative<tender::LotClosed>(event.payload)) return event.hash;
    }
    return Error(ErrorCode::deadline_not_reached, "--lot", state.publication->deadline.local_text() + " UTC+8");
}

/// The list is final from here on, so it is refused here and not after the officers have released.
Status commit(const DrawOptions& options, const Output& output) {
    TRY(expect_absent({options.out}));
    if (options.freezing.empty() && options.server.empty())
        return Error(ErrorCode::usage, "--freezing", "请给出 --freezing 或 --server; give --freezing or --server");
    draw::DrawMessage message;
    TRY_ASSIGN(message.lot, in_file("--lot", LotId::parse(options.lot)));
    TRY_ASSIGN(const std::string list, read_list(options.list));
    TRY_ASSIGN(const draw::DrawList read, check_list(options.list, list));
    TRY_ASSIGN(message.freezing,
               options.server.empty() ? freezing_from(options.freezing) : close_of(options, message.lot));
    message.draw = draw::DrawId(random_bytes<16>());
    message.list = draw::list_hash(as_bytes(list));
    TRY(write_file(options.out, as_bytes(draw::encode_message(message))));
    output.line("committed 已承诺名单: " + options.out + "\n  draw 抽取     " + message.draw.text() +
                "\n  list 名单     " + codec::encode_hex(message.list) + "\n" + list_line(read));
    output.document(Json::object()
                        .set("draw", message.draw.text())
                        .set("list", codec::encode_hex(message.list))
                        .set("message", options.out));
    return ok();
}

Status run(const DrawOptions& options, const Output& output) {
    TRY(expect_absent({options.out}));
    TRY_ASSIGN(const Bytes text, read_file(options.message, draw::max_message_bytes));
    TRY_ASSIGN(const draw::DrawMessage message, in_file(options.message, draw::decode_message(text)));
    TRY_ASSIGN(std::string list, read_list(options.list));
    if (draw::list_hash(as_bytes(list)) != message.list) return Error(ErrorCode::draw_list_mismatch, options.list);
    TRY_ASSIGN(const std::optional<ProvenSeed> proven, prove_seed(options.proof, message));
    const auto where = options.withhold ? draw::ListInTranscript::withheld : draw::ListInTranscript::included;
    const auto drawn = draw::draw_transcript(std::string(as_text(text)), std::move(list), proven->seed, {}, where);
    if (!drawn.ok()) return in_file(options.list, drawn.error());
    TRY(write_file(options.out, as_bytes(draw::encode_transcript(*drawn))));
    output.line("drawn 已抽取: " + options.out);
    print_message(output, message, *drawn);
    print_seed(output, proven);
    print_outcome(output, drawn->outcome);
    output.document(message_json(message, *drawn).set("seed_proven", seed_json(proven)).set("transcript", options.out));
    return ok();
}

Status list(const DrawOptions& options, const Output& output) { return make_draw_list(options.listing, output); }
Status call(const DrawOptions& options, const Output& output) { return call_next(options.call, output); }

void add_freezing_options(CLI::App& command, DrawOptions& options) {
    auto* freezing = filled(
        command.add_option("--freezing", options.freezing, "hash of the event after which the list cannot change"));
    auto* server = filled(command.add_option("--server", options.server, "instead: the centre, for the lot's close"));
    auto* roots = command.add_option("--root", options.roots, "PEM file of a CA root you trust (repeat)");
    command.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    server->excludes(freezing)->needs(roots);
    roots->needs(server);
}

void add_making(CLI::App& app, DrawOptions& options, std::vector<std::pair<CLI::App*, Act>>& acts) {
    CLI::App* listing =
        app.add_subcommand("list", "由 CSV 生成规范名单 put experts of a CSV file, or values, into the form of a list");
    add_list_options(*listing, options.listing);
    CLI::App* committing =
        app.add_subcommand("commit", "承诺名单，写出抽取指令 check the list and write the message of a draw from it");
    filled(committing->add_option("--list", options.list, "the list (docs/formats/draw.md), which is final then"))
        ->required();
    filled(committing->add_option("--lot", options.lot, "lot id"))->required();
    add_freezing_options(*committing, options);
    filled(committing->add_option("-o,--out", options.out, "file to write, for the officers"))->required();
    CLI::App* running = app.add_subcommand(
        "run", "由见证人的释放得出种子，并抽取 make the seed of the officers' releases and draw from the list");
    filled(running->add_option("--message", options.message, "file written by commit"))->required();
    filled(running->add_option("--list", options.list, "the committed list"))->required();
    add_seed_options(*running, options.proof, true);
    running->add_flag("--withhold", options.withhold, "leave the list out of the transcript");
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
    CLI::App app("专家抽取与参数抽取：承诺名单、抽取、查看、核验。\n"
                 "Draws of experts and of parameters: commit to a list, draw, show, verify.",
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
