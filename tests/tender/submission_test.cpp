#include "kaibiao/tender/submission.h"

#include "officers_builder.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

struct Published {
    TestCentre centre;
    Published() { REQUIRE(centre.publish().ok()); }
    SealedBid sealed(std::size_t bidder, const Offer& offer = {}) const {
        return centre.seal(centre.bidder(bidder), offer);
    }
    Status submit(std::size_t bidder, const SealedBid& bid) { return centre.submit(centre.bidder(bidder), bid); }
    std::string signed_submission(std::size_t bidder, const seal::Manifest& manifest) {
        return centre.bidder(bidder).sign(write_submission(centre.envelope(purpose::submit), manifest),
                                          purpose::submit);
    }
    Instant deadline() const { return centre.lot().publication->deadline; }
};

} // namespace

TEST_CASE("submission: one millisecond before the deadline counts, at the deadline and after it does not") {
    Published lot;
    const SealedBid bid = lot.sealed(0);
    lot.centre.now = lot.deadline().plus_milliseconds(1);
    CHECK(refusal(lot.submit(0, bid)) == "deadline_passed");
    lot.centre.now = lot.deadline();
    CHECK(refusal(lot.submit(0, bid)) == "deadline_passed");
    lot.centre.now = lot.deadline().plus_milliseconds(-1);
    REQUIRE(lot.submit(0, bid).ok());
    CHECK(lot.centre.bid_of(lot.centre.bidder(0)).in_force());
    CHECK(lot.centre.bid_of(lot.centre.bidder(0)).latest->at == lot.centre.now);
}

