#include "kaibiao/tender/verification.h"

#include "centre_builder.h"
#include "kaibiao/codec/text.h"
#include "refusal.h"

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

TestCentre& played() {
    static TestCentre* centre = [] {
        TestCentre* made = new TestCentre();
        play_to_result(*made);
        return made;
    }();
    return *centre;
}

/// A bundle that its centre changed before signing: the form is right, the content is not.
VerificationReport forged(const std::function<void(Bundle&)>& change) {
    Bundle bundle = played().collect();
    change(bundle);
    const std::string text = assemble_bundle(std::move(bundle), played().log_key()).value();
    return verify_bundle(as_bytes(text), played().anchors());
}

bool fails_with(const VerificationReport& report, CheckKind kind, ErrorCode code) {
    for (const Error& failure : report.check(kind).failures)
        if (failure.code == code) return true;
    for (const Check& check : report.checks)
        for (const Error& failure : check.failures) MESSAGE(check_name(check.kind), ": ", describe(failure));
    return false;
}

BundledStream& lot_stream(Bundle& bundle) {
    for (BundledStream& stream : bundle.streams)
        if (stream.stream == stream_of(bundle.lot)) return stream;
    std::abort();
}

BundledStream& bid_stream(Bundle& bundle) {
    for (BundledStream& stream : bundle.streams)
        if (!(stream.stream == stream_of(bundle.lot))) return stream;
    std::abort();
}

std::size_t position_of(const BundledStream& stream, EventType type) {
    for (std::size_t i = 0; i < stream.events.size(); ++i)
        if (log::check_event(stream.events[i].event)->type == event_type_name(type)) return i;
    std::abort();
}

} // namespace

TEST_CASE("verification: every check is made and passes, and progress ends where it said") {
    std::uint64_t last = 0, total = 0;
    const std::string bundle = played().bundle();
    const VerificationReport report =
        verify_bundle(as_bytes(bundle), played().anchors(), [&](std::uint64_t done, std::uint64_t all) {
            CHECK(done > last);
            last = done;
            total = all;
        });
    CHECK(report.passed());
    CHECK(last == total);
    REQUIRE(report.checks.size() == check_kind_count);
    for (const Check& check : report.checks) {
        CHECK(check.verdict == CheckVerdict::passed);
        CHECK(check.items > 0);
    }
    CHECK(report.code == "QY-2026-0417");
    CHECK(report.candidates.size() == 3);
    CHECK_FALSE(report.trial);
}

TEST_CASE("verification: checks of bids count bids, and the check of scores counts score sheets") {
    const VerificationReport report = verify_bundle(as_bytes(played().bundle()), played().anchors());
    const auto opened = std::count_if(report.bids.begin(), report.bids.end(), [](const AnnouncedBid& bid) {
        return bid.state == BidOpening::opened || bid.state == BidOpening::failed;
    });
    CHECK(opened > 1);
    CHECK(report.check(CheckKind::sheets).items == static_cast<std::uint64_t>(opened));
    CHECK(report.check(CheckKind::frozen_set).items == played().collect().streams.size() - 1);
    CHECK(report.check(CheckKind::scores).items == played().lot().evaluation.sheets.size());
}

TEST_CASE("verification: without anchors it says what was taken from the bundle") {
    const VerificationReport report = verify_bundle(as_bytes(played().bundle()), {});
    CHECK(report.passed());
    CHECK(report.check(CheckKind::anchors).verdict == CheckVerdict::skipped);
    CHECK(report.check(CheckKind::anchors).remark.find("log key and roots") == 0);
    CHECK(report.check(CheckKind::checkpoint).remark == "the notice pins no witnesses");
    CHECK(report.root_fingerprints.size() == 1);
    CHECK(report.log_key == played().log_key().verifier().text());

    VerificationAnchors half = played().anchors();
    half.roots.clear();
    const Check of_roots = verify_bundle(as_bytes(played().bundle()), half).check(CheckKind::anchors);
    CHECK(of_roots.verdict == CheckVerdict::skipped);
    CHECK(of_roots.remark.find("roots taken") == 0);
    half = played().anchors();
    half.log_key.reset();
    const Check of_key = verify_bundle(as_bytes(played().bundle()), half).check(CheckKind::anchors);
    CHECK(of_key.verdict == CheckVerdict::skipped);
    CHECK(of_key.remark.find("log key taken") == 0);
}

