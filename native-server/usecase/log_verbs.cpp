#include "kaibiao/codec/text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> fetch_checkpoint(Centre&, const ReadTx& tx, Exchange&) {
    const auto checkpoint = store::newest_checkpoint(tx);
    if (!checkpoint) return Error(ErrorCode::not_found, "checkpoint");
    return Response::text(checkpoint->note);
}

/// Full tiles never change.
Result<Response> fetch_tile(Centre&, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const log::TileId tile, log::parse_tile_path("tile" + exchange.parameters[0]));
    TRY_ASSIGN(const Bytes bytes, store::StoredTiles(tx).fetch(tile));
    Response response = Response::text(as_text(bytes), "application/octet-stream");
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    return response;
}

/// A proof that an entry (64 hex digits) is in the log, under the newest checkpoint.
Result<Response> prove_entry(Centre&, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const Digest entry, codec::decode_digest(exchange.request.parameter("hash").value_or("")));
    const auto checkpoint = store::newest_checkpoint(tx);
    const auto index = store::log_position(tx, entry);
    if (!checkpoint || !index) return Error(ErrorCode::log_index_out_of_range, "hash");
    TRY_ASSIGN(const log::TlogProof proof, store::prove(tx, *index, *checkpoint));
    return Response::text(log::encode_tlog_proof(proof));
}

} // namespace kaibiao::usecase
