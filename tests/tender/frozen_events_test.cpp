/// Stored events of every type and version, from tests/vectors/frozen: they decode to what they said when they were
/// made, for ever. A new version of a type gets a file of its own beside these.

#include "envelopes_builder.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/event.h"
#include "kaibiao/tender/method_json.h"
#include "record.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::tender;
using codec::Json;

namespace {

Json strings(const std::vector<std::string>& items) {
    Json out = Json::array();
    for (const std::string& item : items) out.push(Json(item));
    return out;
}
Json hex(ByteView bytes) { return Json(codec::encode_hex(bytes)); }

Json act_facts(const SignedAct& act) {
    Json crls = Json::array();
    for (const Digest& crl : act.crls) crls.push(hex(crl));
    return Json::object()
        .set("signer", act.signer.id)
        .set("purpose", act.envelope.purpose)
        .set("command", act.envelope.command.text())
        .set("payload", hex(act.payload_digest))
        .set("crls", std::move(crls));
}
/// What was read of the act's own members, written again, is what was signed.
Json rewritten(const SignedAct& act, const Json& again) {
    CHECK(again == act.payload);
    return act_facts(act);
}

Json ids(const std::vector<BidId>& bids) {
    std::vector<std::string> texts;
    for (const BidId& bid : bids) texts.push_back(bid.text());
    return strings(texts);
}

Json facts(const Erased&) { return Json(); }
Json facts(const LotPublished& event) {
    std::vector<std::string> criteria;
    for (const auto& section : event.notice.method.sections)
        for (const auto& criterion : section.criteria) criteria.push_back(criterion.key.text());
    return rewritten(event.act, write_notice(event.act.envelope, event.notice))
        .set("tenderer", event.notice.tenderer.id)
        .set("deadline", event.notice.deadline.text())
        .set("ceiling", event.notice.ceiling->yuan())
        .set("profile", event.profile.id)
        .set("criteria", strings(criteria));
}
Json facts(const LotClarified& event) {
    return rewritten(event.act, write_clarification(event.act.envelope, event.clarification))
        .set("text", event.clarification.text.zh)
        .set("affects_bids", event.clarification.affects_bids == BidsAffected::yes)
        .set("deadline", event.clarification.deadline ? Json(event.clarification.deadline->text()) : Json());
}
Json facts(const BidSubmitted& event) {
    Json roots = Json::array();
    for (const seal::PartRecord& part : event.manifest.parts) roots.push(hex(part.root));
    return rewritten(event.act, write_submission(event.act.envelope, event.manifest))
        .set("bidder", event.manifest.bidder)
        .set("number", event.manifest.number)
        .set("roots", std::move(roots))
        .set("lot_head", hex(event.lot_head));
}
Json facts(const BidWithdrawn& event) {
    return rewritten(event.act, write_withdrawal(event.act.envelope, event.withdrawal))
        .set("bid", event.withdrawal.bid.text())
        .set("replaces", hex(event.withdrawal.replaces))
        .set("lot_head", hex(event.lot_head));
}
Json facts(const LotClosed& event) {
    std::vector<std::string> heads;
    for (const FrozenHead& head : event.heads)
        heads.push_back(log::event_place(head.stream, head.position) + " " + codec::encode_hex(head.hash) +
                        (!head.counts   ? ""
                         : *head.counts ? " counts"
                                        : " does not count"));
    return Json::object()
        .set("bids", event.bids)
        .set("failed", event.verdict == CloseVerdict::too_few_bidders)
        .set("heads", strings(heads));
}
Json facts(const LotSuspended& event) {
    return rewritten(event.act, write_reason(event.act.envelope, event.reason)).set("reason", event.reason.en);
}
Json facts(const LotResumed& event) {
    return rewritten(event.act, write_reason(event.act.envelope, event.reason)).set("reason", event.reason.en);
}
Json facts(const OpeningStarted& event) {
    return rewritten(event.act, sign::write_envelope(event.act.envelope)).set("window_end", event.window_end.text());
}
Json facts(const SheetReleased& event) { return Json::object().set("bid", event.bid.text()).set("b", hex(event.b)); }
Json facts(const VolumesReleased& event) { return Json::object().set("bid", event.bid.text()).set("b", hex(event.b)); }
Json facts(const WindowClosed& event) { return Json::object().set("missing", ids(event.missing)); }
Json facts(const LotAnnounced& event) {
    std::vector<std::string> rows;
    for (const AnnouncedBid& row : event.bids)
        rows.push_back(row.bid.text() + " " + row.bidder.id + " " + std::string(bid_opening_name(row.state)) + " " +
                       (row.sheet ? row.sheet->price->yuan() : "-"));
    return Json::object().set("rows", strings(rows));
}
Json facts(const ReleaseExcused& event) {
    const Json again = write_reason(event.act.envelope, event.reason).set("bids", ids(event.bids));
    return rewritten(event.act, again).set("bids", ids(event.bids)).set("reason", event.reason.en);
}
Json facts(const OfficerReleased& event) {
    Json releases = Json::array();
    for (const panel::Release& release : event.release.releases) releases.push(hex(panel::encode(release)));
    return rewritten(event.act, write_officer_release(event.act.envelope, event.release))
        .set("officer", event.release.officer)
        .set("class", seal::name_of(event.release.part_class))
        .set("releases", std::move(releases));
}
Json facts(const CommitteeAppointed& event) {
    std::vector<std::string> members;
    for (const Member& member : event.members)
        members.push_back(member.person.id + " " + std::string(member_kind_name(member.kind)));
    return rewritten(event.act, write_committee(event.act.envelope, event.members)).set("members", strings(members));
}
Json facts(const ExpertScored& event) {
    std::vector<std::string> cells;
    for (const score::Cell& cell : event.cells) {
        const auto* verdict = std::get_if<score::Verdict>(&cell.value);
        const std::string value = verdict == nullptr                 ? std::get<Decimal>(cell.value).text()
                                  : *verdict == score::Verdict::pass ? "pass"
                                                                     : "fail";
        cells.push_back(cell.bid.text() + " " + cell.criterion.text() + " " + value);
    }
    return rewritten(event.act, write_cells(event.act.envelope, event.cells)).set("cells", strings(cells));
}
Json facts(const LotResult& event) {
    std::vector<std::string> ranked;
    for (const Json& bid : *event.outcome.find("bids")->as_array()) {
        const std::int64_t* rank = bid.find("rank")->as_integer();
        ranked.push_back(*bid.find("bid")->as_string() + " " + (rank != nullptr ? std::to_string(*rank) : "-"));
    }
    return rewritten(event.act, write_result(event.act.envelope, event.outcome_digest))
        .set("outcome", hex(event.outcome_digest))
        .set("ranked", strings(ranked));
}

Json facts(const LotQualified& event) {
    return rewritten(event.act, write_result(event.act.envelope, technical_digest(event.outcome)))
        .set("outcome", hex(technical_digest(event.outcome)))
        .set("passing", ids(event.passing));
}

Json decoded(const Event& event) {
    return std::visit([](const auto& payload) { return facts(payload); }, event.payload)
        .set("version", event.header.version)
        .set("stream", event.header.stream.text())
        .set("position", static_cast<std::int64_t>(event.header.position))
        .set("stamp", event.header.stamp.text())
        .set("hash", hex(event.hash));
}

constexpr codec::JsonLimits limits{std::size_t{4} << 20, 32};

Json frozen(const std::string& file) {
    return codec::parse_relaxed(as_bytes(kaibiao::test::vector_text("frozen/" + file)), limits).value();
}

/// How many events there are; each says what `expected` has under its type.
std::size_t check_frozen(const Json& stored, const Json& expected) {
    const Json::Array& events = *stored.find("events")->as_array();
    for (const Json& item : events) {
        const log::StoredEvent bytes = log::event_from_json(item, "").value();
        const Result<Event> event = decode_event(bytes);
        REQUIRE(event.ok());
        CAPTURE(event->header.type);
        const Json* wanted = expected.find(event->header.type);
        REQUIRE(wanted != nullptr);
        CHECK(codec::dump_pretty(decoded(*event)) == codec::dump_pretty(*wanted));
        kaibiao::test::record(event->header.type, event->hash);
    }
    return events.size();
}

/// The events that only a lot with officers has, and its publication: what officers_v1.json was made of.
Json played_by_officers() {
    using namespace kaibiao::test::tenders;
    OfficersLot lot;
    lot.close_window();
    REQUIRE(lot.release_as(2).ok());
    REQUIRE(lot.release_as(0).ok());
    REQUIRE(lot.centre.announce().ok());
    REQUIRE(lot.release_as(1, seal::PartClass::volumes).ok());
    std::map<std::string, Json> found;
    for (const log::StoredEvent& event : lot.centre.stored(lot.centre.lot().stream())) {
        const std::string type = log::decode_event_header(event.header)->type;
        if (type == "lot.published" || type.substr(0, 7) == "officer") found.emplace(type, log::event_to_json(event));
    }
    Json events = Json::array();
    for (auto& [type, event] : found) events.push(std::move(event));
    return Json::object().set("events", std::move(events));
}

/// The close and the qualification of a lot with two envelopes: what envelopes_v1.json was made of.
Json played_with_envelopes() {
    using namespace kaibiao::test::tenders;
    EnvelopesLot lot;
    const SealedBid alone = lot.centre.seal(lot.centre.bidder(3), {"1.00", "alone", 1, {}, 1});
    REQUIRE(lot.centre.submit(lot.centre.bidder(3), alone).ok());
    lot.qualify();
    Json events = Json::array();
    for (const log::StoredEvent& event : lot.centre.stored(lot.centre.lot().stream())) {
        const std::string type = log::decode_event_header(event.header)->type;
        if (type == "lot.closed" || type == "lot.qualified") events.push(log::event_to_json(event));
    }
    return Json::object().set("events", std::move(events));
}

} // namespace

TEST_CASE("frozen: an event of every type and of version 1 decodes to what it said when it was made") {
    constexpr std::size_t of_others = 3; // of lots with officers, and with two envelopes
    CHECK(check_frozen(frozen("events_v1.json"), frozen("decoded_v1.json")) == event_type_count - of_others);
}

TEST_CASE("frozen: the events of a lot with officers decode to what they said when they were made") {
    if (std::getenv("KAIBIAO_PRINT_VECTORS") != nullptr) {
        std::puts(codec::dump_canonical(played_by_officers()).c_str());
        return;
    }
    CHECK(check_frozen(frozen("officers_v1.json"), frozen("officers_decoded_v1.json")) == 3);
}

TEST_CASE("frozen: the events of a lot with two envelopes decode to what they said when they were made") {
    if (std::getenv("KAIBIAO_PRINT_VECTORS") != nullptr) {
        std::puts(codec::dump_canonical(played_with_envelopes()).c_str());
        return;
    }
    CHECK(check_frozen(frozen("envelopes_v1.json"), frozen("envelopes_decoded_v1.json")) == 2);
}
