#include "kaibiao/tender/opening.h"

#include "centre_builder.h"
#include "kaibiao/codec/text.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

/// Three bids, closed.
struct Closed {
    TestCentre centre;
    std::vector<SealedBid> bids;

    Closed() {
        REQUIRE(centre.publish().ok());
        for (std::size_t i = 0; i < 3; ++i) {
            centre.now = centre.now.plus_milliseconds(1'000);
            bids.push_back(centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}));
            REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
        }
        centre.now = centre.lot().publication->deadline;
        REQUIRE(centre.close().ok());
    }
    BidId id(std::size_t i) const { return centre.bid_of(centre.bidder(i)).id(); }
    Status release(std::size_t i) { return centre.release(id(i), bids[i].secrets); }
    const AnnouncedBid& row(std::size_t i) const { return centre.lot().opening->announced[i]; }
};

struct Opened : Closed {
    Opened() { REQUIRE(centre.open().ok()); }
};

} // namespace

TEST_CASE("opening: only the tenderer opens, only after the close") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    CHECK(refusal_at(centre.open()) == "deadline_not_reached " + centre.lot().publication->deadline.text());
    Closed lot;
    const auto by_bidder =
        lot.centre.act(lot.centre.bidder(0), purpose::open, sign::write_envelope(lot.centre.envelope(purpose::open)));
    CHECK(refusal(by_bidder) == "command_not_allowed_for_role");
    REQUIRE(lot.centre.open().ok());
    CHECK(lot.centre.lot().opening->window_end == lot.centre.now.plus_milliseconds(3'600'000));
    CHECK(refusal(lot.centre.open()) == "command_not_allowed_now");
}

TEST_CASE("opening: an open command has no members of its own") {
    Closed lot;
    const auto extra = lot.centre.act(lot.centre.tenderer(), purpose::open,
                                      sign::write_envelope(lot.centre.envelope(purpose::open)).set("window", 1));
    CHECK(refusal_at(extra) == "json_member_unknown /window");
}

TEST_CASE("release: nothing is taken before the opening or after the window") {
    Closed lot;
    CHECK(refusal(lot.release(0)) == "command_not_allowed_now");
    REQUIRE(lot.centre.open().ok());
    const Instant end = lot.centre.lot().opening->window_end;
    lot.centre.now = end.plus_milliseconds(-1);
    CHECK(lot.release(0).ok());
    lot.centre.now = end;
    CHECK(refusal_at(lot.release(1)) == "release_window_closed " + end.text());
    REQUIRE(lot.centre.close_window().ok());
    CHECK(refusal_at(lot.release(1)) == "release_window_closed " + end.text());
}

TEST_CASE("release: both secrets must match their commitments") {
    Opened lot;
    seal::OpeningSecrets wrong = lot.bids[0].secrets.clone();
    wrong.volumes = lot.bids[1].secrets.volumes.clone();
    CHECK(refusal_at(lot.centre.release(lot.id(0), wrong)) == "lock_secret_mismatch volumes");
    CHECK(refusal_at(lot.centre.release(lot.id(0), lot.bids[1].secrets)) == "lock_secret_mismatch sheet");
    CHECK(lot.centre.lot().opening->sheets.empty());
    CHECK(refusal(lot.centre.release(BidId(array_from<16>("nobody")), lot.bids[0].secrets)) == "bid_unknown");
}

TEST_CASE("release: the same release again changes nothing") {
    Opened lot;
    REQUIRE(lot.release(0).ok());
    const StreamHead head = lot.centre.lot().head;
    REQUIRE(lot.release(0).ok());
    CHECK(lot.centre.lot().head == head);
}

TEST_CASE("release: a withdrawn bid is not released") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    std::vector<SealedBid> bids;
    for (std::size_t i = 0; i < 4; ++i) {
        bids.push_back(centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}));
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    const BidState withdrawn = centre.bid_of(centre.bidder(3));
    REQUIRE(centre.withdraw(centre.bidder(3), withdrawn.id(), withdrawn.latest->manifest_digest).ok());
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
    CHECK(refusal(centre.release(withdrawn.id(), bids[3].secrets)) == "bid_withdrawn");
}

