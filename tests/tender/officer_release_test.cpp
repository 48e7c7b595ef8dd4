#include "kaibiao/tender/officer_release.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/age_header.h"
#include "kaibiao/seal/piece_tree.h"
#include "kaibiao/tender/lot_review.h"
#include "officers_builder.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;
using seal::LockPolicy;
using seal::PartClass;

namespace {

/// The lot as an officer's program sees it: everything signed is verified again from what the server hands out.
Result<ReviewedOpening> review(const OfficersLot& lot, const std::function<void(FrozenBids&)>& change = {}) {
    std::vector<crypto::RevocationList> lists;
    for (const Bytes& der : lot.centre.crls) lists.push_back(crypto::parse_crl(der).value());
    std::vector<log::StoredEvent> events = lot.centre.stored(lot.centre.lot().stream());
    for (log::StoredEvent& event : events) {
        const EventType type = parse_event_type(log::decode_event_header(event.header)->type).value();
        const Visibility shown = visibility(type, lot.centre.lot().phase);
        if (shown == Visibility::withheld || shown == Visibility::participants) event.payload.reset();
    }
    FrozenBids frozen;
    for (const BidState& bid : lot.centre.bids()) frozen.streams.push_back(lot.centre.stored(bid.stream));
    frozen.sheets = lot.centre.blobs;
    if (change) change(frozen);
    return review_opening(
        {lot.centre.centre, lot.centre.origin, lot.centre.lot_id(), lot.centre.anchors().roots, lists, events}, frozen);
}

OfficerRelease release_of(const OfficersLot& lot, std::size_t officer) {
    return released_by(lot.centre, lot.officers.seat(officer)).value();
}

Status send(OfficersLot& lot, std::size_t officer, const OfficerRelease& release) {
    return send_release(lot.centre, lot.officers.person(officer), release);
}

} // namespace

TEST_CASE("officers: any k of n open a lot under dual and under officers, and the bundle proves it") {
    OfficersLot lot(LockPolicy::dual);
    std::size_t first = 0;
    SUBCASE("dual, officers 1 and 2") {}
    SUBCASE("dual, officers 2 and 3") { first = 1; }
    lot.close_window();
    REQUIRE(lot.release_as(first).ok());
    REQUIRE(lot.release_as(first + 1).ok());
    REQUIRE(lot.centre.announce().ok());
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(lot.row(i).state == BidOpening::opened);
        CHECK(lot.row(i).b.has_value());
    }
    REQUIRE(lot.release_as(0, PartClass::volumes).ok());
    REQUIRE(lot.release_as(2, PartClass::volumes).ok());
    REQUIRE(lot.centre.appoint(lot.centre.committee()).ok());
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(lot.centre.score(lot.centre.expert(i), 30).ok());
    REQUIRE(lot.centre.sign_result().ok());
    const VerificationReport report = verify_bundle(as_bytes(lot.centre.bundle()), lot.centre.anchors());
    for (const Check& check : report.checks)
        for (const Error& failure : check.failures) MESSAGE(check_name(check.kind), ": ", describe(failure));
    CHECK(report.passed());
}

TEST_CASE("officers: under policy officers no bidder attends, and the window closes at once") {
    OfficersLot lot(LockPolicy::officers);
    lot.close();
    CHECK(refusal_at(lot.release(0)) == "lock_secret_mismatch sheet");
    REQUIRE(lot.centre.close_window().ok());
    CHECK(lot.centre.lot().opening->missing.empty());
    REQUIRE(lot.release_as(2).ok());
    REQUIRE(lot.release_as(0).ok());
    REQUIRE(lot.centre.announce().ok());
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(lot.row(i).state == BidOpening::opened);
        CHECK_FALSE(lot.row(i).b.has_value());
    }
}

TEST_CASE("officers: k - 1 releases announce nothing") {
    OfficersLot lot;
    lot.close_window();
    CHECK(refusal(lot.centre.announce()) == "releases_too_few");
    REQUIRE(lot.release_as(1).ok());
    const Status few = lot.centre.announce();
    CHECK(refusal(few) == "releases_too_few");
    CHECK(few.error().detail == "1, needed: 2");
    REQUIRE(lot.release_as(0).ok());
    CHECK(lot.centre.announce().ok());
}

