#include "cli/evidence.h"
#include "cli/files.h"
#include "cli/held_checkpoint.h"
#include "cli/officer_acts.h"
#include "cli/subcommands.h"
#include "client/identity.h"
#include "client/officer_looks.h"
#include "kaibiao/codec/text.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

using codec::Json;

Result<client::OfficerCase> case_of(const OfficerOptions& options) {
    client::OfficerCase release;
    TRY_ASSIGN(release.lot, in_file("--lot", LotId::parse(options.lot)));
    TRY_ASSIGN(release.log, log_trust_from(options.trust));
    client::Anchors anchors;
    for (const std::string& file : options.roots) TRY(client::add_root_file(anchors, file));
    release.roots = std::move(anchors.roots);
    TRY_ASSIGN(release.held, read_held_heads(options.old, release.log));
    release.part_class = options.volumes ? seal::PartClass::volumes : seal::PartClass::sheet;
    release.now = clock_now();
    return release;
}

sign::CommandEnvelope envelope_for(const tender::LotState& lot) {
    sign::CommandEnvelope envelope;
    envelope.purpose = std::string(tender::purpose::release);
    envelope.centre = lot.centre;
    envelope.origin = lot.origin;
    envelope.lot = lot.lot;
    envelope.command = CommandId(random_bytes<16>());
    envelope.notice = lot.publication->in_force;
    envelope.seen = lot.head.hash;
    envelope.time = clock_now();
    return envelope;
}

std::string looks_text(const tender::ReviewedOpening& opening, std::size_t bids, bool held) {
    const tender::LotState& lot = opening.lot;
    return lot.publication->notice.title.zh + "\n  deadline 截止    " + lot.publication->deadline.local_text() +
           " UTC+8" + "\n  frozen 冻结      " + std::to_string(lot.closing->bids) + " bids 份\n  to release 释放  " +
           std::to_string(bids) + "\n  log head 存证    " + codec::encode_hex(lot.head.hash) +
           (held ? "\nthe five looks passed 五项核对通过"
                 : "\nfour of the five looks passed, for the log's growth there was nothing to compare with (--old) "
                   "四项核对通过；日志是否被改写，没有以前的存证点可比（--old）");
}

/// The seat is the signer's own, told before the centre says it.
Status check_seat(const OfficerOptions& options, const tender::LotState& lot, int seat,
                  const client::Identity& identity) {
    const std::string& holder = lot.publication->officers.at(static_cast<std::size_t>(seat) - 1).id;
    const std::string signer = identity.leaf().subject.fields.serial_number;
    if (holder == signer) return ok();
    return Error(ErrorCode::command_not_allowed_for_role, options.secret,
                 "席位文件与签名密钥分属两名见证人 the seat file and the signing key are of two different officers: "
                 "席位 seat " +
                     std::to_string(seat) + " = " + holder + ", " + options.key + " = " + signer);
}

void add_server(CLI::App& command, OfficerOptions& options) {
    command.add_option("--server", options.server, "the centre")->capture_default_str();
    command.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    command.add_option("--lot", options.lot, "lot id")->required();
    add_log_trust_options(command, options.trust);
    command.add_option("--root", options.roots, "PEM file of a CA root you trust (repeat)")->required();
    command.add_option("--old", options.old,
                       "a checkpoint or receipt kept from earlier, which the log must continue (repeat)");
    command.add_flag("--volumes", options.volumes, "the volumes, after the announcement, instead of the sheets");
    command.add_flag("--dry-run", options.dry_run, "look, but release nothing");
}

void add_person(CLI::App& command, OfficerOptions& options) {
    command.add_option("-k,--key", options.key, "your signing key file")->required();
    command.add_option("-c,--certificate", options.certificate, "your certificate chain")->required();
}

void add_secret(CLI::App& command, OfficerOptions& options, const char* text) {
    command.add_option("--secret", options.secret, text)->required();
    command.add_option("-i,--identity", options.identity, "age identity file, when the file was locked to its key");
}

void add_kept(CLI::App& command, OfficerOptions& options) {
    command.add_option("-o,--out", options.out, "secret file to write, locked (never overwritten)")->required();
    command.add_option("-r,--recipient", options.keepers,
                       "age recipient to lock it to, instead of a passphrase (repeat)");
}

