#pragma once
/// Evaluation: the committee and its signed score sheets. Commands appoint, score. docs/formats/process.md.

#include "kaibiao/score/sheet.h"
#include "kaibiao/tender/signed_command.h"

namespace kaibiao::tender {

struct LotState;

/// Persisted by name.
enum class MemberKind : std::uint8_t { expert = 1, tenderer = 2 };
std::string_view member_kind_name(MemberKind kind);

struct Member {
    Party person;
    MemberKind kind = MemberKind::expert;
    /// With a casting vote only: one expert of the committee is its chair.
    score::SheetRole role = score::SheetRole::member;
    score::GroupKey group = {}; ///< with a weighted mean only: whose weight the member has
    bool operator==(const Member&) const = default;
};

/// Members of an `appoint` command. Errors: those of ObjectReader, command_malformed.
Result<std::vector<Member>> read_committee(const codec::Json& payload);
codec::Json write_committee(const sign::CommandEnvelope& envelope, std::span<const Member> members);
/// Members of a `score` command.
Result<std::vector<score::Cell>> read_cells(const codec::Json& payload);
codec::Json write_cells(const sign::CommandEnvelope& envelope, std::span<const score::Cell> cells);

/// Before the announcement nobody knows who bid.
bool is_announced_bidder(const LotState& lot, std::string_view id);

// ---- events

struct CommitteeAppointed {
    SignedAct act;
    std::vector<Member> members;
};
struct ExpertScored {
    SignedAct act;
    std::vector<score::Cell> cells;
};

// ---- state

struct SignedSheet {
    score::ScoreSheet sheet;
    Instant at;
};

struct EvaluationState {
    std::vector<Member> committee;
    std::vector<SignedSheet> sheets; ///< in the order in which they were signed
    /// Sheets that stand in the stream, withheld ones too, and the place of the newest.
    std::size_t scored = 0;
    std::uint64_t last_scored = 0;
    void note_scored(std::uint64_t position) {
        ++scored;
        last_scored = position;
    }

    std::vector<score::ScoreSheet> score_sheets() const;
    const Member* find(std::string_view id) const;
    bool has_signed(std::string_view id) const;
    /// Members who have not signed, in the order of the appointment.
    std::vector<Member> missing() const;
};

/// By the tenderer, until the first sheet is signed; a later appointment takes the place of an earlier one. The
/// supervisor and the bidders are never members. Where the method asks for them, every member has a group and one
/// expert is the chair, who is not of the tenderer (GP 45, 47). Errors: check_lot_command; committee_wrong,
/// command_not_allowed_now; score::check_seats with places below `/members`.
Result<DecidedEvent> decide_appoint(const LotState& lot, const VerifiedCommand& command, const Context& context);
/// By a member, once, after the announcement, with two envelopes the first one; complete and in range.
/// Errors: check_lot_command, score::check_sheet; expert_not_on_committee, score_sheet_signed.
Result<DecidedEvent> decide_score(const LotState& lot, const VerifiedCommand& command, const Context& context);

void apply_appointed(LotState& lot, const log::EventHeader& header, const CommitteeAppointed& event);
void apply_scored(LotState& lot, const log::EventHeader& header, const ExpertScored& event);

/// What goes into score::evaluate, in the order of the announcement: opened bids are admitted with their price, revoked
/// ones revoked, those that failed to open excluded. With two envelopes the bids are the technical ones, with the price
/// of the same bidder's price envelope once that is opened, until then and for the others 0.
std::vector<score::BidInput> bid_inputs(const LotState& lot);
/// Every member has signed where the method asks for scores. Errors: scores_incomplete.
Status check_scores_complete(const LotState& lot);
/// True when the method asks experts for anything.
bool needs_committee(const score::Method& method);

} // namespace kaibiao::tender
