#include "cli/evidence.h"
#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/held_checkpoint.h"
#include "cli/log_trust.h"
#include "cli/opening_secret.h"
#include "cli/receipt_renewal.h"
#include "cli/subcommands.h"
#include "client/known_lot.h"
#include "client/package_file.h"
#include "client/release_looks.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct SubmitOptions {
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string package;
    std::string key;
    std::string certificate;
    std::string receipt;
    std::string fetch_lot;
    std::string fetch_out;
    int wait = 60;
    bool json = false;
};

std::string witnessed_line(Witnessed witnessed, const std::string& receipt, const std::string& server) {
    switch (witnessed) {
    case Witnessed::yes: return "the witnesses saw it too 见证服务也已联署";
    case Witnessed::not_yet:
        return "warning: no witness has confirmed it yet; ask again with: kaibiao receipt renew " + receipt +
               " --server " + server + "\n警告：见证服务尚未联署，请稍后再试";
    case Witnessed::nobody: break;
    }
    return "this centre has no witnesses: nobody else saw its log 该中心没有见证服务";
}

/// How the bidder's own bid stands after the answer. Whether the centre can say it or not, this package was accepted.
struct OwnStanding {
    std::optional<int> missing;              ///< the envelope that a lot with two still misses
    std::optional<std::int64_t> replaced_by; ///< the submission in force, when the package is an earlier one
};

const codec::Json* own_bid(const codec::Json& view, int envelope) {
    const codec::Json* own = view.find(envelope == 1 ? "my_bid" : "my_price_bid");
    return own == nullptr || own->is_null() ? nullptr : own;
}

std::optional<int> missing_envelope(const codec::Json& view) {
    const codec::Json* notice = view.find("notice");
    const codec::Json* envelopes = notice == nullptr ? nullptr : notice->find("envelopes");
    if (envelopes == nullptr || envelopes->as_integer() == nullptr || *envelopes->as_integer() != 2)
        return std::nullopt;
    for (const int envelope : {1, 2}) {
        const codec::Json* own = own_bid(view, envelope);
        if (own == nullptr) return envelope;
        const codec::Json* withdrawn = own->find("withdrawn");
        if (withdrawn != nullptr && withdrawn->as_bool() != nullptr && *withdrawn->as_bool()) return envelope;
    }
    return std::nullopt;
}

OwnStanding own_standing(client::ApiClient& api, const client::PackageFile& package) {
    OwnStanding standing;
    const auto view = api.get("/api/lots/" + package.lot.text());
    if (!view.ok()) return standing;
    standing.missing = missing_envelope(*view);
    const codec::Json* own = own_bid(*view, package.manifest.envelope);
    const codec::Json* number = own == nullptr ? nullptr : own->find("number");
    if (number != nullptr && number->as_integer() != nullptr && *number->as_integer() > package.manifest.number)
        standing.replaced_by = *number->as_integer();
    return standing;
}

std::string replaced_line(std::int64_t number) {
    const std::string n = std::to_string(number);
    return "注意：这一份此前已经递交并被替换，现在有效的是第 " + n +
           " 次递交\nnote: this package was submitted before and has been replaced; submission " + n + " is in force";
}

std::string missing_line(int envelope) {
    const bool price = envelope == 2;
    return std::string("注意：只有一个信封不算投标，还缺") + (price ? "报价信封" : "技术信封") +
           "，须在截止前递交\nnote: one envelope alone does not count; the " + (price ? "price" : "technical") +
           " envelope is still missing and is due before the deadline: kaibiao seal --envelope " +
           std::to_string(envelope);
}

Status fetch(const SubmitOptions& options, const Output& output) {
    TRY_ASSIGN(const LotId lot, in_file("--fetch-tender", LotId::parse(options.fetch_lot)));
    const std::string out = options.fetch_out.empty() ? lot.text() + ".tender.json" : options.fetch_out;
    TRY(expect_room(out, FileKind::tender));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY_ASSIGN(const codec::Json tender, client::fetch_tender(api, lot));
    TRY(write_again(out, as_bytes(codec::dump_canonical(tender)), FileKind::tender));
    output.line("已写入招标信息 tender written to " + out);
    output.document(codec::Json::object().set("tender", out));
    return ok();
}

