#include "panel/panel_builder.h"
#include "record.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;
using kaibiao::test::hex;

namespace {

constexpr Purpose every_purpose[] = {Purpose::rehearse, Purpose::draw, Purpose::open};

std::string check(const Target& target, const PanelKey& key, int officer, const Release& release) {
    return outcome(check_release(target, key, officer, release));
}

std::vector<std::vector<int>> all_subsets(int k, int n) {
    std::vector<std::vector<int>> out;
    for (int mask = 0; mask < 1 << n; ++mask) {
        std::vector<int> chosen;
        for (int i = 0; i < n; ++i)
            if ((mask >> i & 1) != 0) chosen.push_back(i + 1);
        if (static_cast<int>(chosen.size()) == k) out.push_back(std::move(chosen));
    }
    return out;
}

/// Fixed-seed shuffles (the engine's numbers are the same everywhere), cut to k.
std::vector<std::vector<int>> random_subsets(int k, int n, int count) {
    std::mt19937 engine(static_cast<std::uint32_t>(100 * n + k));
    std::vector<int> officers;
    for (int officer = 1; officer <= n; ++officer) officers.push_back(officer);
    std::vector<std::vector<int>> out;
    for (int i = 0; i < count; ++i) {
        for (std::size_t at = officers.size(); at > 1; --at) std::swap(officers[at - 1], officers[engine() % at]);
        out.emplace_back(officers.begin(), officers.begin() + k);
    }
    return out;
}

/// Those subsets that do not combine to x·Q, in the order given or reversed.
std::size_t count_wrong(int k, int n, const std::vector<std::vector<int>>& subsets) {
    const std::vector<Seat> seats = seats_of(k, n);
    const Target target = target_for(seats[0], Purpose::open);
    const crypto::Point expected = crypto::multiply(panel_secret(seats), target.point()).value();
    std::vector<int> everybody;
    everybody.reserve(seats.size());
    for (const Seat& seat : seats) everybody.push_back(seat.member);
    const std::vector<CheckedRelease> releases = checked(seats, everybody, target);
    std::size_t wrong = 0;
    for (const std::vector<int>& officers : subsets) {
        std::vector<CheckedRelease> some;
        some.reserve(officers.size());
        for (const int officer : officers) some.push_back(releases[static_cast<std::size_t>(officer - 1)]);
        const bool forwards = combine(seats[0].key, some).value() == expected;
        std::reverse(some.begin(), some.end());
        if (!forwards || !(combine(seats[0].key, some).value() == expected)) ++wrong;
    }
    return wrong;
}

} // namespace

TEST_CASE("release: any k of n combine to the same point, x times the target's: every choice up to 7 officers") {
    std::size_t tried = 0;
    for (int n = 3; n <= 7; ++n) {
        for (int k = 2; k < n; ++k) {
            CAPTURE(k);
            CAPTURE(n);
            CHECK(count_wrong(k, n, all_subsets(k, n)) == 0);
            tried += all_subsets(k, n).size();
        }
    }
    CHECK(tried == 3 + 10 + 25 + 56 + 119); // 2ⁿ without the empty set, the single officers and all together
    CHECK(count_wrong(1, 1, {{1}}) == 0);
}

TEST_CASE("release: any k of 15 combine to the same point, in random choices and orders") {
    for (const int k : {2, 5, 8, 14}) {
        CAPTURE(k);
        CHECK(count_wrong(k, 15, random_subsets(k, 15, 40)) == 0);
    }
}

TEST_CASE("release: more releases than k change nothing") {
    const std::vector<Seat> seats = seats_of(2, 4);
    const Target target = target_for(seats[0], Purpose::draw);
    CHECK(combine(seats[0].key, checked(seats, {4, 2, 1, 3}, target)).value() ==
          combine(seats[0].key, checked(seats, {1, 3}, target)).value());
}