TEST_CASE("verification: another log key or other roots than the verifier's are refused") {
    VerificationAnchors anchors = played().anchors();
    anchors.log_key =
        log::VerifierKey::make(played().origin, log::NoteKeyType::ed25519, array_from<32>("mine")).value();
    CHECK(fails_with(verify_bundle(as_bytes(played().bundle()), anchors), CheckKind::anchors,
                     ErrorCode::bundle_anchor_mismatch));
    anchors = played().anchors();
    anchors.roots = {TestAuthority("别的根").root()};
    const VerificationReport report = verify_bundle(as_bytes(played().bundle()), anchors);
    CHECK(fails_with(report, CheckKind::anchors, ErrorCode::bundle_anchor_mismatch));
    CHECK(fails_with(report, CheckKind::signatures, ErrorCode::certificate_unknown_root));
    CHECK(report.winner() == nullptr);
}

TEST_CASE("verification: witnesses that are asked for and did not cosign fail the checkpoint") {
    VerificationAnchors anchors = played().anchors();
    anchors.witnesses = {
        log::VerifierKey::make("w.example", log::NoteKeyType::cosignature, array_from<32>("witness")).value()};
    CHECK(verify_bundle(as_bytes(played().bundle()), anchors).passed());
    anchors.quorum = log::at_least(1, 1);
    CHECK(fails_with(verify_bundle(as_bytes(played().bundle()), anchors), CheckKind::checkpoint,
                     ErrorCode::witness_quorum_missing));
}

TEST_CASE("verification: a damaged file fails the first check and skips the others") {
    std::string text = played().bundle();
    text[text.size() / 2] = text[text.size() / 2] == 'A' ? 'B' : 'A';
    const VerificationReport report = verify_bundle(as_bytes(text), played().anchors());
    CHECK_FALSE(report.passed());
    CHECK(report.check(CheckKind::bundle).verdict == CheckVerdict::failed);
    CHECK(report.check(CheckKind::chains).verdict == CheckVerdict::skipped);
}

