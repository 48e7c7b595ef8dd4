#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_trust.h"
#include "cli/opening_secret.h"
#include "cli/seal_certificate.h"
#include "cli/subcommands.h"
#include "client/known_lot.h"
#include "client/log_looks.h"
#include "client/package_file.h"
#include "client/volume_check.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <CLI/CLI.hpp>

#include <chrono>

namespace kaibiao::cli {

namespace {

struct SealOptions {
    std::string server;
    std::string ca_file;
    std::string lot;
    std::string tender;
    LogTrustOptions log;
    std::vector<std::string> roots;
    std::string key;
    std::string certificate;
    std::string sheet;
    std::vector<std::string> volumes;
    std::optional<int> envelope;
    std::string replaces;
    std::string out;
    std::string secrets;
    RecipientOptions keepers;
    bool recovery_code = false;
    bool json = false;
};

constexpr std::string_view tender_wanted =
    "此处应为招标信息文件 a tender file is expected here: kaibiao submit --fetch-tender";
constexpr std::string_view sheet_wanted = "此处应为开标一览表（JSON） an opening sheet (JSON) is expected here";

Result<codec::Json> tender_of(const SealOptions& options) {
    if (!options.tender.empty()) {
        TRY(expect_kind(options.tender, FileKind::tender));
        TRY_ASSIGN(const Bytes text, read_file(options.tender, 64 << 20));
        return as_wanted(options.tender, tender_wanted, codec::parse_relaxed(text, {64 << 20, 32}));
    }
    if (options.server.empty() || options.lot.empty())
        return Error(ErrorCode::usage, "--tender",
                     "请给出 --tender，或 --server 与 --lot; give --tender FILE, or --server and --lot");
    TRY_ASSIGN(const LotId lot, in_file("--lot", LotId::parse(options.lot)));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    return client::fetch_tender(api, lot);
}

/// Roots of somebody else are no fault of the tender.
Error under_roots(const SealOptions& options, const Error& error) {
    // A root may have the name of the right one and another key.
    if (error.code != ErrorCode::certificate_unknown_root && error.code != ErrorCode::certificate_signature_wrong)
        return error;
    std::string files;
    for (const std::string& root : options.roots) files.append(files.empty() ? "" : ", ").append(root);
    return Error(
        ErrorCode::certificate_unknown_root, files,
        "招标人的证书不能追溯到 --root 所给的根证书 the tenderer's certificate does not lead to the root given "
        "with --root");
}

Result<tender::LotState> lot_of(const SealOptions& options, client::Anchors& anchors) {
    for (const std::string& root : options.roots) TRY(client::add_root_file(anchors, root));
    TRY_ASSIGN(const codec::Json tender, tender_of(options));
    if (anchors.roots.empty()) return Error(ErrorCode::trust_anchor_missing, "--root");
    const auto known = client::read_tender(tender, anchors);
    if (!known.ok() && !options.tender.empty()) return not_the_wanted(options.tender, tender_wanted, known.error());
    TRY(known);
    auto lot = tender::review_lot(known->input(anchors));
    if (!lot.ok()) return under_roots(options, lot.error());
    return lot;
}

/// The notice is signed and names the log's key, which counts where the user has none.
Result<log::LogTrust> log_trust_for(const SealOptions& options, const tender::Notice& notice) {
    if (options.log.given()) return log_trust_from(options.log);
    TRY_ASSIGN(const log::VerifierKey key, log::VerifierKey::parse(notice.log_key));
    return log::LogTrust{key.name(), {key}, {}, {}};
}

/// Whoever seals for a notice that only this bidder was shown has sealed for nobody.
Status check_log(const SealOptions& options, const tender::LotState& lot) {
    if (options.server.empty()) {
        if (!options.log.given()) return ok();
        return Error(ErrorCode::usage, "--server",
                     "核对日志须联网，请给出 --server; the log is looked into online: give --server");
    }
    TRY_ASSIGN(const log::LogTrust trust, log_trust_for(options, lot.publication->notice));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    return client::look_at_notice(api, lot, trust);
}

constexpr std::string_view days_wanted =
    "应为 0 至 100000 的整数，不加引号，如 120 a whole number from 0 to 100000 without quotes is expected, such as 120";
constexpr std::string_view price_wanted =
    R"(应为带引号的文字，如 "7123456.00" text in quotes is expected, such as "7123456.00")";

/// A member of another type or out of range: what is expected there.
template <typename T> Result<T> as_member(std::string_view wanted, Result<T> read) {
    if (read.ok()) return read;
    const Error& error = read.error();
    const bool another = error.code == ErrorCode::json_member_type || error.code == ErrorCode::json_member_range;
    return another ? Error(error.code, error.place, std::string(wanted)) : error;
}

Result<Money> read_price(codec::ObjectReader& reader) {
    TRY_ASSIGN(const std::string text, as_member(price_wanted, reader.string("price")));
    const auto price = Money::parse_yuan(text);
    if (!price.ok()) return Error(price.error().code, reader.place_of("price"), text);
    return price;
}

Result<std::map<std::string, std::string>> read_values(codec::ObjectReader& reader) {
    std::map<std::string, std::string> out;
    const codec::Json* values = reader.optional("values");
    if (values == nullptr) return out;
    const std::string place = reader.place_of("values");
    if (values->as_object() == nullptr)
        return Error(ErrorCode::json_member_type, place, R"(应为对象 an object is expected, such as {"key": "value"})");
    codec::ObjectReader members(*values, place);
    for (const auto& [name, value] : *values->as_object()) {
        TRY_ASSIGN(out[name], members.string(name));
    }
    return out;
}

/// `{"price","duration_days","quality","manager","manager_certificate","security","values"}`; who offers stands in the
/// certificate.
Result<seal::PublicSheet> read_offer(const codec::Json& json, const crypto::NameFields& subject) {
    codec::ObjectReader reader(json, "");
    seal::PublicSheet sheet;
    sheet.bidder_id = subject.serial_number;
    sheet.bidder_name = subject.organisation.empty() ? subject.common_name : subject.organisation;
    if (reader.has("price")) {
        TRY_ASSIGN(sheet.price, read_price(reader));
    }
    TRY_ASSIGN(sheet.duration_days, as_member(days_wanted, reader.integer("duration_days", 0, 100'000)));
    TRY_ASSIGN(sheet.quality, reader.string("quality"));
    TRY_ASSIGN(sheet.manager, reader.string("manager"));
    TRY_ASSIGN(sheet.manager_certificate, reader.string("manager_certificate"));
    TRY_ASSIGN(sheet.security, reader.string("security"));
    TRY_ASSIGN(sheet.values, read_values(reader));
    TRY(reader.finish());
    return sheet;
}

constexpr std::uint64_t largest_sheet = 1 << 20;

Result<seal::PublicSheet> offer_in(const std::string& file, const crypto::NameFields& subject) {
    const Status kind = expect_kind(file, std::initializer_list<FileKind>{});
    if (!kind.ok()) return not_the_wanted(file, sheet_wanted, kind.error());
    const auto text = read_file(file, largest_sheet);
    if (!text.ok() && text.error().code == ErrorCode::body_too_large)
        return Error(ErrorCode::file_kind_wrong, file, std::string(sheet_wanted));
    TRY(text);
    TRY_ASSIGN(const codec::Json json, as_wanted(file, sheet_wanted, codec::parse_relaxed(*text)));
    if (json.as_object() == nullptr) return Error(ErrorCode::json_member_type, file, std::string(sheet_wanted));
    return in_file(file, read_offer(json, subject));
}

Result<std::vector<client::Volume>> volumes_in(const std::vector<std::string>& files, const Output& output) {
    std::vector<client::Volume> volumes;
    for (const std::string& file : files) {
        TRY_ASSIGN(client::Volume volume, client::volume_of_file(std::filesystem::path(file).stem().string(), file));
        volumes.push_back(std::move(volume));
    }
    TRY(client::check_volumes(volumes));
    for (const client::Volume& volume : volumes) {
        TRY_ASSIGN(const bool is_pdf, client::looks_like_pdf(volume));
        if (!is_pdf)
            output.line(volume.file_name + ": 不是 PDF，评委可能打不开 not a PDF; experts may not be able to open it");
    }
    return volumes;
}

/// Which one is sealed is said where there are two, and only there.
Result<int> envelope_of(const SealOptions& options, const tender::Notice& notice) {
    const bool two = tender::envelopes_of(notice) > 1;
    if (two == options.envelope.has_value()) return options.envelope.value_or(1);
    return Error(
        ErrorCode::usage, "--envelope",
        two ? "本标段有两个信封，请给出 --envelope 1（技术）或 --envelope 2（报价）; this lot has two envelopes: "
              "give --envelope 1 for the technical one or --envelope 2 for the one with the price"
            : "本标段只有一个信封，请去掉 --envelope; this lot has one envelope: leave --envelope out");
}

/// The price stands in the last envelope and nowhere else; a bid that the evaluation must reject is refused before it
/// is sealed. IR 27.
Status check_price(const seal::PublicSheet& sheet, const tender::Notice& notice, int envelope) {
    const int envelopes = tender::envelopes_of(notice);
    if (envelope < envelopes && sheet.price)
        return Error(ErrorCode::sheet_malformed, "/price",
                     "技术信封中不得有报价; the technical envelope must not contain a price");
    if (envelope < envelopes) return ok();
    if (!sheet.price) return Error(ErrorCode::json_member_missing, "/price");
    if (sheet.price->fen() <= 0) return Error(ErrorCode::price_not_positive, "/price", sheet.price->yuan());
    if (notice.ceiling && *sheet.price > *notice.ceiling)
        return Error(ErrorCode::ceiling_exceeded, "/price",
                     sheet.price->yuan_grouped() + " > " + notice.ceiling->yuan_grouped());
    return ok();
}

/// It may be sealed for a deadline that is moved later.
void tell_deadline(Instant deadline, const Output& output) {
    if (clock_now() < deadline) return;
    output.line("警告：按本机时钟，投标截止时间已过 " + deadline.local_text() +
                " UTC+8\nwarning: by this computer's clock the deadline has passed: " + deadline.local_text() +
                " UTC+8");
}

std::string offer_text(const seal::PublicSheet& sheet) {
    if (!sheet.price) return sheet.bidder_name + "：技术信封，不含报价 technical envelope, without a price";
    return sheet.bidder_name + " offers " + sheet.price->yuan_grouped() + " yuan (" + sheet.price->capital() + ")";
}

Result<client::SealingContext> sealing_context(const SealOptions& options, const tender::LotState& lot, int envelope) {
    client::SealingContext context;
    context.envelope.purpose = "submit";
    context.envelope.centre = lot.centre;
    context.envelope.origin = lot.origin;
    context.envelope.lot = lot.lot;
    context.envelope.command = CommandId(random_bytes<16>());
    context.envelope.notice = lot.publication->in_force;
    context.envelope.seen = lot.head.hash;
    context.envelope.time = clock_now();
    context.policy = lot.publication->notice.policy;
    context.panel = lot.publication->notice.panel;
    context.bid_envelope = envelope;
    if (options.replaces.empty()) return context;
    TRY_ASSIGN(const client::PackageFile former, client::open_package(options.replaces));
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(as_bytes(former.jws)));
    context.number = former.manifest.number + 1;
    context.replaces = crypto::sha256(jws.payload);
    return context;
}

/// `document` names what was kept, for --json.
Status keep_secrets(const SealOptions& options, const client::SealingContext& context,
                    const seal::OpeningSecrets& secrets, const Output& output, codec::Json& document) {
    const std::string name = options.secrets.empty() ? options.out + ".secrets.age" : options.secrets;
    const sign::CommandEnvelope& command = context.envelope;
    TRY_ASSIGN(
        const Bytes file,
        lock_opening_secrets({command.origin, *command.lot, secrets.clone(), context.bid_envelope}, options.keepers));
    TRY(write_secret_file(name, file));
    output.line("开标秘密 opening secrets: " + name +
                (options.recovery_code
                     ? "  (没有它和下面的恢复码，任何人包括您自己都无法打开本投标 without them and the "
                       "recovery code below nobody, not even you, can open this bid)"
                     : "  (没有它，任何人包括您自己都无法打开本投标 without them nobody, not even "
                       "you, can open this bid)"));
    document.set("secrets", name);
    if (!options.recovery_code) return ok();
    const std::string code(as_text(seal::encode_recovery_code(secrets).view()));
    output.line("恢复码，请打印 recovery code, to be printed: " + code);
    document.set("recovery_code", code);
    return ok();
}

Status seal_package(const SealOptions& options, const Output& output) {
    client::Anchors anchors;
    TRY_ASSIGN(const tender::LotState lot, lot_of(options, anchors));
    TRY(check_log(options, lot));
    TRY_ASSIGN(const int envelope, envelope_of(options, lot.publication->notice));
    TRY_ASSIGN(const client::Identity identity, client::load_identity(options.key, options.certificate));
    tell_deadline(lot.publication->deadline, output);
    TRY(in_file(options.certificate, check_certificate(identity, anchors, *lot.publication, output)));
    TRY_ASSIGN(const seal::PublicSheet sheet, offer_in(options.sheet, identity.leaf().subject.fields));
    TRY(in_file(options.sheet, check_price(sheet, lot.publication->notice, envelope)));
    TRY_ASSIGN(const std::vector<client::Volume> volumes, volumes_in(options.volumes, output));
    TRY_ASSIGN(const client::SealingContext context, sealing_context(options, lot, envelope));
    if (std::filesystem::exists(options.out)) return Error(ErrorCode::file_exists, options.out);
    // A package under its own name is always complete.
    const std::string unfinished = options.out + ".part";
    std::filesystem::remove(unfinished);
    TRY_ASSIGN(client::FileStage stage, client::FileStage::create(unfinished));
    Progress progress("sealing and re-opening", 0);
    TRY_ASSIGN(const client::SealedBid sealed,
               client::seal_bid(context, sheet, volumes, stage,
                                [&](std::uint64_t done, std::uint64_t) { progress.advance_to(done); }));
    progress.clear();
    TRY_ASSIGN(const std::string jws, identity.sign(sealed.payload, "submit"));
    codec::Json document = codec::Json::object();
    if (sealed.secrets) TRY(keep_secrets(options, context, *sealed.secrets, output, document));
    TRY(client::finish_package(stage, sealed.parts, jws));
    std::filesystem::rename(unfinished, options.out);
    output.line(offer_text(sheet));
    output.line("已密封 sealed " + std::to_string(sealed.parts.size()) + " parts 个部分, " + size_text(stage.size()) +
                ", into 写入 " + options.out + "; 截止 deadline " + lot.publication->deadline.local_text() + " UTC+8");
    output.document(document.set("package", options.out)
                        .set("parts", static_cast<int>(sealed.parts.size()))
                        .set("deadline", lot.publication->deadline.text()));
    return ok();
}

} // namespace

int run_seal(int argc, char** argv) {
    SealOptions options;
    CLI::App app("把投标文件加密成一个投标包，联网与否均可，不发送任何内容。\n"
                 "Seal a bid into one file, with or without a network; nothing is sent. See docs/offline.md.",
                 "kaibiao seal");
    app.add_option("--tender", options.tender, "tender file, written by: kaibiao submit --fetch-tender");
    app.add_option("--server", options.server,
                   "the centre, to fetch the tender from and to see that its notice is in the centre's log");
    app.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    app.add_option("--lot", options.lot, "lot id");
    app.add_option("--root", options.roots, "PEM file of a CA root you trust (repeat)");
    add_log_trust_options(app, options.log);
    app.add_option("-k,--key", options.key, "your key file (PKCS#8 PEM)")->required();
    app.add_option("-c,--certificate", options.certificate, "your certificate chain (PEM, leaf first)")->required();
    app.add_option("--sheet", options.sheet,
                   "opening sheet: JSON with price, duration_days, quality, manager, manager_certificate, security")
        ->required();
    app.add_option("--volume", options.volumes, "a volume, usually a PDF (repeat)");
    app.add_option("--envelope", options.envelope,
                   "in a lot with two envelopes (双信封): 1 the technical one, whose sheet has no price, or 2 the one "
                   "with the price")
        ->check(CLI::Range(1, 2));
    app.add_option("--replaces", options.replaces, "the package of your former submission that this one replaces");
    app.add_option("-o,--out", options.out, "package file to write")->required();
    app.add_option("--secrets", options.secrets,
                   "file for the opening secrets (default: the package's name and .secrets.age)");
    app.add_option("-r,--recipient", options.keepers.recipients,
                   "lock the opening secrets to this age key instead of a passphrase (repeat)");
    app.add_option("-R,--recipients-file", options.keepers.files, "the same, to the keys in this file (repeat)");
    app.add_flag("--recovery-code", options.recovery_code, "also print a recovery code");
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return seal_package(options, output); });
}

} // namespace kaibiao::cli
