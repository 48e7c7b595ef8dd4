#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/part_opener.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>
#include <array>

namespace kaibiao::tender {

namespace {

struct OpeningRow {
    BidOpening opening;
    std::string_view name;
};
constexpr std::array<OpeningRow, 5> opening_names{{
    {BidOpening::opened, "opened"},
    {BidOpening::revoked, "revoked"},
    {BidOpening::failed, "failed"},
    {BidOpening::withdrawn, "withdrawn"},
    {BidOpening::unopened, "unopened"},
}};

Result<BidOpening> parse_bid_opening(std::string_view name, const std::string& place) {
    for (const OpeningRow& row : opening_names)
        if (row.name == name) return row.opening;
    return Error(ErrorCode::event_malformed, place);
}

/// Differences between the stored file and the manifest are the store's fault, everything behind them the bidder's.
bool blames_store(ErrorCode code) {
    return code == ErrorCode::manifest_length_mismatch || code == ErrorCode::manifest_header_mismatch ||
           code == ErrorCode::manifest_root_mismatch;
}

Result<seal::PublicSheet> open_offer(const LotState& lot, const seal::Manifest& manifest,
                                     const seal::LockSecrets& secrets, ByteView file) {
    const seal::LockContext lock = lock_context(lot, manifest.bidder, manifest.envelope);
    TRY(lock.check());
    const Digest context = lock.digest(seal::PartClass::sheet);
    TRY_ASSIGN(seal::OpeningSheet sheet, seal::open_sheet(manifest, context, secrets, file));
    if (sheet.offer.bidder_id != manifest.bidder) return Error(ErrorCode::sheet_malformed, "/bidder_id");
    // A price in the technical envelope is what the form forbids.
    const bool priced = manifest.envelope == envelopes_of(lot.publication->notice);
    if (sheet.offer.price.has_value() != priced) return Error(ErrorCode::sheet_malformed, "/price");
    return std::move(sheet.offer);
}

/// S of each bid, where the policy needs officers.
using OfficerSecrets = std::map<BidId, crypto::Point>;

seal::LockSecrets secrets_for(const AnnouncedBid& row, const OfficerSecrets& from_officers) {
    seal::LockSecrets secrets;
    if (row.b) secrets.b = seal::LockSecret::copy_of(*row.b);
    const auto s = from_officers.find(row.bid);
    if (s != from_officers.end()) secrets.s = seal::LockSecret::copy_of(s->second.bytes());
    return secrets;
}

Result<AnnouncedBid> announce_bid(const LotState& lot, const BidState& bid, const OfficerSecrets& from_officers,
                                  const PartSource& sheets) {
    AnnouncedBid row;
    row.bid = bid.id();
    row.bidder = bid.bidder;
    if (!takes_part(lot, bid)) {
        row.state = BidOpening::unopened;
        return row;
    }
    if (!is_releasable(lot, bid)) {
        row.state = lot.opening->excused.count(row.bid) > 0 ? BidOpening::withdrawn : BidOpening::revoked;
        return row;
    }
    const auto released = lot.opening->sheets.find(row.bid);
    if (released != lot.opening->sheets.end()) row.b = released->second;
    const seal::Manifest& manifest = bid.latest->manifest;
    const std::optional<Bytes> file = sheets(manifest.parts[0].root);
    if (!file) return Error(ErrorCode::manifest_part_missing, row.bid.text());
    Result<seal::PublicSheet> offer = open_offer(lot, manifest, secrets_for(row, from_officers), *file);
    if (!offer.ok() && blames_store(offer.error().code)) return Error(offer.error().code, row.bid.text());
    row.state = offer.ok() ? BidOpening::opened : BidOpening::failed;
    if (offer.ok())
        row.sheet = std::move(offer).value();
    else
        row.reason = std::string(info(offer.error().code).name);
    return row;
}

} // namespace

std::string_view bid_opening_name(BidOpening opening) {
    for (const OpeningRow& row : opening_names)
        if (row.opening == opening) return row.name;
    std::abort();
}

codec::Json write_announced_bid(const AnnouncedBid& row) {
    return codec::Json::object()
        .set(member::secret, row.b ? codec::Json(codec::encode_base64(*row.b)) : codec::Json())
        .set(member::bid, row.bid.text())
        .set(member::bidder, write_party(row.bidder))
        .set(member::reason, row.reason.empty() ? codec::Json() : codec::Json(row.reason))
        .set(member::sheet, row.sheet ? seal::write_public_sheet(*row.sheet) : codec::Json())
        .set(member::state, bid_opening_name(row.state));
}

Result<AnnouncedBid> read_announced_bid(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    AnnouncedBid row;
    TRY_ASSIGN(const codec::Json* secret, reader.any(member::secret));
    if (!secret->is_null()) {
        TRY_ASSIGN(row.b, reader.bytes<32>(member::secret));
    }
    TRY_ASSIGN(const std::string bid, reader.string(member::bid));
    TRY_ASSIGN(row.bid, BidId::parse(bid));
    TRY_ASSIGN(const codec::Json* bidder, reader.object(member::bidder));
    TRY_ASSIGN(row.bidder, read_party(*bidder, reader.place_of(member::bidder)));
    TRY_ASSIGN(const codec::Json* reason, reader.any(member::reason));
    if (!reason->is_null()) {
        TRY_ASSIGN(row.reason, reader.string(member::reason));
    }
    TRY_ASSIGN(const codec::Json* sheet, reader.any(member::sheet));
    if (!sheet->is_null()) {
        TRY_ASSIGN(row.sheet, seal::read_public_sheet(*sheet, reader.place_of(member::sheet)));
    }
    TRY_ASSIGN(const std::string state, reader.string(member::state));
    TRY_ASSIGN(row.state, parse_bid_opening(state, reader.place_of(member::state)));
    TRY(reader.finish());
    return row;
}

Result<DecidedEvent> decide_announce(const LotState& lot, std::span<const BidState> bids, const PartSource& sheets,
                                     const Context& context) {
    TRY(check_phase(lot, {Phase::window_closed}));
    if (lot.suspended()) return Error(ErrorCode::lot_suspended);
    OfficerSecrets from_officers;
    if (seal::needs_officers(lot.publication->notice.policy)) {
        TRY_ASSIGN(from_officers, combine_releases(lot, bids, seal::PartClass::sheet));
    }
    codec::Json rows = codec::Json::array();
    for (const BidState* bid : numbered_bids(lot, bids)) {
        TRY_ASSIGN(const AnnouncedBid row, announce_bid(lot, *bid, from_officers, sheets));
        rows.push(write_announced_bid(row));
    }
    return decide_payload(next_of(lot, EventType::lot_announced, context),
                          codec::Json::object().set(member::bids, std::move(rows)));
}

} // namespace kaibiao::tender