Status submit(const SubmitOptions& options, const Output& output) {
    if (!options.fetch_lot.empty()) return fetch(options, output);
    if (options.package.empty() || options.key.empty() || options.certificate.empty())
        return Error(ErrorCode::usage, "package",
                     "请给出投标包、--key 与 --certificate; give a package, --key and --certificate");
    TRY(expect_kind(options.package, FileKind::package));
    const std::string wanted = options.receipt.empty() ? options.package + ".receipt.json" : options.receipt;
    TRY(expect_room(wanted, FileKind::receipt));
    TRY_ASSIGN(const client::PackageFile package, client::open_package(options.package));
    TRY_ASSIGN(const client::Identity identity, client::load_identity(options.key, options.certificate));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY(api.log_in(identity));
    Progress progress("uploading", package.stage.size());
    TRY_ASSIGN(const codec::Json answer,
               client::submit_bid(api, package.lot, package.parts, package.jws, package.stage,
                                  [&](std::uint64_t done, std::uint64_t) { progress.advance_to(done); }));
    progress.clear();
    const codec::Json* receipt = answer.find("receipt");
    const codec::Json* bid = answer.find("bid");
    if (receipt == nullptr || bid == nullptr || bid->as_string() == nullptr)
        return Error(ErrorCode::json_member_missing, "/receipt");
    TRY_ASSIGN(const std::string out, keep_receipt(wanted, as_bytes(codec::dump_canonical(*receipt))));
    output.line("accepted 已接收: bid " + *bid->as_string() + "\n回执 receipt written to " + out +
                "; 核验 check it with: kaibiao receipt verify " + out + " --log-key KEY");
    const Witnessed witnessed = renew_receipt_file(api, out, std::chrono::seconds(options.wait));
    output.line(witnessed_line(witnessed, out, options.server));
    const OwnStanding standing = own_standing(api, package);
    if (standing.replaced_by) output.line(replaced_line(*standing.replaced_by));
    if (standing.missing) output.line(missing_line(*standing.missing));
    output.document(codec::Json::object()
                        .set("bid", *bid)
                        .set("missing_envelope", standing.missing ? codec::Json(*standing.missing) : codec::Json())
                        .set("receipt", out)
                        .set("replaced_by", standing.replaced_by ? codec::Json(*standing.replaced_by) : codec::Json())
                        .set("witnessed", witnessed == Witnessed::yes));
    return ok();
}

struct ReleaseOptions {
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string lot;
    std::string receipt;
    LogTrustOptions trust;
    std::vector<std::string> roots;
    std::vector<std::string> old;
    std::string out;
    SecretSource secrets;
    bool json = false;
};

/// The centre answers a release that it has with the receipt of that one.
Result<bool> was_known(ByteView receipt, std::uint64_t known_events) {
    TRY_ASSIGN(const log::Receipt read, log::decode_receipt(receipt));
    TRY_ASSIGN(const log::EventHeader header, log::decode_event_header(read.event.header));
    return header.position < known_events;
}

/// A receipt of another lot is a slip, which no server need be asked about.
Status expect_of_lot(const ReleaseOptions& options, const client::ReleaseCase& release) {
    TRY_ASSIGN(const tender::Event event, in_file(options.receipt, tender::decode_event(release.receipt.event)));
    const auto* submitted = std::get_if<tender::BidSubmitted>(&event.payload);
    if (submitted == nullptr || submitted->act.envelope.lot == release.lot) return ok();
    const std::optional<LotId>& lot = submitted->act.envelope.lot;
    return Error(ErrorCode::bid_unknown, options.receipt,
                 "这份回执属于另一标段 this receipt is of another lot: " + (lot ? lot->text() : "–"));
}

