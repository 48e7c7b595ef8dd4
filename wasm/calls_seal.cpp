// Sealed packages: sealing, the check before signing, and opening one's own sheet.

#include "entropy.h"
#include "handles.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/seal/package_sealer.h"
#include "kaibiao/seal/part_opener.h"

namespace kaibiao::wasm {

using codec::Json;
using codec::ObjectReader;
using seal::PackageSealer;
using seal::PartClass;
using seal::PartSealer;

namespace {

/// A package while it is sealed: the lock it is made under is needed again for its secrets' file.
struct Package {
    seal::LockContext context;
    PackageSealer sealer;
};

/// A staged part while it is opened again. The plaintext goes nowhere.
struct Recheck {
    seal::PartOpener opener;
    SecretBytes plain;
};

template <typename T> Result<T*> read_handle(Input& in) {
    TRY_ASSIGN(const std::uint32_t number, in.u32());
    return Handles::all().get<T>(number);
}

Result<std::optional<seal::Panel>> read_panel(ObjectReader& reader) {
    const Json* json = reader.optional("panel");
    if (json == nullptr) return std::optional<seal::Panel>();
    ObjectReader panel_reader(*json, reader.place_of("panel"));
    seal::Panel panel;
    TRY_ASSIGN(panel.id, panel_reader.string("id"));
    TRY_ASSIGN(const auto y, panel_reader.bytes<32>("y"));
    TRY_ASSIGN(panel.y, crypto::Point::decode(y));
    TRY_ASSIGN(const std::int64_t k, panel_reader.integer("k", 1, 15));
    TRY_ASSIGN(const std::int64_t n, panel_reader.integer("n", 1, 15));
    TRY(panel_reader.finish());
    panel.k = static_cast<int>(k);
    panel.n = static_cast<int>(n);
    return std::optional<seal::Panel>(std::move(panel));
}

/// `{centre, origin, lot, envelope, bidder, policy, panel}`
Result<seal::LockContext> read_lock(Input& in) {
    TRY_ASSIGN(const Json json, in.json());
    ObjectReader reader(json, "/lock");
    seal::LockContext context;
    TRY_ASSIGN(context.centre, reader.string("centre"));
    TRY_ASSIGN(context.origin, reader.string("origin"));
    TRY_ASSIGN(const std::string lot, reader.string("lot"));
    TRY_ASSIGN(context.lot, LotId::parse(lot));
    TRY_ASSIGN(const std::int64_t envelope, reader.integer("envelope", 1, 2));
    context.envelope = static_cast<int>(envelope);
    TRY_ASSIGN(context.bidder, reader.string("bidder"));
    TRY_ASSIGN(const std::string policy, reader.string("policy"));
    TRY_ASSIGN(context.policy, seal::parse_lock_policy(policy));
    TRY_ASSIGN(context.panel, read_panel(reader));
    TRY(reader.finish());
    TRY(context.check());
    return context;
}

/// b 32 ‖ r 64 ‖ proof 32
void take_class(Entropy& entropy, seal::ClassEntropy& out) {
    entropy.take(out.b);
    entropy.take(out.r);
    entropy.take(out.proof);
}

/// file key 16 ‖ nonce 16 ‖ lock salt 16 ‖ plaintext salt 32
Result<seal::PartEntropy> read_part_entropy(Input& in) {
    TRY_ASSIGN(Entropy entropy, Entropy::read(in, 80));
    seal::PartEntropy out;
    entropy.take(out.file_key);
    entropy.take(out.nonce);
    entropy.take(out.lock_salt);
    entropy.take(out.plain_salt);
    return out;
}

/// A bid whose sheet is open: one's own, or one that was released.
struct OpenedBid {
    seal::LockContext context;
    seal::Manifest manifest;
    seal::OpeningSheet sheet;
};

/// B and S of one class one after the other; of each nothing, where the policy does not need it.
Result<seal::LockSecrets> read_secrets(Input& in) {
    seal::LockSecrets secrets;
    for (std::optional<seal::LockSecret>* secret : {&secrets.b, &secrets.s}) {
        TRY_ASSIGN(const ByteView bytes, in.bytes());
        if (bytes.size() == 32) *secret = seal::LockSecret::copy_of(bytes.first<32>());
    }
    return secrets;
}

/// Lock, manifest, the secrets of the sheets' class, part 0.
Result<OpenedBid> read_bid(Input& in) {
    TRY_ASSIGN(seal::LockContext context, read_lock(in));
    TRY_ASSIGN(const Json json, in.json());
    TRY_ASSIGN(const seal::LockSecrets secrets, read_secrets(in));
    TRY_ASSIGN(const ByteView file, in.bytes());
    ObjectReader reader(json, "/manifest");
    TRY_ASSIGN(seal::Manifest manifest, seal::read_manifest(reader));
    TRY(reader.finish());
    TRY_ASSIGN(seal::OpeningSheet sheet, seal::open_sheet(manifest, context.digest(PartClass::sheet), secrets, file));
    return OpenedBid{std::move(context), std::move(manifest), std::move(sheet)};
}

/// Leaves of a piece tree, one after the other.
template <typename Tree> Status add_pieces(Tree& tree, ByteView leaves) {
    if (leaves.size() % 32 != 0) return Error(ErrorCode::length_wrong, {}, "piece hashes");
    for (; !leaves.empty(); leaves = leaves.subspan(32)) {
        Digest leaf{};
        std::copy_n(leaves.begin(), leaf.size(), leaf.begin());
        tree.add_piece(leaf);
    }
    return ok();
}

} // namespace

Status package_begin(Input& in, Output& out) {
    TRY_ASSIGN(seal::LockContext context, read_lock(in));
    TRY_ASSIGN(Entropy entropy, Entropy::read(in, 256));
    TRY(in.finish());
    seal::PackageEntropy package_entropy;
    take_class(entropy, package_entropy.sheet);
    take_class(entropy, package_entropy.volumes);
    TRY_ASSIGN(PackageSealer sealer, PackageSealer::create(context, package_entropy));
    const Digest sheet = context.digest(PartClass::sheet);
    const Digest volumes = context.digest(PartClass::volumes);
    out.u32(Handles::all().put(Package{std::move(context), std::move(sealer)}));
    out.bytes(sheet);
    out.bytes(volumes);
    return ok();
}

/// `hashing`: bit 0 when pieces are hashed elsewhere, bit 1 when the commitment is.
Status volume_begin(Input& in, Output& out) {
    TRY_ASSIGN(Package * package, read_handle<Package>(in));
    TRY_ASSIGN(const std::string_view title, in.text());
    TRY_ASSIGN(const std::string_view filename, in.text());
    TRY_ASSIGN(const std::uint64_t bytes, in.u64());
    TRY_ASSIGN(const std::uint32_t hashing, in.u32());
    TRY_ASSIGN(const seal::PartEntropy entropy, read_part_entropy(in));
    TRY(in.finish());
    const auto where = [hashing](std::uint32_t bit) {
        return (hashing & bit) != 0 ? seal::Hashing::elsewhere : seal::Hashing::here;
    };
    TRY_ASSIGN(PartSealer volume, package->sealer.begin_volume(std::string(title), std::string(filename), bytes,
                                                               entropy, {where(1), where(2)}));
    const std::uint32_t part = volume.part();
    out.u32(Handles::all().put(std::move(volume)));
    out.u32(part);
    return ok();
}

Status volume_update(Input& in, Output& out) {
    TRY_ASSIGN(PartSealer * volume, read_handle<PartSealer>(in));
    TRY_ASSIGN(const ByteView plain, in.bytes());
    TRY(in.finish());
    out.end_bulk(volume->update(plain, out.begin_bulk(volume->update_bound(plain.size()))));
    return ok();
}

Status volume_finish(Input& in, Output& out) {
    TRY_ASSIGN(PartSealer * volume, read_handle<PartSealer>(in));
    TRY(in.finish());
    out.end_bulk(volume->finish(out.begin_bulk(volume->finish_bound())));
    return ok();
}

Status volume_end(Input& in, Output&) {
    TRY_ASSIGN(Package * package, read_handle<Package>(in));
    TRY_ASSIGN(const std::uint32_t number, in.u32());
    TRY_ASSIGN(PartSealer * volume, Handles::all().get<PartSealer>(number));
    TRY_ASSIGN(const ByteView pieces, in.bytes());
    TRY_ASSIGN(const ByteView commitment, in.bytes());
    TRY(in.finish());
    TRY(add_pieces(*volume, pieces));
    if (!commitment.empty()) {
        Digest digest{};
        if (commitment.size() != digest.size()) return Error(ErrorCode::length_wrong, {}, "commitment");
        std::copy(commitment.begin(), commitment.end(), digest.begin());
        volume->set_commitment(digest);
    }
    const auto record = package->sealer.end_volume(std::move(*volume));
    Handles::all().free(number);
    return record.ok() ? ok() : Status(record.error());
}

Status sheet_seal(Input& in, Output& out) {
    TRY_ASSIGN(Package * package, read_handle<Package>(in));
    TRY_ASSIGN(const Json json, in.json());
    TRY_ASSIGN(const seal::PartEntropy entropy, read_part_entropy(in));
    TRY(in.finish());
    TRY_ASSIGN(const seal::PublicSheet offer, seal::read_public_sheet(json, "/offer"));
    TRY_ASSIGN(const seal::SealedSheet sheet, package->sealer.seal_sheet(offer, entropy));
    out.bytes(sheet.file);
    return ok();
}

Status package_manifest(Input& in, Output& out) {
    TRY_ASSIGN(Package * package, read_handle<Package>(in));
    TRY_ASSIGN(const std::uint32_t number, in.u32());
    TRY_ASSIGN(const std::string_view replaces, in.text());
    TRY(in.finish());
    std::optional<Digest> replaced;
    if (!replaces.empty()) {
        TRY_ASSIGN(replaced, codec::decode_digest(replaces));
    }
    TRY_ASSIGN(const seal::Manifest manifest, package->sealer.manifest(number, replaced));
    Json json = Json::object();
    seal::write_manifest(json, manifest);
    out.json(json);
    return ok();
}

Status package_secrets(Input& in, Output& out) {
    TRY_ASSIGN(Package * package, read_handle<Package>(in));
    TRY(in.finish());
    std::optional<seal::OpeningSecrets> secrets = package->sealer.secrets();
    if (!secrets) return Error(ErrorCode::lock_policy_mismatch, {}, "no secret of the bidder");
    const SecretBytes code = seal::encode_recovery_code(*secrets);
    const SecretBytes file = seal::encode_opening_secrets(
        {package->context.origin, package->context.lot, std::move(*secrets), package->context.envelope});
    out.bytes(file.view());
    out.bytes(code.view());
    return ok();
}

Status recheck_begin(Input& in, Output& out) {
    TRY_ASSIGN(Package * package, read_handle<Package>(in));
    TRY_ASSIGN(const std::uint32_t part, in.u32());
    TRY(in.finish());
    TRY_ASSIGN(const seal::Manifest manifest, package->sealer.manifest(1, std::nullopt));
    if (part >= manifest.parts.size()) return Error(ErrorCode::manifest_part_missing);
    const seal::ClassSealer& sealer = package->sealer.sealer(seal::class_of_part(part));
    seal::PartKey key{manifest.parts[part], sealer.expected(part), sealer.secrets()};
    out.u32(Handles::all().put(
        Recheck{seal::PartOpener(std::move(key), package->sealer.salt(part), seal::Hashing::elsewhere), {}}));
    return ok();
}

Status recheck_update(Input& in, Output&) {
    TRY_ASSIGN(Recheck * recheck, read_handle<Recheck>(in));
    TRY_ASSIGN(const ByteView sealed, in.bytes());
    TRY(in.finish());
    const std::size_t bound = seal::PartOpener::update_bound(sealed.size());
    if (recheck->plain.size() < bound) recheck->plain = SecretBytes(bound);
    const auto written = recheck->opener.update(sealed, recheck->plain.data());
    return written.ok() ? ok() : Status(written.error());
}

Status recheck_finish(Input& in, Output&) {
    TRY_ASSIGN(Recheck * recheck, read_handle<Recheck>(in));
    TRY_ASSIGN(const ByteView pieces, in.bytes());
    TRY(in.finish());
    TRY(add_pieces(recheck->opener, pieces));
    SecretBytes rest(seal::PartOpener::finish_bound());
    const auto written = recheck->opener.finish(rest.data());
    return written.ok() ? ok() : Status(written.error());
}

Status commitment_begin(Input& in, Output& out) {
    TRY_ASSIGN(const Digest context, in.fixed<32>());
    TRY_ASSIGN(const std::uint32_t part, in.u32());
    TRY_ASSIGN(const seal::PlainSalt salt, in.fixed<32>());
    TRY(in.finish());
    out.u32(Handles::all().put(seal::PlainCommitment(context, part, salt)));
    return ok();
}

Status commitment_update(Input& in, Output&) {
    TRY_ASSIGN(seal::PlainCommitment * commitment, read_handle<seal::PlainCommitment>(in));
    TRY_ASSIGN(const ByteView plain, in.bytes());
    TRY(in.finish());
    commitment->update(plain);
    return ok();
}

Status commitment_finish(Input& in, Output& out) {
    TRY_ASSIGN(seal::PlainCommitment * commitment, read_handle<seal::PlainCommitment>(in));
    TRY(in.finish());
    out.bytes(commitment->finish());
    return ok();
}

Status sheet_open(Input& in, Output& out) {
    TRY_ASSIGN(const OpenedBid bid, read_bid(in));
    TRY(in.finish());
    Json volumes = Json::array();
    for (const seal::SheetVolume& volume : bid.sheet.volumes)
        volumes.push(Json::object()
                         .set("bytes", static_cast<std::int64_t>(volume.bytes))
                         .set("filename", volume.filename)
                         .set("title", volume.title));
    out.json(Json::object().set("offer", seal::write_public_sheet(bid.sheet.offer)).set("volumes", std::move(volumes)));
    return ok();
}

/// Volume `part` of the bid whose opening sheet comes with it: the sheet holds what the volume is compared with.
Status part_begin(Input& in, Output& out) {
    TRY_ASSIGN(const OpenedBid bid, read_bid(in));
    TRY_ASSIGN(seal::LockSecrets secrets, read_secrets(in));
    TRY_ASSIGN(const std::uint32_t part, in.u32());
    TRY(in.finish());
    if (part >= bid.manifest.parts.size()) return Error(ErrorCode::manifest_part_missing);
    const Digest context = bid.context.digest(PartClass::volumes);
    out.u32(Handles::all().put(seal::PartOpener(
        {bid.manifest.parts[part], seal::expected_lock(bid.manifest, part, context), std::move(secrets)},
        bid.sheet.salts[part])));
    return ok();
}

Status part_update(Input& in, Output& out) {
    TRY_ASSIGN(seal::PartOpener * opener, read_handle<seal::PartOpener>(in));
    TRY_ASSIGN(const ByteView sealed, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(const std::size_t size,
               opener->update(sealed, out.begin_bulk(seal::PartOpener::update_bound(sealed.size()))));
    out.end_bulk(size);
    return ok();
}

/// The end of a volume that was not changed. Before this answer nothing of it is to be believed.
Status part_finish(Input& in, Output& out) {
    TRY_ASSIGN(seal::PartOpener * opener, read_handle<seal::PartOpener>(in));
    TRY(in.finish());
    TRY_ASSIGN(const std::size_t size, opener->finish(out.begin_bulk(seal::PartOpener::finish_bound())));
    out.end_bulk(size);
    return ok();
}

Status secrets_read(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(const seal::OpeningSecretsFile file, seal::decode_opening_secrets(text));
    out.text(file.origin);
    out.text(file.lot.text());
    out.bytes(file.secrets.sheet.view());
    out.bytes(file.secrets.volumes.view());
    return ok();
}

Status recovery_code_read(Input& in, Output& out) {
    TRY_ASSIGN(const std::string_view code, in.text());
    TRY(in.finish());
    TRY_ASSIGN(const seal::OpeningSecrets secrets, seal::decode_recovery_code(code));
    out.bytes(secrets.sheet.view());
    out.bytes(secrets.volumes.view());
    return ok();
}

Status secret_check(Input& in, Output&) {
    TRY_ASSIGN(const auto b, in.fixed<32>());
    TRY_ASSIGN(const Digest hb, in.fixed<32>());
    TRY(in.finish());
    return seal::check_released_secret(seal::LockSecret::copy_of(b), hb);
}

} // namespace kaibiao::wasm
