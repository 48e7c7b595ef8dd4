#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/opening_secret.h"
#include "cli/subcommands.h"
#include "client/package_file.h"
#include "client/released_bid.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/part_opener.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>

namespace kaibiao::cli {

namespace {

constexpr std::size_t slice_size = 8 << 20;

struct OpenOptions {
    std::string package;
    SecretSource secrets;
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string lot;
    std::string bid;
    std::string key;
    std::string certificate;
    std::vector<std::string> roots;
    std::string out;
    bool json = false;
};

/// Short enough for a file system even with a number before it; cut between characters, and the extension stays.
std::string shortened(const std::string& name) {
    constexpr std::size_t longest = 240;
    if (name.size() <= longest) return name;
    std::string extension = std::filesystem::path(name).extension().string();
    if (extension.size() > 16) extension.clear();
    std::size_t end = longest - extension.size();
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
    return name.substr(0, end) + extension;
}

/// A volume's own name could point anywhere: only its last component counts, and never a hidden or empty one.
std::string safe_name(const seal::SheetVolume& volume) {
    std::string name = std::filesystem::path(volume.filename).filename().string();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 32; },
        '_');
    if (name.empty() || name.front() == '.') name.insert(0, "_");
    return std::to_string(volume.part) + "-" + shortened(name);
}

/// Where ciphertext and secrets come from: a package and its bidder's own, or a centre and what was released there.
struct Source {
    seal::Manifest manifest;
    seal::LockContext lock;
    std::function<Result<Bytes>(std::uint32_t part, std::uint64_t offset, std::size_t length)> read;
    std::function<Result<seal::LockSecrets>(seal::PartClass part_class)> secrets;
};

struct OpenedVolume {
    const seal::PartRecord& record;
    const seal::PlainSalt& salt;
    std::filesystem::path file;
};

Status write_volume(const Source& source, const seal::LockSecrets& secrets, const OpenedVolume& volume,
                    client::FileStage& out) {
    const seal::PartRecord& record = volume.record;
    const Digest context = source.lock.digest(seal::PartClass::volumes);
    seal::PartOpener opener({record, seal::expected_lock(source.manifest, record.part, context), secrets.clone()},
                            volume.salt);
    Bytes plain(seal::PartOpener::update_bound(slice_size));
    Progress progress(volume.file.filename().string(), record.length);
    for (std::uint64_t done = 0; done < record.length;) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(slice_size, record.length - done));
        TRY_ASSIGN(const Bytes slice, source.read(record.part, done, want));
        TRY_ASSIGN(const std::size_t size, opener.update(slice, plain));
        TRY(out.append(ByteView(plain).first(size)));
        done += want;
        progress.advance_to(done);
    }
    TRY_ASSIGN(const std::size_t size, opener.finish(plain));
    TRY(out.append(ByteView(plain).first(size)));
    return out.sync();
}

/// A volume under its own name is always complete.
Status open_volume(const Source& source, const seal::LockSecrets& secrets, const OpenedVolume& volume) {
    if (std::filesystem::exists(volume.file)) return Error(ErrorCode::file_exists, volume.file.string());
    const std::filesystem::path unfinished = volume.file.string() + ".part";
    std::filesystem::remove(unfinished);
    TRY_ASSIGN(client::FileStage out, client::FileStage::create(unfinished));
    const Status written = write_volume(source, secrets, volume, out);
    if (written.ok()) {
        std::filesystem::rename(unfinished, volume.file);
        return ok();
    }
    std::filesystem::remove(unfinished);
    return in_file(volume.file, written.error());
}

Status open_all(const Source& source, const OpenOptions& options, const Output& output) {
    if (options.out.empty()) return Error(ErrorCode::usage, "--out", "请给出文件夹; give a folder");
    TRY_ASSIGN(const seal::LockSecrets for_sheet, source.secrets(seal::PartClass::sheet));
    TRY_ASSIGN(const seal::LockSecrets for_volumes, source.secrets(seal::PartClass::volumes));
    const auto length = static_cast<std::size_t>(source.manifest.parts[0].length);
    TRY_ASSIGN(const Bytes file, source.read(0, 0, length));
    TRY_ASSIGN(const seal::OpeningSheet sheet,
               seal::open_sheet(source.manifest, source.lock.digest(seal::PartClass::sheet), for_sheet, file));
    TRY(make_folder(options.out));
    const std::filesystem::path folder = options.out;
    TRY(write_secret_file(folder / "sheet.json", as_bytes(codec::dump_pretty(seal::write_public_sheet(sheet.offer)))));
    for (const seal::SheetVolume& volume : sheet.volumes)
        TRY(open_volume(source, for_volumes,
                        {source.manifest.parts[volume.part], sheet.salts[volume.part], folder / safe_name(volume)}));
    const std::string price =
        sheet.offer.price ? sheet.offer.price->yuan_grouped() + " 元 yuan" : "不含报价 without a price";
    output.line("已打开 opened: " + sheet.offer.bidder_name + ", " + price + ", " +
                std::to_string(sheet.volumes.size()) + " volumes 个文件 in " + options.out);
    output.document(
        codec::Json::object().set("sheet", seal::write_public_sheet(sheet.offer)).set("folder", options.out));
    return ok();
}