/// Nothing leaves this computer before every look has passed.
Status release(const ReleaseOptions& options, const Output& output) {
    client::ReleaseCase release;
    TRY_ASSIGN(release.lot, in_file("--lot", LotId::parse(options.lot)));
    const std::string wanted = options.out.empty() ? options.receipt + ".release.json" : options.out;
    TRY(expect_room(wanted, FileKind::receipt));
    TRY_ASSIGN(release.log, log_trust_from(options.trust));
    client::Anchors anchors;
    for (const std::string& file : options.roots) TRY(client::add_root_file(anchors, file));
    release.roots = std::move(anchors.roots);
    TRY_ASSIGN(release.receipt, read_receipt(options.receipt));
    TRY(expect_of_lot(options, release));
    TRY_ASSIGN(release.held, read_held_heads(options.old, release.log));
    release.now = clock_now();
    TRY_ASSIGN(const KeptSecrets kept, read_opening_secrets(options.secrets));
    release.envelope = kept.envelope;
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    if (options.trust.policy.empty()) TRY(ask_for_witnesses(release.log, api, output));
    api.listen();
    const auto looked = client::look_before_release(api, release);
    if (!looked.ok())
        return keep_evidence({looked.error(), release.lot, release.log, release.roots, release.held, release.now}, api,
                             std::filesystem::absolute(options.receipt).parent_path());
    TRY(expect_secrets_of(looked->manifest, kept, options.secrets));
    TRY_ASSIGN(const codec::Json answer, client::release_bid(api, release.lot, looked->bid, kept.secrets));
    const codec::Json* proof = answer.find("receipt");
    if (proof == nullptr) return Error(ErrorCode::json_member_missing, "/receipt");
    const Bytes receipt = to_bytes(as_bytes(codec::dump_canonical(*proof)));
    TRY_ASSIGN(const std::string out, keep_receipt(wanted, receipt));
    TRY_ASSIGN(const bool before, was_known(receipt, looked->known_events));
    output.line(
        std::string(before ? "released before, nothing more is to be done 此前已解密，无需再做" : "released 已解密") +
        "; 回执 receipt written to " + out);
    output.document(
        codec::Json::object().set("bid", looked->bid.text()).set("receipt", out).set("released_before", before));
    return ok();
}

} // namespace

int run_submit(int argc, char** argv) {
    SubmitOptions options;
    CLI::App app("上传并递交加密的投标包，保存回执。\n"
                 "Upload a sealed package and keep the receipt.",
                 "kaibiao submit");
    app.add_option("package", options.package, "package file written by kaibiao seal");
    app.add_option("--server", options.server, "the centre")->capture_default_str();
    app.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    app.add_option("-k,--key", options.key, "your key file");
    app.add_option("-c,--certificate", options.certificate, "your certificate chain");
    app.add_option("--receipt", options.receipt,
                   "file for the receipt (default: the package's name and .receipt.json)");
    app.add_option("--wait", options.wait, "seconds to wait for the log's witnesses once the bid is accepted")
        ->check(CLI::Range(0, 3600))
        ->capture_default_str();
    app.add_option("--fetch-tender", options.fetch_lot,
                   "instead: fetch this lot into a tender file for sealing offline");
    app.add_option("-o,--out", options.fetch_out, "the tender file to write");
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return submit(options, output); });
}

int run_release(int argc, char** argv) {
    ReleaseOptions options;
    CLI::App app("开标时先自行核对，再释放开标秘密。\n"
                 "Release the opening secrets of a bid during the window, after checking that it is one.",
                 "kaibiao release");
    app.add_option("--server", options.server, "the centre")->capture_default_str();
    app.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    app.add_option("--lot", options.lot, "lot id")->required();
    app.add_option("--receipt", options.receipt, "receipt file of your newest submission")->required();
    add_log_trust_options(app, options.trust);
    app.add_option("--root", options.roots, "PEM file of a CA root you trust (repeat)")->required();
    app.add_option("-o,--out", options.out, "file for the receipt of the release (default: beside the receipt)");
    app.add_option("--old", options.old,
                   "a checkpoint or receipt kept from earlier, which the log must continue (repeat)");
    add_secret_options(app, options.secrets);
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return release(options, output); });
}

} // namespace kaibiao::cli
