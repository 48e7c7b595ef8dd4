#include "kaibiao/tender/verification.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/piece_tree.h"
#include "kaibiao/tender/envelopes.h"
#include "replay.h"

#include <set>

namespace kaibiao::tender {

namespace {

// ---- anchors

bool is_anchored(const VerificationAnchors& anchors, const Bundle& bundle) {
    for (const Bytes& root : bundle.roots)
        for (const sign::TrustRoot& anchor : anchors.roots)
            if (anchor.certificate.der == root) return true;
    return false;
}

/// Passed where both are the verifier's; what is wrong fails in either case.
void check_anchors(const VerificationAnchors& anchors, const Bundle& bundle, Findings& findings) {
    if (anchors.log_key && anchors.log_key->text() != bundle.log_key)
        findings.fail(CheckKind::anchors, Error(ErrorCode::bundle_anchor_mismatch, "/body/log_key"));
    if (!anchors.roots.empty() && !is_anchored(anchors, bundle))
        findings.fail(CheckKind::anchors, Error(ErrorCode::bundle_anchor_mismatch, "/body/roots"));
    std::string taken = anchors.log_key ? "" : "log key";
    if (anchors.roots.empty()) taken += taken.empty() ? "roots" : " and roots";
    if (taken.empty()) return findings.count(CheckKind::anchors, 2);
    findings.remark(CheckKind::anchors, taken + " taken from the bundle: compare the fingerprints");
}

std::vector<sign::TrustRoot> roots_for(const VerificationAnchors& anchors, const Bundle& bundle, Findings& findings) {
    if (!anchors.roots.empty()) return anchors.roots;
    std::vector<sign::TrustRoot> roots;
    for (std::size_t i = 0; i < bundle.roots.size(); ++i) {
        Result<sign::TrustRoot> root = sign::make_trust_root(bundle.roots[i], "bundle");
        if (root.ok())
            roots.push_back(std::move(root).value());
        else
            findings.fail(CheckKind::signatures, Error(root.error().code, numbered("/body/roots/", i)));
    }
    return roots;
}

std::map<Digest, crypto::RevocationList> lists_of(const Bundle& bundle, Findings& findings) {
    std::map<Digest, crypto::RevocationList> lists;
    for (std::size_t i = 0; i < bundle.crls.size(); ++i) {
        Result<crypto::RevocationList> list = crypto::parse_crl(bundle.crls[i]);
        if (list.ok())
            lists.emplace(crypto::sha256(bundle.crls[i]), std::move(list).value());
        else
            findings.fail(CheckKind::signatures, Error(list.error().code, numbered("/body/crls/", i)));
    }
    return lists;
}

// ---- the log

std::optional<log::Checkpoint> check_checkpoint(const Bundle& bundle, const VerificationAnchors& anchors,
                                                Findings& findings) {
    findings.count(CheckKind::checkpoint);
    const Result<log::VerifierKey> key = log::VerifierKey::parse(bundle.log_key);
    if (!key.ok()) {
        findings.fail(CheckKind::checkpoint, Error(key.error().code, "/body/log_key"));
        return std::nullopt;
    }
    const Result<log::TrustedCheckpoint> opened =
        log::open_checkpoint(bundle.checkpoint, {bundle.origin, {*key}, anchors.witnesses, anchors.quorum});
    if (opened.ok()) {
        if (opened->quorum_since)
            findings.remark(CheckKind::checkpoint, "by your witnesses " + opened->quorum_since->text());
        return opened->checkpoint;
    }
    findings.fail(CheckKind::checkpoint, Error(opened.error().code, "/body/checkpoint", opened.error().detail));
    return std::nullopt;
}

void check_inclusion(const BundledEvent& bundled, const Event& event, const log::Checkpoint& checkpoint,
                     Findings& findings) {
    findings.count(CheckKind::inclusion);
    const Digest leaf = log::event_leaf_hash(bundled.event.header);
    const Status included = log::verify_inclusion(leaf, bundled.index, checkpoint.size, checkpoint.root, bundled.proof);
    if (!included.ok()) findings.fail(CheckKind::inclusion, at_event(included.error(), event.header));
}

// ---- streams

/// A payload may only be absent where outsiders never see it.
void check_present(const Event& event, Findings& findings) {
    if (!std::holds_alternative<Erased>(event.payload)) return;
    if (visibility(event.type, Phase::evaluated) != Visibility::everyone) return;
    findings.fail(CheckKind::chains,
                  at_event(Error(ErrorCode::bundle_incomplete, {}, event.header.type), event.header));
}

/// The events of one stream as far as its chain holds.
ReplayStream read_stream(const BundledStream& bundled, Findings& findings) {
    ReplayStream stream;
    stream.stream = bundled.stream;
    log::StreamVerifier verifier(bundled.stream);
    for (const BundledEvent& item : bundled.events) {
        findings.count(CheckKind::chains);
        const Result<log::EventHeader> header = verifier.next(item.event);
        if (!header.ok()) {
            findings.fail(CheckKind::chains, header.error());
            break;
        }
        Result<Event> event = decode_event(item.event);
        if (!event.ok()) {
            findings.fail(CheckKind::chains, event.error());
            break;
        }
        check_present(*event, findings);
        stream.events.push_back({&item.event, std::move(event).value()});
        findings.did_work();
    }
    return stream;
}

std::vector<ReplayStream> read_streams(const Bundle& bundle, const std::optional<log::Checkpoint>& checkpoint,
                                       Findings& findings) {
    std::vector<ReplayStream> streams;
    std::set<std::uint64_t> places;
    for (const BundledStream& bundled : bundle.streams) {
        ReplayStream stream = read_stream(bundled, findings);
        for (std::size_t i = 0; i < stream.events.size(); ++i) {
            const Event& event = stream.events[i].event;
            if (checkpoint) check_inclusion(bundled.events[i], event, *checkpoint, findings);
            if (!places.insert(bundled.events[i].index).second)
                findings.fail(CheckKind::inclusion,
                              at_event(Error(ErrorCode::proof_wrong, {}, "two events at one place"), event.header));
        }
        streams.push_back(std::move(stream));
    }
    return streams;
}

std::uint64_t events_in(const Bundle& bundle) {
    std::uint64_t events = 0;
    for (const BundledStream& stream : bundle.streams) events += stream.events.size();
    return events;
}

ReplayInput input_of(const VerificationAnchors& anchors, const Bundle& bundle, Findings& findings) {
    ReplayInput input{
        bundle.centre, bundle.origin, bundle.lot, roots_for(anchors, bundle, findings), lists_of(bundle, findings), {}};
    for (const Bytes& sheet : bundle.sheets) input.sheets.emplace(seal::piece_root(sheet), sheet);
    return input;
}

// ---- what follows from the replayed state

void check_pinned_key(const LotState& lot, const Bundle& bundle, Findings& findings) {
    if (!lot.publication) return;
    findings.count(CheckKind::checkpoint);
    if (lot.publication->notice.log_key != bundle.log_key)
        findings.fail(CheckKind::checkpoint,
                      Error(ErrorCode::bundle_anchor_mismatch, "/body/log_key", "the notice pins another log key"));
}

void check_scores(const LotState& lot, Findings& findings) {
    if (!lot.award) return;
    findings.count(CheckKind::scores, 0);
    const Result<codec::Json> outcome = compute_outcome_json(lot);
    const std::string place = log::event_place(lot.stream(), lot.head.count - 1);
    if (!outcome.ok())
        findings.fail(CheckKind::scores, Error(outcome.error().code, place, outcome.error().place));
    else if (*outcome != lot.award->outcome)
        findings.fail(CheckKind::scores, Error(ErrorCode::result_mismatch, place));
}

void summarise(const LotState& lot, VerificationReport& report) {
    report.phase = lot.phase;
    if (lot.publication) {
        report.code = lot.publication->notice.project.code;
        report.title = lot.publication->notice.title;
        report.trial = lot.publication->profile.use == ProfileUse::trial;
        report.suspension = lot.publication->suspension;
    }
    report.bids = announced_offers(lot);
    if (!lot.award) return;
    const Result<score::Outcome> outcome = compute_outcome(lot);
    if (!outcome.ok()) return;
    report.candidates = outcome->candidates;
    report.tied = outcome->tied;
}

void verify_opened(const Bundle& bundle, const VerificationAnchors& anchors, Findings& findings,
                   VerificationReport& report) {
    report.lot = bundle.lot;
    report.centre = bundle.centre;
    report.origin = bundle.origin;
    report.log_key = bundle.log_key;
    for (const Bytes& root : bundle.roots) report.root_fingerprints.push_back(crypto::sha256(root));
    findings.expect_work(2 * events_in(bundle));
    check_anchors(anchors, bundle, findings);
    const std::optional<log::Checkpoint> checkpoint = check_checkpoint(bundle, anchors, findings);
    const ReplayInput input = input_of(anchors, bundle, findings);
    Replay replay(input, read_streams(bundle, checkpoint, findings), findings);
    replay.run();
    check_pinned_key(replay.lot(), bundle, findings);
    if (checkpoint) report.close = check_witnesses(replay.lot(), bundle, *checkpoint, findings);
    check_scores(replay.lot(), findings);
    check_profile(replay.lot(), findings);
    summarise(replay.lot(), report);
}

/// A lot without an opening has no sheets, scores or result to check.
bool may_be_skipped(CheckKind kind, Phase phase) {
    if (kind == CheckKind::anchors) return true;
    return phase == Phase::failed &&
           (kind == CheckKind::sheets || kind == CheckKind::scores || kind == CheckKind::result);
}

} // namespace

bool VerificationReport::passed() const {
    for (const Check& check : checks) {
        if (check.verdict == CheckVerdict::failed) return false;
        if (check.verdict == CheckVerdict::skipped && !may_be_skipped(check.kind, phase)) return false;
    }
    return checks.size() == check_kind_count;
}

const AnnouncedBid* VerificationReport::winner() const {
    if (!passed() || candidates.empty()) return nullptr;
    for (const score::TiedGroup& group : tied)
        if (group.rank == 1) return nullptr;
    for (const AnnouncedBid& row : bids)
        if (row.bid == candidates.front()) return &row;
    return nullptr;
}

VerificationReport verify_bundle(ByteView bytes, const VerificationAnchors& anchors,
                                 const VerificationProgress& progress) {
    VerificationReport report;
    Findings findings(progress);
    const Result<Bundle> bundle = open_bundle(bytes);
    findings.count(CheckKind::bundle);
    if (bundle.ok())
        verify_opened(*bundle, anchors, findings, report);
    else
        findings.fail(CheckKind::bundle, bundle.error());
    report.checks = findings.take();
    return report;
}

} // namespace kaibiao::tender
