#include "cli/draw_transcript.h"

#include "cli/file_kind.h"
#include "cli/files.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::cli {

namespace {

using codec::Json;

constexpr std::string_view wanted_transcript = "此处应为完整的抽取记录 a whole transcript of a draw is expected here";

Error not_read(const std::string& file, const Error& error) {
    if (error.code == ErrorCode::draw_transcript_changed) return in_file(file, error);
    const bool other = kind_of_file(file) != FileKind::draw_transcript;
    return other ? not_the_wanted(file, wanted_transcript, error) : in_document(file, wanted_transcript, error);
}

/// Where panel and releases are given.
Result<std::optional<ProvenSeed>> check_seed(const std::string& file, const SeedFiles& proof,
                                             const draw::Transcript& transcript) {
    if (proof.panel.empty()) return std::optional<ProvenSeed>();
    TRY_ASSIGN(const draw::DrawMessage message, in_file(file, draw::decode_message(as_bytes(transcript.message))));
    TRY_ASSIGN(ProvenSeed proven, prove_seed(proof, message));
    if (proven.seed == transcript.seed) return std::optional(std::move(proven));
    return Error(ErrorCode::draw_result_wrong, file + ": /seed",
                 "释放所得的种子不同 the releases give another seed: " + codec::encode_base64(proven.seed));
}

std::string joined(const std::vector<std::string>& experts) {
    std::string out;
    for (const std::string& expert : experts) out += (out.empty() ? "" : ", ") + expert;
    return out.empty() ? "–" : out;
}

std::string numbers_text(const std::vector<int>& numbers) {
    std::string out;
    for (const int number : numbers) out += (out.empty() ? "" : ", ") + std::to_string(number);
    return out;
}

Json texts(const std::vector<std::string>& experts) {
    Json out = Json::array();
    for (const std::string& expert : experts) out.push(Json(expert));
    return out;
}

Json steps_json(const std::vector<draw::Step>& steps) {
    Json out = Json::array();
    for (const draw::Step& step : steps)
        out.push(Json::object()
                     .set("expert", step.expert)
                     .set("kind", draw::name_of(step.kind))
                     .set("reason", draw::name_of(step.reason))
                     .set("stratum", static_cast<std::int64_t>(step.stratum)));
    return out;
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

std::string step_line(const draw::Step& step) {
    return "  step 递补     stratum " + std::to_string(step.stratum) + ": " + step.expert + " " +
           std::string(name_of(step.kind)) + ", " + std::string(name_of(step.reason));
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

} // namespace

Result<draw::Transcript> read_transcript(const std::string& file, const std::string& digest) {
    TRY(expect_kind(file, FileKind::draw_transcript));
    TRY_ASSIGN(const Bytes bytes, read_file(file, draw::max_transcript_bytes));
    auto transcript = draw::decode_transcript(bytes);
    if (!transcript.ok()) return not_read(file, transcript.error());
    if (digest.empty()) return transcript;
    const auto wanted = codec::decode_digest(digest);
    if (!wanted.ok())
        return Error(ErrorCode::usage, "--digest", "应为 64 位十六进制数字 64 hexadecimal digits are expected");
    const Digest found = draw::transcript_digest(*transcript);
    if (*wanted == found) return transcript;
    return Error(ErrorCode::draw_transcript_changed, file,
                 "其摘要 its digest: " + codec::encode_hex(found) + "; --digest: " + digest);
}

Status write_transcript(const std::string& file, const draw::Transcript& transcript) {
    const std::string text = draw::encode_transcript(transcript);
    const bool of_value = std::holds_alternative<std::string>(transcript.outcome);
    return of_value ? write_file(file, as_bytes(text)) : write_secret_file(file, as_bytes(text));
}

std::string faulty_file(const std::string& transcript, const std::string& list, const Error& error) {
    constexpr std::string_view of_transcript[] = {"/steps", "/result"};
    const bool inside = std::any_of(std::begin(of_transcript), std::end(of_transcript),
                                    [&](std::string_view member) { return error.place.starts_with(member); });
    const bool message = error.code == ErrorCode::draw_message_malformed;
    return list.empty() || inside || message ? transcript : list;
}

Result<CheckedDraw> check_draw(const std::string& file, const std::string& list, const SeedFiles& proof,
                               const draw::Transcript& transcript) {
    CheckedDraw checked;
    TRY_ASSIGN(checked.seed, check_seed(file, proof, transcript));
    if (!list.empty()) {
        TRY_ASSIGN(checked.list, read_list(list));
    }
    auto verified = draw::verify_transcript(transcript, checked.list);
    if (!verified.ok()) return in_file(faulty_file(file, list, verified.error()), verified.error());
    checked.draw = std::move(*verified);
    return checked;
}

std::string message_lines(const draw::DrawMessage& message, bool withheld) {
    return "  draw 抽取     " + message.draw.text() + "\n  lot 标段      " + message.lot.text() + "\n  list 名单     " +
           codec::encode_hex(message.list) + (withheld ? " (withheld 未附)" : "") + "\n  frozen 截止    " +
           codec::encode_hex(message.freezing);
}

std::string list_line(const draw::DrawList& list) {
    if (const auto* values = std::get_if<draw::ValueList>(&list))
        return "  drawn from 抽自 " + std::to_string(values->values.size()) + " values 个值: " + values->name;
    const auto& experts = std::get<draw::ExpertList>(list);
    std::size_t listed = 0;
    for (const draw::Stratum& stratum : experts.strata) listed += stratum.experts.size();
    return "  drawn from 抽自 " + std::to_string(listed) + " experts 名专家, " + std::to_string(experts.strata.size()) +
           " strata 组, " + std::to_string(experts.exclusions.size()) + " excluded 名回避";
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

void print_result(const Output& output, const draw::Transcript& transcript) {
    for (const draw::Step& step : transcript.steps) output.line(step_line(step));
    print_outcome(output, transcript.outcome);
}

Json message_json(const draw::DrawMessage& message) {
    return Json::object()
        .set("draw", message.draw.text())
        .set("lot", message.lot.text())
        .set("list", codec::encode_hex(message.list))
        .set("freezing", codec::encode_hex(message.freezing));
}

Json transcript_json(const draw::DrawMessage& message, const draw::Transcript& transcript) {
    return message_json(message)
        .set("withheld", !transcript.list)
        .set("digest", codec::encode_hex(draw::transcript_digest(transcript)))
        .set("steps", steps_json(transcript.steps))
        .set("result", outcome_json(transcript.outcome));
}

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

} // namespace kaibiao::cli