TEST_CASE("release: k − 1 releases do not combine") {
    const std::vector<Seat> seats = seats_of(3, 5);
    const Target target = target_for(seats[0], Purpose::open);
    CHECK(outcome(combine(seats[0].key, checked(seats, {1, 5}, target))) == "releases_too_few");
    CHECK(outcome(combine(seats[0].key, {})) == "releases_too_few");
    CHECK(outcome(combine(seats[0].key, checked(seats, {1, 5, 1}, target))) == "release_duplicate");
    CHECK(outcome(combine(seats[0].key, checked(seats, {1, 5, 2}, target))) == "ok");
}

TEST_CASE("release: releases for different points do not combine") {
    const std::vector<Seat> seats = seats_of(2, 3);
    auto mixed = checked(seats, {1}, target_for(seats[0], Purpose::open, 1, "a"));
    mixed.push_back(checked(seats, {2}, target_for(seats[0], Purpose::open, 1, "b"))[0]);
    CHECK(outcome(combine(seats[0].key, mixed)) == "release_target_mismatch");
}

TEST_CASE("release: releases checked for different panels, lots or keys do not combine, though the point is the same") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const std::vector<Seat> others = seats_of(2, 3, "panel-2");
    const PanelKey& key = seats[0].key;
    const Target target = target_for(seats[0], Purpose::open);
    const auto with = [&](const std::vector<Seat>& whose, const Target& other) {
        REQUIRE(other.point() == target.point());
        std::vector<CheckedRelease> mixed = checked(seats, {1}, target);
        mixed.push_back(checked(whose, {2}, other)[0]);
        return outcome(combine(key, mixed));
    };
    CHECK(with(seats, target) == "ok");
    CHECK(with(seats, target_for(seats[0], Purpose::open, 2)) == "release_target_mismatch");
    CHECK(with(others, target_for(others[0], Purpose::open)) == "release_target_mismatch");
    CHECK(outcome(combine(others[0].key, checked(seats, {1, 2}, target))) == "release_target_mismatch");
}

TEST_CASE("release: a release checked under a key with another share does not combine under the panel's") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const Target target = target_for(seats[0], Purpose::open);
    Seat forger = std::move(seats_of(2, 3)[1]);
    forger.share = fixed_scalar("forged");
    forger.key.shares[1] = crypto::multiply_generator(forger.share).value();
    std::vector<CheckedRelease> mixed = checked(seats, {1}, target);
    mixed.push_back(check_release(target, forger.key, 2, fixed_release(forger, target)).value());
    CHECK(outcome(combine(seats[0].key, mixed)) == "release_target_mismatch");
}

TEST_CASE("release: one for another purpose, lot, point, officer or panel is refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const std::vector<Seat> others = seats_of(2, 3, "panel-2");
    for (const Purpose purpose : every_purpose) {
        const Target target = target_for(seats[0], purpose);
        const Release release = fixed_release(seats[0], target);
        const PanelKey& key = seats[0].key;
        CHECK(check(target, key, 1, release) == "ok");
        CHECK(check(target, key, 2, release) == "release_proof_wrong");
        CHECK(check(target, key, 0, release) == "release_officer_unknown");
        CHECK(check(target, key, 4, release) == "release_officer_unknown");
        CHECK(check(target, others[0].key, 1, release) == "release_target_mismatch");
        CHECK(check(target_for(others[0], purpose), others[0].key, 1, release) == "release_proof_wrong");
        CHECK(check(target_for(seats[0], purpose, 1, "b"), key, 1, release) == "release_proof_wrong");
        if (purpose != Purpose::rehearse)
            CHECK(check(target_for(seats[0], purpose, 2), key, 1, release) == "release_proof_wrong");
    }
}

TEST_CASE("release: the same point under another lot, purpose or panel id needs another proof") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const PanelKey& key = seats[0].key;
    // Who knows r can prove it for two lots: the release is bound to its lot nevertheless.
    const Target here = target_for(seats[0], Purpose::open, 1);
    const Target there = target_for(seats[0], Purpose::open, 2);
    REQUIRE(here.point() == there.point());
    CHECK(check(there, key, 1, fixed_release(seats[0], here)) == "release_proof_wrong");
    Seat renamed = std::move(seats_of(2, 3)[0]);
    const PanelIdentity other{"panel-3", key.y};
    const std::vector<ByteArray<32>> nonces(3);
    const Target foreign = rehearsal_target(other, 3, nonces).value();
    const ByteArray<32> random{1};
    CHECK(outcome(release_for(renamed, foreign, random)) == "release_target_mismatch");
}

