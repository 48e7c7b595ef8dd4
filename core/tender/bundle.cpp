#include "kaibiao/tender/bundle.h"

#include "bundle_format.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

namespace member = bundle_member;
using codec::Json;

// ---- writing

Json write_blobs(const std::vector<Bytes>& blobs) {
    Json items = Json::array();
    for (const Bytes& blob : blobs) items.push(Json(codec::encode_base64(blob)));
    return items;
}

Json write_proof(const log::MerkleProof& proof) {
    Json hashes = Json::array();
    for (const Digest& hash : proof) hashes.push(Json(codec::encode_base64(hash)));
    return hashes;
}

Json write_event(const BundledEvent& bundled) {
    return Json::object()
        .set(member::event, log::event_to_json(bundled.event))
        .set(member::index, static_cast<std::int64_t>(bundled.index))
        .set(member::proof, write_proof(bundled.proof));
}

Json write_closing(const ClosingCheckpoint& closing) {
    return Json::object()
        .set(member::checkpoint, closing.checkpoint)
        .set(member::consistency, write_proof(closing.consistency));
}

Json write_stream(const BundledStream& stream) {
    Json events = Json::array();
    for (const BundledEvent& event : stream.events) events.push(write_event(event));
    return Json::object().set(member::events, std::move(events)).set(member::stream, stream.stream.text());
}

Json write_body(const Bundle& bundle) {
    Json streams = Json::array();
    for (const BundledStream& stream : bundle.streams) streams.push(write_stream(stream));
    Json body = Json::object();
    if (!bundle.closing.checkpoint.empty()) body.set(member::closing, write_closing(bundle.closing));
    return std::move(body)
        .set(member::centre, bundle.centre)
        .set(member::checkpoint, bundle.checkpoint)
        .set(member::crls, write_blobs(bundle.crls))
        .set(member::format, bundle_label)
        .set(member::log_key, bundle.log_key)
        .set(member::lot, bundle.lot.text())
        .set(member::origin, bundle.origin)
        .set(member::roots, write_blobs(bundle.roots))
        .set(member::sheets, write_blobs(bundle.sheets))
        .set(member::streams, std::move(streams));
}

std::string note_text(const Bundle& bundle, const std::string& body) {
    const Digest digest = crypto::sha256({as_bytes(bundle_label), as_bytes(body)});
    return std::string(bundle_label) + "\n" + bundle.origin + "\n" + bundle.lot.text() + "\n" +
           codec::encode_hex(digest) + "\n";
}

// ---- the order that the closed form demands

void sort_blobs(std::vector<Bytes>& blobs) {
    std::sort(blobs.begin(), blobs.end());
    blobs.erase(std::unique(blobs.begin(), blobs.end()), blobs.end());
}

/// The lot's stream first, then ascending.
bool stream_before(const LotId& lot, const StreamId& a, const StreamId& b) {
    const StreamId first = stream_of(lot);
    if (a == first || b == first) return a == first && !(b == first);
    return a < b;
}

template <typename Items, typename Before> bool strictly_ascending(const Items& items, Before before) {
    for (std::size_t i = 1; i < items.size(); ++i)
        if (!before(items[i - 1], items[i])) return false;
    return true;
}

Status check_order(const Bundle& bundle) {
    const auto bytes_before = [](const Bytes& a, const Bytes& b) { return a < b; };
    const auto streams_before = [&bundle](const BundledStream& a, const BundledStream& b) {
        return stream_before(bundle.lot, a.stream, b.stream);
    };
    if (!strictly_ascending(bundle.roots, bytes_before))
        return Error(ErrorCode::bundle_malformed, "/body/roots", "order");
    if (!strictly_ascending(bundle.crls, bytes_before))
        return Error(ErrorCode::bundle_malformed, "/body/crls", "order");
    if (!strictly_ascending(bundle.sheets, bytes_before))
        return Error(ErrorCode::bundle_malformed, "/body/sheets", "order");
    if (!strictly_ascending(bundle.streams, streams_before))
        return Error(ErrorCode::bundle_malformed, "/body/streams", "order");
    if (bundle.streams.empty() || bundle.streams[0].stream != stream_of(bundle.lot))
        return Error(ErrorCode::bundle_incomplete, "/body/streams", "the lot's own stream");
    return ok();
}

// ---- bounds, the same for writing and reading

struct BlobBounds {
    std::size_t most;
    std::size_t largest;
};
constexpr BlobBounds root_bounds{most_roots, largest_root};
constexpr BlobBounds crl_bounds{most_bundled_crls, crypto::largest_crl};
constexpr BlobBounds sheet_bounds{most_streams, largest_sheet};

