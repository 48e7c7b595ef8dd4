#include "centre_builder.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

void expect_passed(const VerificationReport& report) {
    for (const Check& check : report.checks)
        for (const Error& failure : check.failures) MESSAGE(check_name(check.kind), ": ", describe(failure));
    CHECK(report.passed());
}

} // namespace

TEST_CASE("tender: a whole tender is played, and its bundle verifies") {
    TestCentre centre;
    play_to_result(centre);
    CHECK(centre.lot().phase == Phase::evaluated);
    const std::string bundle = centre.bundle();
    test::record("bundle", bundle);
    const VerificationReport report = verify_bundle(as_bytes(bundle), centre.anchors());
    expect_passed(report);
    REQUIRE(report.winner() != nullptr);
    CHECK(report.winner()->bidder.id == centre.bidder(2).id());
    test::record("report", codec::dump_canonical(write_report(report)));
}
