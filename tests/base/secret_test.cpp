#include "kaibiao/base/secret.h"

#include <doctest/doctest.h>

#include <type_traits>

using namespace kaibiao;

static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretArray<32>>);
static_assert(!std::is_copy_assignable_v<SecretArray<32>>);

TEST_CASE("base: wiping overwrites every byte") {
    Bytes memory{1, 2, 3};
    wipe(memory);
    CHECK(memory == Bytes{0, 0, 0});
    wipe({});
}

TEST_CASE("base: a moved secret array is wiped where it was") {
    SecretArray<4> one = SecretArray<4>::copy_of(ByteArray<4>{1, 2, 3, 4});
    SecretArray<4> two = std::move(one);
    CHECK(equal_public(one.view(), ByteArray<4>{}));
    CHECK(equal_public(two.view(), ByteArray<4>{1, 2, 3, 4}));
    SecretArray<4> three;
    three = std::move(two);
    CHECK(equal_public(two.view(), ByteArray<4>{}));
    CHECK(equal_public(three.view(), ByteArray<4>{1, 2, 3, 4}));
    CHECK(equal_public(three.clone().view(), three.view()));
}

TEST_CASE("base: a moved secret of run-time length leaves nothing behind") {
    SecretBytes one = SecretBytes::copy_of(Bytes{1, 2, 3});
    SecretBytes two = std::move(one);
    CHECK(one.empty());
    CHECK(two.size() == 3);
    SecretBytes three(2);
    three = std::move(two);
    CHECK(two.empty());
    CHECK(equal_public(three.view(), Bytes{1, 2, 3}));
    CHECK(equal_public(three.clone().view(), three.view()));
    Bytes source{9};
    const SecretBytes taken(std::move(source));
    CHECK(source.empty());
    CHECK(taken.size() == 1);
}