TEST_CASE("verification: a centre that leaves out a bid is found out by the closing event") {
    const VerificationReport report = forged([](Bundle& bundle) {
        for (std::size_t i = 0; i < bundle.streams.size(); ++i) {
            if (bundle.streams[i].stream == stream_of(bundle.lot)) continue;
            bundle.streams.erase(bundle.streams.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
    });
    CHECK(fails_with(report, CheckKind::frozen_set, ErrorCode::decision_mismatch));
}

TEST_CASE("verification: a changed payload does not match its commitment") {
    const VerificationReport report =
        forged([](Bundle& bundle) { bid_stream(bundle).events[0].event.payload->bytes.back() ^= 1; });
    CHECK(fails_with(report, CheckKind::chains, ErrorCode::event_payload_mismatch));
}

TEST_CASE("verification: events left out, exchanged or moved break the chain") {
    CHECK(fails_with(
        forged([](Bundle& bundle) { lot_stream(bundle).events.erase(lot_stream(bundle).events.begin() + 1); }),
        CheckKind::chains, ErrorCode::event_chain_broken));
    CHECK(fails_with(
        forged([](Bundle& bundle) { std::swap(lot_stream(bundle).events[3], lot_stream(bundle).events[4]); }),
        CheckKind::chains, ErrorCode::event_chain_broken));
}

TEST_CASE("verification: a payload that the public must see may not be left out") {
    const VerificationReport report =
        forged([](Bundle& bundle) { lot_stream(bundle).events[0].event.payload.reset(); });
    CHECK(fails_with(report, CheckKind::chains, ErrorCode::bundle_incomplete));
}

TEST_CASE("verification: an event that the log does not hold is refused") {
    CHECK(fails_with(forged([](Bundle& bundle) { bid_stream(bundle).events[0].proof[0][0] ^= 1; }),
                     CheckKind::inclusion, ErrorCode::proof_wrong));
    CHECK(fails_with(forged([](Bundle& bundle) { ++bid_stream(bundle).events[0].index; }), CheckKind::inclusion,
                     ErrorCode::proof_wrong));
}

TEST_CASE("verification: a checkpoint that somebody else signed is refused") {
    const VerificationReport report = forged([](Bundle& bundle) {
        const log::SignerKey other =
            log::SignerKey::make(bundle.origin, log::NoteKeyType::ed25519, secret_from<32>("other")).value();
        bundle.checkpoint = log::sign_checkpoint({bundle.origin, 1'000, array_from<32>("root"), {}}, other);
    });
    CHECK(fails_with(report, CheckKind::checkpoint, ErrorCode::note_signature_missing));
    CHECK(report.check(CheckKind::inclusion).verdict == CheckVerdict::skipped);
    CHECK_FALSE(report.passed());
}

TEST_CASE("verification: without the revocation lists that the events name nothing is believed") {
    CHECK(
        fails_with(forged([](Bundle& bundle) { bundle.crls.clear(); }), CheckKind::signatures, ErrorCode::crl_missing));
}

TEST_CASE("verification: without a sheet's ciphertext its opening cannot be repeated") {
    CHECK(fails_with(forged([](Bundle& bundle) { bundle.sheets.pop_back(); }), CheckKind::sheets,
                     ErrorCode::manifest_part_missing));
}

TEST_CASE("verification: a tender that is cut off before its result does not verify") {
    const VerificationReport report = forged([](Bundle& bundle) { lot_stream(bundle).events.pop_back(); });
    CHECK(report.check(CheckKind::result).verdict == CheckVerdict::skipped);
    CHECK_FALSE(report.passed());
}

TEST_CASE("verification: a lot that failed at its close verifies without an opening") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    REQUIRE(centre.submit(centre.bidder(0), centre.seal(centre.bidder(0), {})).ok());
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    CHECK(report.passed());
    CHECK(report.phase == Phase::failed);
}

// A centre that decides against the rules, and logs and signs it all: only replaying the decisions shows it.

TEST_CASE("verification: a bid taken after the deadline is found out") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    centre.now = centre.now.plus_milliseconds(1'000);
    const SealedBid bid = centre.seal(centre.bidder(0), {});
    const std::string jws =
        centre.bidder(0).sign(write_submission(centre.envelope(purpose::submit), bid.manifest), purpose::submit);
    const VerifiedCommand command = centre.verify(jws, purpose::submit).value();
    DecidedEvent late = decide_submit(centre.lot(), nullptr, command, {std::nullopt, StreamId(array_from<16>("late"))},
                                      centre.context())
                            .value();
    late.stamp = centre.lot().publication->deadline;
    centre.append(late);
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(fails_with(verify_bundle(as_bytes(centre.bundle()), centre.anchors()), CheckKind::decisions,
                     ErrorCode::deadline_passed));
}

TEST_CASE("verification: a bid written over another bidder's is found out") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    REQUIRE(centre.submit(centre.bidder(0), centre.seal(centre.bidder(0), {})).ok());
    const StreamId robbed = stream_of(centre.bid_of(centre.bidder(0)).id());
    const SealedBid bid = centre.seal(centre.bidder(1), {"900000.00", "other", 1, {}});
    const std::string jws =
        centre.bidder(1).sign(write_submission(centre.envelope(purpose::submit), bid.manifest), purpose::submit);
    const VerifiedCommand command = centre.verify(jws, purpose::submit).value();
    centre.append(decide_submit(centre.lot(), nullptr, command, {std::nullopt, robbed}, centre.context()).value());
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(fails_with(verify_bundle(as_bytes(centre.bundle()), centre.anchors()), CheckKind::decisions,
                     ErrorCode::event_not_allowed));
}

TEST_CASE("verification: rules that only bear the name of known ones are found out") {
    TestCentre centre;
    RuleProfile lax = built_in_profiles()[0];
    lax.rules[static_cast<std::size_t>(RuleKey::bidders_minimum)].value = 1;
    Notice notice = centre.notice();
    notice.profile = reference_to(lax);
    const std::string jws =
        centre.tenderer().sign(write_notice(centre.envelope(purpose::publish), notice), purpose::publish);
    REQUIRE(centre.publish_jws(jws, lax).ok());
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(fails_with(verify_bundle(as_bytes(centre.bundle()), centre.anchors()), CheckKind::decisions,
                     ErrorCode::rule_profile_unknown));
}

TEST_CASE("verification: a close before the deadline is found out") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    centre.now = centre.lot().publication->deadline;
    DecidedEvent early = decide_close(centre.lot(), standings_of(centre.bids()), centre.context()).value();
    early.stamp = early.stamp.plus_milliseconds(-1);
    centre.append(early);
    CHECK(fails_with(verify_bundle(as_bytes(centre.bundle()), centre.anchors()), CheckKind::frozen_set,
                     ErrorCode::deadline_not_reached));
}

TEST_CASE("verification: an announcement with another price is found out") {
    TestCentre centre;
    play_to_result(centre);
    Bundle bundle = centre.collect();
    BundledStream& stream = lot_stream(bundle);
    // The centre writes its stream anew from the announcement on, and a log to go with it.
    const std::size_t from = position_of(stream, EventType::lot_announced);
    const log::EventHeader header = log::check_event(stream.events[from].event).value();
    codec::Json payload = codec::parse_canonical(stream.events[from].event.payload->bytes).value();
    codec::Json& row = (*payload.as_object()->find("bids")->second.as_array())[0];
    codec::Json& sheet = row.as_object()->find("sheet")->second;
    sheet.set("price", "800000.00");
    sheet.set("price_capital", Money::parse_yuan("800000").value().capital());
    const StreamHead head{from, header.previous, header.stamp};
    const std::string text = codec::dump_canonical(payload);
    DecidedEvent lie{header.stream, header.type, 1, header.stamp, to_bytes(as_bytes(text))};
    stream.events.resize(from + 1);
    stream.events[from].event = store_event(lie, head, array_from<32>("salt"));
    const VerificationReport report =
        verify_bundle(as_bytes(assemble_bundle(std::move(bundle), centre.log_key()).value()), centre.anchors());
    CHECK(fails_with(report, CheckKind::sheets, ErrorCode::decision_mismatch));
    CHECK(fails_with(report, CheckKind::inclusion, ErrorCode::proof_wrong));
}

TEST_CASE("verification: a command id used twice by one signer is found out") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    sign::CommandEnvelope envelope = centre.envelope(purpose::suspend);
    REQUIRE(centre.act(centre.supervisor(), purpose::suspend, write_reason(envelope, {"核查", ""})).ok());
    envelope.purpose = "resume";
    REQUIRE(centre.act(centre.supervisor(), purpose::resume, write_reason(envelope, {"完毕", ""})).ok());
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(fails_with(verify_bundle(as_bytes(centre.bundle()), centre.anchors()), CheckKind::decisions,
                     ErrorCode::command_id_reused));
}

