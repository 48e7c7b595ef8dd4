#include "officers_builder.h"

#include <doctest/doctest.h>

namespace kaibiao::test::tenders {

using namespace tender;

namespace {

std::vector<panel::Seat> make_seats(const std::string& id, int k, int n) {
    std::vector<crypto::Scalar> secrets;
    std::vector<crypto::Point> keys;
    for (int i = 1; i <= n; ++i) {
        secrets.push_back(panel::make_static_secret(array_from<64>(id + " static " + std::to_string(i))).value());
        keys.push_back(panel::static_key_of(secrets.back()).value());
    }
    const panel::Session session = panel::Session::create(id, k, keys).value();
    std::vector<panel::Joined> joined;
    std::vector<Bytes> messages;
    for (const crypto::Scalar& secret : secrets) {
        const Bytes entropy = bytes_from(id + std::to_string(joined.size()), panel::join_entropy_size(session));
        joined.push_back(panel::join(session, secret, SecretBytes::copy_of(entropy)).value());
        messages.push_back(joined.back().message);
    }
    const std::vector<Bytes> views = panel::distribute(session, messages).value();
    std::vector<panel::Certifying> states;
    std::vector<panel::Signature> signatures;
    for (std::size_t i = 0; i < views.size(); ++i) {
        states.push_back(panel::certify(panel::receive(joined[i].state, views[i]).value()).value());
        signatures.push_back(states.back().signature);
    }
    std::vector<panel::Seat> seats;
    for (panel::Certifying& state : states)
        seats.push_back(panel::complete(std::move(state), panel::encode(signatures)).value());
    return seats;
}

ByteArray<32> nonce_of(std::size_t index) { return array_from<32>("nonce " + std::to_string(index)); }

} // namespace

Officers::Officers(const TestAuthority& authority, int k, int n, std::string id) : seats_(make_seats(id, k, n)) {
    for (int i = 1; i <= n; ++i)
        people_.push_back(authority.certify("OFFICER" + std::to_string(i), "见证人" + std::to_string(i)));
}

SeatStatement Officers::statement(std::size_t index) const {
    const panel::Seat& seat = seats_[index];
    std::vector<ByteArray<32>> nonces;
    for (std::size_t i = 0; i < seats_.size(); ++i) nonces.push_back(nonce_of(i));
    const panel::Target target = panel::rehearsal_target({seat.panel(), seat.key.y}, n(), nonces).value();
    SeatStatement statement{seat.panel(), seat.member, {}, {}, nonces[index], {}};
    const auto& keys = seat.certificate.transcript.session.static_keys();
    std::copy(keys[index].bytes().begin(), keys[index].bytes().end(), statement.key.begin());
    std::copy(seat.key.y.bytes().begin(), seat.key.y.bytes().end(), statement.y.begin());
    statement.rehearsal = panel::release_for(seat, target, array_from<32>("rehearsal")).value();
    return statement;
}

codec::Json Officers::signed_seat(const TestCentre& centre, std::size_t index, const Person& signer,
                                  const SeatStatement& statement) const {
    sign::CommandEnvelope envelope;
    envelope.purpose = std::string(purpose::seat);
    envelope.centre = centre.centre;
    envelope.origin = centre.origin;
    envelope.command = CommandId(array_from<16>("seat " + std::to_string(index)));
    envelope.time = centre.now;
    return codec::parse_canonical(as_bytes(signer.sign(write_seat(envelope, statement), purpose::seat))).value();
}

void Officers::pin(Notice& notice, seal::LockPolicy policy, const TestCentre& centre) const {
    const panel::Seat& first = seats_.front();
    notice.policy = policy;
    notice.log_policy = "log " + notice.log_key + "\nwitness W " + test_witness().verifier().text() + "\nquorum W\n";
    notice.panel = seal::Panel{first.panel(), first.key.y, first.key.k, n()};
    notice.papers.emplace();
    notice.papers->certificate = panel::encode(first.certificate);
    for (std::size_t i = 0; i < seats_.size(); ++i)
        notice.papers->seats.push_back(signed_seat(centre, i, people_[i], statement(i)));
}

Result<OfficerRelease> released_by(const TestCentre& centre, const panel::Seat& seat, seal::PartClass part_class) {
    const std::vector<BidState> bids = centre.bids();
    return make_officer_release(centre.lot(), bids, part_class, seat, array_from<32>("release"));
}

Status send_release(TestCentre& centre, const Person& officer, const OfficerRelease& release) {
    return centre.act(officer, purpose::release, write_officer_release(centre.envelope(purpose::release), release));
}

OfficersLot::OfficersLot(seal::LockPolicy policy, int k, int n) : officers(centre.authority(), k, n) {
    Notice notice = centre.notice();
    officers.pin(notice, policy, centre);
    REQUIRE(centre.publish(centre.tenderer(), notice).ok());
}

void OfficersLot::submit(std::size_t bidder) {
    centre.now = centre.now.plus_milliseconds(1'000);
    bids.push_back(centre.seal(centre.bidder(bidder), {"1000000.00", "bid " + std::to_string(bidder), 1, {}}));
    REQUIRE(centre.submit(centre.bidder(bidder), bids.back()).ok());
}

void OfficersLot::close() {
    for (std::size_t i = bids.size(); i < 3; ++i) submit(i);
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
}

void OfficersLot::close_window() {
    close();
    if (seal::needs_bidder(centre.lot().publication->notice.policy))
        for (std::size_t i = 0; i < bids.size(); ++i) REQUIRE(release(i).ok());
    REQUIRE(centre.close_window().ok());
}

Status OfficersLot::release(std::size_t bidder) { return centre.release(id(bidder), bids[bidder].secrets); }

Status OfficersLot::release_as(std::size_t officer, seal::PartClass part_class) {
    TRY_ASSIGN(const OfficerRelease release, released_by(centre, officers.seat(officer), part_class));
    return send_release(centre, officers.person(officer), release);
}

const AnnouncedBid& OfficersLot::row(std::size_t bidder) const {
    for (const AnnouncedBid& row : centre.lot().opening->announced)
        if (row.bid == id(bidder)) return row;
    FAIL("no such row");
    std::abort();
}

} // namespace kaibiao::test::tenders
