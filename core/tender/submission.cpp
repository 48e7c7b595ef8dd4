#include "kaibiao/tender/submission.h"

#include "event_writing.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/panel_format.h"

namespace kaibiao::tender {

namespace {

/// Until the deadline, by the stamp that the event will have.
Status check_time(const LotState& lot, Instant stamp) {
    if (lot.phase != Phase::published || stamp >= lot.publication->deadline) return Error(ErrorCode::deadline_passed);
    return ok();
}

Status check_first(const BidState* latest, const seal::Manifest& manifest) {
    if (manifest.number == 1 && !manifest.replaces) return ok();
    const bool ended = latest != nullptr && latest->withdrawn == Withdrawn::yes;
    return Error(ended ? ErrorCode::bid_withdrawn : ErrorCode::bid_replaces_wrong, "/replaces");
}

Status check_replacement(const Submission& latest, const seal::Manifest& manifest) {
    if (manifest.number == 1 && !manifest.replaces) return Error(ErrorCode::bid_exists);
    if (manifest.number != latest.manifest.number + 1) return Error(ErrorCode::bid_replaces_wrong, "/number");
    if (manifest.replaces != latest.manifest_digest) return Error(ErrorCode::bid_replaces_wrong, "/replaces");
    return ok();
}

/// Whoever holds an office in the tender has an interest in it. IR 34. Members of the committee are judged by its own
/// acts, because nobody may be told before the deadline who bids.
Status check_disinterested(const PublicationState& publication, const std::string& bidder) {
    const Notice& notice = publication.notice;
    if (bidder != notice.tenderer.id && bidder != notice.supervisor.id && !publication.has_officer(bidder)) return ok();
    return Error(ErrorCode::command_not_allowed_for_role, "/bidder", "IR 34");
}

/// All that the manifest itself must satisfy, without looking at any part.
Status check_manifest(const LotState& lot, const seal::Manifest& manifest, const Signer& signer) {
    if (manifest.bidder != signer.id) return Error(ErrorCode::command_not_allowed_for_role, "/bidder");
    TRY(check_disinterested(*lot.publication, manifest.bidder));
    if (manifest.envelope < 1 || manifest.envelope > envelopes_of(lot.publication->notice))
        return Error(ErrorCode::manifest_malformed, "/envelope");
    if (manifest.policy != lot.publication->notice.policy) return Error(ErrorCode::lock_policy_mismatch, "/policy");
    const seal::LockContext context = lock_context(lot, manifest.bidder, manifest.envelope);
    TRY(context.check());
    for (const seal::PartClass part_class : {seal::PartClass::sheet, seal::PartClass::volumes}) {
        const Status lock =
            seal::check_class_lock(manifest.policy, context.digest(part_class), manifest.lock(part_class));
        if (!lock.ok())
            return Error(lock.error().code, part_class == seal::PartClass::sheet ? "/locks/0" : "/locks/1",
                         lock.error().detail);
    }
    return ok();
}

const InspectedPart* find_part(std::span<const InspectedPart> parts, const Digest& root) {
    for (const InspectedPart& part : parts)
        if (part.root == root) return &part;
    return nullptr;
}

/// Every officer's release answers for every bid, in one command.
std::size_t most_streams(const LotState& lot) {
    return seal::needs_officers(lot.publication->notice.policy) ? panel::max_releases : most_bids;
}

codec::Json lot_head_of(const LotState& lot) {
    return codec::Json::object().set(member::lot_head, codec::encode_hex(lot.head.hash));
}

} // namespace

Result<std::vector<BidId>> read_bid_ids(codec::ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const codec::Json::Array* items, reader.array(key, most_bids));
    std::vector<BidId> bids;
    for (const codec::Json& item : *items) {
        if (item.as_string() == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key));
        const auto bid = BidId::parse(*item.as_string());
        if (!bid) return Error(bid.error().code, reader.place_of(key));
        bids.push_back(*bid);
    }
    return bids;
}

seal::LockContext lock_context(const LotState& lot, const std::string& bidder, int envelope) {
    const Notice& notice = lot.publication->notice;
    return {lot.centre, lot.origin, lot.lot, envelope, bidder, notice.policy, notice.panel};
}

Result<Withdrawal> read_withdrawal(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    Withdrawal withdrawal;
    TRY_ASSIGN(const std::string bid, reader.string("bid"));
    TRY_ASSIGN(withdrawal.bid, BidId::parse(bid));
    TRY_ASSIGN(withdrawal.replaces, reader.hex<32>("replaces"));
    TRY(reader.finish());
    return withdrawal;
}

