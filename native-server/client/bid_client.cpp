#include "client/bid_client.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/log/receipt.h"
#include "kaibiao/seal/package_sealer.h"
#include "kaibiao/seal/part_opener.h"
#include "kaibiao/sign/jws.h"
#include "kaibiao/tender/event.h"

#include <algorithm>
#include <memory>

namespace kaibiao::client {

namespace {

constexpr std::size_t slice_size = 8 << 20;

seal::ClassEntropy class_entropy() {
    seal::ClassEntropy entropy;
    cli::fill_random(entropy.b.data());
    cli::fill_random(entropy.r.data());
    cli::fill_random(entropy.proof.data());
    return entropy;
}

seal::PartEntropy part_entropy() {
    seal::PartEntropy entropy;
    cli::fill_random(entropy.file_key.data());
    cli::fill_random(entropy.nonce);
    cli::fill_random(entropy.lock_salt);
    cli::fill_random(entropy.plain_salt);
    return entropy;
}

/// One sealing run: the sealer, the stage it fills, and what it has told of its progress.
class BidSealer {
  public:
    BidSealer(seal::PackageSealer sealer, Stage& stage, const SealingProgress& progress, std::uint64_t total)
        : sealer_(std::move(sealer)), stage_(stage), progress_(progress), total_(total) {}

    Status seal_volume(const Volume& volume);
    Status seal_sheet(const seal::PublicSheet& sheet);
    Status reopen(const seal::Manifest& manifest, const seal::LockContext& context);
    const seal::PackageSealer& sealer() const { return sealer_; }
    std::vector<StagedPart> take_parts() { return std::move(parts_); }

  private:
    Status reopen_volume(const seal::Manifest& manifest, const StagedPart& part, const Digest& context);
    void advance(std::uint64_t bytes) {
        done_ += bytes;
        if (progress_) progress_(std::min(done_, total_), total_);
    }

    seal::PackageSealer sealer_;
    Stage& stage_;
    const SealingProgress& progress_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
    std::vector<StagedPart> parts_ = std::vector<StagedPart>(1);
};

Status BidSealer::seal_volume(const Volume& volume) {
    const seal::PartEntropy entropy = part_entropy();
    TRY_ASSIGN(seal::PartSealer part, sealer_.begin_volume(volume.title, volume.file_name, volume.size, entropy));
    StagedPart staged{{}, stage_.size()};
    Bytes out;
    for (std::uint64_t offset = 0; offset < volume.size;) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(slice_size, volume.size - offset));
        TRY_ASSIGN(const Bytes slice, volume.read(offset, want));
        out.resize(part.update_bound(slice.size()));
        out.resize(part.update(slice, out));
        TRY(stage_.append(out));
        offset += slice.size();
        advance(slice.size());
    }
    out.resize(part.finish_bound());
    out.resize(part.finish(out));
    TRY(stage_.append(out));
    TRY_ASSIGN(staged.record, sealer_.end_volume(std::move(part)));
    parts_.push_back(staged);
    return ok();
}

Status BidSealer::seal_sheet(const seal::PublicSheet& sheet) {
    TRY_ASSIGN(const seal::SealedSheet sealed, sealer_.seal_sheet(sheet, part_entropy()));
    parts_[0] = {sealed.record, stage_.size()};
    return stage_.append(sealed.file);
}

Status BidSealer::reopen_volume(const seal::Manifest& manifest, const StagedPart& part, const Digest& context) {
    const std::uint32_t number = part.record.part;
    seal::PartOpener opener({part.record, seal::expected_lock(manifest, number, context),
                             sealer_.sealer(seal::PartClass::volumes).secrets()},
                            sealer_.salt(number));
    SecretBytes plain;
    for (std::uint64_t done = 0; done < part.record.length;) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(slice_size, part.record.length - done));
        TRY_ASSIGN(const Bytes slice, stage_.read(part.offset + done, want));
        const std::size_t bound = seal::PartOpener::update_bound(slice.size());
        if (plain.size() < bound) plain = SecretBytes(bound);
        TRY(opener.update(slice, plain.data()));
        done += slice.size();
        advance(slice.size());
    }
    if (plain.size() < seal::PartOpener::finish_bound()) plain = SecretBytes(seal::PartOpener::finish_bound());
    TRY(opener.finish(plain.data()));
    return ok();
}

Status BidSealer::reopen(const seal::Manifest& manifest, const seal::LockContext& context) {
    const StagedPart& sheet = parts_[0];
    TRY_ASSIGN(const Bytes file, stage_.read(sheet.offset, static_cast<std::size_t>(sheet.record.length)));
    TRY(seal::open_sheet(manifest, context.digest(seal::PartClass::sheet),
                         sealer_.sealer(seal::PartClass::sheet).secrets(), file));
    const Digest volumes = context.digest(seal::PartClass::volumes);
    for (std::size_t i = 1; i < parts_.size(); ++i) TRY(reopen_volume(manifest, parts_[i], volumes));
    return ok();
}

