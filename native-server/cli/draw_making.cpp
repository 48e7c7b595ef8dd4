#include "cli/draw_making.h"

#include "cli/csv.h"
#include "cli/draw_seed.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "kaibiao/draw/transcript.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

namespace kaibiao::cli {

namespace {

/// The rows below `header`, which may be left out.
Result<std::vector<CsvRow>> read_rows(const std::string& file, const std::string& header) {
    TRY_ASSIGN(const Bytes bytes, read_file(file, draw::max_list_bytes));
    const std::vector<std::string> names = split_fields(header);
    std::vector<CsvRow> rows = read_csv(as_text(bytes));
    if (!rows.empty() && rows.front().fields == names) rows.erase(rows.begin());
    for (const CsvRow& row : rows)
        if (row.fields.size() != names.size())
            return Error(ErrorCode::draw_list_malformed, file + ": line " + std::to_string(row.line),
                         "每行应为 each line is: " + header);
    return rows;
}

Result<draw::Stratum> parse_stratum(const std::string& text) {
    draw::Stratum stratum;
    const std::vector<std::string> parts = split_fields(text, ':');
    const auto number = [](const std::string& digits, std::uint32_t& out) {
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        return failed == std::errc() && end == digits.data() + digits.size();
    };
    if (parts.size() != 4 || !number(parts[2], stratum.count) || !number(parts[3], stratum.reserve))
        return Error(ErrorCode::usage, "--stratum",
                     "应为 专业:地区:人数:备选 speciality:region:count:reserve is expected: " + text);
    stratum.speciality = parts[0];
    stratum.region = parts[1];
    return stratum;
}

Result<draw::ExpertList> experts_in(const ListOptions& options) {
    draw::ExpertList list;
    list.salt = random_bytes<32>();
    list.committee = {options.minimum, options.representatives, options.seated};
    for (const std::string& text : options.strata) {
        TRY_ASSIGN(draw::Stratum stratum, parse_stratum(text));
        list.strata.push_back(std::move(stratum));
    }
    if (!options.exclusions.empty()) {
        TRY_ASSIGN(const auto rows, read_rows(options.exclusions, "expert,reason"));
        for (const auto& [line, row] : rows) {
            const std::string place = options.exclusions + ": line " + std::to_string(line);
            TRY_ASSIGN(const draw::Reason reason, in_file(place, draw::parse_exclusion_reason(row[1])));
            list.exclusions.push_back({row[0], reason});
        }
    }
    TRY_ASSIGN(const auto rows, read_rows(options.experts, "expert,speciality,region"));
    std::vector<draw::Candidate> candidates;
    candidates.reserve(rows.size());
    for (const auto& [line, row] : rows) candidates.push_back({row[0], row[1], row[2]});
    return in_file(options.experts, draw::arrange(std::move(list), candidates));
}

} // namespace

void add_list_options(CLI::App& command, ListOptions& options) {
    auto* experts = filled(command.add_option("--experts", options.experts, "CSV file: expert,speciality,region"));
    auto* strata = command.add_option("--stratum", options.strata,
                                      "speciality:region:count:reserve, places to fill and to hold back (repeat)");
    command.add_option("--exclude", options.exclusions, "CSV file: expert,reason")->needs(experts);
    command.add_option("--minimum", options.minimum, "least size of the committee")->capture_default_str();
    command.add_option("--representatives", options.representatives, "of the tenderer")->capture_default_str();
    command.add_option("--seated", options.seated, "experts of earlier draws who remain")->capture_default_str();
    auto* name = filled(command.add_option("--name", options.name, "instead of experts: the parameter's name"));
    auto* values = command.add_option("--value", options.values, "one of its values, in the published order (repeat)");
    experts->needs(strata)->excludes(name);
    strata->needs(experts);
    name->needs(values);
    values->needs(name);
    filled(command.add_option("-o,--out", options.out, "list to write"))->required();
}

Status make_draw_list(const ListOptions& options, const Output& output) {
    TRY(expect_absent({options.out}));
    if (options.experts.empty() && options.name.empty())
        return Error(ErrorCode::usage, "--experts", "请给出 --experts 或 --name; give --experts or --name");
    draw::DrawList list = draw::ValueList{options.name, options.values};
    if (!options.experts.empty()) {
        TRY_ASSIGN(list, experts_in(options));
    }
    TRY_ASSIGN(const std::string text, draw::encode_list(list));
    TRY(write_file(options.out, as_bytes(text)));
    output.line("已写入名单 list written to " + options.out + "\n  下一步 next: kaibiao draw commit --list " +
                options.out);
    output.document(codec::Json::object().set("list", options.out));
    return ok();
}

void add_call_options(CLI::App& command, CallOptions& options) {
    command.add_option("transcript", options.transcript, "transcript of the draw so far")->required();
    filled(command.add_option("--expert", options.expert, "who holds a place and leaves it"))->required();
    auto* declined = filled(command.add_option("--declined", options.declined, "before taking part: the reason"));
    auto* replaced =
        filled(command.add_option("--replaced", options.replaced, "after taking part (IR art. 48): the reason"));
    declined->excludes(replaced);
    filled(command.add_option("--list", options.list, "the committed list, where the transcript withholds it"));
    filled(command.add_option("-o,--out", options.out, "transcript to write"))->required();
}

namespace {

Result<draw::Step> step_of(const CallOptions& options, const draw::DrawList& list) {
    const auto* experts = std::get_if<draw::ExpertList>(&list);
    if (experts == nullptr)
        return Error(ErrorCode::usage, options.transcript, "这是参数抽取，没有递补 a draw of a value has no calls");
    const std::string& reason = options.declined.empty() ? options.replaced : options.declined;
    if (reason.empty())
        return Error(ErrorCode::usage, "--declined", "请给出 --declined 或 --replaced; give --declined or --replaced");
    draw::Step step;
    step.kind = options.declined.empty() ? draw::StepKind::replaced : draw::StepKind::declined;
    TRY_ASSIGN(step.reason, in_file(options.declined.empty() ? "--replaced" : "--declined",
                                    draw::parse_step_reason(reason, step.kind)));
    step.expert = options.expert;
    for (const draw::Stratum& stratum : experts->strata) {
        if (std::find(stratum.experts.begin(), stratum.experts.end(), step.expert) != stratum.experts.end())
            return step;
        ++step.stratum;
    }
    return Error(ErrorCode::draw_expert_unknown, "--expert", options.expert);
}

} // namespace

Status call_next(const CallOptions& options, const Output& output) {
    TRY(expect_absent({options.out}));
    TRY_ASSIGN(const Bytes bytes, read_file(options.transcript, draw::max_transcript_bytes));
    TRY_ASSIGN(draw::Transcript before, in_file(options.transcript, draw::decode_transcript(bytes)));
    std::optional<std::string> beside;
    if (!options.list.empty()) {
        TRY_ASSIGN(beside, read_list(options.list));
    }
    TRY_ASSIGN(const draw::VerifiedDraw verified, in_file(options.transcript, draw::verify_transcript(before, beside)));
    TRY_ASSIGN(const draw::Step step, step_of(options, verified.list));
    before.steps.push_back(step);
    const auto where = before.list ? draw::ListInTranscript::included : draw::ListInTranscript::withheld;
    std::string list = before.list ? *before.list : *beside;
    TRY_ASSIGN(const draw::Transcript after,
               in_file("--expert", draw::draw_transcript(before.message, std::move(list), before.seed,
                                                         std::move(before.steps), where)));
    TRY(write_file(options.out, as_bytes(draw::encode_transcript(after))));
    const draw::StratumOutcome& outcome = std::get<std::vector<draw::StratumOutcome>>(after.outcome).at(step.stratum);
    std::string members;
    for (const std::string& member : outcome.members) members += (members.empty() ? "" : ", ") + member;
    output.line("已记录递补 written with this call: " + options.out + "\n  members 现为   " + members);
    output.document(
        codec::Json::object().set("stratum", static_cast<std::int64_t>(step.stratum)).set("transcript", options.out));
    return ok();
}

} // namespace kaibiao::cli
