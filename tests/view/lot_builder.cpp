#include "view/lot_builder.h"

namespace kaibiao::test::views {

using namespace tender;

namespace {

Instant minute(int n) { return Instant::from_civil(2026, 11, 23, 1, n, 0).value(); }
Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }

score::Method method() {
    score::Method method;
    method.price = score::LowPrice{decimal("60")};
    score::Criterion form;
    form.key = score::CriterionKey::parse("form").value();
    form.rule = score::Gate{};
    score::Criterion plan;
    plan.key = score::CriterionKey::parse("plan").value();
    plan.rule = score::FreeScore{{decimal("0"), decimal("40"), decimal("0.5")}};
    score::Section section;
    section.key = score::SectionKey::parse("technical").value();
    section.points = decimal("40");
    section.criteria = {form, plan};
    method.sections = {section};
    method.points = decimal("100");
    method.ranking = {score::RankKey::total};
    return method;
}

BidState make_bid(std::uint8_t n) {
    BidState bid;
    bid.stream = StreamId({n});
    bid.bidder = {"B" + std::to_string(n), "投标人" + std::to_string(n)};
    Submission submission;
    submission.manifest_digest[0] = n;
    submission.at = minute(n);
    bid.latest = submission;
    bid.head.count = 1;
    return bid;
}

} // namespace

LotBuilder::LotBuilder() {
    state.phase = Phase::published;
    PublicationState publication;
    publication.notice.method = method();
    publication.notice.ceiling = Money::parse_yuan("2000000").value();
    publication.profile = *find_profile(built_in_profiles(), "trial", 1);
    publication.deadline = minute(30);
    state.publication = publication;
    // Streams fall while times rise, so that an order by id would show.
    for (std::uint8_t n = 0; n < 3; ++n) {
        bids.push_back(make_bid(n));
        bids.back().stream = StreamId({static_cast<std::uint8_t>(9 - n)});
    }
}

void LotBuilder::close() {
    state.phase = Phase::closed;
    state.closing = ClosingState{{}, 3, minute(30), {}};
}

void LotBuilder::open() {
    state.phase = Phase::opening;
    OpeningState opening;
    opening.started_at = minute(31);
    opening.window_end = minute(40);
    state.opening = opening;
}

void LotBuilder::announce() {
    state.phase = Phase::announced;
    state.opening->announced_at = minute(41);
    for (const BidState& bid : bids) {
        AnnouncedBid row;
        row.bid = bid.id();
        row.bidder = bid.bidder;
        state.opening->announced.push_back(row);
    }
    seal::PublicSheet sheet;
    sheet.price = Money::parse_yuan("1234567.89").value();
    state.opening->announced[0].sheet = sheet;
    state.opening->announced[1].state = BidOpening::failed;
    state.opening->announced[1].reason = "lock_body_wrong";
    state.opening->announced[2].state = BidOpening::revoked;
}

void LotBuilder::appoint(std::size_t experts) {
    for (std::size_t i = 0; i < experts; ++i)
        state.evaluation.committee.push_back(
            {{"E" + std::to_string(i), "专家" + std::to_string(i)}, MemberKind::expert});
}

void LotBuilder::score(std::size_t expert, std::string_view plan) {
    const BidId bid = bids[0].id();
    const score::Cell gate{bid, score::CriterionKey::parse("form").value(), score::Verdict::pass};
    const score::Cell points{bid, score::CriterionKey::parse("plan").value(), decimal(plan)};
    state.evaluation.sheets.push_back({{"E" + std::to_string(expert), {gate, points}}, minute(50)});
}

} // namespace kaibiao::test::views