TEST_CASE("officers: a forged, swapped or replayed release is refused by name") {
    OfficersLot lot;
    lot.close_window();
    OfficerRelease forged = release_of(lot, 0);
    forged.releases[1].response[0] ^= 1;
    CHECK(refusal_at(send(lot, 0, forged)) == "release_proof_wrong /releases/1");
    OfficerRelease swapped = release_of(lot, 0);
    std::swap(swapped.releases[0], swapped.releases[1]);
    CHECK(refusal_at(send(lot, 0, swapped)) == "release_proof_wrong /releases/0");
    OfficerRelease of_another = release_of(lot, 1);
    const Status others_seat = send(lot, 0, of_another);
    CHECK(refusal_at(others_seat) == "release_officer_unknown /officer");
    CHECK(others_seat.error().detail == "the seat is another person's");
    of_another.officer = 4;
    const Status no_seat = send(lot, 0, of_another);
    CHECK(refusal_at(no_seat) == "release_officer_unknown /officer");
    CHECK(no_seat.error().detail.empty());
    of_another.officer = 1;
    CHECK(refusal_at(send(lot, 0, of_another)) == "release_proof_wrong /releases/0");
    CHECK(refusal(send_release(lot.centre, lot.centre.bidder(0), release_of(lot, 0))) ==
          "command_not_allowed_for_role");
    REQUIRE(send(lot, 0, release_of(lot, 0)).ok());
    CHECK(refusal_at(send(lot, 0, release_of(lot, 0))) == "release_twice /officer");
}

TEST_CASE("officers: a release for another lot, another panel or too few points is refused by name") {
    OfficersLot lot;
    lot.close_window();
    OfficerRelease shorter = release_of(lot, 0);
    shorter.releases.pop_back();
    const Status few = send(lot, 0, shorter);
    CHECK(refusal_at(few) == "release_target_mismatch /releases");
    CHECK(few.error().detail == "2, needed: 3");
    OfficerRelease of_panel = release_of(lot, 0);
    of_panel.panel = "panel-2";
    const Status foreign = send(lot, 0, of_panel);
    CHECK(refusal_at(foreign) == "release_target_mismatch /panel");
    CHECK(foreign.error().detail == "panel-2");
    // The same officers, the same bidders, another lot: what was given there opens nothing here.
    const std::vector<BidState> bids = lot.centre.bids();
    LotState other = lot.centre.lot();
    other.lot = LotId(array_from<16>("another lot"));
    CHECK(refusal(officer_targets(other, bids, PartClass::sheet)) == "lock_proof_wrong");
    OfficerRelease rehearsed = release_of(lot, 0);
    rehearsed.releases[0] = lot.officers.statement(0).rehearsal;
    CHECK(refusal_at(send(lot, 0, rehearsed)) == "release_proof_wrong /releases/0");
}

TEST_CASE("officers: nothing is released before the close, in the window, under a suspension or twice announced") {
    OfficersLot lot;
    const auto asked = [&] { return released_by(lot.centre, lot.officers.seat(0)); };
    CHECK(refusal(asked()) == "deadline_not_reached");
    lot.close();
    CHECK(refusal(asked()) == "command_not_allowed_now");
    for (std::size_t i = 0; i < 3; ++i) REQUIRE(lot.release(i).ok());
    REQUIRE(lot.centre.close_window().ok());
    CHECK(refusal(released_by(lot.centre, lot.officers.seat(0), PartClass::volumes)) == "command_not_allowed_now");
    const OfficerRelease ready = asked().value();
    const auto reason = [&](std::string_view purpose) {
        return write_reason(lot.centre.envelope(purpose), {"核查", "under review"});
    };
    REQUIRE(lot.centre.act(lot.centre.supervisor(), purpose::suspend, reason(purpose::suspend)).ok());
    CHECK(refusal(asked()) == "lot_suspended");
    CHECK(refusal(send(lot, 0, ready)) == "lot_suspended");
    REQUIRE(lot.centre.act(lot.centre.supervisor(), purpose::resume, reason(purpose::resume)).ok());
    REQUIRE(send(lot, 0, ready).ok());
    REQUIRE(lot.release_as(1).ok());
    REQUIRE(lot.centre.announce().ok());
    CHECK(refusal(send(lot, 2, ready)) == "command_not_allowed_now");
}