void add_outputs(CLI::App& command, OfficerOptions& options, const char* text) {
    add_kept(command, options);
    command.add_option("--public", options.public_out, text)->required();
}

using Act = Status (*)(const OfficerOptions&, const Output&);

void add_rounds(CLI::App& app, OfficerOptions& options, std::vector<std::pair<CLI::App*, Act>>& acts) {
    CLI::App* init = app.add_subcommand("init", "make a static key for one panel 为一组见证人生成静态密钥");
    init->add_option("--panel", options.panel, "id of this panel and of no other")->required();
    add_outputs(*init, options, "key file for all members");
    CLI::App* first = app.add_subcommand(
        "round1", "from the key files of all: the message to all 第一轮：由各人的密钥文件生成给大家的消息");
    first->add_option("--threshold", options.threshold, "k: how many officers open a bid")->required();
    first->add_option("--member", options.members, "key file of each member, your own too (repeat)")->required();
    add_secret(*first, options, "your file from init");
    add_outputs(*first, options, "message file for all members");
    CLI::App* second =
        app.add_subcommand("round2", "from the messages of all: your signature 第二轮：核对各人的消息并签名");
    second->add_option("--message", options.inputs, "message file of each member (repeat)")->required();
    add_secret(*second, options, "your file from round1");
    add_outputs(*second, options, "signature file for all members");
    CLI::App* third =
        app.add_subcommand("round3", "from the signatures of all: your seat 第三轮：汇总签名，得到自己的席位");
    third->add_option("--signature", options.inputs, "signature file of each member (repeat)")->required();
    add_secret(*third, options, "your file from round2");
    add_outputs(*third, options, "certificate file of the panel");
    acts.insert(acts.end(),
                {{init, officer_init}, {first, officer_round1}, {second, officer_round2}, {third, officer_round3}});
}

void add_uses(CLI::App& app, OfficerOptions& options, std::vector<std::pair<CLI::App*, Act>>& acts) {
    CLI::App* rehearse = app.add_subcommand("rehearse", "try your share and sign for your seat 演练并签署席位声明");
    rehearse->add_option("--member", options.members, "key file of each member, your own too (repeat)")->required();
    add_secret(*rehearse, options, "your file from round3, or its backup: what opens is proven to open");
    add_person(*rehearse, options);
    filled(rehearse->add_option("--centre", options.centre, "id of the centre"))->required();
    auto* origin = filled(rehearse->add_option("--origin", options.origin, "origin of its log"));
    filled(rehearse->add_option("--log-key", options.trust.log_key,
                                "instead: the log's verifier key, or the file with it, which names the origin"))
        ->excludes(origin);
    rehearse->add_option("-o,--out", options.out, "statement file for the tenderer")->required();
    CLI::App* panel = app.add_subcommand("panel", "certificate and statements as a notice's panel 汇总见证人组材料");
    panel->add_option("--panel-certificate", options.certificate_file, "certificate file of the panel")->required();
    panel->add_option("--statement", options.inputs, "statement file of each officer (repeat)")->required();
    panel->add_option("-o,--out", options.out, "file to write")->required();
    CLI::App* release = app.add_subcommand("release", "look, then release for a lot 核对后释放");
    add_secret(*release, options, "your file from round3");
    add_person(*release, options);
    add_server(*release, options);
    acts.insert(acts.end(), {{rehearse, officer_rehearse}, {panel, officer_panel}, {release, officer_release}});
}

void add_offline(CLI::App& app, OfficerOptions& options, std::vector<std::pair<CLI::App*, Act>>& acts) {
    CLI::App* draw =
        app.add_subcommand("draw", "release for the message of a draw, once 为抽取指令释放，同一次抽取只此一份");
    filled(draw->add_option("--message", options.message, "file written by kaibiao draw commit"))->required();
    filled(draw->add_option("--list", options.list, "the committed list, if you may see it: it is checked first"));
    add_secret(*draw, options, "your file from round3; what was released for is kept beside it");
    filled(draw->add_option("-o,--out", options.out, "release to write, for kaibiao draw run"))->required();
    add_close_options(*draw, options.close, "the centre: the message must name the close of its lot");
    draw->add_flag("--unchecked-close", options.unchecked_close,
                   "do without the centre: neither close nor seat are compared with the lot's");
    filled(
        draw->add_option("--again", options.others,
                         "id of an earlier draw of this lot: release although the seat has released for it (repeat)"));
    draw->add_flag("--dry-run", options.dry_run, "show what would be released for, but release nothing");
    CLI::App* recover = app.add_subcommand("recover", "make a lost seat anew 重新得到丢失的席位文件");
    recover->add_option("--message", options.inputs, "message file of each member from round1 (repeat)")->required();
    recover->add_option("--panel-certificate", options.certificate_file, "certificate file, or the notice's panel")
        ->required();
    add_secret(*recover, options, "your file from init");
    add_kept(*recover, options);
    acts.insert(acts.end(), {{draw, officer_draw}, {recover, officer_recover}});
}

} // namespace

