#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/draw/transcript.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace kaibiao::cli {

namespace {

using codec::Json;

constexpr std::string_view wanted_transcript = "此处应为完整的抽取记录 a whole transcript of a draw is expected here";

struct DrawOptions {
    std::string file;
    std::string list;
    std::string digest;
    bool json = false;
};

/// The digest is checked by the decoder; here it is compared with the one that the log's event names.
Result<draw::Transcript> read_transcript(const DrawOptions& options) {
    TRY(expect_kind(options.file, FileKind::draw_transcript));
    TRY_ASSIGN(const Bytes bytes, read_file(options.file, draw::max_transcript_bytes));
    auto transcript = draw::decode_transcript(bytes);
    if (!transcript.ok() && transcript.error().code == ErrorCode::draw_transcript_changed)
        return in_file(options.file, transcript.error());
    if (!transcript.ok()) return not_the_wanted(options.file, wanted_transcript, transcript.error());
    if (options.digest.empty()) return transcript;
    const auto wanted = codec::decode_digest(options.digest);
    if (!wanted.ok())
        return Error(ErrorCode::usage, "--digest", "应为 64 位十六进制数字 64 hexadecimal digits are expected");
    const Digest found = draw::transcript_digest(*transcript);
    if (*wanted == found) return transcript;
    return Error(ErrorCode::draw_transcript_changed, options.file,
                 "其摘要 its digest: " + codec::encode_hex(found) + "; --digest: " + options.digest);
}

Result<std::optional<std::string>> read_list(const std::string& file) {
    if (file.empty()) return std::optional<std::string>();
    TRY_ASSIGN(const Bytes bytes, read_file(file, draw::max_list_bytes));
    return std::optional(std::string(as_text(bytes)));
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
    output.line("  frozen by     " + codec::encode_hex(message.freezing));
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
        return "  drawn from    " + std::to_string(values->values.size()) + " values of " + values->name;
    const auto& experts = std::get<draw::ExpertList>(list);
    std::size_t listed = 0;
    for (const draw::Stratum& stratum : experts.strata) listed += stratum.experts.size();
    return "  drawn from    " + std::to_string(listed) + " experts in " + std::to_string(experts.strata.size()) +
           " strata, " + std::to_string(experts.exclusions.size()) + " excluded";
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

Status verify(const DrawOptions& options, const Output& output) {
    TRY_ASSIGN(const draw::Transcript transcript, read_transcript(options));
    TRY_ASSIGN(const std::optional<std::string> list, read_list(options.list));
    const auto checked = draw::verify_transcript(transcript, list);
    if (!checked.ok()) return in_file(faulty_file(options, checked.error()), checked.error());
    const draw::VerifiedDraw& verified = *checked;
    output.line("the result follows from list, message and seed 抽取结果核验无误");
    print_message(output, verified.message, transcript);
    output.line(list_line(verified.list));
    print_outcome(output, transcript.outcome);
    output.document(message_json(verified.message, transcript).set("valid", true));
    return ok();
}

void add_options(CLI::App& command, DrawOptions& options) {
    command.add_option("transcript", options.file, "transcript of the draw (JSON)")->required();
    command.add_option("--digest", options.digest, "the digest that the log names; another transcript is refused");
    command.add_flag("--json", options.json, "print JSON");
}

} // namespace

int run_draw(int argc, char** argv) {
    DrawOptions options;
    CLI::App app("查看并核验专家抽取与参数抽取。\n"
                 "Draws of experts and of parameters.",
                 "kaibiao draw");
    app.require_subcommand(1);
    CLI::App* verify_command = app.add_subcommand(
        "verify", "由名单、指令与种子重新抽取并比对 draw again from list, message and seed, and compare");
    add_options(*verify_command, options);
    verify_command->add_option("--list", options.list, "the committed list, where the transcript withholds it");
    add_options(
        *app.add_subcommand(
            "show",
            "核对摘要后显示抽取记录，不重新抽取 print a transcript whose digest is right, without drawing again"),
        options);
    return run_app(app, argc, argv, options.json, [&](const Output& output) {
        return verify_command->parsed() ? verify(options, output) : show(options, output);
    });
}

} // namespace kaibiao::cli
