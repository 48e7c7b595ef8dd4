// Chi-square and serial tests over more than a million draws. Seeds are fixed, so the outcome is too: a failure means
// that the code has changed. The statistic is turned into a normal deviate z (Wilson and Hilferty 1931); |z| < 4 holds
// for a fair draw with probability 0.99994, and both ends count, as numbers that are too even are not random either.
// Each test is also given a draw with a known bias, which it must find.

#include "draw/draw_builder.h"

#include "kaibiao/crypto/hash.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <numeric>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;

namespace {

constexpr double bound = 4;
constexpr int million = 1'000'000;

DrawStream stream(std::uint32_t number) { return DrawStream(seed(number), as_bytes("statistics"), 0); }

/// z of the counts against equal frequencies.
double deviate(const std::vector<std::uint32_t>& counts) {
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double expected = total / static_cast<double>(counts.size());
    double square = 0;
    for (const std::uint32_t count : counts) square += (count - expected) * (count - expected) / expected;
    const double freedom = static_cast<double>(counts.size()) - 1;
    const double spread = 2 / (9 * freedom);
    return (std::cbrt(square / freedom) - (1 - spread)) / std::sqrt(spread);
}

double frequency(std::uint32_t range, const std::function<std::uint32_t()>& number) {
    std::vector<std::uint32_t> counts(range);
    for (int i = 0; i < million; ++i) ++counts[number()];
    return deviate(counts);
}

/// Pairs of neighbours that do not overlap.
double serial(std::uint32_t range, const std::function<std::uint32_t()>& number) {
    std::vector<std::uint32_t> counts(std::size_t{range} * range);
    for (int i = 0; i < million; ++i) {
        const std::uint32_t first = number();
        ++counts[first * range + number()];
    }
    return deviate(counts);
}

/// The number of a permutation of 0 … 4 among the 120.
std::size_t permutation_number(const std::vector<std::uint32_t>& ranking) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < ranking.size(); ++i) {
        std::size_t smaller = 0;
        for (std::size_t j = i + 1; j < ranking.size(); ++j) smaller += ranking[j] < ranking[i] ? 1 : 0;
        number = number * (ranking.size() - i) + smaller;
    }
    return number;
}

double permutations(const std::function<std::vector<std::uint32_t>()>& shuffled) {
    std::vector<std::uint32_t> counts(120);
    for (int i = 0; i < million / 4; ++i) ++counts[permutation_number(shuffled())];
    return deviate(counts);
}

} // namespace

TEST_CASE("draw: a million numbers of each range are equally frequent") {
    for (const std::uint32_t range : {2U, 7U, 49U, 1000U}) {
        DrawStream numbers = stream(range);
        CHECK_MESSAGE(std::abs(frequency(range, [&] { return numbers.below(range); })) < bound, range);
    }
    DrawStream bytes = stream(1); // 256 = 5·49 + 11: without rejection eleven numbers are favoured
    CHECK(frequency(49, [&] { return bytes.below(256) % 49; }) > bound);
}

TEST_CASE("draw: where many words are rejected a million numbers are still equally frequent") {
    for (const std::uint32_t range : {0x80000001U, 0xc0000000U}) { // a half, a quarter
        DrawStream numbers = stream(range);
        CHECK(std::abs(frequency(64, [&] { return numbers.below(range) / (range / 64 + 1); })) < bound);
    }
    constexpr std::uint32_t range = 0xc0000000; // without rejection the lower third comes twice as often
    DrawStream words = stream(4);
    CHECK(frequency(64, [&] { return words.below(0xffffffff) % range / (range / 64 + 1); }) > bound);
}

TEST_CASE("draw: a million pairs of neighbours are independent") {
    DrawStream numbers = stream(5);
    CHECK(std::abs(serial(16, [&] { return numbers.below(16); })) < bound);
    DrawStream sevens = stream(6);
    CHECK(std::abs(serial(7, [&] { return sevens.below(7); })) < bound);
    DrawStream sticky = stream(7); // one number in a hundred is that before
    std::uint32_t last = 0;
    CHECK(serial(16, [&] { return sticky.below(100) == 0 ? last : (last = sticky.below(16)); }) > bound);
}

TEST_CASE("draw: all orders of five come equally often") {
    DrawStream numbers = stream(8);
    CHECK(std::abs(permutations([&] { return full_ranking(numbers, 5); })) < bound);
    DrawStream naive = stream(9); // swapping with any entry instead of a later one
    CHECK(permutations([&] {
              std::vector<std::uint32_t> ranking{0, 1, 2, 3, 4};
              for (std::uint32_t& entry : ranking) std::swap(entry, ranking[naive.below(5)]);
              return ranking;
          }) > bound);
}

TEST_CASE("draw: under fresh seeds each expert and each value is drawn equally often") {
    std::vector<std::uint32_t> first(20), value(7);
    for (std::uint32_t number = 0; number < 20'000; ++number) {
        DrawStream numbers = stream(1000 + number);
        ++first[full_ranking(numbers, 20)[0]];
        DrawStream values = stream(100'000 + number);
        ++value[values.below(7)];
    }
    CHECK(std::abs(deviate(first)) < bound);
    CHECK(std::abs(deviate(value)) < bound);
}
