#include "kaibiao/codec/json.h"
#include "panel/panel_builder.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;

namespace {

std::vector<Target> three_targets(const Seat& seat, std::uint8_t lot = 1) {
    std::vector<Target> out;
    for (const std::string_view seed : {"a", "b", "c"}) out.push_back(target_for(seat, Purpose::open, lot, seed));
    return out;
}

ReleaseList list_of(const Seat& seat, const std::vector<Target>& targets) {
    const ByteArray<32> random{5};
    return release_all(seat, targets, random).value();
}

std::string decode_changed(const ReleaseList& list, std::string_view from, std::string_view to) {
    std::string text(as_text(encode(list)));
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return outcome(decode_release_list(as_bytes(text)));
}

} // namespace

TEST_CASE("releases: lists of all officers combine point by point to what single releases give") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const PanelKey& key = seats[0].key;
    const auto targets = three_targets(seats[0]);
    std::vector<std::vector<CheckedRelease>> lists;
    for (const int officer : {3, 1}) {
        const ReleaseList list = list_of(seats[static_cast<std::size_t>(officer - 1)], targets);
        lists.push_back(check_all(targets, key, list).value());
    }
    const auto points = combine_all(key, lists).value();
    REQUIRE(points.size() == 3);
    for (std::size_t at = 0; at < 3; ++at)
        CHECK(points[at] == combine(key, checked(seats, {2, 3}, targets[at])).value());
    std::swap(lists[1][0], lists[1][1]);
    CHECK(outcome(combine_all(key, lists)) == "release_target_mismatch @ /releases/0");
    lists[1].pop_back();
    CHECK(outcome(combine_all(key, lists)) == "releases_too_few");
    lists.pop_back();
    CHECK(outcome(combine_all(key, lists)) == "releases_too_few");
    CHECK(outcome(combine_all(key, {})) == "releases_too_few");
}

TEST_CASE("releases: points of different lots or purposes do not combine in one go") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const PanelKey& key = seats[0].key;
    for (const Target& other : {target_for(seats[0], Purpose::open, 2), target_for(seats[0], Purpose::draw)}) {
        std::vector<std::vector<CheckedRelease>> lists(2);
        for (const Target& target : {target_for(seats[0], Purpose::open), other}) {
            const auto column = checked(seats, {3, 1}, target);
            for (std::size_t at = 0; at < 2; ++at) lists[at].push_back(column[at]);
        }
        CHECK(outcome(combine_all(key, lists)) == "release_target_mismatch @ /releases/1");
    }
}

TEST_CASE("releases: a list replayed in another lot, counted otherwise or reordered is refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const PanelKey& key = seats[0].key;
    const auto targets = three_targets(seats[0]);
    ReleaseList list = list_of(seats[0], targets);
    CHECK(outcome(check_all(three_targets(seats[0], 2), key, list)) == "release_target_mismatch @ /lot");
    const auto more = check_all({targets[0]}, key, list);
    CHECK(outcome(more) == "release_target_mismatch @ /releases");
    CHECK(more.error().detail == "3, needed: 1");
    std::swap(list.releases[1], list.releases[2]);
    CHECK(outcome(check_all(targets, key, list)) == "release_proof_wrong @ /releases/1");
    std::swap(list.releases[1], list.releases[2]);
    list.officer = 2;
    CHECK(outcome(check_all(targets, key, list)) == "release_proof_wrong @ /releases/0");
    list.purpose = Purpose::draw;
    CHECK(outcome(check_all(targets, key, list)) == "release_target_mismatch @ /purpose");
}

TEST_CASE("releases: one list answers one lot") {
    const std::vector<Seat> seats = seats_of(2, 3);
    auto targets = three_targets(seats[0]);
    targets.push_back(target_for(seats[0], Purpose::open, 2));
    const ByteArray<32> random{5};
    CHECK(outcome(release_all(seats[0], targets, random)) == "release_target_mismatch @ /releases/3");
    CHECK(outcome(release_all(seats[0], {}, random)) == "release_malformed @ /releases");
    CHECK(outcome(release_all(seats[0], std::vector<Target>(max_releases + 1, targets[0]), random)) ==
          "release_malformed @ /releases");
}

TEST_CASE("releases: a list is its canonical text, and no other text is a list") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const ReleaseList list = list_of(seats[0], three_targets(seats[0]));
    const Bytes text = encode(list);
    CHECK(decode_release_list(text).value() == list);
    kaibiao::test::record("list", text);
    CHECK(decode_changed(list, "kaibiao-release1", "kaibiao-release2") == "release_malformed @ /format");
    CHECK(decode_changed(list, "\"officer\":1", "\"officer\":0") == "release_malformed @ /officer");
    CHECK(decode_changed(list, "\"open\"", "\"close\"") == "release_malformed @ /purpose");
    CHECK(decode_changed(list, "\"open\"", "\"rehearse\"") == "release_malformed @ /lot");
    CHECK(decode_changed(list, "\"lot\":\"01", "\"lot\":\"0X") == "release_malformed @ /lot");
    CHECK(decode_changed(list, "\"releases\":[\"", "\"releases\":[\"A") == "release_malformed @ /releases/0");
    CHECK(decode_changed(list, "\"purpose\"", "\"pur\":1,\"purpose\"") == "release_malformed @ /pur");
}