Error too_large(std::string_view key) { return Error(ErrorCode::json_too_large, "/body/" + std::string(key)); }

Status check_bounds(const std::vector<Bytes>& blobs, std::string_view key, BlobBounds bounds) {
    const bool fits =
        std::all_of(blobs.begin(), blobs.end(), [&](const Bytes& blob) { return blob.size() <= bounds.largest; });
    return fits && blobs.size() <= bounds.most ? ok() : Status(too_large(key));
}

Status check_bounds(const Bundle& bundle) {
    TRY(check_bounds(bundle.roots, member::roots, root_bounds));
    TRY(check_bounds(bundle.crls, member::crls, crl_bounds));
    TRY(check_bounds(bundle.sheets, member::sheets, sheet_bounds));
    const bool fits = std::all_of(bundle.streams.begin(), bundle.streams.end(), [](const BundledStream& stream) {
        return stream.events.size() <= most_stream_events;
    });
    return fits && bundle.streams.size() <= most_streams ? ok() : Status(too_large(member::streams));
}

// ---- reading

Result<std::vector<Bytes>> read_blobs(codec::ObjectReader& reader, std::string_view key, BlobBounds bounds) {
    TRY_ASSIGN(const Json::Array* items, reader.array(key, bounds.most));
    std::vector<Bytes> blobs;
    for (const Json& item : *items) {
        if (item.as_string() == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key));
        TRY_ASSIGN(Bytes blob, codec::decode_base64(*item.as_string()));
        if (blob.size() > bounds.largest) return Error(ErrorCode::length_wrong, reader.place_of(key));
        blobs.push_back(std::move(blob));
    }
    return blobs;
}

Result<log::MerkleProof> read_proof(codec::ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const std::vector<Bytes> hashes, read_blobs(reader, key, {most_proof_hashes, 32}));
    log::MerkleProof proof;
    for (const Bytes& hash : hashes) {
        if (hash.size() != 32) return Error(ErrorCode::length_wrong, reader.place_of(key));
        Digest digest{};
        std::copy(hash.begin(), hash.end(), digest.begin());
        proof.push_back(digest);
    }
    return proof;
}

Result<BundledEvent> read_event(const Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    BundledEvent bundled;
    TRY_ASSIGN(const Json* event, reader.object(member::event));
    TRY_ASSIGN(bundled.event, log::event_from_json(*event, reader.place_of(member::event)));
    TRY_ASSIGN(const std::int64_t index, reader.integer(member::index, 0, largest_index));
    bundled.index = static_cast<std::uint64_t>(index);
    TRY_ASSIGN(bundled.proof, read_proof(reader, member::proof));
    TRY(reader.finish());
    return bundled;
}

Result<ClosingCheckpoint> read_closing(codec::ObjectReader& body) {
    if (!body.has(member::closing)) return ClosingCheckpoint();
    TRY_ASSIGN(const Json* json, body.object(member::closing));
    codec::ObjectReader reader(*json, body.place_of(member::closing));
    ClosingCheckpoint closing;
    TRY_ASSIGN(closing.checkpoint, reader.string(member::checkpoint, log::max_note_bytes));
    if (closing.checkpoint.empty()) return Error(ErrorCode::bundle_malformed, reader.place_of(member::checkpoint));
    TRY_ASSIGN(closing.consistency, read_proof(reader, member::consistency));
    TRY(reader.finish());
    return closing;
}

Result<BundledStream> read_stream(const Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    BundledStream stream;
    TRY_ASSIGN(const Json::Array* events, reader.array(member::events, most_stream_events));
    for (std::size_t i = 0; i < events->size(); ++i) {
        TRY_ASSIGN(BundledEvent event, read_event((*events)[i], reader.place_of(member::events, i)));
        stream.events.push_back(std::move(event));
    }
    TRY_ASSIGN(const std::string id, reader.string(member::stream));
    TRY_ASSIGN(stream.stream, StreamId::parse(id));
    TRY(reader.finish());
    return stream;
}

Result<std::vector<BundledStream>> read_streams(codec::ObjectReader& reader) {
    TRY_ASSIGN(const Json::Array* items, reader.array(member::streams, most_streams));
    std::vector<BundledStream> streams;
    for (std::size_t i = 0; i < items->size(); ++i) {
        TRY_ASSIGN(BundledStream stream, read_stream((*items)[i], reader.place_of(member::streams, i)));
        streams.push_back(std::move(stream));
    }
    return streams;
}

