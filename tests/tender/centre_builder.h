#pragma once
/// A whole trading centre in memory, with a real log, real certificates and really sealed bids, whose clock is set by
/// hand.

#include "kaibiao/log/proof.h"
#include "kaibiao/seal/opening_secrets.h"
#include "kaibiao/seal/package_sealer.h"
#include "kaibiao/tender/bundle.h"
#include "kaibiao/tender/verification.h"
#include "people_builder.h"

namespace kaibiao::test::tenders {

/// A bid as its bidder has it after sealing.
struct SealedBid {
    seal::Manifest manifest;
    std::map<Digest, Bytes> files; ///< by piece-tree root
    seal::OpeningSecrets secrets;  ///< meaningless under policy `officers`
};

/// What a bidder offers, and how the test breaks it.
struct Offer {
    std::string price = "1000000.00";
    std::string label = "bid"; ///< all randomness follows from it
    std::int64_t number = 1;
    std::optional<Digest> replaces;
    int envelope = 1;            ///< the technical one of two has no price, whatever stands above
    bool price_anywhere = false; ///< but for this
};

seal::PartEntropy part_entropy(const std::string& label);
seal::ClassEntropy class_entropy(const std::string& label);

/// Cosigns every checkpoint of a test's centre.
log::SignerKey test_witness();

class TestCentre {
  public:
    explicit TestCentre(tender::CentreMode mode = tender::CentreMode::production);

    // ---- the stage
    const Person& tenderer() const { return people_[0]; }
    const Person& supervisor() const { return people_[1]; }
    const Person& bidder(std::size_t index) const { return people_[2 + index]; }
    const Person& expert(std::size_t index) const { return people_[6 + index]; }
    std::vector<tender::Member> committee(std::size_t experts = 5) const;
    const TestAuthority& authority() const { return authority_; }
    const log::SignerKey& log_key() const { return log_key_; }

    Instant now;
    tender::Context context() const { return {centre, origin, mode, now}; }
    std::string centre = "test-city";
    std::string origin = "test-city.example/log";
    tender::CentreMode mode;
    std::vector<Bytes> crls;

    // ---- state
    const tender::LotState& lot() const { return lot_; }
    const LotId& lot_id() const { return lot_id_; }
    const tender::BidState& bid_of(const Person& bidder, int envelope = 1) const;
    std::vector<tender::BidState> bids() const;
    const std::vector<log::StoredEvent>& stored(const StreamId& stream) const { return stored_.at(stream); }
    std::map<Digest, Bytes> blobs;

    // ---- commands
    /// A fresh command id, the notice in force and the newest event.
    sign::CommandEnvelope envelope(std::string_view purpose);
    tender::Notice notice() const;
    Result<tender::VerifiedCommand> verify(const std::string& jws, std::string_view purpose) const;

    Status publish(const Person& signer, const tender::Notice& notice);
    Status publish() { return publish(tenderer(), notice()); }
    Status publish_jws(const std::string& jws, const tender::RuleProfile& profile);
    /// clarify, suspend, resume, open, appoint, score, result, release.
    Status act(const Person& signer, std::string_view purpose, const codec::Json& payload);
    Status act_jws(const std::string& jws, std::string_view purpose);
    SealedBid seal(const Person& bidder, const Offer& offer) const;
    Status submit(const Person& signer, const SealedBid& bid);
    Status submit_jws(const std::string& jws, const std::map<Digest, Bytes>& files);
    Status withdraw(const Person& signer, const BidId& bid, const Digest& manifest);
    Status close();
    Status open();
    Status release(const BidId& bid, const seal::OpeningSecrets& secrets);
    Status close_window();
    Status announce();
    Status appoint(const std::vector<tender::Member>& members);
    Status score(const Person& expert, std::int64_t technical);
    Status qualify();
    Status sign_result();
    std::vector<score::Cell> cells(std::int64_t technical) const;

    // ---- evidence
    tender::Bundle collect() const;
    std::string bundle() const { return tender::assemble_bundle(collect(), log_key_).value(); }
    tender::VerificationAnchors anchors() const;
    /// Stores and applies an event as if it had been decided, for tests of the verifier.
    void append(const tender::DecidedEvent& event);

  private:
    tender::ChainJudge judge() const;
    Status take(const Result<tender::DecidedEvent>& decided);
    std::vector<tender::InspectedPart> inspect(const std::map<Digest, Bytes>& files) const;
    void log_entry(const Digest& event_hash, const Bytes& header);
    tender::BundledStream bundled(const StreamId& stream) const;
    std::string checkpoint() const;
    tender::ClosingCheckpoint closing() const;

    TestAuthority authority_{"测试根"};
    std::vector<sign::TrustRoot> roots_;
    std::vector<Person> people_;
    log::SignerKey log_key_;
    LotId lot_id_;
    tender::LotState lot_;
    std::map<StreamId, tender::BidState> bids_;
    std::map<std::pair<std::string, int>, StreamId> latest_;
    std::map<StreamId, std::vector<log::StoredEvent>> stored_;
    log::MemoryTree tree_;
    std::map<Digest, std::uint64_t> places_;
    std::string closing_; ///< the checkpoint under which the lot was closed
    std::uint64_t closing_size_ = 0;
    int commands_ = 0;
    int salts_ = 0;
};

/// Publishes, takes three bids, closes, opens, releases and announces.
void play_to_announcement(TestCentre& centre, const score::Method& method);
void play_to_announcement(TestCentre& centre);
/// … and appoints, scores and signs the result.
void play_to_result(TestCentre& centre);

score::Method quality_method();

} // namespace kaibiao::test::tenders
