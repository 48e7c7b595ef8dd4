#include "kaibiao/tender/ready_methods.h"

#include <doctest/doctest.h>

namespace kaibiao::tender {

TEST_CASE("library: every ready method can be read, carried out, and is described in both languages") {
    const std::vector<ReadyMethod> all = ready_methods();
    CHECK(all.size() == 10);
    for (const ReadyMethod& one : all) {
        CAPTURE(one.name);
        CHECK(score::check_method(decode_ready_method(one)).ok());
        CHECK_FALSE(one.title.zh.empty());
        CHECK_FALSE(one.title.en.empty());
        CHECK_FALSE(one.summary.zh.empty());
        CHECK_FALSE(one.summary.en.empty());
        CHECK_FALSE(one.kinds.empty());
        CHECK(find_ready_method(one.name)->document == one.document);
    }
}

TEST_CASE("library: a name that it does not have is refused") {
    const auto found = find_ready_method("lowest-price");
    REQUIRE_FALSE(found.ok());
    CHECK(found.error().code == ErrorCode::method_unknown);
    CHECK(found.error().detail == "lowest-price");
}

} // namespace kaibiao::tender