Result<Bundle> read_body(const Json& json) {
    codec::ObjectReader reader(json, "/body");
    Bundle bundle;
    TRY_ASSIGN(const std::string format, reader.string(member::format));
    if (format != bundle_label) return Error(ErrorCode::bundle_malformed, "/body/format", format);
    TRY_ASSIGN(bundle.centre, reader.string(member::centre));
    TRY_ASSIGN(bundle.checkpoint, reader.string(member::checkpoint, log::max_note_bytes));
    TRY_ASSIGN(bundle.closing, read_closing(reader));
    TRY_ASSIGN(bundle.crls, read_blobs(reader, member::crls, crl_bounds));
    TRY_ASSIGN(bundle.log_key, reader.string(member::log_key));
    TRY_ASSIGN(const std::string lot, reader.string(member::lot));
    TRY_ASSIGN(bundle.lot, LotId::parse(lot));
    TRY_ASSIGN(bundle.origin, reader.string(member::origin));
    TRY_ASSIGN(bundle.roots, read_blobs(reader, member::roots, root_bounds));
    TRY_ASSIGN(bundle.sheets, read_blobs(reader, member::sheets, sheet_bounds));
    TRY_ASSIGN(bundle.streams, read_streams(reader));
    TRY(reader.finish());
    TRY(check_order(bundle));
    return bundle;
}

/// One signature by one key over one text: nothing can be added to the note either.
Status check_note(const Bundle& bundle, const std::string& body, const std::string& text) {
    TRY_ASSIGN(const log::VerifierKey key, log::VerifierKey::parse(bundle.log_key));
    TRY_ASSIGN(const log::Note note, log::decode_note(text));
    if (note.text != note_text(bundle, body)) return Error(ErrorCode::bundle_root_wrong, "/note");
    if (note.signatures.size() != 1 || key.type() != log::NoteKeyType::ed25519)
        return Error(ErrorCode::bundle_root_wrong, "/note");
    if (!log::verify_note(note, {&key, 1}).ok()) return Error(ErrorCode::bundle_root_wrong, "/note");
    if (log::encode_note(note) != text) return Error(ErrorCode::bundle_root_wrong, "/note");
    return ok();
}

Error malformed(const Error& cause) {
    const bool named = cause.code == ErrorCode::bundle_root_wrong || cause.code == ErrorCode::bundle_incomplete ||
                       cause.code == ErrorCode::bundle_malformed;
    if (named) return cause;
    return Error(ErrorCode::bundle_malformed, cause.place, std::string(info(cause.code).name));
}

Result<Bundle> open_closed_form(ByteView bytes) {
    TRY_ASSIGN(const Json json, codec::parse_canonical(bytes, {largest_bundle, 32}));
    codec::ObjectReader reader(json, {});
    TRY_ASSIGN(const Json* body, reader.object(member::body));
    TRY_ASSIGN(const std::string note, reader.string(member::note, log::max_note_bytes));
    TRY(reader.finish());
    TRY_ASSIGN(Bundle bundle, read_body(*body));
    TRY(check_note(bundle, codec::dump_canonical(*body), note));
    return bundle;
}

} // namespace

Result<std::string> assemble_bundle(Bundle bundle, const log::SignerKey& signer) {
    if (bundle.log_key != signer.verifier().text()) return Error(ErrorCode::bundle_incomplete, "/body/log_key");
    sort_blobs(bundle.roots);
    sort_blobs(bundle.crls);
    sort_blobs(bundle.sheets);
    std::sort(bundle.streams.begin(), bundle.streams.end(),
              [lot = bundle.lot](const BundledStream& a, const BundledStream& b) {
                  return stream_before(lot, a.stream, b.stream);
              });
    TRY(check_order(bundle));
    TRY(check_bounds(bundle));
    Json body = write_body(bundle);
    const std::string text = note_text(bundle, codec::dump_canonical(body));
    const std::string note = log::encode_note({text, {log::sign_note(signer, text)}});
    std::string out = codec::dump_canonical(Json::object().set(member::body, std::move(body)).set(member::note, note));
    if (out.size() > largest_bundle) return Error(ErrorCode::json_too_large, {}, "bundle");
    return out;
}

Result<Bundle> open_bundle(ByteView bytes) {
    Result<Bundle> bundle = open_closed_form(bytes);
    if (bundle.ok()) return bundle;
    return malformed(bundle.error());
}

} // namespace kaibiao::tender
