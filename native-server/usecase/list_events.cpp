#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

#include <charconv>

namespace kaibiao::usecase {

namespace {

constexpr std::size_t page = 500;

Result<std::uint64_t> read_from(const http::Request& request) {
    const std::string text = request.parameter("from").value_or("0");
    std::uint64_t from = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), from);
    if (failed != std::errc() || end != text.data() + text.size()) return Error(ErrorCode::request_malformed, "from");
    return from;
}

/// The lot's own stream, or that of one of its bids (`stream`), whose existence is nobody's business before the close.
Result<StreamId> read_stream(Centre& centre, const LotId& lot, const Exchange& exchange) {
    const auto text = exchange.request.parameter("stream");
    if (!text) return stream_of(lot);
    const auto bid = BidId::parse(*text);
    bool visible = false;
    if (bid.ok())
        centre.lots().read(lot, [&](const writer::LotRecord& record) {
            const tender::BidState* found = record.bid(*bid);
            visible = found != nullptr && (record.lot.closing || found->bidder.id == exchange.caller.person);
        });
    if (!visible) return Error(ErrorCode::bid_unknown, *text);
    return stream_of(*bid);
}

} // namespace

Result<Response> list_events(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    TRY_ASSIGN(const std::uint64_t from, read_from(exchange.request));
    TRY_ASSIGN(const StreamId stream, read_stream(centre, lot, exchange));
    std::vector<log::StoredEvent> events = store::events_of_stream(tx, stream, from, page);
    codec::Json out = codec::Json::array();
    const bool found = centre.lots().read(lot, [&](const writer::LotRecord& record) {
        const Standing standing = standing_of(record.lot, exchange.caller);
        for (log::StoredEvent& event : events) {
            if (!may_see(record.lot, event, standing)) event.payload.reset();
            out.push(log::event_to_json(event));
        }
    });
    if (!found) return Error(ErrorCode::lot_unknown, lot.text());
    return Response::json(codec::Json::object().set("events", std::move(out)));
}

} // namespace kaibiao::usecase
