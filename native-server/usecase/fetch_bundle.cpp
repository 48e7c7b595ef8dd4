#include "http/range.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/tender/bundle.h"
#include "kaibiao/tender/witnesses.h"
#include "store/witnessed.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

#include <algorithm>
#include <set>

namespace kaibiao::usecase {

namespace {

constexpr std::uint64_t largest_sheet = std::uint64_t{2} << 20;

/// What of a lot's memory goes into a bundle.
struct LotFacts {
    tender::Phase phase = tender::Phase::unpublished;
    Digest head{};
    std::vector<Digest> opened_sheets; ///< roots of part 0 of the bids whose sheets were released
    log::LogTrust pinned;              ///< the witnesses that the notice names
    bool pins() const { return pinned.quorum.wanted.has_value(); }
};

Result<LotFacts> facts_of(const writer::LotRecord& record, const log::VerifierKey& log_key) {
    LotFacts facts;
    facts.phase = record.lot.phase;
    facts.head = record.lot.head.hash;
    if (record.lot.publication) {
        TRY_ASSIGN(facts.pinned, tender::pinned_witnesses(record.lot.publication->notice, record.lot.origin, log_key));
    }
    for (const auto& [stream, bid] : record.bids)
        if (tender::is_releasable(record.lot, bid))
            facts.opened_sheets.push_back(bid.latest->manifest.parts.front().root);
    return facts;
}

/// The secrets of the volumes are for those who evaluate, the bundle is for everybody.
void withhold(log::StoredEvent& event, tender::Phase phase) {
    const auto header = log::decode_event_header(event.header);
    const auto type = header.ok() ? tender::parse_event_type(header->type) : Result<tender::EventType>(header.error());
    if (!type.ok() || tender::visibility(*type, phase) != tender::Visibility::everyone) event.payload.reset();
}

class Collector {
  public:
    Collector(Centre& centre, const ReadTx& tx, store::StoredCheckpoint checkpoint)
        : centre_(centre), tx_(tx), checkpoint_(std::move(checkpoint)) {}

    Result<tender::Bundle> collect(const LotId& lot, const LotFacts& facts) {
        tender::Bundle bundle;
        bundle.centre = centre_.config().centre_id;
        bundle.origin = centre_.origin();
        bundle.lot = lot;
        bundle.log_key = centre_.writer().identity().key.verifier().text();
        bundle.checkpoint = checkpoint_.note;
        TRY_ASSIGN(bundle.closing, closing_of(lot, facts));
        TRY_ASSIGN(bundle.streams, streams(lot, facts));
        for (const sign::TrustRoot& root : centre_.trust().snapshot()->roots)
            bundle.roots.push_back(root.certificate.der);
        for (const Digest& digest : crls_) {
            auto der = kept_crl(tx_, digest);
            if (!der) continue;
            TRY(make_room(der->size()));
            bundle.crls.push_back(std::move(*der));
        }
        for (const Digest& root : facts.opened_sheets) {
            TRY_ASSIGN(Bytes sheet, centre_.parts().read(root, largest_sheet));
            TRY(make_room(sheet.size()));
            bundle.sheets.push_back(std::move(sheet));
        }
        return bundle;
    }

  private:
    /// Where the notice pins witnesses: what they first cosigned of the close, if it is they who were asked.
    Result<tender::ClosingCheckpoint> closing_of(const LotId& lot, const LotFacts& facts) {
        const auto first = store::closing_checkpoint(tx_, lot);
        if (!facts.pins() || !first || !log::open_checkpoint(first->note, facts.pinned).ok())
            return tender::ClosingCheckpoint();
        const store::StoredTiles tiles(tx_);
        TRY_ASSIGN(log::MerkleProof proof,
                   log::consistency_proof(log::TileHashReader(tiles, checkpoint_.size), first->size, checkpoint_.size));
        return tender::ClosingCheckpoint{first->note, std::move(proof)};
    }
    Result<std::vector<tender::BundledStream>> streams(const LotId& lot, const LotFacts& facts) {
        std::map<StreamId, tender::BundledStream> by_stream;
        for (store::StreamEvent& stored : store::events_of_lot(tx_, lot)) {
            collect_crls(stored.event, crls_);
            withhold(stored.event, facts.phase);
            TRY_ASSIGN(tender::BundledEvent event, proven(std::move(stored.event)));
            tender::BundledStream& stream = by_stream[stored.stream];
            stream.stream = stored.stream;
            stream.events.push_back(std::move(event));
        }
        std::vector<tender::BundledStream> out;
        out.push_back(std::move(by_stream[stream_of(lot)]));
        by_stream.erase(stream_of(lot));
        for (auto& [id, stream] : by_stream) out.push_back(std::move(stream));
        return out;
    }
    /// Refuses before the memory is full what would be too large as text.
    Status make_room(std::size_t bytes) {
        collected_ += bytes / 3 * 4;
        return collected_ <= tender::largest_bundle ? ok() : Status(Error(ErrorCode::json_too_large, {}, "bundle"));
    }
    Result<tender::BundledEvent> proven(log::StoredEvent event) {
        TRY(make_room(event.payload ? event.payload->bytes.size() : 0));
        const auto index = store::log_position(tx_, log::event_hash(event.header));
        if (!index) return Error(ErrorCode::database_failed, "log");
        TRY_ASSIGN(log::TlogProof proof, store::prove(tx_, *index, checkpoint_));
        return tender::BundledEvent{std::move(event), *index, std::move(proof.hashes)};
    }

