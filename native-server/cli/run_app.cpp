#include "cli/subcommands.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string_view>

namespace kaibiao::cli {

namespace {

/// What the parser of the command line reports. The option's name stands in its sentence between `before` and `after`.
struct Misuse {
    CLI::ExitCodes kind;
    std::string_view zh;
    std::string_view before;
    std::string_view after;
};

constexpr Misuse misuses[] = {
    {CLI::ExitCodes::RequiredError, "缺少必填项", "", " is required"},
    {CLI::ExitCodes::ExtrasError, "无法识别的参数", ": ", ""},
    {CLI::ExitCodes::ArgumentMismatch, "选项的值缺失或个数不对", "", ":"},
    {CLI::ExitCodes::ConversionError, "值的格式不对", ": ", " ="},
    {CLI::ExitCodes::ValidationError, "值不在允许的范围内", "", ":"},
    {CLI::ExitCodes::RequiresError, "须与另一选项同用", "", " requires"},
    {CLI::ExitCodes::ExcludesError, "不能与另一选项同用", "", " excludes"},
};

std::string place_in(std::string_view sentence, const Misuse& misuse) {
    const std::size_t before = sentence.find(misuse.before);
    if (before == std::string_view::npos) return {};
    sentence.remove_prefix(before + misuse.before.size());
    return std::string(misuse.after.empty() ? sentence : sentence.substr(0, sentence.find(misuse.after)));
}

Error usage_error(const CLI::ParseError& problem) {
    const auto* const known = std::find_if(std::begin(misuses), std::end(misuses), [&](const Misuse& one) {
        return static_cast<int>(one.kind) == problem.get_exit_code();
    });
    if (known == std::end(misuses)) return Error(ErrorCode::usage, "", std::string("命令行有误 ") + problem.what());
    return Error(ErrorCode::usage, place_in(problem.what(), *known), std::string(known->zh) + " " + problem.what());
}

/// With the subcommand that was named, which has the options.
std::string named_command(const CLI::App& app) {
    std::string name = app.get_name();
    for (const CLI::App* subcommand : app.get_subcommands()) name += " " + subcommand->get_name();
    return name;
}

void add_exit_codes(CLI::App& app) {
    const std::string before = app.get_footer();
    app.footer(before + (before.empty() ? "" : "\n") +
               "退出码 Exit codes: 0 完成 done, 1 被拒绝 refused, 2 用法有误 usage, 3 文件或网络故障 file or network.");
}

} // namespace

CLI::Option* filled(CLI::Option* option) {
    return option->check(CLI::Validator(
        [](std::string& text) { return text.empty() ? std::string("不得为空 must not be empty") : ""; }, ""));
}

int run_app(CLI::App& app, int argc, char** argv, const bool& json, const std::function<Status(const Output&)>& act) {
    add_exit_codes(app);
    for (CLI::App* subcommand : app.get_subcommands({})) add_exit_codes(*subcommand);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == 0) return app.exit(problem);
        const Output output(asked_form(argc, argv));
        const int code = output.fail(usage_error(problem));
        if (output.form() == OutputForm::human)
            std::cerr << "         用法 usage: " << named_command(app) << " --help\n";
        return code;
    }
    const Output output(json ? OutputForm::json : OutputForm::human);
    const Status status = act(output);
    return status.ok() ? static_cast<int>(ExitCode::success) : output.fail(status.error());
}

} // namespace kaibiao::cli