TEST_CASE("verification: a suspension after the result stands in the report beside the verdict, until it ends") {
    TestCentre centre;
    play_to_result(centre);
    const auto report = [&] { return verify_bundle(as_bytes(centre.bundle()), centre.anchors()); };
    const auto act = [&](std::string_view purpose, const char* why) {
        return centre.act(centre.supervisor(), purpose, write_reason(centre.envelope(purpose), {why, ""}));
    };
    CHECK_FALSE(report().suspension);
    CHECK(write_report(report()).find("suspension")->is_null());
    centre.now = centre.now.plus_milliseconds(60'000);
    REQUIRE(act(purpose::suspend, "投诉核查").ok());
    const VerificationReport suspended = report();
    CHECK(suspended.passed());
    REQUIRE(suspended.suspension);
    CHECK(suspended.suspension->since == centre.now);
    CHECK(suspended.suspension->by.id == centre.notice().supervisor.id);
    CHECK(suspended.suspension->reason.zh == "投诉核查");
    const codec::Json written = write_report(suspended);
    CHECK(codec::dump_canonical(*written.find("suspension")).find("投诉核查") != std::string::npos);
    REQUIRE(act(purpose::resume, "完毕").ok());
    CHECK_FALSE(report().suspension);
}

TEST_CASE("verification: a bid decided under a head that was long superseded is found out") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const SealedBid bid = centre.seal(centre.bidder(0), {});
    const std::string jws =
        centre.bidder(0).sign(write_submission(centre.envelope(purpose::submit), bid.manifest), purpose::submit);
    const VerifiedCommand command = centre.verify(jws, purpose::submit).value();
    DecidedEvent stale = decide_submit(centre.lot(), nullptr, command,
                                       {std::nullopt, StreamId(array_from<16>("stale"))}, centre.context())
                             .value();
    REQUIRE(centre
                .act(centre.tenderer(), purpose::clarify,
                     write_clarification(centre.envelope(purpose::clarify), {{"更正", ""}, BidsAffected::no, {}}))
                .ok());
    stale.stamp = centre.now.plus_milliseconds(60'001);
    centre.append(stale);
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(fails_with(verify_bundle(as_bytes(centre.bundle()), centre.anchors()), CheckKind::decisions,
                     ErrorCode::event_not_allowed));
}

TEST_CASE("verification: replaced, withdrawn and begun anew, in one millisecond, verifies") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const Person& bidder = centre.bidder(0);
    REQUIRE(centre.submit(bidder, centre.seal(bidder, {"1000000.00", "one", 1, {}})).ok());
    const BidState first = centre.bid_of(bidder);
    REQUIRE(centre.submit(bidder, centre.seal(bidder, {"900000.00", "two", 2, first.latest->manifest_digest})).ok());
    REQUIRE(centre.withdraw(bidder, first.id(), centre.bid_of(bidder).latest->manifest_digest).ok());
    REQUIRE(centre.submit(bidder, centre.seal(bidder, {"800000.00", "three", 1, {}})).ok());
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(centre.lot().closing->heads.size() == 2);
    CHECK(centre.lot().closing->bids == 1);
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    for (const Check& check : report.checks)
        for (const Error& failure : check.failures) MESSAGE(check_name(check.kind), ": ", describe(failure));
    CHECK(report.passed());
}

