#pragma once
/// Sealing and submitting a bid from native code: what `kaibiao seal` and `submit` and the bots do, and what the
/// sealing desk does in the browser with the same core. Memory is constant for volumes of any size.
/// docs/formats/package.md.

#include "client/api_client.h"
#include "client/stage.h"
#include "kaibiao/seal/manifest.h"
#include "kaibiao/seal/opening_secrets.h"
#include "kaibiao/seal/opening_sheet.h"
#include "kaibiao/tender/notice.h"

#include <filesystem>
#include <optional>

namespace kaibiao::client {

struct Volume {
    std::string title;
    std::string file_name;
    std::uint64_t size = 0;
    PartReader read;
};
Volume volume_of(std::string title, std::string file_name, Bytes bytes);
/// Errors: file_unreadable.
Result<Volume> volume_of_file(std::string title, const std::filesystem::path& path);

/// The lot as a bidder sees it when sealing.
struct SealingContext {
    sign::CommandEnvelope envelope; ///< of purpose `submit`, with the notice in force
    seal::LockPolicy policy = seal::LockPolicy::bidder;
    std::optional<seal::Panel> panel;
    int bid_envelope = 1;           ///< of the bid: 1, or 2 for the prices of a lot with two
    std::int64_t number = 1;        ///< of the submission
    std::optional<Digest> replaces; ///< manifest that this one replaces
};
seal::LockContext lock_context(const SealingContext& context, const std::string& bidder);

using SealingProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct StagedPart {
    seal::PartRecord record;
    std::uint64_t offset = 0; ///< in the stage
};

struct SealedBid {
    std::vector<StagedPart> parts; ///< part i at index i
    std::string payload;           ///< canonical JSON, what the bidder signs
    std::optional<seal::OpeningSecrets> secrets;
};

/// Seals the volumes and the sheet into `stage`, then re-opens every part and compares the commitments, before anything
/// is signed. `sheet.bidder_id` is the bidder. Errors: those of seal and of the stage.
Result<SealedBid> seal_bid(const SealingContext& context, const seal::PublicSheet& sheet,
                           const std::vector<Volume>& volumes, Stage& stage, const SealingProgress& progress = {});

/// Uploads the parts and sends the signed manifest; the answer holds bid, number and receipt.
Result<codec::Json> submit_bid(ApiClient& api, const LotId& lot, const std::vector<StagedPart>& parts,
                               std::string_view jws, const Stage& stage, const SealingProgress& progress = {});

/// Whether these are the secrets that the bid commits to. Errors: lock_secret_mismatch.
Status check_own_secrets(const seal::Manifest& manifest, const seal::OpeningSecrets& secrets);
/// Releases both secrets of a bid.
Result<codec::Json> release_bid(ApiClient& api, const LotId& lot, const BidId& bid,
                                const seal::OpeningSecrets& secrets);

} // namespace kaibiao::client
