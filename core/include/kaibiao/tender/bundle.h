#pragma once
/// The evidence of a whole tender in one file: events with their inclusion proofs, the opened sheets' ciphertexts,
/// roots, revocation lists, a checkpoint; and the log key's signature over all of it. docs/formats/bundle.md.

#include "kaibiao/log/checkpoint.h"
#include "kaibiao/tender/event.h"

namespace kaibiao::tender {

/// Bytes of its text.
inline constexpr std::size_t largest_bundle = std::size_t{256} << 20;

/// An event and where the log holds it under the bundle's checkpoint.
struct BundledEvent {
    log::StoredEvent event;
    std::uint64_t index = 0;
    log::MerkleProof proof;
    bool operator==(const BundledEvent&) const = default;
};

struct BundledStream {
    StreamId stream;
    std::vector<BundledEvent> events; ///< all, in order
    bool operator==(const BundledStream&) const = default;
};

/// The first checkpoint with the cosignatures of the witnesses whom the notice pins that covers the close.
struct ClosingCheckpoint {
    std::string checkpoint;       ///< signed note; empty: there is none
    log::MerkleProof consistency; ///< from this checkpoint to the bundle's
    bool operator==(const ClosingCheckpoint&) const = default;
};

struct Bundle {
    std::string centre;
    std::string origin;
    LotId lot;
    std::string log_key;    ///< verifier key of the log
    std::string checkpoint; ///< signed note
    ClosingCheckpoint closing;
    std::vector<Bytes> roots;           ///< DER, ascending
    std::vector<Bytes> crls;            ///< DER, every list that an event names, ascending
    std::vector<BundledStream> streams; ///< the lot's first, then the bids', ascending
    std::vector<Bytes> sheets;          ///< part-0 ciphertexts of the bids whose sheets were released, ascending
    bool operator==(const Bundle&) const = default;
};

/// Puts roots, lists, sheets and streams into the order the format demands (equal blobs once) and signs.
/// Never makes what open_bundle would refuse.
/// Errors: bundle_incomplete without the lot's own stream, and when `log_key` is not the
/// key of `signer`; json_too_large when there is more of something (place) than a bundle may hold.
Result<std::string> assemble_bundle(Bundle bundle, const log::SignerKey& signer);

/// Decodes the closed form and checks the signature over every byte with the key that the bundle itself names: whether
/// that key is to be trusted is for verify_bundle. Errors: bundle_malformed (place and cause), bundle_root_wrong.
Result<Bundle> open_bundle(ByteView bytes);

} // namespace kaibiao::tender
