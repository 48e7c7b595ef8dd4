#pragma once
/// Publication of a lot: notice, clarifications, suspensions. Commands publish, clarify, suspend, resume.
/// docs/formats/process.md.

#include "kaibiao/tender/notice.h"
#include "kaibiao/tender/signed_command.h"

#include <set>

namespace kaibiao::tender {

struct LotState;

/// Whether bidders may have to change their bids because of a clarification. IR 21.
enum class BidsAffected : std::uint8_t { no, yes };

/// Members of a `clarify` command.
struct Clarification {
    BilingualText text;
    BidsAffected affects_bids = BidsAffected::no;
    std::optional<Instant> deadline; ///< the new one, when it moves
};
/// Errors: those of ObjectReader, with their place.
Result<Clarification> read_clarification(const codec::Json& payload);
/// Adds the members to an envelope.
codec::Json write_clarification(const sign::CommandEnvelope& envelope, const Clarification& clarification);

/// Members of `suspend` and `resume`: `reason`.
Result<BilingualText> read_reason(const codec::Json& payload);
codec::Json write_reason(const sign::CommandEnvelope& envelope, const BilingualText& reason);

// ---- events

struct LotPublished {
    SignedAct act;
    Notice notice;
    RuleProfile profile;
    std::vector<SignedAct> seats;             ///< of the officers, when there is a panel
    std::optional<panel::PanelKey> panel_key; ///< what the panel's certificate says
};
struct LotClarified {
    SignedAct act;
    Clarification clarification;
};
struct LotSuspended {
    SignedAct act;
    BilingualText reason;
};
struct LotResumed {
    SignedAct act;
    BilingualText reason;
};

// ---- state

struct Amendment {
    Digest digest{}; ///< of the clarification's payload
    Instant at;
    Clarification clarification;
};

struct Suspension {
    Instant since;
    Signer by;
    BilingualText reason;
};

struct PublicationState {
    Notice notice;
    RuleProfile profile;
    Digest notice_digest{}; ///< SHA-256 of the JWS payload of the notice
    Digest in_force{};      ///< of the notice, or of the newest amendment
    /// What commands may name: the newest that affects bids, and all since, so that a remark in the last minute does
    /// not void what was signed before it.
    std::set<Digest> accepted;
    Instant published_at;
    Instant deadline; ///< exclusive; as amended
    std::vector<Amendment> amendments;
    std::optional<Suspension> suspension;
    std::vector<Signer> officers;             ///< officer 1 first; none under policy `bidder`
    std::optional<panel::PanelKey> panel_key; ///< with officers

    bool has_officer(std::string_view id) const;
};

// ---- decisions. Each gives one event of the lot's stream.

/// `profile` is the one that the notice names, as the centre knows it; `seats`: verify_seats of the notice.
/// Errors: those of read_notice, check_notice and check_officers; lot_exists, command_not_allowed_for_role (the signer
/// is the tenderer), rule_profile_unknown, rule_profile_trial_refused, period_too_short, price_limit_forbidden,
/// command_stale when notice or seen is not null.
Result<DecidedEvent> decide_publish(const LotState& lot, const VerifiedCommand& command, const RuleProfile& profile,
                                    std::span<const VerifiedCommand> seats, const Context& context);
/// Until the deadline. Errors: check_lot_command; deadline_passed, deadline_moved_earlier, period_too_short.
Result<DecidedEvent> decide_clarify(const LotState& lot, const VerifiedCommand& command, const Context& context);
/// By the supervisor whom the notice names. Errors: check_lot_command; lot_suspended when it is already.
Result<DecidedEvent> decide_suspend(const LotState& lot, const VerifiedCommand& command, const Context& context);
/// A suspension during the release window moves the window's end by its length.
/// Errors: check_lot_command; command_not_allowed_now when it is not suspended.
Result<DecidedEvent> decide_resume(const LotState& lot, const VerifiedCommand& command, const Context& context);

void apply_published(LotState& lot, const log::EventHeader& header, const LotPublished& event);
void apply_clarified(LotState& lot, const log::EventHeader& header, const LotClarified& event);
void apply_suspended(LotState& lot, const log::EventHeader& header, const LotSuspended& event);
void apply_resumed(LotState& lot, const log::EventHeader& header, const LotResumed& event);

} // namespace kaibiao::tender
