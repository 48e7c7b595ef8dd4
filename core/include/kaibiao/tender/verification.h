#pragma once
/// Anyone's check of a bundle: the same decisions are made again from the signed commands, and the bytes compared.

#include "kaibiao/tender/bundle.h"

namespace kaibiao::tender {

/// What the verifier trusts. Absent members are taken from the bundle, and the report says so.
struct VerificationAnchors {
    std::vector<sign::TrustRoot> roots;
    std::optional<log::VerifierKey> log_key;
    std::vector<log::VerifierKey> witnesses; ///< those of `quorum` must have cosigned the checkpoint
    log::WitnessQuorum quorum;
};

/// Shown in this order.
enum class CheckKind : std::uint8_t {
    bundle,     ///< closed canonical form, signature over every byte
    anchors,    ///< roots and log key are the verifier's own
    checkpoint, ///< signed by the log
    chains,     ///< every stream unbroken, payloads match their commitments
    inclusion,  ///< every event stands in the log under the checkpoint
    signatures, ///< every command's signature and certificate chain, at the event's time, with the lists it names
    decisions,  ///< every event is what the rules decide, byte for byte
    frozen_set, ///< the closing event lists the heads of exactly these bids
    sheets,     ///< every opened sheet re-opened from its ciphertext, commitments and all
    scores,     ///< every sheet complete, every score to the last digit
    result,     ///< the outcome recomputed and equal
};
inline constexpr std::size_t check_kind_count = 11;
std::string_view check_name(CheckKind kind);
/// What the check means, for people.
BilingualText check_title(CheckKind kind);

enum class CheckVerdict : std::uint8_t { passed, failed, skipped };

struct Check {
    CheckKind kind = CheckKind::bundle;
    CheckVerdict verdict = CheckVerdict::skipped;
    std::vector<Error> failures; ///< at most 100; place is `stream@position` where there is one
    std::uint64_t items = 0;     ///< how many things were checked
    std::string remark;          ///< such as "taken from the bundle"; empty when there is nothing to say
};

/// After the deadline the frozen bids should lie under a cosigned checkpoint within this time.
inline constexpr std::int64_t close_slack_ms = 60'000;

/// When the witnesses that the notice pins first cosigned a checkpoint that covers the close.
struct WitnessedClose {
    std::optional<Instant> witnessed; ///< absent when the bundle does not show it
    bool flagged = false;             ///< not shown, or later than the deadline and close_slack_ms
};

struct VerificationReport {
    std::vector<Check> checks; ///< one of each kind, in order
    // The following are present as far as the bundle could be read.
    std::optional<LotId> lot;
    std::string centre;
    std::string origin;
    std::string code;
    BilingualText title;
    Phase phase = Phase::unpublished;
    bool trial = false;
    std::optional<Suspension> suspension; ///< in force where the bundle ends, whatever the checks say
    std::optional<WitnessedClose> close;  ///< of a closed lot whose notice pins witnesses
    std::vector<AnnouncedBid> bids;
    std::vector<BidId> candidates; ///< by rank
    std::vector<score::TiedGroup> tied;
    std::vector<Digest> root_fingerprints;
    std::string log_key;

    bool passed() const;
    const Check& check(CheckKind kind) const { return checks[static_cast<std::size_t>(kind)]; }
    /// The first candidate, when the result stands and nobody shares the rank.
    const AnnouncedBid* winner() const;
};

/// Called with work done and to do, in arbitrary units; must not throw.
using VerificationProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

VerificationReport verify_bundle(ByteView bytes, const VerificationAnchors& anchors,
                                 const VerificationProgress& progress = {});
codec::Json write_report(const VerificationReport& report);

} // namespace kaibiao::tender
