#include "cli/files.h"
#include "cli/score_story.h"
#include "cli/score_text.h"
#include "cli/subcommands.h"
#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/ready_methods.h"

#include <CLI/CLI.hpp>

#include <algorithm>

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
    auto ready = tender::find_ready_method(std::string_view(options.method).substr(library.size()));
    if (ready.ok()) return ready;
    return Error(ready.error().code, options.method, "全部名称见 all names: kaibiao score --list");
}

Result<codec::Json> read_method(const ScoreOptions& options) {
    if (!options.of_library()) return read_json(options.method);
    TRY_ASSIGN(const tender::ReadyMethod ready, ready_of(options));
    return codec::parse_relaxed(as_bytes(ready.document));
}

/// What has no label of its kind is something else; what is wrong deeper inside is told by its pointer alone.
Error in_labelled(const std::string& file, std::string_view wanted, const Error& error) {
    return error.place == "/label" ? not_the_wanted(file, wanted, error) : in_document(file, wanted, error);
}

/// Its form alone.
Result<score::Method> decode_file(const ScoreOptions& options) {
    constexpr std::string_view wanted =
        "此处应为评标办法 an evaluation method is expected here: docs/formats/method.md";
    const auto json = read_method(options);
    if (!json.ok()) return in_labelled(options.method, wanted, json.error());
    auto method = tender::decode_method(*json);
    if (!method.ok()) return in_labelled(options.method, wanted, method.error());
    return method;
}

Result<Evaluation> read_evaluation(const ScoreOptions& options) {
    constexpr std::string_view wanted =
        "此处应为评审输入 bids and sheets are expected here: docs/formats/score-input.md";
    Evaluation out;
    TRY_ASSIGN(out.method, decode_file(options));
    const auto json = read_json(options.input);
    if (!json.ok()) return in_labelled(options.input, wanted, json.error());
    auto input = tender::decode_score_input(*json);
    if (!input.ok()) return in_labelled(options.input, wanted, input.error());
    out.input = std::move(*input);
    return out;
}

/// An evaluation's places begin with `/method`, or lie in the other document.
Error in_its_file(const ScoreOptions& options, const Error& error) {
    constexpr std::string_view of_method = "/method";
    if (!error.place.starts_with(of_method)) return in_file(options.input, error);
    return in_file(options.method, Error(error.code, error.place.substr(of_method.size()), error.detail));
}

std::string total_of(const score::BidOutcome& bid) {
    const auto& mark = bid.total ? bid.total : bid.evaluated_price;
    return mark->rounded ? mark->rounded->text() : exact_text(mark->exact);
}

std::string reason_of(const Evaluation& in, const std::vector<score::BidOutcome>& all, const score::BidOutcome& bid) {
    const auto input = std::find_if(in.input.bids.begin(), in.input.bids.end(),
                                    [&](const score::BidInput& one) { return one.bid == bid.bid; });
    return rejection_text(in.method, all, input->price, bid);
}

/// The story of a bid ends with the reason; without it, it stands here.
std::string line_of(const Evaluation& in, const ScoreCase& about, const score::BidOutcome& bid, bool explained) {
    const bool technical = about.extent == Evaluated::technical;
    const std::string id = "  " + bid.bid.text() + "  ";
    if (bid.rejection)
        return "-" + id + (technical ? "未通过 does not pass" : "否决 rejected") +
               (explained ? "" : ": " + reason_of(in, about.bids, bid));
    if (technical) return "+" + id + "通过 passes";
    return std::to_string(bid.rank) + id + total_of(bid) + (bid.tied ? "  并列 tied" : "");
}

/// What the lines of the bids leave open.
std::string closing_line(const ScoreCase& about) {
    if (std::all_of(about.bids.begin(), about.bids.end(), [](const auto& bid) { return bid.rejection.has_value(); }))
        return "没有有效投标 no valid bid is left";
    if (std::none_of(about.bids.begin(), about.bids.end(), [](const auto& bid) { return bid.tied; })) return {};
    return about.method.ranking.back() == score::RankKey::draw ? "并列投标的次序由抽签决定，结果写入 tie_order a draw "
                                                                 "decides the order of tied bids, tie_order takes it"
                                                               : "并列投标共享名次 tied bids share their rank";
}

Status print_stories(const Evaluation& in, const ScoreCase& about, const Output& output) {
    TRY_ASSIGN(const BidStories stories, BidStories::of(about));
    CountProgress progress("说明 explained");
    std::uint64_t done = 0;
    for (const score::BidOutcome& bid : about.bids) {
        progress.show(++done, about.bids.size());
        TRY_ASSIGN(const auto lines, stories.tell(bid));
        progress.clear();
        output.line(line_of(in, about, bid, true));
        for (const std::string& line : lines) output.line(line);
    }
    return ok();
}

