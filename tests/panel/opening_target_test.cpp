#include "panel/panel_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;

namespace {

std::string target_of(const LockContext& context, const ProvenPoint& r, PartClass part_class = PartClass::volumes) {
    return outcome(opening_target(context, part_class, r));
}

} // namespace

TEST_CASE("panel opening target: panel and lot are those of the context under which R was proven") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const LockContext context = fixed_context(seats[0], 1);
    const ProvenPoint r = fixed_point(context, "a");
    const Target target = opening_target(context, PartClass::volumes, r).value();
    CHECK(target.purpose() == Purpose::open);
    CHECK(target.panel().id == seats[0].panel());
    CHECK(target.panel().y == seats[0].key.y);
    CHECK(target.lot() == context.lot.text());
    CHECK(target.point() == r.point());
}

TEST_CASE("panel opening target: an R proven under another lot's, panel's, bidder's or class's context is refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const std::vector<Seat> others = seats_of(2, 3, "panel-2");
    const LockContext context = fixed_context(seats[0], 1);
    const ProvenPoint r = fixed_point(context, "a");
    CHECK(target_of(context, r) == "ok");
    CHECK(target_of(fixed_context(seats[0], 2), r) == "lock_context_mismatch");
    CHECK(target_of(fixed_context(others[0], 1), r) == "lock_context_mismatch");
    CHECK(target_of(context, r, PartClass::sheet) == "lock_context_mismatch");
    LockContext other = context;
    other.panel->id = "panel-3";
    CHECK(target_of(other, r) == "lock_context_mismatch");
    other = context;
    other.bidder = "another";
    CHECK(target_of(other, r) == "lock_context_mismatch");
    other = context;
    other.policy = LockPolicy::dual;
    CHECK(target_of(other, r) == "lock_context_mismatch");
}

TEST_CASE("panel opening target: where no officers are needed there is none") {
    const std::vector<Seat> seats = seats_of(2, 3);
    LockContext context = fixed_context(seats[0], 1);
    const ProvenPoint r = fixed_point(context, "a");
    context.policy = LockPolicy::bidder;
    CHECK(target_of(context, r) == "lock_policy_mismatch");
    context.panel.reset();
    CHECK(target_of(context, r) == "lock_policy_mismatch");
}
