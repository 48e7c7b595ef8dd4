#include "kaibiao/tender/officer_release.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/opening_target.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

Result<seal::PartClass> parse_class(const std::string& name) {
    for (const seal::PartClass part_class : {seal::PartClass::sheet, seal::PartClass::volumes})
        if (seal::name_of(part_class) == name) return part_class;
    return Error(ErrorCode::release_malformed, "/class");
}

Result<panel::Release> read_one(const codec::Json& json, const std::string& place) {
    if (json.as_string() == nullptr) return Error(ErrorCode::release_malformed, place);
    const auto bytes = codec::decode_base64(*json.as_string());
    if (!bytes.ok() || bytes->size() != panel::release_size) return Error(ErrorCode::release_malformed, place);
    const auto release = panel::decode_release(ByteView(*bytes).first<panel::release_size>());
    if (!release.ok()) return Error(release.error().code, place);
    return *release;
}

bool is_opened(const OpeningState& opening, const BidId& bid) {
    const auto& rows = opening.announced;
    return std::any_of(rows.begin(), rows.end(),
                       [&bid](const AnnouncedBid& row) { return row.bid == bid && row.state == BidOpening::opened; });
}

std::optional<seal::LockSecret> released_secret(const OpeningState& opening, const BidId& bid,
                                                seal::PartClass part_class) {
    const auto& secrets = part_class == seal::PartClass::sheet ? opening.sheets : opening.volumes;
    const auto found = secrets.find(bid);
    if (found == secrets.end()) return std::nullopt;
    return seal::LockSecret::copy_of(found->second);
}

bool may_be_opened(const LotState& lot, const BidState& bid, seal::PartClass part_class) {
    if (part_class == seal::PartClass::sheet) return is_releasable(lot, bid);
    const OpeningState* opening = opening_of(lot, bid.envelope());
    return takes_part(lot, bid) && opening != nullptr && is_opened(*opening, bid.id());
}

/// The bids of one envelope that officers release for, by bid id.
std::vector<const BidState*> openable(const LotState& lot, std::span<const BidState> bids, seal::PartClass part_class,
                                      int envelope) {
    std::vector<const BidState*> found;
    for (const BidState& bid : bids)
        if (bid.envelope() == envelope && may_be_opened(lot, bid, part_class)) found.push_back(&bid);
    std::sort(found.begin(), found.end(), [](const BidState* a, const BidState* b) { return a->id() < b->id(); });
    return found;
}

/// Of a bid whose opening has begun.
Result<panel::Target> target_of(const LotState& lot, const BidState& bid, seal::PartClass part_class) {
    const seal::Manifest& manifest = bid.latest->manifest;
    auto target = seal::opening_target(lock_context(lot, manifest.bidder, manifest.envelope), part_class,
                                       manifest.lock(part_class),
                                       released_secret(*opening_of(lot, manifest.envelope), bid.id(), part_class));
    if (!target.ok()) return Error(target.error().code, bid.id().text(), target.error().detail);
    return target;
}

std::vector<panel::Target> points_of(const std::vector<OfficerTarget>& targets) {
    std::vector<panel::Target> points;
    points.reserve(targets.size());
    for (const OfficerTarget& target : targets) points.push_back(target.target);
    return points;
}

Result<std::vector<panel::CheckedRelease>> check_list(const LotState& lot, const std::vector<panel::Target>& points,
                                                      const OfficerRelease& release) {
    const panel::ReleaseList list{panel::Purpose::open, release.panel, lot.lot.text(), release.officer,
                                  release.releases};
    return panel::check_all(points, *lot.publication->panel_key, list);
}

const std::vector<OfficerRelease>& released_by(const OpeningState& opening, seal::PartClass part_class) {
    return part_class == seal::PartClass::sheet ? opening.officer_sheets : opening.officer_volumes;
}