TEST_CASE("officers: without B of its bidder a bid's point is not even derived, and the bid is revoked") {
    OfficersLot lot;
    lot.close();
    REQUIRE(lot.release(0).ok());
    REQUIRE(lot.release(2).ok());
    lot.centre.now = lot.centre.lot().opening->window_end;
    REQUIRE(lot.centre.close_window().ok());
    const std::vector<BidState> bids = lot.centre.bids();
    const auto targets = officer_targets(lot.centre.lot(), bids, PartClass::sheet).value();
    REQUIRE(targets.size() == 2);
    for (const OfficerTarget& target : targets) CHECK(target.bid != lot.id(1));
    LotState changed = lot.centre.lot();
    changed.opening->sheets[lot.id(0)] = array_from<32>("another B");
    CHECK(refusal_at(officer_targets(changed, bids, PartClass::sheet)) == "lock_secret_mismatch " + lot.id(0).text());
    REQUIRE(lot.release_as(0).ok());
    REQUIRE(lot.release_as(1).ok());
    REQUIRE(lot.centre.announce().ok());
    CHECK(lot.row(1).state == BidOpening::revoked);
    CHECK(lot.row(2).state == BidOpening::opened);
}

TEST_CASE("officers: R copied from another bid is refused at submission") {
    OfficersLot lot;
    lot.submit(0);
    SealedBid copy = lot.centre.seal(lot.centre.bidder(1), {"900000.00", "copy", 1, {}});
    copy.manifest.sheet.r = lot.bids[0].manifest.sheet.r;
    CHECK(refusal_at(lot.centre.submit(lot.centre.bidder(1), copy)) == "lock_proof_wrong /locks/0");
    copy.manifest.sheet.proof = lot.bids[0].manifest.sheet.proof;
    copy.manifest.sheet.hb = lot.bids[0].manifest.sheet.hb;
    CHECK(refusal_at(lot.centre.submit(lot.centre.bidder(1), copy)) == "lock_proof_wrong /locks/0");
}

TEST_CASE("officers: an R that is a second encoding of a point, or of the identity, is refused at submission") {
    OfficersLot lot;
    SealedBid bid = lot.centre.seal(lot.centre.bidder(1), {"900000.00", "copy", 1, {}});
    (*bid.manifest.sheet.r)[31] |= 0x80;
    CHECK(refusal_at(lot.centre.submit(lot.centre.bidder(1), bid)) == "point_not_canonical /locks/0");
    bid.manifest.sheet.r->fill(0);
    CHECK(refusal_at(lot.centre.submit(lot.centre.bidder(1), bid)) == "point_is_identity /locks/0");
    (*bid.manifest.sheet.r)[31] = 0x80;
    CHECK(refusal_at(lot.centre.submit(lot.centre.bidder(1), bid)) == "point_not_canonical /locks/0");
}

TEST_CASE("officers: a lock made on purpose not to open names its bidder, and the others open") {
    OfficersLot lot;
    lot.submit(0);
    // The wrapped key is changed and the manifest fits it: every check without a secret passes.
    SealedBid bad = lot.centre.seal(lot.centre.bidder(1), {"900000.00", "bad", 1, {}});
    seal::PartRecord& part0 = bad.manifest.parts[0];
    Bytes file = bad.files.at(part0.root);
    bad.files.erase(part0.root);
    const std::string text(as_text(file));
    const std::size_t body = text.find('\n', text.find("-> kaibiao/lock1")) + 1;
    file[body] = file[body] == 'A' ? 'B' : 'A';
    seal::AgeHeaderParser parser;
    REQUIRE(parser.feed(file).ok());
    part0.header = crypto::sha256(parser.header().text);
    part0.root = seal::piece_root(file);
    bad.files[part0.root] = file;
    REQUIRE(lot.centre.submit(lot.centre.bidder(1), bad).ok());
    lot.bids.push_back(std::move(bad));
    lot.close_window();
    REQUIRE(lot.release_as(0).ok());
    REQUIRE(lot.release_as(2).ok());
    REQUIRE(lot.centre.announce().ok());
    CHECK(lot.row(1).state == BidOpening::failed);
    CHECK(lot.row(1).reason == "lock_body_wrong");
    CHECK(lot.row(1).bidder.id == lot.centre.bidder(1).id());
    CHECK(lot.row(1).b.has_value());
    CHECK(lot.row(0).state == BidOpening::opened);
    CHECK(lot.row(2).state == BidOpening::opened);
}