TEST_CASE("verification: a bid begun anew that arrived before the withdrawal it waited for verifies") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    const Person& bidder = centre.bidder(0);
    centre.now = centre.now.plus_milliseconds(1'000);
    REQUIRE(centre.submit(bidder, centre.seal(bidder, {"1000000.00", "one", 1, {}})).ok());
    const BidState first = centre.bid_of(bidder);
    centre.now = centre.now.plus_milliseconds(1'000);
    REQUIRE(centre.withdraw(bidder, first.id(), first.latest->manifest_digest).ok());
    const Instant withdrawn = centre.now;
    centre.now = centre.now.plus_milliseconds(-500);
    REQUIRE(centre.submit(bidder, centre.seal(bidder, {"800000.00", "two", 1, {}})).ok());
    CHECK(centre.bid_of(bidder).id() != first.id());
    CHECK(centre.bid_of(bidder).latest->at == withdrawn);
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    CHECK(verify_bundle(as_bytes(centre.bundle()), centre.anchors()).passed());
}

TEST_CASE("verification: a withdrawn bid, a revoked one and a failed one do not stop the others") {
    TestCentre centre;
    REQUIRE(centre.publish().ok());
    std::vector<SealedBid> bids;
    for (std::size_t i = 0; i < 4; ++i) {
        bids.push_back(centre.seal(centre.bidder(i), {"1000000.00", "bid " + std::to_string(i), 1, {}}));
        if (i == 1) bids.back().manifest.parts[0].commitment[0] ^= 1;
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    REQUIRE(centre.open().ok());
    for (const std::size_t i : {0u, 1u, 3u})
        REQUIRE(centre.release(centre.bid_of(centre.bidder(i)).id(), bids[i].secrets).ok());
    centre.now = centre.lot().opening->window_end;
    REQUIRE(centre.close_window().ok());
    REQUIRE(centre.announce().ok());
    REQUIRE(centre.appoint(centre.committee()).ok());
    for (std::size_t i = 0; i < 5; ++i) REQUIRE(centre.score(centre.expert(i), 30).ok());
    REQUIRE(centre.sign_result().ok());
    const VerificationReport report = verify_bundle(as_bytes(centre.bundle()), centre.anchors());
    CHECK(report.passed());
    CHECK(report.candidates.size() == 2);
}
