#include "kaibiao/tender/verification.h"

#include "kaibiao/crypto/merkle.h"
#include "officers_builder.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

/// A whole tender whose notice pins a witness.
const OfficersLot& played() {
    static const OfficersLot played = [] {
        OfficersLot lot;
        lot.close_window();
        for (std::size_t i : {0U, 2U}) REQUIRE(lot.release_as(i).ok());
        REQUIRE(lot.centre.announce().ok());
        for (std::size_t i : {0U, 2U}) REQUIRE(lot.release_as(i, seal::PartClass::volumes).ok());
        REQUIRE(lot.centre.appoint(lot.centre.committee()).ok());
        for (std::size_t i = 0; i < 5; ++i) REQUIRE(lot.centre.score(lot.centre.expert(i), 30).ok());
        REQUIRE(lot.centre.sign_result().ok());
        return lot;
    }();
    return played;
}

VerificationReport verified(Bundle bundle) {
    const std::string text = assemble_bundle(std::move(bundle), played().centre.log_key()).value();
    return verify_bundle(as_bytes(text), played().centre.anchors());
}

/// Of the check of the checkpoint, `name place`, one for each failure.
std::vector<std::string> refusals(const VerificationReport& report) {
    std::vector<std::string> all;
    for (const Error& failure : report.check(CheckKind::checkpoint).failures)
        all.push_back(std::string(info(failure.code).name) + " " + failure.place);
    return all;
}
using Refusals = std::vector<std::string>;

std::string text_of(const std::string& note) { return log::decode_note(note)->text; }

std::string cosigned(const std::string& text, Instant time) {
    return log::encode_note(
        {text, {log::sign_note(played().centre.log_key(), text), log::cosign_note(test_witness(), text, time)}});
}

std::string uncosigned(const std::string& note) { return note.substr(0, note.find("— witness.example")); }

Instant after_deadline(std::int64_t milliseconds) {
    return played().centre.lot().publication->deadline.plus_milliseconds(milliseconds);
}

} // namespace

TEST_CASE("witnesses: the bundle shows that those of the notice cosigned it, and the close in time") {
    const VerificationReport report = verified(played().centre.collect());
    CHECK(report.passed());
    CHECK(report.check(CheckKind::checkpoint).remark.starts_with("witnessed 20"));
    REQUIRE(report.close.has_value());
    CHECK_FALSE(report.close->flagged);
    CHECK(report.close->witnessed.has_value());
}

TEST_CASE("witnesses: nobody has to name those of the notice for their cosignature to be missed") {
    Bundle bundle = played().centre.collect();
    bundle.checkpoint = uncosigned(bundle.checkpoint);
    const VerificationReport report = verified(bundle);
    CHECK_FALSE(report.passed());
    CHECK(refusals(report) == Refusals{"witness_quorum_missing /body/checkpoint"});
}

TEST_CASE("witnesses: a close they cosigned late, or not at all, is flagged and verifies") {
    Bundle bundle = played().centre.collect();
    const std::string text = text_of(bundle.closing.checkpoint);
    const auto flagged = [&](std::int64_t milliseconds) {
        bundle.closing.checkpoint = cosigned(text, after_deadline(milliseconds));
        const VerificationReport report = verified(bundle);
        CHECK(report.passed());
        return report.close->flagged;
    };
    CHECK_FALSE(flagged(close_slack_ms));
    CHECK(flagged(close_slack_ms + 1'000));
    bundle.closing = {};
    const VerificationReport report = verified(bundle);
    CHECK(report.passed());
    CHECK(report.close->flagged);
    CHECK_FALSE(report.close->witnessed.has_value());
}

TEST_CASE("witnesses: a checkpoint of the close that does not hold is refused") {
    Bundle bundle = played().centre.collect();
    SUBCASE("not cosigned") {
        bundle.closing.checkpoint = uncosigned(bundle.closing.checkpoint);
        CHECK(refusals(verified(bundle)) == Refusals{"witness_quorum_missing /body/closing"});
    }
    SUBCASE("of another tree") {
        log::Checkpoint other = log::decode_checkpoint(text_of(bundle.closing.checkpoint)).value();
        other.root[0] ^= 1;
        bundle.closing.checkpoint = cosigned(log::encode_checkpoint(other), after_deadline(0));
        CHECK(refusals(verified(bundle)) == Refusals{"proof_wrong /body/closing"});
    }
    SUBCASE("without the proof that the log only grew") {
        bundle.closing.consistency.clear();
        CHECK(refusals(verified(bundle)) == Refusals{"proof_wrong /body/closing"});
    }
    SUBCASE("before the close") {
        bundle.closing = ClosingCheckpoint{
            cosigned(log::encode_checkpoint({bundle.origin, 0, crypto::merkle_empty_root(), {}}), after_deadline(0)),
            {}};
        CHECK(refusals(verified(bundle)) == Refusals{"proof_wrong /body/closing"});
    }
    const VerificationReport report = verified(bundle);
    CHECK_FALSE(report.passed());
    CHECK(report.close->flagged);
}

TEST_CASE("witnesses: where the notice pins none nobody is asked, and nothing else is taken for them") {
    TestCentre centre;
    play_to_result(centre);
    Bundle bundle = centre.collect();
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    CHECK(report.passed());
    CHECK_FALSE(report.close.has_value());
    bundle.closing = ClosingCheckpoint{bundle.checkpoint, {}};
    const std::string text = assemble_bundle(std::move(bundle), centre.log_key()).value();
    CHECK(refusals(verify_bundle(as_bytes(text), centre.anchors())) == Refusals{"bundle_malformed /body/closing"});
}

TEST_CASE("witnesses: a bundle with a checkpoint of the close reads back as it was assembled") {
    const std::string text = played().centre.bundle();
    const Result<Bundle> bundle = open_bundle(as_bytes(text));
    REQUIRE(bundle.ok());
    CHECK(bundle->closing == played().centre.collect().closing);
    CHECK(assemble_bundle(*bundle, played().centre.log_key()).value() == text);
}