/// Before the officers release, a bidder can see that what it keeps is what the bid commits to, and no more.
Status tell_match(const Output& output) {
    output.line(
        "开标秘密与本投标文件相符；见证人释放之后，用 --lot 与 --bid 打开。\n"
        "the opening secrets are those of this bid; once the officers have released, open it with --lot and --bid");
    output.document(codec::Json::object().set("secrets", "match"));
    return ok();
}

Status open_package(const OpenOptions& options, const Output& output) {
    TRY(expect_kind(options.package, FileKind::package));
    TRY_ASSIGN(const client::PackageFile package, client::open_package(options.package));
    if (!seal::needs_bidder(package.manifest.policy))
        return Error(ErrorCode::policy_unavailable, "policy", "this bid needs its officers to open: --lot and --bid");
    TRY_ASSIGN(const KeptSecrets kept, read_opening_secrets(options.secrets));
    const seal::OpeningSecrets& secrets = kept.secrets;
    TRY(expect_secrets_of(package.manifest, kept, options.secrets));
    if (seal::needs_officers(package.manifest.policy)) return tell_match(output);
    client::SealingContext context;
    context.envelope = package.envelope;
    context.policy = package.manifest.policy;
    context.bid_envelope = package.manifest.envelope;
    const auto read = [&package](std::uint32_t part, std::uint64_t offset, std::size_t length) {
        return package.stage.read(package.parts[part].offset + offset, length);
    };
    const auto own = [&secrets](seal::PartClass part_class) -> Result<seal::LockSecrets> {
        seal::LockSecrets lock;
        lock.b = secrets.of(part_class).clone();
        return lock;
    };
    const seal::LockContext lock = client::lock_context(context, package.manifest.bidder);
    return open_all({package.manifest, lock, read, own}, options, output);
}

Status open_released(const OpenOptions& options, const Output& output) {
    if (options.lot.empty() || options.bid.empty() || options.key.empty() || options.certificate.empty())
        return Error(ErrorCode::usage, "package",
                     "请给出投标包，或 --lot、--bid、--key、--certificate 与 --root; give a package, or --lot, --bid, "
                     "--key, --certificate and --root");
    TRY_ASSIGN(const LotId lot, in_file("--lot", LotId::parse(options.lot)));
    TRY_ASSIGN(const BidId bid, in_file("--bid", BidId::parse(options.bid)));
    client::Anchors anchors;
    for (const std::string& file : options.roots) TRY(client::add_root_file(anchors, file));
    TRY_ASSIGN(const client::Identity identity, client::load_identity(options.key, options.certificate));
    TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.server, options.ca_file));
    TRY(api.log_in(identity));
    TRY_ASSIGN(const client::ReleasedBid found, client::find_released_bid(api, lot, bid, std::move(anchors)));
    const auto read = [&](std::uint32_t part, std::uint64_t offset, std::size_t length) {
        return api.get_range("/api/blobs/" + codec::encode_hex(found.manifest.parts[part].root), offset, length);
    };
    const auto released = [&](seal::PartClass part_class) {
        return client::fetch_released_secrets(api, lot, bid, part_class);
    };
    return open_all({found.manifest, found.lock, read, released}, options, output);
}

} // namespace

int run_open(int argc, char** argv) {
    OpenOptions options;
    CLI::App app(
        "试解密自己的投标包，确认到时打得开；或在唱标之后打开有权阅读的投标文件。\n"
        "Open your own sealed package again, to see that you can; or, after the announcement, a bid that you may "
        "read.",
        "kaibiao open");
    auto* package = app.add_option("package", options.package, "package file written by kaibiao seal");
    add_secret_options(app, options.secrets);
    app.add_option("--lot", options.lot, "instead of a package: lot id")->excludes(package);
    app.add_option("--bid", options.bid, "id of an opened bid of this lot")->excludes(package);
    app.add_option("--server", options.server, "the centre")->capture_default_str();
    app.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    app.add_option("-k,--key", options.key, "your key file");
    app.add_option("-c,--certificate", options.certificate, "your certificate chain");
    app.add_option("--root", options.roots, "PEM file of a CA root you trust (repeat)");
    app.add_option("-o,--out", options.out, "folder to write the sheet and the volumes to");
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) {
        return options.package.empty() ? open_released(options, output) : open_package(options, output);
    });
}

} // namespace kaibiao::cli
