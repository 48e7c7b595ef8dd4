#include "kaibiao/crypto/hash.h"
#include "usecase/ca_answer.h"
#include "usecase/demo_ca.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

#include <set>

namespace kaibiao::usecase {

namespace {

constexpr std::size_t most_own_events = 10'000;

codec::Json crl_json(const crypto::RevocationList& crl) {
    return codec::Json::object()
        .set("issuer", crl.issuer.fields.common_name)
        .set("der", codec::encode_base64(crl.der, codec::Base64::standard_padded))
        .set("this_update", instant(crl.this_update))
        .set("next_update", instant(crl.next_update));
}

std::vector<log::StoredEvent> all_events(const ReadTx& tx, const LotId& lot) {
    std::vector<log::StoredEvent> events;
    for (store::StreamEvent& stored : store::events_of_lot(tx, lot)) events.push_back(std::move(stored.event));
    return events;
}

/// Before the close no more is read than these: from the time that an answer takes nobody learns how many have bid.
std::vector<log::StoredEvent> own_events(const ReadTx& tx, const LotId& lot) {
    return store::events_of_stream(tx, stream_of(lot), 0, most_own_events);
}

/// The lists by which those acts on a lot and its bids were judged that this caller may read.
std::set<Digest> lists_of_acts(Centre& centre, const ReadTx& tx, const LotId& lot, const http::Caller& caller) {
    bool closed = false;
    centre.lots().read(lot, [&](const writer::LotRecord& record) { closed = record.lot.closing.has_value(); });
    const std::vector<log::StoredEvent> events = closed ? all_events(tx, lot) : own_events(tx, lot);
    std::set<Digest> named;
    centre.lots().read(lot, [&](const writer::LotRecord& record) {
        const Standing standing = standing_of(record.lot, caller);
        for (const log::StoredEvent& event : events)
            if (may_see(record.lot, event, standing)) collect_crls(event, named);
    });
    return named;
}

} // namespace

/// All lists in use; with `lot`, also the older ones that acts on this lot were judged by.
Result<Response> list_crls(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    codec::Json out = codec::Json::array();
    std::set<Digest> named;
    if (const auto text = exchange.request.parameter("lot")) {
        TRY_ASSIGN(const LotId lot, lot_parameter(*text));
        named = lists_of_acts(centre, tx, lot, exchange.caller);
    }
    for (const crypto::RevocationList& crl : centre.trust().snapshot()->crls) {
        out.push(crl_json(crl));
        named.erase(crypto::sha256(crl.der));
    }
    for (const Digest& digest : named) {
        const auto der = kept_crl(tx, digest);
        const auto crl = der ? crypto::parse_crl(*der) : Result<crypto::RevocationList>(Error(ErrorCode::crl_missing));
        if (crl.ok()) out.push(crl_json(*crl));
    }
    return Response::json(out);
}

/// For convenience; a client compares the fingerprints with what it trusts already.
Result<Response> list_roots(Centre& centre, Exchange&) {
    codec::Json roots = codec::Json::array();
    for (const sign::TrustRoot& root : centre.trust().snapshot()->roots)
        roots.push(codec::Json(certificate_pem(root.certificate.der)));
    return Response::json(codec::Json::object().set("roots", std::move(roots)));
}

} // namespace kaibiao::usecase
