#pragma once
/// Sealing and submitting a bid from native code: what `kaibiao submit` and the bots do, and what the sealing desk does
/// in the browser with the same core. docs/formats/package.md.

#include "client/api_client.h"
#include "kaibiao/base/money.h"
#include "kaibiao/seal/lock.h"
#include "kaibiao/seal/manifest.h"
#include "kaibiao/tender/notice.h"

#include <optional>

namespace kaibiao::client {

/// What the bidder offers; price in words, padding and salts are made when it is sealed.
struct Offer {
    Money price;
    std::int64_t duration_days = 0;
    std::string quality;
    std::string manager;
    std::string manager_certificate;
    std::string security;
    struct Volume {
        std::string title;
        std::string file_name;
        Bytes bytes;
    };
    std::vector<Volume> volumes;
};

/// The lot as a bidder sees it when sealing.
struct SealingContext {
    sign::CommandEnvelope envelope; ///< of purpose `submit`, with the notice in force
    tender::Notice notice;
    std::string bidder_id;
    std::string bidder_name;
    std::int64_t number = 1;        ///< of the submission
    std::optional<Digest> replaces; ///< manifest that this one replaces
};

/// The two secrets that open a bid; whoever has both can release it.
struct OpeningSecrets {
    seal::LockSecret sheet;
    seal::LockSecret volumes;
};

struct SealedBid {
    std::vector<Bytes> parts; ///< ciphertexts, part 0 first
    std::string manifest;     ///< canonical JSON, the payload of the submission
    OpeningSecrets secrets;
};

/// Seals every part, re-opens each and compares the commitments. Errors: those of seal.
Result<SealedBid> seal_bid(const SealingContext& context, const Offer& offer);

/// Uploads the parts, signs the manifest and sends the final command; the answer holds bid, number and receipt.
Result<codec::Json> submit_bid(ApiClient& api, const Identity& identity, const LotId& lot, const SealedBid& sealed,
                               const std::function<void(std::uint64_t, std::uint64_t)>& progress = {});

/// Releases both secrets of a bid.
Result<codec::Json> release_bid(ApiClient& api, const LotId& lot, const BidId& bid, const OpeningSecrets& secrets);

} // namespace kaibiao::client
