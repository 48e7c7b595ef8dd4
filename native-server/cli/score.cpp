#include "cli/files.h"
#include "cli/subcommands.h"
#include "kaibiao/score/explain.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/ready_methods.h"
#include "kaibiao/tender/score_input.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

constexpr std::uint64_t largest_file = 64 << 20;
constexpr std::string_view library = "method:";

struct ScoreOptions {
    std::string method;
    std::string input;
    bool explain = false;
    bool technical = false;
    bool list = false;
    bool json = false;
    bool of_library() const { return std::string_view(method).substr(0, library.size()) == library; }
};

struct Evaluation {
    score::Method method;
    tender::ScoreInput input;
};

Result<codec::Json> read_json(const std::string& file) {
    TRY_ASSIGN(const Bytes bytes, read_file(file, largest_file));
    return codec::parse_relaxed(bytes, {.max_bytes = largest_file});
}

Result<tender::ReadyMethod> ready_of(const ScoreOptions& options) {
    return tender::find_ready_method(std::string_view(options.method).substr(library.size()));
}

Result<codec::Json> read_method(const ScoreOptions& options) {
    if (!options.of_library()) return read_json(options.method);
    TRY_ASSIGN(const tender::ReadyMethod ready, ready_of(options));
    return codec::parse_relaxed(as_bytes(ready.document));
}

Result<Evaluation> read_evaluation(const ScoreOptions& options) {
    Evaluation out;
    TRY_ASSIGN(const codec::Json method, read_method(options));
    TRY_ASSIGN(out.method, tender::decode_method(method));
    TRY_ASSIGN(const codec::Json input, read_json(options.input));
    TRY_ASSIGN(out.input, tender::decode_score_input(input));
    return out;
}

const char* title_of(score::StepKind kind) {
    switch (kind) {
    case score::StepKind::adjustment: return "调整 adjustment";
    case score::StepKind::evaluated_price: return "评标价 evaluated price";
    case score::StepKind::price_score: return "报价得分 price score";
    case score::StepKind::criterion: return "评审因素 criterion";
    case score::StepKind::section: return "部分 section";
    case score::StepKind::total: return "总分 total";
    case score::StepKind::rejection: return "否决 rejected";
    case score::StepKind::rank: return "名次 rank";
    case score::StepKind::drawn: return "抽取参数 drawn";
    case score::StepKind::counted_prices: return "平均价 mean of counted prices";
    case score::StepKind::second_mean: return "二次平均 second mean";
    case score::StepKind::ceiling_mix: return "限价加权 with the ceiling";
    case score::StepKind::benchmark: return "评标基准价 benchmark";
    case score::StepKind::deviation: return "偏差率 deviation %";
    case score::StepKind::derived_score: return "换算得分 derived score";
    case score::StepKind::quality: return "技术商务合计 quality";
    case score::StepKind::technical_stage: return "第一信封 first envelope";
    }
    return "";
}

std::string line_of(const score::ExplanationStep& step) {
    std::string line = std::string("  ") + title_of(step.kind);
    if (!step.subject.empty()) line += " " + step.subject;
    line += ":";
    for (const Rational& operand : step.operands) line += " " + operand.text();
    line += " → " + step.result.exact.text();
    return step.result.rounded ? line + " ≈ " + step.result.rounded->text() : line;
}

std::string total_of(const score::BidOutcome& bid) {
    if (bid.rejection) return "否决 rejected";
    const auto& mark = bid.total ? bid.total : bid.evaluated_price;
    return mark->rounded ? mark->rounded->text() : mark->exact.text();
}

Status print_outcome(const ScoreOptions& options, const Evaluation& in, const Output& output) {
    TRY_ASSIGN(const score::Outcome outcome,
               score::evaluate(in.method, in.input.bids, in.input.sheets, in.input.drawn));
    for (const score::BidOutcome& bid : outcome.bids) {
        output.line((bid.rank == 0 ? std::string("-") : std::to_string(bid.rank)) + "  " + bid.bid.text() + "  " +
                    total_of(bid) + (bid.tied ? "  并列 tied" : ""));
        if (!options.explain) continue;
        TRY_ASSIGN(const auto steps,
                   score::explain(in.method, in.input.bids, in.input.sheets, bid.bid, in.input.drawn));
        for (const score::ExplanationStep& step : steps) output.line(line_of(step));
    }
    output.document(tender::encode_outcome(in.method, outcome));
    return ok();
}

Status print_technical(const Evaluation& in, const Output& output) {
    TRY_ASSIGN(const score::TechnicalOutcome outcome,
               score::evaluate_technical(in.method, in.input.bids, in.input.sheets, in.input.drawn));
    for (const BidId& bid : outcome.passing) output.line("通过 passes  " + bid.text());
    output.document(tender::encode_technical_outcome(in.method, outcome));
    return ok();
}

Status print_list(const Output& output) {
    codec::Json all = codec::Json::array();
    for (const tender::ReadyMethod& one : tender::ready_methods()) {
        output.line(one.name + "  " + one.title.zh + " " + one.title.en);
        output.line("    " + one.summary.zh + "\n    " + one.summary.en);
        codec::Json kinds = codec::Json::array();
        for (const std::string& kind : one.kinds) kinds.push(codec::Json(kind));
        all.push(codec::Json::object()
                     .set("kinds", std::move(kinds))
                     .set("name", one.name)
                     .set("summary", tender::write_bilingual(one.summary))
                     .set("title", tender::write_bilingual(one.title)));
    }
    output.document(all);
    return ok();
}

/// As it stands in the library, to be copied and changed.
Status print_method(const ScoreOptions& options, const Output& output) {
    TRY_ASSIGN(const tender::ReadyMethod ready, ready_of(options));
    std::string_view text = ready.document;
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    output.line(std::string(text));
    output.document(tender::encode_method(tender::decode_ready_method(ready)));
    return ok();
}

Status score_files(const ScoreOptions& options, const Output& output) {
    if (options.list) return print_list(output);
    if (options.input.empty()) return print_method(options, output);
    TRY_ASSIGN(const Evaluation in, read_evaluation(options));
    return options.technical ? print_technical(in, output) : print_outcome(options, in, output);
}

} // namespace

int run_score(int argc, char** argv) {
    ScoreOptions options;
    CLI::App app("按评标办法计算结果，以精确分数列出每一步及取整之处。\n"
                 "Evaluate bids by a method, with exact fractions and where each is rounded.",
                 "kaibiao score");
    app.add_option("method", options.method,
                   "method.json: docs/formats/method.md; or method:NAME of the library, printed when no bids follow");
    app.add_option("bids", options.input, "bids.json: docs/formats/score-input.md");
    app.add_flag("--list", options.list, "list the library of ready methods 现成的评标办法");
    app.add_flag("--explain", options.explain, "print every intermediate value of every bid");
    app.add_flag("--technical", options.technical, "the first envelope alone: no price is looked at");
    app.add_flag("--json", options.json, "print the result as JSON");
    app.final_callback([&options] {
        if (options.list) return;
        if (options.method.empty()) throw CLI::RequiredError("method");
        if (options.input.empty() && !options.of_library()) throw CLI::RequiredError("bids");
    });
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return score_files(options, output); });
}

} // namespace kaibiao::cli