TEST_CASE("officers: volumes are released after the announcement, for what was opened, and the class is another") {
    OfficersLot lot;
    lot.close_window();
    REQUIRE(lot.release_as(0).ok());
    REQUIRE(lot.release_as(1).ok());
    REQUIRE(lot.centre.announce().ok());
    const std::vector<BidState> bids = lot.centre.bids();
    const BidId first = bids[0].id();
    const auto one = [&](const BidId& bid) {
        return combine_releases_for(lot.centre.lot(), bids, PartClass::volumes, bid);
    };
    CHECK(refusal(combine_releases(lot.centre.lot(), bids, PartClass::volumes)) == "releases_too_few");
    CHECK(refusal(one(first)) == "releases_too_few");
    OfficerRelease sheets = lot.centre.lot().opening->officer_sheets[0];
    sheets.part_class = PartClass::volumes;
    CHECK(refusal_at(send(lot, 0, sheets)) == "release_proof_wrong /releases/0");
    REQUIRE(lot.release_as(1, PartClass::volumes).ok());
    REQUIRE(lot.release_as(2, PartClass::volumes).ok());
    const auto opened = combine_releases(lot.centre.lot(), bids, PartClass::volumes).value();
    CHECK(opened.size() == 3);
    const auto prices = combine_releases(lot.centre.lot(), bids, PartClass::sheet).value();
    for (const auto& [bid, s] : opened) {
        CHECK_FALSE(s == prices.at(bid));
        CHECK(one(bid).value() == s);
    }
    CHECK(refusal(one(BidId(array_from<16>("another")))) == "bid_unknown");
}

TEST_CASE("officers: a program that reviews what it is shown derives the same points as the server") {
    OfficersLot lot;
    lot.close_window();
    REQUIRE(lot.release_as(0).ok());
    const ReviewedOpening seen = review(lot).value();
    const auto mine =
        make_officer_release(seen.lot, seen.bids, PartClass::sheet, lot.officers.seat(1), array_from<32>("release"));
    REQUIRE(mine.ok());
    CHECK(mine->releases == release_of(lot, 1).releases);
    REQUIRE(send(lot, 1, *mine).ok());
    REQUIRE(lot.centre.announce().ok());
    const ReviewedOpening announced = review(lot).value();
    const auto volumes = make_officer_release(announced.lot, announced.bids, PartClass::volumes, lot.officers.seat(1),
                                              array_from<32>("release"));
    REQUIRE(volumes.ok());
    CHECK(send(lot, 1, *volumes).ok());
}

TEST_CASE("officers: a program that is shown another frozen set, or bids without their payloads, does nothing") {
    OfficersLot lot;
    lot.close_window();
    CHECK(refusal(review(lot, [](FrozenBids& bids) { bids.streams.pop_back(); })) == "bid_unknown");
    CHECK(refusal(review(lot, [](FrozenBids& bids) { bids.streams[0][0].payload.reset(); })) == "bundle_incomplete");
    CHECK(refusal(review(lot, [](FrozenBids& bids) { bids.streams[0].clear(); })) == "bundle_incomplete");
    CHECK(refusal(review(lot, [](FrozenBids& bids) { bids.streams[1] = bids.streams[0]; })) != "");
}

