#pragma once
/// Bids until the deadline, each in a stream of its own under a random id. Commands submit, withdraw.
/// docs/formats/process.md, docs/formats/package.md.

#include "kaibiao/seal/manifest.h"
#include "kaibiao/tender/signed_command.h"

namespace kaibiao::tender {

struct LotState;

/// Members of a `withdraw` command.
struct Withdrawal {
    BidId bid;
    Digest replaces{}; ///< digest of the manifest withdrawn
};
/// Errors: those of ObjectReader.
Result<Withdrawal> read_withdrawal(const codec::Json& payload);
codec::Json write_withdrawal(const sign::CommandEnvelope& envelope, const Withdrawal& withdrawal);

/// Members of a `submit` command: the manifest.
Result<seal::Manifest> read_submission(const codec::Json& payload);
codec::Json write_submission(const sign::CommandEnvelope& envelope, const seal::Manifest& manifest);

// ---- events

struct BidSubmitted {
    SignedAct act;
    seal::Manifest manifest;
    Digest lot_head{}; ///< newest event of the lot's stream when this was decided: the rules it was decided under
};
struct BidWithdrawn {
    SignedAct act;
    Withdrawal withdrawal;
    Digest lot_head{};
};

// ---- state of one bid's stream

struct Submission {
    seal::Manifest manifest;
    Digest manifest_digest{}; ///< SHA-256 of the JWS payload
    Instant at;               ///< arrival
    Digest event{};           ///< hash of its event
};

enum class Withdrawn : std::uint8_t { no, yes };

struct BidState {
    StreamId stream;
    StreamHead head;
    Party bidder;
    std::optional<Submission> latest; ///< none while the stream is empty, or erased
    Withdrawn withdrawn = Withdrawn::no;

    BidId id() const { return BidId(stream.bytes()); }
    /// Submitted and not withdrawn. Whether it counts among others is for envelopes.h.
    bool in_force() const { return latest.has_value() && withdrawn == Withdrawn::no; }
    /// 1 while the stream is empty.
    int envelope() const { return latest ? latest->manifest.envelope : 1; }
};

// ---- decisions. Each gives one event of the bid's stream.

/// What the server found in an uploaded part.
struct InspectedPart {
    std::uint64_t length = 0; ///< of the ciphertext, in bytes
    Bytes header;             ///< the age header as it stands in the file
    Digest root{};            ///< piece-tree root
};

struct SubmissionFacts {
    /// The uploads that have a root named in the manifest, in any order. Nothing in a replay: uploads are no part of
    /// the public record, and part 0 is checked when it is opened.
    std::optional<std::span<const InspectedPart>> parts;
    /// A fresh random id, used when this submission begins a new stream.
    StreamId fresh_stream;
    /// Streams that this bidder began for this lot and envelope, withdrawn ones included, and streams of the lot in
    /// all.
    std::size_t streams_of_bidder = 0;
    std::size_t streams_of_lot = 0;
};

/// A bid that was withdrawn may be followed by another, but not without end: the close lists every stream. Of each
/// envelope.
inline constexpr std::size_t most_streams_of_bidder = 16;
/// What the closing event can list.
inline constexpr std::size_t most_bids = 10'000;
/// An array of bid ids, at most `most_bids`. Errors: json_member_type and id_malformed, at the array.
Result<std::vector<BidId>> read_bid_ids(codec::ObjectReader& reader, std::string_view key);

/// `latest`: the newest bid of this bidder for this lot and envelope, withdrawn or not; nullptr when there is none. A
/// replacement goes into its stream; the first submission, and the first after a withdrawal, begins a new one. Errors:
/// command_not_allowed_now, deadline_passed, lot_suspended, command_stale, command_not_allowed_for_role (the signer is
/// the bidder named, and neither tenderer nor supervisor nor officer of this lot), bid_exists, bid_withdrawn,
/// bid_replaces_wrong, too_many_bids, and those of check_parts.
Result<DecidedEvent> decide_submit(const LotState& lot, const BidState* latest, const VerifiedCommand& command,
                                   const SubmissionFacts& facts, const Context& context);
/// Until the deadline, also while suspended. Errors: as above; bid_unknown, bid_withdrawn, bid_replaces_wrong.
Result<DecidedEvent> decide_withdraw(const LotState& lot, const BidState& bid, const VerifiedCommand& command,
                                     const Context& context);

void apply_submitted(BidState& bid, const log::EventHeader& header, const Digest& hash, const BidSubmitted& event);

/// What locks of this lot's bids are bound to. The lot is published.
seal::LockContext lock_context(const LotState& lot, const std::string& bidder, int envelope);

/// The parts against the manifest and the lot: every part there, length, header hash, root; exactly one stanza with the
/// right policy, context and part number. Errors: manifest_part_missing, manifest_length_mismatch,
/// manifest_header_mismatch, manifest_root_mismatch, and the lock_* of seal; place is `/parts/N`.
Status check_parts(const LotState& lot, const seal::Manifest& manifest, std::span<const InspectedPart> parts);

} // namespace kaibiao::tender
