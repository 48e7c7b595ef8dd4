#include "cli/draw_making.h"

#include "cli/csv.h"
#include "cli/draw_transcript.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "kaibiao/codec/text.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

namespace kaibiao::cli {

namespace {

template <typename Fits> std::string reasons_that(const Fits& fits) {
    std::string names;
    for (const draw::Reason reason : draw::all_reasons)
        if (fits(reason)) names += (names.empty() ? "" : ", ") + std::string(draw::name_of(reason));
    return names;
}

struct Tables {
    std::vector<CsvRow> experts;
    std::vector<CsvRow> exclusions;
};

/// The rows below `header`, which may be left out. A table that was given has some.
Result<std::vector<CsvRow>> read_rows(const std::string& file, const std::string& header,
                                      const std::string& hint = {}) {
    TRY_ASSIGN(const Bytes bytes, read_file(file, draw::max_list_bytes));
    if (!codec::is_utf8(bytes))
        return Error(ErrorCode::draw_list_malformed, file, "应为 UTF-8 编码 the encoding UTF-8 is expected");
    auto rows = read_csv(as_text(bytes));
    if (!rows.ok())
        return in_file(file, Error(ErrorCode::draw_list_malformed, rows.error().place, rows.error().detail));
    TRY_ASSIGN(const std::vector<std::string> names, split_fields(header));
    if (!rows->empty() && rows->front().fields == names) rows->erase(rows->begin());
    if (rows->empty()) return Error(ErrorCode::draw_list_empty, file, "没有一行 there is no row: " + header + hint);
    for (const CsvRow& row : *rows)
        if (row.fields.size() != names.size())
            return in_file(file,
                           Error(ErrorCode::draw_list_malformed, row.place(), "每行应为 each line is: " + header));
    return rows;
}

/// The number that follows `prefix`, unless there is a further one.
std::optional<std::size_t> number_in(std::string_view place, std::string_view prefix) {
    std::size_t number = 0;
    if (!place.starts_with(prefix)) return std::nullopt;
    place.remove_prefix(prefix.size());
    const auto [rest, failed] = std::from_chars(place.data(), place.data() + place.size(), number);
    const std::string_view behind = place.substr(static_cast<std::size_t>(rest - place.data()));
    const bool further = behind.find_first_of("0123456789") != std::string_view::npos;
    return failed != std::errc() || further ? std::nullopt : std::optional(number);
}

/// Lists are sorted under their salt: what is said of an entry is told of its row.
Error at_row(const ListOptions& options, const Tables& tables, const Error& error) {
    const bool excluded = error.place.starts_with("/exclusions/");
    const std::vector<CsvRow>& rows = excluded ? tables.exclusions : tables.experts;
    const std::string& file = excluded ? options.exclusions : options.experts;
    const auto told = [&](const CsvRow& row, const std::string& detail) {
        if (error.code == ErrorCode::draw_expert_wrong_stratum)
            return in_file(file, Error(error.code, row.place(),
                                       row.fields[0] + "; 没有这样的 --stratum no --stratum is for: " + row.fields[1] +
                                           ":" + row.fields[2]));
        const bool more = !detail.empty() && detail != row.fields[0];
        return in_file(file, Error(error.code, row.place(), row.fields[0] + (more ? "; " + detail : "")));
    };
    if (const auto row = number_in(error.place, "/"); row && *row < rows.size()) return told(rows[*row], error.detail);
    if (const auto stratum = number_in(error.place, "/strata/"); stratum && *stratum < options.strata.size())
        return Error(error.code, "--stratum " + options.strata[*stratum], error.detail);
    if (error.code != ErrorCode::draw_entry_duplicate && error.code != ErrorCode::draw_expert_unknown) return error;
    const auto found =
        std::find_if(rows.rbegin(), rows.rend(), [&](const CsvRow& row) { return row.fields[0] == error.detail; });
    return found == rows.rend() ? error : told(*found, error.detail);
}

Result<draw::Stratum> parse_stratum(const std::string& text) {
    draw::Stratum stratum;
    const auto parts = split_fields(text, ':');
    const auto number = [](const std::string& digits, std::uint32_t& out) {
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        return failed == std::errc() && end == digits.data() + digits.size();
    };
    if (!parts.ok() || parts->size() != 4 || !number((*parts)[2], stratum.count) ||
        !number((*parts)[3], stratum.reserve))
        return Error(ErrorCode::usage, "--stratum",
                     "应为 专业:地区:人数:备选 speciality:region:count:reserve is expected: " + text);
    stratum.speciality = (*parts)[0];
    stratum.region = (*parts)[1];
    return stratum;
}

Result<std::vector<draw::Stratum>> parse_strata(const std::vector<std::string>& texts) {
    std::vector<draw::Stratum> strata;
    for (const std::string& text : texts) {
        TRY_ASSIGN(draw::Stratum stratum, parse_stratum(text));
        const bool twice = std::any_of(strata.begin(), strata.end(), [&](const draw::Stratum& other) {
            return other.speciality == stratum.speciality && other.region == stratum.region;
        });
        if (twice) return Error(ErrorCode::draw_stratum_duplicate, "--stratum", text);
        strata.push_back(std::move(stratum));
    }
    return strata;
}

Result<draw::ExpertList> experts_in(const ListOptions& options, Tables& tables) {
    draw::ExpertList list;
    list.salt = random_bytes<32>();
    list.committee = {options.minimum, options.representatives, options.seated};
    TRY_ASSIGN(list.strata, parse_strata(options.strata));
    if (!options.exclusions.empty()) {
        TRY_ASSIGN(tables.exclusions, read_rows(options.exclusions, "expert,reason",
                                                "；无人回避时不给 --exclude without avoidances leave --exclude out"));
    }
    for (const CsvRow& row : tables.exclusions) {
        const auto reason = draw::parse_exclusion_reason(row.fields[1]);
        if (!reason.ok())
            return in_file(options.exclusions, Error(reason.error().code, row.place(),
                                                     row.fields[1] + "; 可用 known: " + reasons_that(draw::excludes)));
        list.exclusions.push_back({row.fields[0], *reason});
    }
    TRY_ASSIGN(tables.experts, read_rows(options.experts, "expert,speciality,region"));
    std::vector<draw::Candidate> candidates;
    candidates.reserve(tables.experts.size());
    for (const auto& [line, fields] : tables.experts) candidates.push_back({fields[0], fields[1], fields[2]});
    return draw::arrange(std::move(list), candidates);
}

/// The committee that the draw completes.
std::string committee_line(const draw::ExpertList& list) {
    std::size_t drawn = 0;
    for (const draw::Stratum& stratum : list.strata) drawn += stratum.count;
    const draw::Committee& committee = list.committee;
    return "  committee 评委会 " + std::to_string(drawn + committee.seated + committee.representatives) +
           " members 人: " + std::to_string(drawn) + " drawn 抽取, " + std::to_string(committee.seated) +
           " seated 已有, " + std::to_string(committee.representatives) + " representatives 招标人代表 (" +
           std::to_string(committee.minimum) + " at least 至少)";
}

} // namespace

void add_list_options(CLI::App& command, ListOptions& options) {
    auto* experts = filled(command.add_option("--experts", options.experts, "CSV file: expert,speciality,region"));
    auto* strata = command.add_option("--stratum", options.strata,
                                      "speciality:region:count:reserve, places to fill and to hold back (repeat)");
    filled(command.add_option("--exclude", options.exclusions, "CSV file: expert,reason"))->needs(experts);
    for (const auto& [option, number, text] :
         {std::tuple("--minimum", &options.minimum, "least size of the committee"),
          std::tuple("--representatives", &options.representatives, "of the tenderer"),
          std::tuple("--seated", &options.seated, "experts of earlier draws who remain")})
        command.add_option(option, *number, text)->capture_default_str()->needs(experts);
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
    Tables tables;
    if (!options.experts.empty()) {
        auto experts = experts_in(options, tables);
        if (!experts.ok()) return at_row(options, tables, experts.error());
        list = std::move(*experts);
    }
    const auto text = draw::encode_list(list);
    if (!text.ok()) return at_row(options, tables, text.error());
    const auto* experts = std::get_if<draw::ExpertList>(&list);
    TRY(experts != nullptr ? write_secret_file(options.out, as_bytes(*text))
                           : write_file(options.out, as_bytes(*text)));
    output.line("已写入名单 list written: " + options.out + "\n" + list_line(list));
    if (experts != nullptr)
        output.line(committee_line(*experts) +
                    "\n  请保密，只交有权知悉的人 keep it secret, for those who may see it only");
    output.line("  下一步 next: kaibiao draw commit --list " + options.out);
    output.document(codec::Json::object()
                        .set("list", options.out)
                        .set("excluded", static_cast<std::int64_t>(tables.exclusions.size()))
                        .set("experts", static_cast<std::int64_t>(tables.experts.size())));
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
    add_seed_options(command, options.proof, false);
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
    const auto known = draw::parse_step_reason(reason, step.kind);
    if (!known.ok())
        return Error(
            known.error().code, options.declined.empty() ? "--replaced" : "--declined",
            reason + "; 可用 known: " + reasons_that([&step](draw::Reason one) { return draw::fits(one, step.kind); }));
    step.reason = *known;
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
    TRY_ASSIGN(draw::Transcript before, read_transcript(options.transcript, {}));
    TRY_ASSIGN(const CheckedDraw checked, check_draw(options.transcript, options.list, options.proof, before));
    TRY_ASSIGN(const draw::Step step, step_of(options, checked.draw.list));
    before.steps.push_back(step);
    const auto where = before.list ? draw::ListInTranscript::included : draw::ListInTranscript::withheld;
    std::string list = before.list ? *before.list : *checked.list;
    TRY_ASSIGN(const draw::Transcript after,
               in_file("--expert", draw::draw_transcript(before.message, std::move(list), before.seed,
                                                         std::move(before.steps), where)));
    TRY(write_transcript(options.out, after));
    output.line("已记录递补 written with this call: " + options.out);
    print_seed(output, checked.seed);
    print_result(output, after);
    output.document(transcript_json(checked.draw.message, after)
                        .set("seed_proven", seed_json(checked.seed))
                        .set("stratum", static_cast<std::int64_t>(step.stratum))
                        .set("transcript", options.out));
    return ok();
}

} // namespace kaibiao::cli