Error with_advice(const Error& refused) {
    if (refused.code != ErrorCode::release_twice) return refused;
    return Error(refused.code, refused.place, "无需再做 nothing more is to be done");
}

/// Told before anything is looked at, in a dry run too.
Status check_role(client::ApiClient& api) {
    TRY_ASSIGN(const Json session, api.get("/api/session"));
    const Json* role = session.find("role");
    const std::string name = role != nullptr && role->as_string() != nullptr ? *role->as_string() : "";
    if (name == "officer" || name == "tenderer" || name == "supervisor") return ok();
    return Error(ErrorCode::role_refused, name,
                 "须以见证人登记 this centre has you registered as that, not as an officer");
}

/// Nothing leaves this computer before every look has passed.
Status officer_release(const OfficerOptions& options, const Output& output) {
    TRY_ASSIGN(client::OfficerCase release, case_of(options));
    TRY_ASSIGN(const client::Identity identity, client::load_identity(options.key, options.certificate));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY(api.log_in(identity));
    TRY(check_role(api));
    if (options.trust.policy.empty()) TRY(ask_for_witnesses(release.log, api, output));
    api.listen();
    const auto looked = client::look_before_officer_release(api, release);
    if (!looked.ok())
        return keep_evidence({looked.error(), release.lot, release.log, release.roots, release.held, release.now}, api,
                             std::filesystem::absolute(options.secret).parent_path());
    const tender::ReviewedOpening& opening = *looked;
    TRY_ASSIGN(const panel::Seat seat, open_seat(options));
    TRY_ASSIGN(const Json payload, in_file(options.secret, client::officer_release(opening, release.part_class, seat,
                                                                                   envelope_for(opening.lot))));
    TRY(check_seat(options, opening.lot, seat.member, identity));
    const std::size_t bids = payload.find("releases")->as_array()->size();
    output.line(looks_text(opening, bids, !release.held.empty()));
    if (!options.dry_run) {
        TRY_ASSIGN(const std::string jws, identity.sign(codec::dump_canonical(payload), tender::purpose::release));
        const auto sent = api.post("/api/lots/" + options.lot + "/commands", jws);
        if (!sent.ok()) return with_advice(sent.error());
        output.line("released 已释放: " + std::string(seal::name_of(release.part_class)) + ", officer " +
                    std::to_string(seat.member));
    } else {
        output.line("nothing was released (--dry-run) 未释放（--dry-run）");
    }
    output.document(Json::object()
                        .set("bids", static_cast<std::int64_t>(bids))
                        .set("class", seal::name_of(release.part_class))
                        .set("growth_compared", !release.held.empty())
                        .set("officer", seat.member)
                        .set("released", !options.dry_run));
    return ok();
}

int run_officer(int argc, char** argv) {
    OfficerOptions options;
    CLI::App app(
        "Opening officers: make a panel's key together in three rounds, rehearse, release for openings and draws, "
        "make a lost seat anew. 开标见证人：共同生成密钥、演练、核对后为开标与抽取释放、重新得到席位",
        "kaibiao officer");
    app.require_subcommand(1);
    std::vector<std::pair<CLI::App*, Act>> acts;
    add_rounds(app, options, acts);
    add_uses(app, options, acts);
    add_offline(app, options, acts);
    for (const auto& [command, act] : acts) command->add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) -> Status {
        for (const auto& [command, act] : acts)
            if (command->parsed()) return act(options, output);
        return Error(ErrorCode::usage);
    });
}

} // namespace kaibiao::cli
