#include "lot.h"

#include "trust.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

namespace kaibiao::wasm {

using codec::Json;
using codec::ObjectReader;

namespace {

Json write_heads(const tender::ClosingState& closing) {
    Json heads = Json::array();
    for (const tender::FrozenHead& head : closing.heads)
        heads.push(Json::object()
                       .set("counts", head.counts ? Json(*head.counts) : Json())
                       .set("hash", codec::encode_hex(head.hash))
                       .set("stream", head.stream.text()));
    return heads;
}

/// With two envelopes: the bidders whose prices are opened.
Json write_passing(const std::optional<tender::TechnicalState>& technical) {
    if (!technical) return Json();
    Json passing = Json::array();
    for (const std::string& bidder : technical->passing) passing.push(Json(bidder));
    return passing;
}

/// What a lock takes of the panel whose papers were checked.
Json write_panel(const std::optional<seal::Panel>& panel) {
    if (!panel) return Json();
    return Json::object()
        .set("id", panel->id)
        .set("k", panel->k)
        .set("n", panel->n)
        .set("y", codec::encode_base64(panel->y.bytes()));
}

} // namespace

Json write_state(const tender::LotState& lot) {
    Json out = Json::object()
                   .set("envelope", tender::current_envelope(lot))
                   .set("head", codec::encode_hex(lot.head.hash))
                   .set("heads", lot.closing ? write_heads(*lot.closing) : Json())
                   .set("passing", write_passing(lot.technical))
                   .set("phase", tender::phase_name(lot.phase))
                   .set("suspended", lot.suspended());
    if (lot.publication)
        out.set("deadline", lot.publication->deadline.text())
            .set("log_key", lot.publication->notice.log_key)
            .set("log_policy", lot.publication->notice.log_policy)
            .set("panel", write_panel(lot.publication->notice.panel))
            .set("policy", seal::name_of(lot.publication->notice.policy))
            .set("tenderer", lot.publication->notice.tenderer.name)
            .set("notice_digest", codec::encode_hex(lot.publication->in_force));
    if (lot.opening) out.set("window_end", lot.opening->window_end.text());
    return out;
}

Result<std::vector<log::StoredEvent>> read_stored(ByteView page) {
    TRY_ASSIGN(const Json json, codec::parse_relaxed(page, {.max_bytes = std::size_t{64} << 20}));
    const Json* items = json.find("events");
    if (items == nullptr || items->as_array() == nullptr) return Error(ErrorCode::json_member_missing, "/events");
    std::vector<log::StoredEvent> events;
    for (const Json& item : *items->as_array()) {
        TRY_ASSIGN(log::StoredEvent stored, log::event_from_json(item, "/events/" + std::to_string(events.size())));
        events.push_back(std::move(stored));
    }
    return events;
}

Result<tender::LotReviewInput> read_review(Input& in, const std::vector<log::StoredEvent>& events) {
    tender::LotReviewInput input;
    TRY_ASSIGN(const std::string_view lot, in.text());
    TRY_ASSIGN(input.lot, LotId::parse(lot));
    TRY_ASSIGN(input.roots, read_roots(in));
    TRY_ASSIGN(input.crls, read_crls(in));
    TRY_ASSIGN(const Json json, in.json());
    TRY(in.finish());
    ObjectReader reader(json, "/place");
    TRY_ASSIGN(input.centre, reader.string("centre"));
    TRY_ASSIGN(input.origin, reader.string("origin"));
    TRY(reader.finish());
    input.events = events;
    return input;
}

} // namespace kaibiao::wasm