/// As many as open a bid: the first k.
Result<std::span<const OfficerRelease>> enough_released(const LotState& lot, const OpeningState& opening,
                                                        seal::PartClass part_class) {
    const auto k = static_cast<std::size_t>(lot.publication->notice.panel->k);
    const std::vector<OfficerRelease>& released = released_by(opening, part_class);
    if (released.size() < k) return Error(ErrorCode::releases_too_few, {}, has_and_needs(released.size(), k));
    return std::span(released).first(k);
}

/// The seat is the signer's own, and the first time.
Status check_seat(const LotState& lot, const VerifiedCommand& command, const OfficerRelease& release) {
    const std::vector<Signer>& officers = lot.publication->officers;
    const auto index = static_cast<std::size_t>(release.officer) - 1;
    if (index >= officers.size()) return Error(ErrorCode::release_officer_unknown, "/officer");
    if (officers[index].id != command.signer().id)
        return Error(ErrorCode::release_officer_unknown, "/officer", "the seat is another person's");
    for (const OfficerRelease& earlier : released_by(*lot.opening, release.part_class))
        if (earlier.officer == release.officer) return Error(ErrorCode::release_twice, "/officer");
    return ok();
}

} // namespace

Result<OfficerRelease> read_officer_release(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    OfficerRelease release;
    TRY_ASSIGN(const std::string part_class, reader.string("class"));
    TRY_ASSIGN(release.part_class, parse_class(part_class));
    TRY_ASSIGN(release.panel, reader.string("panel", panel::max_id));
    TRY_ASSIGN(const std::int64_t officer, reader.integer("officer", 1, panel::max_members));
    release.officer = static_cast<int>(officer);
    TRY_ASSIGN(const codec::Json::Array* items, reader.array("releases", panel::max_releases));
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(const panel::Release one, read_one((*items)[i], numbered("/releases/", i)));
        release.releases.push_back(one);
    }
    TRY(reader.finish());
    return release;
}

codec::Json write_officer_release(const sign::CommandEnvelope& envelope, const OfficerRelease& release) {
    codec::Json releases = codec::Json::array();
    for (const panel::Release& one : release.releases)
        releases.push(codec::Json(codec::encode_base64(panel::encode(one))));
    return sign::write_envelope(envelope)
        .set("class", seal::name_of(release.part_class))
        .set("officer", release.officer)
        .set("panel", release.panel)
        .set("releases", std::move(releases));
}

bool is_releasable(const LotState& lot, const BidState& bid) {
    const OpeningState* opening = opening_of(lot, bid.envelope());
    if (opening == nullptr || !takes_part(lot, bid)) return false;
    return !seal::needs_bidder(lot.publication->notice.policy) || opening->has_released(bid.id());
}

Result<std::vector<OfficerTarget>> officer_targets(const LotState& lot, std::span<const BidState> bids,
                                                   seal::PartClass part_class) {
    if (!seal::needs_officers(lot.publication->notice.policy)) return Error(ErrorCode::lock_policy_mismatch);
    std::vector<OfficerTarget> targets;
    for (const BidState* bid : openable(lot, bids, part_class, current_envelope(lot))) {
        TRY_ASSIGN(panel::Target target, target_of(lot, *bid, part_class));
        targets.push_back({bid->id(), std::move(target)});
    }
    return targets;
}

Status check_officer_time(const LotState& lot, seal::PartClass part_class) {
    if (!lot.publication) return Error(ErrorCode::lot_unknown);
    if (!seal::needs_officers(lot.publication->notice.policy)) return Error(ErrorCode::lock_policy_mismatch);
    if (lot.phase == Phase::published) return too_early(lot);
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    return check_phase(lot, {part_class == seal::PartClass::sheet ? Phase::window_closed : Phase::announced});
}

Result<OfficerRelease> make_officer_release(const LotState& lot, std::span<const BidState> bids,
                                            seal::PartClass part_class, const panel::Seat& seat,
                                            std::span<const std::uint8_t, 32> random) {
    TRY(check_officer_time(lot, part_class));
    TRY_ASSIGN(const std::vector<OfficerTarget> targets, officer_targets(lot, bids, part_class));
    TRY_ASSIGN(panel::ReleaseList list, panel::release_all(seat, points_of(targets), random));
    return OfficerRelease{part_class, std::move(list.panel), list.officer, std::move(list.releases)};
}