/// A receipt of something else than what was signed would later be taken for one's own bid.
Status check_receipt_of(const codec::Json& answer, std::string_view jws) {
    const codec::Json* json = answer.find("receipt");
    if (json == nullptr) return Error(ErrorCode::json_member_missing, "/receipt");
    TRY_ASSIGN(const log::Receipt receipt, log::decode_receipt(as_bytes(codec::dump_canonical(*json))));
    TRY_ASSIGN(const tender::Event event, tender::decode_event(receipt.event));
    TRY_ASSIGN(const sign::Jws sent, sign::parse_jws(as_bytes(jws)));
    const auto* submitted = std::get_if<tender::BidSubmitted>(&event.payload);
    if (submitted != nullptr && submitted->act.payload_digest == crypto::sha256(sent.payload)) return ok();
    return Error(ErrorCode::receipt_malformed, "/receipt/event", "不是所签署的投标 not of the bid that was signed");
}

} // namespace

Volume volume_of(std::string title, std::string file_name, Bytes bytes) {
    const auto shared = std::make_shared<MemoryStage>();
    const std::uint64_t size = bytes.size();
    if (!shared->append(bytes).ok()) std::abort();
    return {std::move(title), std::move(file_name), size,
            [shared](std::uint64_t offset, std::size_t length) { return shared->read(offset, length); }};
}

Result<Volume> volume_of_file(std::string title, const std::filesystem::path& path) {
    TRY_ASSIGN(FileStage opened, FileStage::open(path));
    const auto file = std::make_shared<FileStage>(std::move(opened));
    return Volume{std::move(title), path.filename().string(), file->size(),
                  [file](std::uint64_t offset, std::size_t length) { return file->read(offset, length); }};
}

seal::LockContext lock_context(const SealingContext& context, const std::string& bidder) {
    seal::LockContext lock;
    lock.centre = context.envelope.centre;
    lock.origin = context.envelope.origin;
    lock.lot = *context.envelope.lot;
    lock.envelope = context.bid_envelope;
    lock.bidder = bidder;
    lock.policy = context.policy;
    lock.panel = context.panel;
    return lock;
}

Result<SealedBid> seal_bid(const SealingContext& context, const seal::PublicSheet& sheet,
                           const std::vector<Volume>& volumes, Stage& stage, const SealingProgress& progress) {
    const seal::LockContext lock = lock_context(context, sheet.bidder_id);
    TRY(lock.check());
    TRY_ASSIGN(seal::PackageSealer sealer, seal::PackageSealer::create(lock, {class_entropy(), class_entropy()}));
    std::uint64_t total = 0;
    for (const Volume& volume : volumes) total += 2 * volume.size;
    BidSealer run(std::move(sealer), stage, progress, total);
    for (const Volume& volume : volumes) TRY(run.seal_volume(volume));
    TRY(run.seal_sheet(sheet));
    TRY_ASSIGN(const seal::Manifest manifest, run.sealer().manifest(context.number, context.replaces));
    TRY(run.reopen(manifest, lock));
    SealedBid sealed;
    sealed.payload = codec::dump_canonical(tender::write_submission(context.envelope, manifest));
    sealed.secrets = run.sealer().secrets();
    sealed.parts = run.take_parts();
    return sealed;
}

Result<codec::Json> submit_bid(ApiClient& api, const LotId& lot, const std::vector<StagedPart>& parts,
                               std::string_view jws, const Stage& stage, const SealingProgress& progress) {
    std::uint64_t total = 0;
    for (const StagedPart& part : parts) total += part.record.length;
    std::uint64_t before = 0;
    for (const StagedPart& part : parts) {
        const auto read = [&](std::uint64_t offset, std::size_t length) {
            return stage.read(part.offset + offset, length);
        };
        const auto report = [&](std::uint64_t sent) {
            if (progress) progress(before + sent, total);
        };
        TRY_ASSIGN(const UploadedPart uploaded, api.upload(lot.text(), part.record.length, read, report));
        if (uploaded.root != codec::encode_hex(part.record.root))
            return Error(ErrorCode::manifest_root_mismatch, "part " + std::to_string(part.record.part));
        before += part.record.length;
    }
    TRY_ASSIGN(codec::Json answer, api.post("/api/lots/" + lot.text() + "/submissions", jws));
    TRY(check_receipt_of(answer, jws));
    return answer;
}

Status check_own_secrets(const seal::Manifest& manifest, const seal::OpeningSecrets& secrets) {
    for (const seal::PartClass part_class : {seal::PartClass::sheet, seal::PartClass::volumes}) {
        const auto& hb = manifest.lock(part_class).hb;
        if (!hb) return Error(ErrorCode::lock_secret_mismatch, std::string(seal::name_of(part_class)));
        TRY(seal::check_released_secret(secrets.of(part_class), *hb));
    }
    return ok();
}

Result<codec::Json> release_bid(ApiClient& api, const LotId& lot, const BidId& bid,
                                const seal::OpeningSecrets& secrets) {
    const codec::Json body = codec::Json::object()
                                 .set("bid", bid.text())
                                 .set("sheet", codec::encode_base64(secrets.sheet.view()))
                                 .set("volumes", codec::encode_base64(secrets.volumes.view()));
    return api.post("/api/lots/" + lot.text() + "/releases", codec::dump_canonical(body));
}

} // namespace kaibiao::client