    Centre& centre_;
    const ReadTx& tx_;
    store::StoredCheckpoint checkpoint_;
    std::set<Digest> crls_;
    std::size_t collected_ = 0;
};

struct ChosenCheckpoint {
    store::StoredCheckpoint checkpoint;
    bool witnessed = false;
};

/// Whether witnesses cosigned it, those of the notice among them, and it covers the whole lot: the lot's newest event
/// entered the log last.
bool serves(const std::optional<store::StoredCheckpoint>& checkpoint, std::optional<std::uint64_t> newest,
            const LotFacts& facts) {
    return checkpoint && newest && *newest < checkpoint->size &&
           (!facts.pins() || log::open_checkpoint(checkpoint->note, facts.pinned).ok());
}

/// Without the witnesses of its notice a bundle does not verify, so that one must be asked for.
Result<ChosenCheckpoint> choose_checkpoint(const ReadTx& tx, const LotId& lot, const LotFacts& facts,
                                           bool unwitnessed) {
    const auto newest = store::log_position(tx, facts.head);
    for (auto witnessed : {store::lot_checkpoint(tx, lot), store::witnessed_checkpoint(tx)})
        if (serves(witnessed, newest, facts)) return ChosenCheckpoint{std::move(*witnessed), true};
    if (facts.pins() && !unwitnessed) return Error(ErrorCode::not_witnessed_yet);
    auto checkpoint = store::newest_checkpoint(tx);
    if (!checkpoint) return Error(ErrorCode::database_failed, "checkpoint");
    return ChosenCheckpoint{std::move(*checkpoint), false};
}

/// What a finished lot's bundle depends on; of checkpoints an older one serves as well, once there are cosignatures.
Digest state_of(Centre& centre, const LotFacts& facts, bool witnessed) {
    crypto::Sha256 state;
    state.update(facts.head);
    state.update(as_bytes(witnessed ? "witnessed" : ""));
    state.update(as_bytes(centre.writer().identity().key.verifier().text()));
    for (const sign::TrustRoot& root : centre.trust().snapshot()->roots)
        state.update(crypto::fingerprint(root.certificate));
    return state.finish();
}

Result<std::string> make_bundle(Centre& centre, const ReadTx& tx, const LotId& lot, const LotFacts& facts,
                                const store::StoredCheckpoint& checkpoint) {
    TRY_ASSIGN(tender::Bundle bundle, Collector(centre, tx, checkpoint).collect(lot, facts));
    return tender::assemble_bundle(std::move(bundle), centre.writer().identity().key);
}

} // namespace

/// The whole evidence in one file, once the result stands (or the lot has failed).
Result<Response> fetch_bundle(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    const log::VerifierKey& log_key = centre.writer().identity().key.verifier();
    Result<LotFacts> found = Error(ErrorCode::lot_unknown, lot.text());
    centre.lots().read(lot, [&](const writer::LotRecord& record) { found = facts_of(record, log_key); });
    TRY_ASSIGN(const LotFacts facts, std::move(found));
    if (facts.phase != tender::Phase::evaluated && facts.phase != tender::Phase::failed)
        return Error(ErrorCode::not_public_yet, lot.text());
    const std::string wanted = exchange.request.parameter("unwitnessed").value_or("0");
    if (wanted != "0" && wanted != "1") return Error(ErrorCode::request_malformed, "unwitnessed");
    TRY_ASSIGN(const ChosenCheckpoint chosen, choose_checkpoint(tx, lot, facts, wanted == "1"));
    const Digest state = state_of(centre, facts, chosen.witnessed);
    TRY_ASSIGN(const blob::OpenedBlob bundle, centre.bundles().fetch(lot, state, [&] {
        return make_bundle(centre, tx, lot, facts, chosen.checkpoint);
    }));
    Response response = http::ranged(exchange.request, '"' + codec::encode_hex(state) + '"', "application/json",
                                     http::FileSlice{bundle.file, 0, bundle.length});
    response.headers.set("Content-Disposition", "attachment; filename=\"bundle.json\"");
    return response;
}

} // namespace kaibiao::usecase
