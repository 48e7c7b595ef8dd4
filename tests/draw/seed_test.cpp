#include "draw/draw_builder.h"
#include "panel/panel_builder.h"

#include "kaibiao/draw/seed.h"
#include "kaibiao/panel/vrf.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;
using panel::ReleaseList;
using panel::Seat;
using panel::test::outcome;
using panel::test::seats_of;

namespace {

struct Fixture {
    std::vector<Seat> seats = seats_of(2, 3);
    std::string list = text_of(values());
    DrawMessage message = message_for(list);

    panel::Target target(const DrawMessage& of) const {
        return panel::draw_target(panel::test::identity_of(seats[0]), request_of(of)).value();
    }
    ReleaseList release(int officer, const panel::Target& of) const {
        const ByteArray<32> random{5};
        return panel::release_all(seats[static_cast<std::size_t>(officer - 1)], {of}, random).value();
    }
    ReleaseList release(int officer) const { return release(officer, target(message)); }
    Result<DrawSeed> seed_of(const std::vector<ReleaseList>& lists) const {
        return seed_from_releases("panel-1", seats[0].key, message, lists);
    }
    /// What is said when officer 2 gives this beside a right release of officer 1.
    std::string told(const ReleaseList& second) const { return outcome(seed_of({release(1), second})); }
};

} // namespace

TEST_CASE("draw: from a panel over its releases to a seed, a transcript and its verification") {
    const Fixture fixture;
    const DrawSeed seed = fixture.seed_of({fixture.release(1), fixture.release(2)}).value();
    // x·Q with the x that nobody has.
    const panel::Target target = fixture.target(fixture.message);
    CHECK(target.point() ==
          panel::vrf_encode_to_curve(fixture.seats[0].key.y, as_bytes(encode_message(fixture.message))));
    const auto gamma = crypto::multiply(panel::test::panel_secret(fixture.seats), target.point()).value();
    CHECK(seed == panel::vrf_hash(gamma));
    const Transcript drawn =
        draw_transcript(encode_message(fixture.message), fixture.list, seed, {}, ListInTranscript::included).value();
    const Transcript read = decode_transcript(as_bytes(encode_transcript(drawn))).value();
    const VerifiedDraw verified = verify_transcript(read, {}).value();
    CHECK(
        seed_from_releases("panel-1", fixture.seats[0].key, verified.message, {fixture.release(3), fixture.release(1)})
            .value() == read.seed);
}

TEST_CASE("draw: any k officers, in any order, and more than k give one seed; another message another") {
    const Fixture fixture;
    const DrawSeed seed = fixture.seed_of({fixture.release(1), fixture.release(2)}).value();
    for (const auto& officers : std::vector<std::vector<int>>{{2, 1}, {1, 3}, {3, 2}, {1, 2, 3}, {3, 1, 2}}) {
        std::vector<ReleaseList> lists;
        for (const int officer : officers) lists.push_back(fixture.release(officer));
        CHECK(fixture.seed_of(lists).value() == seed);
    }
    Fixture other;
    other.message.freezing[0] ^= 1;
    CHECK(other.seed_of({other.release(1), other.release(2)}).value() != seed);
}

TEST_CASE("draw: fewer than k releases, or one twice, give no seed") {
    const Fixture fixture;
    CHECK(outcome(fixture.seed_of({})) == "releases_too_few");
    CHECK(outcome(fixture.seed_of({fixture.release(2)})) == "releases_too_few");
    CHECK(fixture.seed_of({fixture.release(2)}).error().detail == "1, needed: 2");
    CHECK(outcome(fixture.seed_of({fixture.release(2), fixture.release(2)})) == "release_duplicate @ officer 2");
}

TEST_CASE("draw: a forged release names its officer, also where k others would do") {
    const Fixture fixture;
    for (const auto field : {&panel::Release::challenge, &panel::Release::response}) {
        ReleaseList forged = fixture.release(2);
        (forged.releases[0].*field)[0] ^= 1;
        CHECK(fixture.told(forged) == "release_proof_wrong @ officer 2");
        CHECK(outcome(fixture.seed_of({fixture.release(1), fixture.release(3), forged})) ==
              "release_proof_wrong @ officer 2");
    }
    ReleaseList moved = fixture.release(2);
    moved.releases[0].point = fixture.release(3).releases[0].point;
    CHECK(fixture.told(moved) == "release_proof_wrong @ officer 2");
    ReleaseList renamed = fixture.release(3);
    renamed.officer = 2;
    CHECK(fixture.told(renamed) == "release_proof_wrong @ officer 2");
    renamed.officer = 4;
    CHECK(fixture.told(renamed) == "release_officer_unknown @ officer 4");
}

TEST_CASE("draw: a release for another purpose, lot, panel or draw is refused with what differs") {
    const Fixture fixture;
    const auto& seat = fixture.seats[1];
    const auto rehearsed = fixture.release(2, panel::test::target_for(seat, panel::Purpose::rehearse));
    CHECK(fixture.told(rehearsed) == "release_target_mismatch @ officer 2: /purpose");
    const auto opened = fixture.release(2, panel::test::target_for(seat, panel::Purpose::open));
    CHECK(fixture.told(opened) == "release_target_mismatch @ officer 2: /purpose");
    DrawMessage message = fixture.message;
    message.lot = LotId(ByteArray<16>{9});
    CHECK(fixture.told(fixture.release(2, fixture.target(message))) == "release_target_mismatch @ officer 2: /lot");
    ReleaseList two = fixture.release(2);
    two.releases.push_back(two.releases[0]);
    CHECK(fixture.told(two) == "release_target_mismatch @ officer 2: /releases");
    ReleaseList other_panel = fixture.release(2);
    other_panel.panel = "panel-2";
    CHECK(fixture.told(other_panel) == "release_target_mismatch @ officer 2: /panel");
    // Another draw, list or freezing event of the same lot is another point, which the list does not name.
    message = fixture.message;
    message.draw = DrawId(ByteArray<16>{9});
    CHECK(fixture.told(fixture.release(2, fixture.target(message))) == "release_proof_wrong @ officer 2");
    message = fixture.message;
    message.list[0] ^= 1;
    CHECK(fixture.told(fixture.release(2, fixture.target(message))) == "release_proof_wrong @ officer 2");
}

TEST_CASE("draw: releases hold under their panel's keys only") {
    const Fixture fixture;
    const auto others = seats_of(2, 3, "panel-2");
    const std::vector<ReleaseList> lists{fixture.release(1), fixture.release(2)};
    CHECK(outcome(seed_from_releases("panel-1", others[0].key, fixture.message, lists)) ==
          "release_proof_wrong @ officer 1");
    CHECK(outcome(seed_from_releases("panel-2", fixture.seats[0].key, fixture.message, lists)) ==
          "release_target_mismatch @ officer 1: /panel");
}
