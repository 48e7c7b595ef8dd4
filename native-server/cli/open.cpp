#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/opening_secret.h"
#include "cli/subcommands.h"
#include "client/package_file.h"
#include "kaibiao/seal/part_opener.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace kaibiao::cli {

namespace {

constexpr std::size_t slice_size = 8 << 20;

struct OpenOptions {
    std::string package;
    SecretSource secrets;
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

seal::LockSecrets secrets_of(const seal::OpeningSecrets& secrets, seal::PartClass part_class) {
    seal::LockSecrets lock;
    lock.b = secrets.of(part_class).clone();
    return lock;
}

Status open_volume(const client::PackageFile& package, const client::StagedPart& part, const seal::PlainSalt& salt,
                   const Digest& context, const seal::OpeningSecrets& secrets, const std::filesystem::path& file) {
    seal::PartOpener opener({part.record, seal::expected_lock(package.manifest, part.record.part, context),
                             secrets_of(secrets, seal::PartClass::volumes)},
                            salt);
    TRY_ASSIGN(client::FileStage out, client::FileStage::create(file));
    Bytes plain(seal::PartOpener::update_bound(slice_size));
    Progress progress(file.filename().string(), part.record.length);
    for (std::uint64_t done = 0; done < part.record.length;) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(slice_size, part.record.length - done));
        TRY_ASSIGN(const Bytes slice, package.stage.read(part.offset + done, want));
        TRY_ASSIGN(const std::size_t size, opener.update(slice, plain));
        TRY(out.append(ByteView(plain).first(size)));
        done += want;
        progress.advance_to(done);
    }
    TRY_ASSIGN(const std::size_t size, opener.finish(plain));
    TRY(out.append(ByteView(plain).first(size)));
    return out.sync();
}

Status open_package(const OpenOptions& options, const Output& output) {
    TRY(expect_kind(options.package, FileKind::package));
    TRY_ASSIGN(const client::PackageFile package, client::open_package(options.package));
    TRY_ASSIGN(const seal::OpeningSecrets secrets, read_opening_secrets(options.secrets));
    if (seal::needs_officers(package.manifest.policy))
        return Error(ErrorCode::policy_unavailable, "policy", "this bid needs its officers to open");
    client::SealingContext context;
    context.envelope = package.envelope;
    context.policy = package.manifest.policy;
    const seal::LockContext lock = client::lock_context(context, package.manifest.bidder);
    const client::StagedPart& first = package.parts[0];
    TRY_ASSIGN(const Bytes file, package.stage.read(first.offset, static_cast<std::size_t>(first.record.length)));
    TRY_ASSIGN(const seal::OpeningSheet sheet, seal::open_sheet(package.manifest, lock.digest(seal::PartClass::sheet),
                                                                secrets_of(secrets, seal::PartClass::sheet), file));
    TRY(make_folder(options.out));
    const std::filesystem::path folder = options.out;
    TRY(write_secret_file(folder / "sheet.json", as_bytes(codec::dump_pretty(seal::write_public_sheet(sheet.offer)))));
    for (const seal::SheetVolume& volume : sheet.volumes)
        TRY(open_volume(package, package.parts[volume.part], sheet.salts[volume.part],
                        lock.digest(seal::PartClass::volumes), secrets, folder / safe_name(volume)));
    output.line("opened: " + sheet.offer.bidder_name + ", " + sheet.offer.price.yuan_grouped() + " yuan, " +
                std::to_string(sheet.volumes.size()) + " volumes in " + options.out);
    output.document(
        codec::Json::object().set("sheet", seal::write_public_sheet(sheet.offer)).set("folder", options.out));
    return ok();
}

} // namespace

int run_open(int argc, char** argv) {
    OpenOptions options;
    CLI::App app("试解密自己的投标包，确认到时打得开。\n"
                 "Open your own sealed package again, to see that you can.",
                 "kaibiao open");
    app.add_option("package", options.package, "package file written by kaibiao seal")->required();
    add_secret_options(app, options.secrets);
    app.add_option("-o,--out", options.out, "folder to write the sheet and the volumes to")->required();
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return open_package(options, output); });
}

} // namespace kaibiao::cli
