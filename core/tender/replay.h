#pragma once
/// The verifier's workings: a bundle taken apart, its checks, and the decisions made again.

#include "kaibiao/tender/verification.h"

#include <map>

namespace kaibiao::tender {

/// An event with its stored bytes; the payload bytes are what a decision is compared with.
struct ReplayEvent {
    const log::StoredEvent* stored = nullptr;
    Event event;
};

struct ReplayStream {
    StreamId stream;
    std::vector<ReplayEvent> events;
    BidState bid; ///< of a bid's stream: as far as it was replayed
};

/// Collects what each check found.
class Findings {
  public:
    explicit Findings(VerificationProgress progress) : progress_(std::move(progress)), checks_(check_kind_count) {}
    /// The check was made on `items` more things.
    void count(CheckKind kind, std::uint64_t items = 1);
    void fail(CheckKind kind, Error error);
    /// Joined with what was remarked before.
    void remark(CheckKind kind, const std::string& text);
    /// Checks that nothing was counted for stay skipped.
    std::vector<Check> take();
    bool failed(CheckKind kind) const {
        return checks_[static_cast<std::size_t>(kind)].verdict == CheckVerdict::failed;
    }

    void expect_work(std::uint64_t units) { total_ = units; }
    void did_work();

  private:
    Check& at(CheckKind kind) { return checks_[static_cast<std::size_t>(kind)]; }

    VerificationProgress progress_;
    std::vector<Check> checks_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
};

/// Which check an event's decision belongs to.
CheckKind kind_of_decision(EventType type);
Error at_event(const Error& error, const log::EventHeader& header);
/// A profile under a built-in name is the built-in one; others are named, to be read.
void check_profile(const LotState& lot, Findings& findings);

/// The witnesses that the notice pins cosigned the bundle's checkpoint, and when the close. Nothing where it pins none.
std::optional<WitnessedClose> check_witnesses(const LotState& lot, const Bundle& bundle,
                                              const log::Checkpoint& checkpoint, Findings& findings);

using RevocationLists = std::vector<crypto::RevocationList>;

/// What there is to replay: everything, or only what a lot shows before its announcement.
enum class Evidence : std::uint8_t { whole, lot_only };

/// What is replayed, and under which trust.
struct ReplayInput {
    std::string centre;
    std::string origin;
    LotId lot;
    std::vector<sign::TrustRoot> roots;
    std::map<Digest, crypto::RevocationList> crls; ///< by fingerprint
    std::map<Digest, Bytes> sheets;                ///< part-0 ciphertexts by piece-tree root
    Evidence evidence = Evidence::whole;
};

/// Makes every decision again, in the order in which the centre made them.
class Replay {
  public:
    Replay(const ReplayInput& input, std::vector<ReplayStream> streams, Findings& findings);
    void run();
    const LotState& lot() const { return lot_; }
    std::vector<BidState> bid_states() const;

  private:
    // ---- one event
    Context context_at(Instant stamp) const;
    /// Exactly the lists that an event names: another list could judge otherwise.
    Result<const RevocationLists*> named_lists(const std::vector<Digest>& names);
    ChainJudge judge_with(const RevocationLists& lists) const;
    Result<VerifiedCommand> verify_act(const Event& event, const SignedAct& act);
    Result<std::vector<VerifiedCommand>> verify_seats_again(const Event& event, const LotPublished& published);
    void check_repetition_of(const Event& event, const SignedAct& act);
    Result<DecidedEvent> decide_again(const ReplayEvent& recorded);
    /// A centre's act whose facts are not public yet, against what is.
    Status check_centre_act(const Event& event) const;
    /// With two envelopes every head says whether it counts, and as many do as there are bids.
    Status check_counting(const LotClosed& closed) const;
    /// Whether this reader has what an act of the centre was decided from.
    bool has_facts_of(EventType type) const;
    void note_withheld(const Event& event);
    /// What officers released for the volumes is never public: when they may is all that can be seen.
    void check_withheld_place(const Event& event);
    /// An act whose facts this reader may not see; nothing for all others.
    std::optional<Status> check_without_facts(const Event& event, const VerifiedCommand& command) const;
    /// An officer's release when the bids are not at hand: whose it is and when.
    Status check_officer_act(const VerifiedCommand& command, seal::PartClass part_class) const;
    void check_shown(const Event& event, const Status& held);
    Result<DecidedEvent> decide_signed(const Event& event, const VerifiedCommand& command);
    void compare(const ReplayEvent& recorded, const Result<DecidedEvent>& decided);
    /// What the headers alone must show, also where a payload is withheld: stamps do not go back, and the two events of
    /// a release stand together at one stamp.
    void check_place(const Event& event);
    void replay_lot_event(const ReplayEvent& recorded);

    // ---- bids, each decided under a head of the lot's stream
    void replay_bids_under(std::size_t lot_position);
    void replay_bid_event(ReplayStream& stream, std::size_t lot_position);
    void check_order(const Event& event, std::size_t lot_position);
    Result<DecidedEvent> decide_bid_again(const ReplayStream& stream, const Event& event,
                                          const VerifiedCommand& command);
    void report_unreached_bids();
    const BidState* find_bid(const BidId& bid) const;

    const ReplayInput& input_;
    std::vector<ReplayStream> streams_; ///< the lot's first
    Findings& findings_;
    LotState lot_;
    RuleProfile profile_;
    using BidderEnvelope = std::pair<std::string, int>;
    std::map<BidderEnvelope, std::size_t> latest_; ///< newest stream of each bidder and envelope
    std::map<BidderEnvelope, std::size_t> begun_;  ///< streams of each bidder and envelope
    bool scores_withheld_ = false;                 ///< a payload of the committee's was not shown
    bool releases_withheld_ = false;               ///< nor one of a bidder's release in this opening
    std::size_t streams_begun_ = 0;
    std::map<CommandKey, Digest> commands_;
    std::optional<log::EventHeader> half_release_; ///< a sheet's release whose second event must come next
    std::map<std::vector<Digest>, RevocationLists> named_;
};

/// The JWS behind an event, nullptr for the centre's own acts, releases and erased payloads.
const SignedAct* act_of(const Payload& payload);
std::string_view purpose_of(EventType type);

} // namespace kaibiao::tender
