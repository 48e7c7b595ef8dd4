#include "cli/subcommands.h"
#include "client/api_client.h"
#include "http/target.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

using codec::Json;

struct AccountOptions {
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string key;
    std::string certificate;
    std::string id;
    std::string name;
    std::string role;
    std::string organisation;
    bool json = false;
};

struct RoleText {
    std::string_view role;
    std::string_view zh;
    std::string_view may; ///< what somebody in this role does here
};
constexpr RoleText role_texts[] = {
    {"bidder", "投标人", "密封并递交投标，开标时释放 seals and submits bids, releases them at the opening"},
    {"tenderer", "招标人",
     "发布公告，开始开标，任命评标委员会，签署结果 publishes notices, begins openings, appoints committees, signs "
     "results"},
    {"expert", "评标专家", "为任命他的标段评分并签署 scores and signs for the lots that appoint him"},
    {"supervisor", "监督人",
     "监督公告指定他的标段，可暂停、恢复、免责 watches the lots that name him; suspends, resumes, excuses"},
    {"staff", "工作人员", "登记人员及其角色 registers people in their roles"},
    {"officer", "开标见证人", "解密窗口之后为其见证人组的标段释放 releases for the lots of his panel after the window"},
};

std::string role_text(std::string_view role) {
    for (const RoleText& one : role_texts)
        if (one.role == role) return std::string(one.zh) + " " + std::string(role);
    return std::string(role);
}

std::string roles_explained() {
    std::string out = "角色 roles:";
    for (const RoleText& one : role_texts) out.append("\n  ").append(role_text(one.role)).append(": ").append(one.may);
    return out;
}

std::string text_of(const Json& json, std::string_view key) {
    const Json* member = json.find(key);
    return member != nullptr && member->as_string() != nullptr ? *member->as_string() : std::string();
}

Result<client::ApiClient> log_in_as_staff(const AccountOptions& options) {
    TRY_ASSIGN(const client::Identity identity, client::load_identity(options.key, options.certificate));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY(api.log_in(identity));
    TRY_ASSIGN(const Json session, api.get("/api/session"));
    const std::string role = text_of(session, "role");
    if (role != "staff")
        return Error(ErrorCode::role_refused, role,
                     "须由工作人员办理 this is for staff, and the centre has you registered as that");
    return api;
}

Status add(const AccountOptions& options, const Output& output) {
    TRY_ASSIGN(auto api, log_in_as_staff(options));
    Json account = Json::object().set("id", options.id).set("name", options.name).set("role", options.role);
    if (!options.organisation.empty()) account.set("organisation", options.organisation);
    TRY_ASSIGN(const Json answer, api.post("/api/accounts", codec::dump_canonical(account)));
    output.line("已登记 registered: " + options.id + "  " + role_text(options.role));
    output.document(answer);
    return ok();
}

/// The server gives them in pages.
Status list(const AccountOptions& options, const Output& output) {
    TRY_ASSIGN(auto api, log_in_as_staff(options));
    output.line("编号 id  角色 role  名称 name  单位 organisation  登记时间 registered at");
    Json all = Json::array();
    for (std::string after;;) {
        TRY_ASSIGN(const Json page, api.get("/api/accounts?after=" + http::percent_encoded(after)));
        const Json* accounts = page.find("accounts");
        if (accounts == nullptr || accounts->as_array() == nullptr)
            return Error(ErrorCode::json_member_missing, "/accounts");
        for (const Json& one : *accounts->as_array()) {
            output.line(text_of(one, "id") + "  " + role_text(text_of(one, "role")) + "  " + text_of(one, "name") +
                        "  " + text_of(one, "organisation") + "  " + text_of(one, "registered_at"));
            all.push(one);
        }
        after = text_of(page, "next");
        if (after.empty()) break;
    }
    output.line(roles_explained());
    output.document(Json::object().set("accounts", std::move(all)));
    return ok();
}

CLI::App* add_command(CLI::App& app, AccountOptions& options, const char* name, const char* about) {
    CLI::App* command = app.add_subcommand(name, about);
    command->add_option("--server", options.server, "the centre")->capture_default_str();
    command->add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    command->add_option("-k,--key", options.key, "your key file, as staff")->required();
    command->add_option("-c,--certificate", options.certificate, "your certificate chain")->required();
    command->add_flag("--json", options.json, "print JSON");
    return command;
}

} // namespace

int run_account(int argc, char** argv) {
    AccountOptions options;
    CLI::App app("由工作人员登记人员及其角色，列出已登记的人员。\n"
                 "Register people in their roles, and list who is registered; for the centre's staff.",
                 "kaibiao account");
    app.require_subcommand(1);
    CLI::App* add_person =
        add_command(app, options, "add",
                    "登记一人；首次登录之前办理，角色此后不变 register somebody in a role, which then "
                    "stays: before the first login");
    add_person->add_option("--id", options.id, "id in the person's certificate (subject serial number)")->required();
    add_person->add_option("--name", options.name, "name of the person or organisation")->required();
    add_person->add_option("--role", options.role, "what the person is here")
        ->required()
        ->check(CLI::IsMember({"bidder", "tenderer", "expert", "supervisor", "staff", "officer"}));
    add_person->add_option("--organisation", options.organisation, "organisation");
    add_person->footer(roles_explained());
    add_command(app, options, "list", "列出已登记的人员 list who is registered");
    return run_app(app, argc, argv, options.json, [&](const Output& output) {
        return add_person->parsed() ? add(options, output) : list(options, output);
    });
}

} // namespace kaibiao::cli
