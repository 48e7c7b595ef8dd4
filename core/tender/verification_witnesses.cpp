#include "kaibiao/tender/witnesses.h"
#include "replay.h"

namespace kaibiao::tender {

namespace {

constexpr const char* closing_place = "/body/closing";

/// Where the log holds the closing event.
std::optional<std::uint64_t> close_index(const Bundle& bundle) {
    for (const BundledEvent& bundled : bundle.streams.front().events) {
        const Result<log::EventHeader> header = log::decode_event_header(bundled.event.header);
        if (header.ok() && header->type == event_type_name(EventType::lot_closed)) return bundled.index;
    }
    return std::nullopt;
}

/// Since when the quorum had cosigned the close. Errors: those of open_checkpoint, verify_consistency; proof_wrong when
/// the checkpoint does not cover the close.
Result<Instant> time_of_close(const ClosingCheckpoint& closing, const log::LogTrust& pinned,
                              const log::Checkpoint& checkpoint, std::uint64_t closed) {
    TRY_ASSIGN(const log::TrustedCheckpoint opened, log::open_checkpoint(closing.checkpoint, pinned));
    TRY(log::verify_consistency(opened.checkpoint.head(), checkpoint.head(), closing.consistency));
    if (closed >= opened.checkpoint.size) return Error(ErrorCode::proof_wrong);
    return opened.quorum_since.value();
}

} // namespace

std::optional<WitnessedClose> check_witnesses(const LotState& lot, const Bundle& bundle,
                                              const log::Checkpoint& checkpoint, Findings& findings) {
    const Result<log::VerifierKey> key = log::VerifierKey::parse(bundle.log_key);
    if (!lot.publication || !key.ok()) return std::nullopt;
    const auto pinned = pinned_witnesses(lot.publication->notice, bundle.origin, *key);
    if (!pinned.ok()) return std::nullopt; // told by the decision on the notice
    const bool has_closing = !bundle.closing.checkpoint.empty();
    if (!pinned->quorum.wanted) {
        findings.remark(CheckKind::checkpoint, "the notice pins no witnesses");
        if (has_closing) findings.fail(CheckKind::checkpoint, Error(ErrorCode::bundle_malformed, closing_place));
        return std::nullopt;
    }
    const auto opened = log::open_checkpoint(bundle.checkpoint, *pinned);
    if (opened.ok())
        findings.remark(CheckKind::checkpoint, "witnessed " + opened->quorum_since->text());
    else
        findings.fail(CheckKind::checkpoint, Error(opened.error().code, "/body/checkpoint", opened.error().detail));
    const std::optional<std::uint64_t> closed = close_index(bundle);
    if (!closed) return std::nullopt;
    std::optional<Instant> witnessed;
    if (has_closing) {
        const Result<Instant> time = time_of_close(bundle.closing, *pinned, checkpoint, *closed);
        if (time.ok())
            witnessed = *time;
        else
            findings.fail(CheckKind::checkpoint, Error(time.error().code, closing_place, time.error().detail));
    }
    const Instant last = lot.publication->deadline.plus_milliseconds(close_slack_ms);
    return WitnessedClose{witnessed, !witnessed || *witnessed > last};
}

} // namespace kaibiao::tender