TEST_CASE("release: a proof with any flipped bit is refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const Target target = target_for(seats[0], Purpose::draw);
    const ByteArray<release_size> good = encode(fixed_release(seats[0], target));
    for (std::size_t bit = 0; bit < 8 * release_size; bit += 5) {
        ByteArray<release_size> bad = good;
        bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1U << bit % 8);
        const auto release = decode_release(bad);
        if (release.ok()) CHECK(check(target, seats[0].key, 1, *release) == "release_proof_wrong");
    }
}

TEST_CASE("release: swapped halves of two releases are refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const Target target = target_for(seats[0], Purpose::open);
    const Release one = fixed_release(seats[0], target);
    const Release two = fixed_release(seats[1], target);
    CHECK(check(target, seats[0].key, 1, {two.point, one.challenge, one.response}) == "release_proof_wrong");
    CHECK(check(target, seats[0].key, 1, {one.point, two.challenge, two.response}) == "release_proof_wrong");
}

TEST_CASE("release: identity, points and scalars that are not canonical are refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const ByteArray<release_size> good = encode(fixed_release(seats[0], target_for(seats[0], Purpose::draw)));
    ByteArray<release_size> bad = good;
    std::fill(bad.begin(), bad.begin() + 32, std::uint8_t{0});
    CHECK(outcome(decode_release(bad)) == "point_is_identity");
    std::fill(bad.begin(), bad.begin() + 32, std::uint8_t{0xFF});
    CHECK(outcome(decode_release(bad)) == "point_not_canonical");
    for (const std::size_t from : {32, 64}) {
        bad = good;
        std::fill_n(bad.begin() + static_cast<std::ptrdiff_t>(from), 32, std::uint8_t{0xFF});
        CHECK(outcome(decode_release(bad)) == "scalar_not_canonical");
    }
}

TEST_CASE("release: nonces differ by target even where the random bytes repeat, and by random bytes") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const Target target = target_for(seats[0], Purpose::open);
    const ByteArray<32> other{1};
    const Release again = fixed_release(seats[0], target);
    CHECK(again == fixed_release(seats[0], target));
    const Release fresh = release_for(seats[0], target, other).value();
    CHECK(fresh.point == again.point);
    CHECK(fresh.response != again.response);
    kaibiao::test::record("release", encode(again));
}

TEST_CASE("release: a rehearsal depends on every member's nonce, and needs all of them") {
    const Seat seat = std::move(seats_of(2, 3)[0]);
    std::vector<ByteArray<32>> nonces(3);
    const auto first = rehearsal_target(identity_of(seat), 3, nonces).value();
    for (ByteArray<32>& nonce : nonces) {
        nonce[31] ^= 1;
        CHECK_FALSE(rehearsal_target(identity_of(seat), 3, nonces)->point() == first.point());
        nonce[31] ^= 1;
    }
    nonces.pop_back();
    CHECK(outcome(rehearsal_target(identity_of(seat), 3, nonces)) == "panel_member_missing");
}

TEST_CASE("release: a point is proven only by its own proof") {
    const crypto::Scalar r = fixed_scalar("r");
    const crypto::Point point = crypto::multiply_generator(r).value();
    const Digest context{1};
    const ByteArray<32> random{2};
    const LockProof proof = prove_lock(r, context, point.bytes(), {}, random);
    const auto proven = check_lock_proof(proof, context, point, {});
    REQUIRE(outcome(proven) == "ok");
    CHECK(proven->point() == point);
    CHECK(proven->context() == context);
    CHECK(outcome(check_lock_proof(proof, Digest{2}, point, {})) == "lock_proof_wrong");
    CHECK(outcome(check_lock_proof(proof, context, point, Digest{3})) == "lock_proof_wrong");
    const crypto::Point other = crypto::multiply_generator(fixed_scalar("s")).value();
    CHECK(outcome(check_lock_proof(proof, context, other, {})) == "lock_proof_wrong");
}