/// One line for each bid, with --explain followed by its calculation.
Status print_bids(const ScoreOptions& options, const Evaluation& in, const ScoreCase& about, const Output& output) {
    const bool explained = options.explain && output.form() == OutputForm::human;
    if (const std::string experts = experts_line(about); explained && !experts.empty()) output.line(experts);
    if (!explained) {
        for (const score::BidOutcome& bid : about.bids) output.line(line_of(in, about, bid, false));
    } else {
        TRY(print_stories(in, about, output));
    }
    if (const std::string closing = closing_line(about); !closing.empty()) output.line(closing);
    return ok();
}

Status print_outcome(const ScoreOptions& options, const Evaluation& in, const Output& output) {
    const auto evaluated = score::evaluate(in.method, in.input.bids, in.input.sheets, in.input.drawn);
    if (!evaluated.ok()) return in_its_file(options, evaluated.error());
    TRY(print_bids(options, in, {in.method, in.input, evaluated->bids}, output));
    output.document(tender::encode_outcome(in.method, *evaluated));
    return ok();
}

Status print_technical(const ScoreOptions& options, const Evaluation& in, const Output& output) {
    const auto evaluated = score::evaluate_technical(in.method, in.input.bids, in.input.sheets, in.input.drawn);
    if (!evaluated.ok()) return in_its_file(options, evaluated.error());
    TRY(print_bids(options, in, {in.method, in.input, evaluated->bids, Evaluated::technical}, output));
    output.document(tender::encode_technical_outcome(in.method, *evaluated));
    return ok();
}

/// Form and meaning, without any bid. What a notice refuses beside is said, too, since it looks like a fault there.
Status check_file(const ScoreOptions& options, const Output& output) {
    TRY_ASSIGN(const score::Method method, decode_file(options));
    TRY(in_file(options.method, score::check_method(method)));
    std::size_t criteria = 0;
    for (const score::Section& section : method.sections) criteria += section.criteria.size();
    output.line("这是可以执行的评标办法 this is a method that can be carried out: " + options.method);
    output.line("  分值 points: " + method.points.text() + "，其中价格 of which the price: " +
                score::points_of(method.price).text() + "；部分 sections: " + std::to_string(method.sections.size()) +
                "；因素 criteria: " + std::to_string(criteria));
    const bool needs_more = !method.parameters.empty() || !method.adjustments.empty();
    if (needs_more)
        output.line("  注意：招标公告目前不接受抽取参数和价格调整规则\n"
                    "  note: a notice does not accept drawn parameters or price adjustments yet");
    output.document(codec::Json::object()
                        .set("adjustments", static_cast<std::int64_t>(method.adjustments.size()))
                        .set("criteria", static_cast<std::int64_t>(criteria))
                        .set("method", options.method)
                        .set("parameters", static_cast<std::int64_t>(method.parameters.size()))
                        .set("points", method.points.text())
                        .set("price_points", score::points_of(method.price).text())
                        .set("sections", static_cast<std::int64_t>(method.sections.size()))
                        .set("valid", true));
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
    if (options.input.empty())
        return options.of_library() ? print_method(options, output) : check_file(options, output);
    TRY_ASSIGN(const Evaluation in, read_evaluation(options));
    return options.technical ? print_technical(options, in, output) : print_outcome(options, in, output);
}

} // namespace

int run_score(int argc, char** argv) {
    ScoreOptions options;
    CLI::App app(
        "按评标办法计算结果，以精确分数列出每一步及取整之处；只给评标办法时检查其能否执行。\n"
        "Evaluate bids by a method, with exact fractions and where each is rounded; a method alone is checked.",
        "kaibiao score");
    app.add_option("method", options.method,
                   "method.json: docs/formats/method.md; or method:NAME of the library, printed when no bids follow");
    app.add_option("bids", options.input,
                   "bids.json: docs/formats/score-input.md; without it the method alone is checked");
    app.add_flag("--list", options.list, "list the library of ready methods 现成的评标办法");
    app.add_flag("--explain", options.explain, "print the calculation of every bid, to be followed by hand");
    app.add_flag("--technical", options.technical, "the first envelope alone: no price is looked at");
    app.add_flag("--json", options.json, "print the result as JSON");
    app.final_callback([&options] {
        if (options.list) return;
        if (options.method.empty()) throw CLI::RequiredError("method");
        if (options.input.empty() && (options.explain || options.technical)) throw CLI::RequiredError("bids");
    });
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return score_files(options, output); });
}

} // namespace kaibiao::cli