TEST_CASE("publication: the witnesses that the notice pins are of its log and somebody to ask; officers need some") {
    TestCentre centre(CentreMode::production);
    const Officers officers(centre.authority(), 2, 3);
    Notice notice = centre.notice();
    officers.pin(notice, LockPolicy::dual, centre);
    const std::string log = "log " + notice.log_key + "\n",
                      witness = "witness W " + test_witness().verifier().text() + "\n";
    const auto publish = [&](const std::string& policy) {
        Notice changed = notice;
        changed.log_policy = policy;
        return refusal_at(centre.publish(centre.tenderer(), changed));
    };
    CHECK(publish("") == "witness_quorum_missing /log_policy");
    CHECK(publish(log + witness + "quorum none\n") == "witness_quorum_missing /log_policy");
    CHECK(publish(log + witness) == "log_policy_malformed /log_policy");
    CHECK(publish(witness + "quorum W\n") == "checkpoint_origin_wrong /log_policy");
    CHECK(publish(log + std::string(4096, '#') + "\n" + witness + "quorum W\n") == "length_wrong /log_policy");
    const auto other =
        log::SignerKey::make(centre.origin, log::NoteKeyType::ed25519, secret_from<32>("another")).value();
    CHECK(publish("log " + other.verifier().text() + "\n" + witness + "quorum W\n") ==
          "jws_payload_wrong_context /log_policy");
    CHECK(centre.publish(centre.tenderer(), notice).ok());
}

TEST_CASE("publication: a panel's papers must prove it") {
    TestCentre centre(CentreMode::production);
    const Officers officers(centre.authority(), 2, 3);
    Notice notice = centre.notice();
    officers.pin(notice, LockPolicy::dual, centre);
    const auto publish = [&](const std::function<void(Notice&)>& change) {
        Notice changed = notice;
        change(changed);
        return refusal_at(centre.publish(centre.tenderer(), changed));
    };
    CHECK(publish([](Notice& n) { n.papers->certificate.back() ^= 1; }) == "panel_signature_wrong /panel/certificate");
    CHECK(publish([](Notice& n) { n.panel->id = "panel-2"; }) == "panel_context_mismatch /panel/certificate");
    CHECK(publish([](Notice& n) { n.panel->k = 1; }) == "panel_certificate_malformed /panel");
    CHECK(publish([](Notice& n) { n.papers->seats.pop_back(); }) == "panel_seat_wrong /panel/seats");
    CHECK(publish([](Notice& n) { std::swap(n.papers->seats[0], n.papers->seats[1]); }) ==
          "panel_seat_wrong /panel/seats/0");
    CHECK(publish([&](Notice& n) {
              n.papers->seats[2] = officers.signed_seat(centre, 2, officers.person(1), officers.statement(2));
          }) == "panel_seat_wrong /panel/seats/2");
    CHECK(publish([](Notice& n) { n.papers->seats[2] = n.papers->seats[1]; }) == "panel_seat_wrong /panel/seats/2");
    const Person colleague = centre.authority().certify("OFFICER9", officers.person(1).party().name);
    CHECK(publish([&](Notice& n) {
              n.papers->seats[2] = officers.signed_seat(centre, 2, colleague, officers.statement(2));
          }) == "panel_organisation_too_strong /panel/seats");
    SeatStatement unrehearsed = officers.statement(2);
    unrehearsed.rehearsal = officers.statement(1).rehearsal;
    CHECK(publish([&](Notice& n) {
              n.papers->seats[2] = officers.signed_seat(centre, 2, officers.person(2), unrehearsed);
          }) == "release_proof_wrong /panel/seats/2/rehearsal");
    const TestAuthority stranger("别的根");
    CHECK(publish([&](Notice& n) {
              n.papers->seats[0] =
                  officers.signed_seat(centre, 0, stranger.certify("OFFICER1", "见证人1"), officers.statement(0));
          }) == "certificate_unknown_root /panel/seats/0");
    CHECK(centre.publish(centre.tenderer(), notice).ok());
}

TEST_CASE("publication: a panel of one is for trials") {
    TestCentre production;
    const Officers one(production.authority(), 1, 1);
    Notice notice = production.notice();
    one.pin(notice, LockPolicy::officers, production);
    CHECK(refusal_at(production.publish(production.tenderer(), notice)) == "panel_size_wrong /panel/n");
}
