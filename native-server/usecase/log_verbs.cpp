#include "kaibiao/codec/text.h"
#include "kaibiao/log/proof.h"
#include "store/witnessed.h"
#include "usecase/verbs.h"
#include "usecase/wanted_checkpoint.h"

#include <charconv>

namespace kaibiao::usecase {

Result<Response> fetch_checkpoint(Centre&, const ReadTx& tx, Exchange&) {
    const auto checkpoint = store::newest_checkpoint(tx);
    if (!checkpoint) return Error(ErrorCode::not_found, "checkpoint");
    return Response::text(checkpoint->note);
}

/// The newest that enough witnesses cosigned, with their cosignatures.
Result<Response> fetch_witnessed(Centre&, const ReadTx& tx, Exchange&) {
    const auto checkpoint = store::witnessed_checkpoint(tx);
    if (!checkpoint) return Error(ErrorCode::not_found, "witnessed");
    return Response::text(checkpoint->note);
}

/// c2sp.org/tlog-policy
Result<Response> fetch_policy(Centre& centre, Exchange&) {
    if (centre.policy() == nullptr) return Error(ErrorCode::not_found, "policy");
    return Response::text(centre.policy()->text);
}

/// Full tiles never change.
Result<Response> fetch_tile(Centre&, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const log::TileId tile, log::parse_tile_path("tile" + exchange.parameters[0]));
    TRY_ASSIGN(const Bytes bytes, store::StoredTiles(tx).fetch(tile));
    Response response = Response::text(as_text(bytes), "application/octet-stream");
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    return response;
}

/// A proof that an entry (64 hex digits) is in the log.
Result<Response> prove_entry(Centre&, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const Digest entry, codec::decode_digest(exchange.request.parameter("hash").value_or("")));
    TRY_ASSIGN(const store::StoredCheckpoint checkpoint, wanted_checkpoint(tx, exchange));
    const auto index = store::log_position(tx, entry);
    if (!index || *index >= checkpoint.size) return Error(ErrorCode::log_index_out_of_range, "hash");
    TRY_ASSIGN(const log::TlogProof proof, store::prove(tx, *index, checkpoint));
    return Response::text(log::encode_tlog_proof(proof));
}

namespace {

Result<std::uint64_t> size_parameter(const Exchange& exchange, const char* name, std::uint64_t largest) {
    const std::string text = exchange.request.parameter(name).value_or("");
    std::uint64_t size = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failed != std::errc() || end != text.data() + text.size()) return Error(ErrorCode::request_malformed, name);
    if (size > largest) return Error(ErrorCode::log_index_out_of_range, name);
    return size;
}

} // namespace

/// That the log of `to` entries begins with the log of `from` entries. RFC 6962 §2.1.2.
Result<Response> prove_growth(Centre&, const ReadTx& tx, Exchange& exchange) {
    const auto checkpoint = store::newest_checkpoint(tx);
    if (!checkpoint) return Error(ErrorCode::not_found, "checkpoint");
    TRY_ASSIGN(const std::uint64_t to, size_parameter(exchange, "to", checkpoint->size));
    TRY_ASSIGN(const std::uint64_t from, size_parameter(exchange, "from", to));
    const store::StoredTiles tiles(tx);
    const log::TileHashReader reader(tiles, checkpoint->size);
    TRY_ASSIGN(const log::MerkleProof proof, log::consistency_proof(reader, from, to));
    codec::Json hashes = codec::Json::array();
    for (const Digest& hash : proof) hashes.push(codec::Json(codec::encode_hex(hash)));
    return Response::json(codec::Json::object().set("hashes", std::move(hashes)));
}

} // namespace kaibiao::usecase