Result<DecidedEvent> decide_officer_release(const LotState& lot, std::span<const BidState> bids,
                                            const VerifiedCommand& command, const Context& context) {
    TRY(check_lot_command(lot, command, Actor::officer, WhileSuspended::refused));
    TRY_ASSIGN(const OfficerRelease release, read_officer_release(command.payload()));
    TRY(check_officer_time(lot, release.part_class));
    TRY(check_seat(lot, command, release));
    TRY_ASSIGN(const std::vector<OfficerTarget> targets, officer_targets(lot, bids, release.part_class));
    if (targets.empty()) return Error(ErrorCode::command_not_allowed_now, {}, "there is nothing to open");
    TRY(check_list(lot, points_of(targets), release));
    const EventType type = release.part_class == seal::PartClass::sheet ? EventType::officer_sheets_released
                                                                        : EventType::officer_volumes_released;
    return decide_act(next_of(lot, type, context), command);
}

Result<std::map<BidId, crypto::Point>> combine_releases(const LotState& lot, std::span<const BidState> bids,
                                                        seal::PartClass part_class) {
    std::map<BidId, crypto::Point> secrets;
    TRY_ASSIGN(const std::vector<OfficerTarget> targets, officer_targets(lot, bids, part_class));
    if (targets.empty()) return secrets;
    TRY_ASSIGN(const std::span<const OfficerRelease> released, enough_released(lot, *lot.opening, part_class));
    const std::vector<panel::Target> points = points_of(targets);
    std::vector<std::vector<panel::CheckedRelease>> lists;
    for (const OfficerRelease& release : released) {
        TRY_ASSIGN(auto checked, check_list(lot, points, release));
        lists.push_back(std::move(checked));
    }
    TRY_ASSIGN(const std::vector<crypto::Point> combined, panel::combine_all(*lot.publication->panel_key, lists));
    for (std::size_t i = 0; i < targets.size(); ++i) secrets.emplace(targets[i].bid, combined[i]);
    return secrets;
}

Result<crypto::Point> combine_releases_for(const LotState& lot, std::span<const BidState> bids,
                                           seal::PartClass part_class, const BidId& bid) {
    if (!seal::needs_officers(lot.publication->notice.policy)) return Error(ErrorCode::lock_policy_mismatch);
    const auto asked =
        std::find_if(bids.begin(), bids.end(), [&bid](const BidState& each) { return each.id() == bid; });
    if (asked == bids.end() || !may_be_opened(lot, *asked, part_class))
        return Error(ErrorCode::bid_unknown, bid.text());
    const std::vector<const BidState*> order = openable(lot, bids, part_class, asked->envelope());
    const auto found = std::find(order.begin(), order.end(), &*asked);
    TRY_ASSIGN(const std::span<const OfficerRelease> released,
               enough_released(lot, *opening_of(lot, asked->envelope()), part_class));
    TRY_ASSIGN(const panel::Target target, target_of(lot, *asked, part_class));
    const auto at = static_cast<std::size_t>(found - order.begin());
    const panel::PanelKey& key = *lot.publication->panel_key;
    std::vector<panel::CheckedRelease> checked;
    for (const OfficerRelease& release : released) {
        TRY_ASSIGN(panel::CheckedRelease one, panel::check_release(target, key, release.officer, release.releases[at]));
        checked.push_back(std::move(one));
    }
    return panel::combine(key, checked);
}

void apply_officer_released(LotState& lot, const log::EventHeader&, const OfficerReleased& event) {
    if (!lot.opening) return;
    const bool sheets = event.release.part_class == seal::PartClass::sheet;
    (sheets ? lot.opening->officer_sheets : lot.opening->officer_volumes).push_back(event.release);
}

} // namespace kaibiao::tender
