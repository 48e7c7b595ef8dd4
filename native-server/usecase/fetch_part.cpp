#include "http/range.h"
#include "kaibiao/codec/text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

/// The lot for which a part was uploaded.
std::optional<LotId> lot_of_part(const ReadTx& tx, const Digest& root) {
    store::Statement row = tx.prepare("SELECT lot FROM blobs WHERE root=?");
    row.bind(root);
    if (!row.step()) return std::nullopt;
    return row.id<LotId>(0);
}

/// Only parts of bids in force count.
bool may_fetch(const writer::LotRecord& record, const Digest& root, const http::Caller& caller) {
    for (const auto& [stream, bid] : record.bids) {
        if (!bid.in_force()) continue;
        for (const seal::PartRecord& part : bid.latest->manifest.parts)
            if (part.root == root) return may_open(record.lot, bid, seal::class_of_part(part.part), caller);
    }
    return false;
}

} // namespace

Result<Response> fetch_part(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    const auto root = codec::decode_digest(exchange.parameters[0]);
    const auto lot = root.ok() ? lot_of_part(tx, *root) : std::nullopt;
    if (!lot) return Error(ErrorCode::blob_unknown, exchange.parameters[0]);
    bool allowed = false;
    centre.lots().read(*lot,
                       [&](const writer::LotRecord& record) { allowed = may_fetch(record, *root, exchange.caller); });
    if (!allowed) return Error(ErrorCode::not_public_yet, exchange.parameters[0]);
    TRY_ASSIGN(const blob::OpenedBlob part, centre.parts().open(*root));
    Response response = http::ranged(exchange.request, '"' + exchange.parameters[0] + '"', "application/octet-stream",
                                     http::FileSlice{part.file, 0, part.length});
    response.headers.set("Content-Disposition", "attachment");
    return response;
}

} // namespace kaibiao::usecase
