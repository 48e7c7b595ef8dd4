#pragma once
/// Officers with a panel of their own, and lots that need them.

#include "centre_builder.h"
#include "kaibiao/panel/key_generation.h"

namespace kaibiao::test::tenders {

/// A panel made from fixed randomness, whose officers have certificates of the centre's authority.
class Officers {
  public:
    Officers(const TestAuthority& authority, int k, int n, std::string id = "panel-1");

    const Person& person(std::size_t index) const { return people_[index]; }
    const panel::Seat& seat(std::size_t index) const { return seats_[index]; }
    int n() const { return static_cast<int>(seats_.size()); }
    /// What the officer signs for the notice.
    tender::SeatStatement statement(std::size_t index) const;
    codec::Json signed_seat(const TestCentre& centre, std::size_t index, const Person& signer,
                            const tender::SeatStatement& statement) const;
    /// Puts policy, panel and papers into a notice.
    void pin(tender::Notice& notice, seal::LockPolicy policy, const TestCentre& centre) const;

  private:
    std::vector<Person> people_;
    std::vector<panel::Seat> seats_;
};

/// What an officer's program does: derives the points and signs the releases.
Result<tender::OfficerRelease> released_by(const TestCentre& centre, const panel::Seat& seat,
                                           seal::PartClass part_class = seal::PartClass::sheet);
Status send_release(TestCentre& centre, const Person& officer, const tender::OfficerRelease& release);

/// Three bids under a policy with officers, brought as far as the test wants.
struct OfficersLot {
    TestCentre centre;
    Officers officers;
    std::vector<SealedBid> bids;

    explicit OfficersLot(seal::LockPolicy policy = seal::LockPolicy::dual, int k = 2, int n = 3);
    void submit(std::size_t bidder);
    void close();
    /// … and all bidders release, where the policy asks for it.
    void close_window();
    Status release(std::size_t bidder);
    Status release_as(std::size_t officer, seal::PartClass part_class = seal::PartClass::sheet);
    BidId id(std::size_t bidder) const { return centre.bid_of(centre.bidder(bidder)).id(); }
    const tender::AnnouncedBid& row(std::size_t bidder) const;
};

} // namespace kaibiao::test::tenders