TEST_CASE("release: a release is read strictly") {
    const std::string secret = codec::encode_base64(array_from<32>("b"));
    codec::Json body = codec::Json::object()
                           .set("bid", BidId(array_from<16>("bid")).text())
                           .set("sheet", secret)
                           .set("volumes", secret);
    CHECK(read_release(body).ok());
    body.set("sheet", secret + "=");
    CHECK(refusal_at(read_release(body)) == "base64_malformed /sheet");
    body.set("sheet", "AAAA");
    CHECK(refusal_at(read_release(body)) == "length_wrong /sheet");
}

TEST_CASE("window: closes early only when all have released") {
    Opened lot;
    REQUIRE(lot.release(0).ok());
    REQUIRE(lot.release(1).ok());
    CHECK(refusal(lot.centre.close_window()) == "command_not_allowed_now");
    REQUIRE(lot.release(2).ok());
    REQUIRE(lot.centre.close_window().ok());
    CHECK(lot.centre.lot().opening->missing.empty());
}

TEST_CASE("announcement: all prices at once, in the order of submission") {
    Opened lot;
    for (std::size_t i = 3; i-- > 0;) REQUIRE(lot.release(i).ok());
    CHECK(refusal(lot.centre.announce()) == "command_not_allowed_now");
    REQUIRE(lot.centre.close_window().ok());
    REQUIRE(lot.centre.announce().ok());
    REQUIRE(lot.centre.lot().opening->announced.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(lot.row(i).bidder.id == lot.centre.bidder(i).id());
        CHECK(lot.row(i).state == BidOpening::opened);
        CHECK(lot.row(i).sheet->price->yuan() == "1000000.00");
        CHECK(lot.row(i).b.has_value());
    }
    CHECK(refusal(lot.centre.announce()) == "command_not_allowed_now");
}

TEST_CASE("announcement: a bid that was not released is revoked and shows nothing") {
    Opened lot;
    REQUIRE(lot.release(0).ok());
    REQUIRE(lot.release(2).ok());
    lot.centre.now = lot.centre.lot().opening->window_end;
    REQUIRE(lot.centre.close_window().ok());
    CHECK(lot.centre.lot().opening->missing == std::vector<BidId>{lot.id(1)});
    REQUIRE(lot.centre.announce().ok());
    CHECK(lot.row(1).state == BidOpening::revoked);
    CHECK_FALSE(lot.row(1).sheet.has_value());
    CHECK_FALSE(lot.row(1).b.has_value());
    CHECK(lot.row(2).state == BidOpening::opened);
}

TEST_CASE(
    "announcement: a stored file that differs from the manifest is no bidder's fault and stops the announcement") {
    Opened lot;
    for (std::size_t i = 0; i < 3; ++i) REQUIRE(lot.release(i).ok());
    REQUIRE(lot.centre.close_window().ok());
    const Digest root = lot.bids[1].manifest.parts[0].root;
    Bytes& file = lot.centre.blobs.at(root);
    file.back() ^= 1;
    CHECK(refusal(lot.centre.announce()) == "manifest_root_mismatch");
    lot.centre.blobs.erase(root);
    CHECK(refusal(lot.centre.announce()) == "manifest_part_missing");
    CHECK(lot.centre.lot().phase == Phase::window_closed);
}

TEST_CASE("announcement: a sheet that contradicts its commitment fails for its bidder only, with the reason") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    std::vector<SealedBid> bids;
    for (std::size_t i = 0; i < 3; ++i) {
        bids.push_back(centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}));
        if (i == 1) bids.back().manifest.parts[0].commitment[0] ^= 1;
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
    for (std::size_t i = 0; i < 3; ++i)
        REQUIRE(centre.release(centre.bid_of(centre.bidder(i)).id(), bids[i].secrets).ok());
    REQUIRE(centre.close_window().ok());
    REQUIRE(centre.announce().ok());
    int failed = 0;
    for (const AnnouncedBid& row : centre.lot().opening->announced) {
        if (row.bidder.id != centre.bidder(1).id())
            CHECK(row.state == BidOpening::opened);
        else {
            ++failed;
            CHECK(row.state == BidOpening::failed);
            CHECK(row.reason == "manifest_commitment_mismatch");
            CHECK_FALSE(row.sheet.has_value());
        }
    }
    CHECK(failed == 1);
}