TEST_CASE("submission: one that arrived in time counts however late it is decided") {
    Published lot;
    const SealedBid bid = lot.sealed(0);
    const Instant arrival = lot.deadline().plus_milliseconds(-1);
    lot.centre.now = arrival;
    const std::string jws = lot.signed_submission(0, bid.manifest);
    // A later event of the lot's stream was decided while it waited.
    lot.centre.now = lot.deadline().plus_milliseconds(5'000);
    REQUIRE(lot.centre.appoint(lot.centre.committee()).ok());
    lot.centre.now = arrival;
    CHECK(lot.centre.submit_jws(jws, bid.files).ok());
}

TEST_CASE("submission: every bidder has a stream of its own with a random id") {
    Published lot;
    REQUIRE(lot.submit(0, lot.sealed(0)).ok());
    REQUIRE(lot.submit(1, lot.sealed(1)).ok());
    CHECK(lot.centre.bids().size() == 2);
    CHECK(lot.centre.lot().head.count == 1);
}

TEST_CASE("submission: a replacement goes on in the same stream and names what it replaces") {
    Published lot;
    REQUIRE(lot.submit(0, lot.sealed(0)).ok());
    const BidState first = lot.centre.bid_of(lot.centre.bidder(0));
    CHECK(refusal(lot.submit(0, lot.sealed(0, {"900000.00", "again", 1, {}}))) == "bid_exists");
    CHECK(refusal_at(lot.submit(0, lot.sealed(0, {"900000.00", "again", 3, first.latest->manifest_digest}))) ==
          "bid_replaces_wrong /number");
    CHECK(refusal_at(lot.submit(0, lot.sealed(0, {"900000.00", "again", 2, array_from<32>("x")}))) ==
          "bid_replaces_wrong /replaces");
    REQUIRE(lot.submit(0, lot.sealed(0, {"900000.00", "again", 2, first.latest->manifest_digest})).ok());
    const BidState second = lot.centre.bid_of(lot.centre.bidder(0));
    CHECK(second.stream == first.stream);
    CHECK(second.head.count == 2);
    CHECK(lot.centre.bids().size() == 1);
}

TEST_CASE("submission: a first submission replaces nothing") {
    Published lot;
    CHECK(refusal_at(lot.submit(0, lot.sealed(0, {"900000.00", "bid", 1, array_from<32>("x")}))) ==
          "bid_replaces_wrong /replaces");
}

TEST_CASE("submission: stamps of a stream never go back") {
    Published lot;
    lot.centre.now = lot.centre.now.plus_milliseconds(5'000);
    REQUIRE(lot.submit(0, lot.sealed(0)).ok());
    const BidState first = lot.centre.bid_of(lot.centre.bidder(0));
    lot.centre.now = lot.centre.now.plus_milliseconds(-2'000);
    REQUIRE(lot.submit(0, lot.sealed(0, {"900000.00", "again", 2, first.latest->manifest_digest})).ok());
    CHECK(lot.centre.bid_of(lot.centre.bidder(0)).latest->at == first.latest->at);
}

TEST_CASE("submission: the signer is the bidder named") {
    Published lot;
    CHECK(refusal_at(lot.centre.submit(lot.centre.bidder(1), lot.sealed(0))) == "command_not_allowed_for_role /bidder");
}

TEST_CASE("submission: whoever holds an office in the tender does not bid for it") {
    OfficersLot lot(seal::LockPolicy::dual);
    TestCentre& centre = lot.centre;
    for (const Person* person : {&centre.tenderer(), &centre.supervisor(), &lot.officers.person(2)}) {
        CAPTURE(person->id());
        CHECK(refusal_at(centre.submit(*person, centre.seal(*person, {}))) == "command_not_allowed_for_role /bidder");
    }
    CHECK(centre.bids().empty());
    // An officer of another lot's panel has no office in this one.
    Published without;
    const Officers elsewhere(without.centre.authority(), 2, 3);
    const Person& officer = elsewhere.person(2);
    CHECK(without.centre.submit(officer, without.centre.seal(officer, {})).ok());
}

TEST_CASE("submission: a clarification that affects bids makes a manifest stale, another does not") {
    Published lot;
    const SealedBid bid = lot.sealed(0);
    const std::string jws = lot.signed_submission(0, bid.manifest);
    TestCentre& centre = lot.centre;
    REQUIRE(centre
                .act(centre.tenderer(), purpose::clarify,
                     write_clarification(centre.envelope(purpose::clarify), {{"更正", ""}, BidsAffected::yes, {}}))
                .ok());
    CHECK(refusal_at(centre.submit_jws(jws, bid.files)) == "command_stale /notice");
    const std::string newer = lot.signed_submission(0, bid.manifest);
    REQUIRE(centre
                .act(centre.tenderer(), purpose::clarify,
                     write_clarification(centre.envelope(purpose::clarify), {{"说明", ""}, BidsAffected::no, {}}))
                .ok());
    CHECK(centre.submit_jws(newer, bid.files).ok());
}

TEST_CASE("submission: a sheet too long ever to be announced is refused") {
    Published lot;
    SealedBid bid = lot.sealed(0);
    bid.manifest.parts[0].length = seal::sealed_sheet_max_length + 1;
    CHECK(refusal_at(lot.submit(0, bid)) == "part_too_large /parts/0/length");
}

TEST_CASE("submission: parts that differ from the manifest are refused") {
    Published lot;
    const SealedBid bid = lot.sealed(0);
    const auto refused = [&](std::size_t part, const std::function<void(seal::PartRecord&)>& change) {
        SealedBid changed{bid.manifest, bid.files, bid.secrets.clone()};
        change(changed.manifest.parts[part]);
        return refusal_at(lot.submit(0, changed));
    };
    CHECK(refused(1, [](seal::PartRecord& record) { ++record.length; }) == "manifest_length_mismatch /parts/1");
    CHECK(refused(0, [](seal::PartRecord& record) { record.header[0] ^= 1; }) == "manifest_header_mismatch /parts/0");
    CHECK(refused(1, [](seal::PartRecord& record) { record.root[0] ^= 1; }) == "manifest_part_missing /parts/1");
}

TEST_CASE("submission: a part that was not uploaded is missing") {
    Published lot;
    SealedBid bid = lot.sealed(0);
    bid.files.erase(bid.manifest.parts[1].root);
    CHECK(refusal_at(lot.submit(0, bid)) == "manifest_part_missing /parts/1");
}

TEST_CASE("submission: another bidder's parts do not become one's own") {
    Published lot;
    const SealedBid theirs = lot.sealed(0);
    SealedBid copied{theirs.manifest, theirs.files, theirs.secrets.clone()};
    copied.manifest.bidder = lot.centre.bidder(1).id();
    CHECK(refusal_at(lot.submit(1, copied)) == "lock_context_mismatch /parts/0");
}

TEST_CASE("submission: a manifest under another policy is refused") {
    Published lot;
    codec::Json payload = write_submission(lot.centre.envelope(purpose::submit), lot.sealed(0).manifest);
    payload.set("policy", "officers");
    const std::string jws = lot.centre.bidder(0).sign(payload, purpose::submit);
    const Status refused = lot.centre.submit_jws(jws, {});
    CHECK_FALSE(refused.ok());
    CHECK(lot.centre.bids().empty());
}

TEST_CASE("withdrawal: ends the bid, and only a new one may follow") {
    Published lot;
    REQUIRE(lot.submit(0, lot.sealed(0)).ok());
    const BidState bid = lot.centre.bid_of(lot.centre.bidder(0));
    const Digest manifest = bid.latest->manifest_digest;
    REQUIRE(lot.centre.withdraw(lot.centre.bidder(0), bid.id(), manifest).ok());
    CHECK_FALSE(lot.centre.bid_of(lot.centre.bidder(0)).in_force());
    CHECK(refusal(lot.centre.withdraw(lot.centre.bidder(0), bid.id(), manifest)) == "bid_withdrawn");
    CHECK(refusal_at(lot.submit(0, lot.sealed(0, {"900000.00", "again", 2, manifest}))) == "bid_withdrawn /replaces");
    REQUIRE(lot.submit(0, lot.sealed(0, {"900000.00", "again", 1, {}})).ok());
    CHECK(lot.centre.bid_of(lot.centre.bidder(0)).id() != bid.id());
    CHECK(lot.centre.bids().size() == 2);
}

TEST_CASE("withdrawal: a bidder cannot begin bids without end") {
    Published lot;
    TestCentre& centre = lot.centre;
    for (std::size_t i = 0; i < most_streams_of_bidder; ++i) {
        REQUIRE(lot.submit(0, lot.sealed(0, {"900000.00", "bid " + std::to_string(i), 1, {}})).ok());
        const BidState bid = centre.bid_of(centre.bidder(0));
        REQUIRE(centre.withdraw(centre.bidder(0), bid.id(), bid.latest->manifest_digest).ok());
    }
    CHECK(refusal(lot.submit(0, lot.sealed(0, {"900000.00", "one more", 1, {}}))) == "too_many_bids");
    CHECK(lot.submit(1, lot.sealed(1)).ok());
}

TEST_CASE("withdrawal: by its bidder, of the latest manifest, before the deadline") {
    Published lot;
    REQUIRE(lot.submit(0, lot.sealed(0)).ok());
    const BidState bid = lot.centre.bid_of(lot.centre.bidder(0));
    const Digest manifest = bid.latest->manifest_digest;
    CHECK(refusal(lot.centre.withdraw(lot.centre.bidder(1), bid.id(), manifest)) == "command_not_allowed_for_role");
    CHECK(refusal_at(lot.centre.withdraw(lot.centre.bidder(0), bid.id(), array_from<32>("x"))) ==
          "bid_replaces_wrong /replaces");
    CHECK(refusal_at(lot.centre.withdraw(lot.centre.bidder(0), BidId(array_from<16>("x")), manifest)) ==
          "bid_unknown /bid");
    lot.centre.now = lot.deadline();
    CHECK(refusal(lot.centre.withdraw(lot.centre.bidder(0), bid.id(), manifest)) == "deadline_passed");
}

TEST_CASE("close: not one millisecond before the deadline, and once") {
    Published lot;
    lot.centre.now = lot.deadline().plus_milliseconds(-1);
    CHECK(refusal(lot.centre.close()) == "deadline_not_reached");
    lot.centre.now = lot.deadline();
    REQUIRE(lot.centre.close().ok());
    CHECK(refusal(lot.centre.close()) == "command_not_allowed_now");
}

TEST_CASE("close: lists the heads of all bid streams in order, withdrawn ones too") {
    Published lot;
    for (std::size_t i = 0; i < 4; ++i)
        REQUIRE(lot.submit(i, lot.sealed(i, {"900000.00", "bid " + std::to_string(i), 1, {}})).ok());
    const BidState withdrawn = lot.centre.bid_of(lot.centre.bidder(3));
    REQUIRE(lot.centre.withdraw(lot.centre.bidder(3), withdrawn.id(), withdrawn.latest->manifest_digest).ok());
    lot.centre.now = lot.deadline();
    REQUIRE(lot.centre.close().ok());
    const ClosingState& closing = *lot.centre.lot().closing;
    REQUIRE(closing.heads.size() == 4);
    CHECK(closing.bids == 3);
    for (std::size_t i = 1; i < 4; ++i) CHECK(closing.heads[i - 1].stream < closing.heads[i].stream);
    for (const FrozenHead& head : closing.heads) CHECK(head.position == (head.stream == withdrawn.stream ? 1 : 0));
    CHECK(lot.centre.lot().phase == Phase::closed);
}

TEST_CASE("close: with two bids in force there is no opening and the bids stay sealed") {
    Published lot;
    for (std::size_t i = 0; i < 3; ++i)
        REQUIRE(lot.submit(i, lot.sealed(i, {"900000.00", "bid " + std::to_string(i), 1, {}})).ok());
    const BidState withdrawn = lot.centre.bid_of(lot.centre.bidder(2));
    REQUIRE(lot.centre.withdraw(lot.centre.bidder(2), withdrawn.id(), withdrawn.latest->manifest_digest).ok());
    lot.centre.now = lot.deadline();
    REQUIRE(lot.centre.close().ok());
    CHECK(lot.centre.lot().phase == Phase::failed);
    CHECK(refusal(lot.centre.open()) == "too_few_bidders");
    CHECK(refusal(lot.centre.release(withdrawn.id(), lot.sealed(2).secrets)) == "command_not_allowed_now");
}