codec::Json write_withdrawal(const sign::CommandEnvelope& envelope, const Withdrawal& withdrawal) {
    return sign::write_envelope(envelope)
        .set("bid", withdrawal.bid.text())
        .set("replaces", codec::encode_hex(withdrawal.replaces));
}

Result<seal::Manifest> read_submission(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    TRY_ASSIGN(seal::Manifest manifest, seal::read_manifest(reader));
    TRY(reader.finish());
    return manifest;
}

codec::Json write_submission(const sign::CommandEnvelope& envelope, const seal::Manifest& manifest) {
    codec::Json payload = sign::write_envelope(envelope);
    seal::write_manifest(payload, manifest);
    return payload;
}

Status check_parts(const LotState& lot, const seal::Manifest& manifest, std::span<const InspectedPart> parts) {
    const seal::LockContext context = lock_context(lot, manifest.bidder, manifest.envelope);
    TRY(context.check());
    const Digest sheet = context.digest(seal::PartClass::sheet);
    const Digest volumes = context.digest(seal::PartClass::volumes);
    for (const seal::PartRecord& record : manifest.parts) {
        const std::string place = numbered("/parts/", record.part);
        const InspectedPart* part = find_part(parts, record.root);
        if (part == nullptr) return Error(ErrorCode::manifest_part_missing, place);
        const Digest& class_context = record.part_class() == seal::PartClass::sheet ? sheet : volumes;
        const auto lock = seal::check_part(manifest, record, class_context, {part->length, part->header, part->root});
        if (!lock.ok()) return Error(lock.error().code, place, lock.error().detail);
    }
    return ok();
}

Result<DecidedEvent> decide_submit(const LotState& lot, const BidState* latest, const VerifiedCommand& command,
                                   const SubmissionFacts& facts, const Context& context) {
    const bool replaces = latest != nullptr && latest->in_force();
    static const StreamHead beginning;
    // A bid begun anew comes after the withdrawal, even if it arrived before: replays go through bids by their stamps.
    Context when = context;
    if (latest != nullptr) when.arrival = latest->head.stamp_for(context.arrival);
    const NextEvent next{replaces ? latest->stream : facts.fresh_stream, replaces ? latest->head : beginning,
                         EventType::bid_submitted, when};
    if (!lot.publication) return Error(ErrorCode::lot_unknown);
    TRY(check_time(lot, next.stamp()));
    // The deadline goes on while the lot is suspended, and taking a sealed bid harms nobody.
    TRY(check_lot_command(lot, command, Actor::bidder, WhileSuspended::allowed));
    TRY_ASSIGN(const seal::Manifest manifest, read_submission(command.payload()));
    TRY(check_manifest(lot, manifest, command.signer()));
    TRY(replaces ? check_replacement(*latest->latest, manifest) : check_first(latest, manifest));
    if (!replaces && (facts.streams_of_bidder >= most_streams_of_bidder || facts.streams_of_lot >= most_streams(lot)))
        return Error(ErrorCode::too_many_bids);
    if (facts.parts) {
        TRY(check_parts(lot, manifest, *facts.parts));
    }
    return decide_act(next, command, lot_head_of(lot));
}

Result<DecidedEvent> decide_withdraw(const LotState& lot, const BidState& bid, const VerifiedCommand& command,
                                     const Context& context) {
    const NextEvent next{bid.stream, bid.head, EventType::bid_withdrawn, context};
    if (!lot.publication) return Error(ErrorCode::lot_unknown);
    TRY(check_time(lot, next.stamp()));
    TRY(check_lot_command(lot, command, Actor::bidder, WhileSuspended::allowed));
    TRY_ASSIGN(const Withdrawal withdrawal, read_withdrawal(command.payload()));
    if (!bid.latest || withdrawal.bid != bid.id()) return Error(ErrorCode::bid_unknown, "/bid");
    if (command.signer().id != bid.bidder.id) return Error(ErrorCode::command_not_allowed_for_role);
    if (!bid.in_force()) return Error(ErrorCode::bid_withdrawn);
    if (withdrawal.replaces != bid.latest->manifest_digest) return Error(ErrorCode::bid_replaces_wrong, "/replaces");
    return decide_act(next, command, lot_head_of(lot));
}

void apply_submitted(BidState& bid, const log::EventHeader& header, const Digest& hash, const BidSubmitted& event) {
    bid.bidder = {event.act.signer.id, event.act.signer.name};
    bid.latest = Submission{event.manifest, event.act.payload_digest, header.stamp, hash};
}

} // namespace kaibiao::tender