TEST_CASE("announcement: an announced row reads back as it was written") {
    AnnouncedBid row;
    row.bid = BidId(array_from<16>("bid"));
    row.bidder = {"id", "名"};
    row.state = BidOpening::failed;
    row.reason = "lock_body_wrong";
    row.b = array_from<32>("b");
    const codec::Json json = write_announced_bid(row);
    const Result<AnnouncedBid> read = read_announced_bid(json, {});
    REQUIRE(read.ok());
    CHECK(write_announced_bid(*read) == json);
}

namespace {

/// Two bids released, the third not, the window closed.
struct OneMissing : Opened {
    OneMissing() {
        REQUIRE(release(0).ok());
        REQUIRE(release(1).ok());
        centre.now = centre.lot().opening->window_end;
        REQUIRE(centre.close_window().ok());
    }
    Status excuse(const Person& signer, const std::vector<BidId>& missing) {
        codec::Json items = codec::Json::array();
        for (const BidId& bid : missing) items.push(codec::Json(bid.text()));
        return centre.act(signer, purpose::excuse,
                          sign::write_envelope(centre.envelope(purpose::excuse))
                              .set("bids", std::move(items))
                              .set("reason", write_bilingual({"平台网络中断", "The platform's network failed"})));
    }
    BidOpening state_of(const BidId& bid) const {
        for (const AnnouncedBid& row : centre.lot().opening->announced)
            if (row.bid == bid) return row.state;
        return BidOpening::opened;
    }
};

} // namespace

TEST_CASE("excuse: a bid that could not be released for a cause outside its bidder is withdrawn, not revoked") {
    OneMissing lot;
    SUBCASE("found before the announcement") {
        REQUIRE(lot.excuse(lot.centre.supervisor(), {lot.id(2)}).ok());
        REQUIRE(lot.centre.announce().ok());
    }
    SUBCASE("found after the announcement") {
        REQUIRE(lot.centre.announce().ok());
        CHECK(lot.state_of(lot.id(2)) == BidOpening::revoked);
        REQUIRE(lot.excuse(lot.centre.supervisor(), {lot.id(2)}).ok());
    }
    CHECK(lot.state_of(lot.id(2)) == BidOpening::withdrawn);
    CHECK(lot.state_of(lot.id(0)) == BidOpening::opened);
    const auto inputs = bid_inputs(lot.centre.lot());
    CHECK(inputs[2].standing == score::BidStanding::withdrawn);
    REQUIRE(lot.centre.appoint(lot.centre.committee()).ok());
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(lot.centre.score(lot.centre.expert(i), 30).ok());
    REQUIRE(lot.centre.sign_result().ok());
    const VerificationReport report = verify_bundle(as_bytes(lot.centre.bundle()), lot.centre.anchors());
    CHECK(report.passed());
}

TEST_CASE("excuse: only the supervisor, only what is missing, only after the window") {
    OneMissing lot;
    CHECK(refusal(lot.excuse(lot.centre.tenderer(), {lot.id(2)})) == "command_not_allowed_for_role");
    CHECK(refusal_at(lot.excuse(lot.centre.supervisor(), {lot.id(0)})) == "bid_unknown /bids");
    CHECK(refusal_at(lot.excuse(lot.centre.supervisor(), {})) == "command_malformed /bids");
    CHECK(refusal_at(lot.excuse(lot.centre.supervisor(), {lot.id(2), lot.id(2)})) == "command_malformed /bids");
    Opened open;
    const auto early = open.centre.act(open.centre.supervisor(), purpose::excuse,
                                       sign::write_envelope(open.centre.envelope(purpose::excuse)));
    CHECK(refusal(early) == "command_not_allowed_now");
}
