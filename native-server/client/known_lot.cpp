#include "client/known_lot.h"

#include "cli/file_kind.h"
#include "cli/files.h"
#include "client/identity.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/lot_review.h"

namespace kaibiao::client {

namespace {

using codec::Json;
constexpr std::size_t most_events = 100'000;

} // namespace

Status add_root_file(Anchors& anchors, const std::filesystem::path& file) {
    TRY(cli::expect_kind(file, cli::FileKind::certificate));
    const auto blocks = read_pem(file);
    if (!blocks.ok() && blocks.error().code == ErrorCode::pem_malformed)
        return Error(ErrorCode::pem_malformed, file.string(),
                     "此处应为 PEM 证书 a certificate in PEM is expected here");
    if (!blocks.ok()) return blocks.error();
    for (const codec::PemBlock& block : *blocks) {
        auto root = sign::make_trust_root(block.der, file.filename().string());
        if (!root.ok()) return cli::in_file(file, root.error());
        anchors.roots.push_back(std::move(*root));
    }
    return ok();
}

namespace {

Status add_crl(Anchors& anchors, const std::string& text) {
    TRY_ASSIGN(const Bytes der, codec::decode_base64(text, codec::Base64::standard_padded));
    TRY_ASSIGN(auto list, crypto::parse_crl(der));
    anchors.crls.push_back(std::move(list));
    return ok();
}

/// `GET /api/crls` is an array, or an object with one.
const Json::Array* crl_rows(const Json& answer) {
    if (answer.as_array() != nullptr) return answer.as_array();
    const Json* rows = answer.find("crls");
    return rows == nullptr ? nullptr : rows->as_array();
}

} // namespace

Status add_crls_of(Anchors& anchors, ApiClient& api) {
    TRY_ASSIGN(const Json answer, api.get("/api/crls"));
    const Json::Array* rows = crl_rows(answer);
    if (rows == nullptr) return Error(ErrorCode::json_member_missing, "/crls");
    for (const Json& row : *rows) {
        codec::ObjectReader reader(row, "");
        TRY_ASSIGN(const std::string der, reader.string("der", 2 * crypto::largest_crl));
        TRY(add_crl(anchors, der));
    }
    return ok();
}

namespace {

/// All of them: the server gives them in pages.
Result<Json> fetch_events(ApiClient& api, const LotId& lot, const std::string& more = {}) {
    Json all = Json::array();
    for (std::size_t from = 0; from < most_events;) {
        TRY_ASSIGN(const Json answer,
                   api.get("/api/lots/" + lot.text() + "/events?from=" + std::to_string(from) + more));
        const Json* page = answer.find("events");
        if (page == nullptr || page->as_array() == nullptr) return Error(ErrorCode::json_member_missing, "/events");
        if (page->as_array()->empty()) return all;
        for (const Json& event : *page->as_array()) all.push(event);
        from += page->as_array()->size();
    }
    return Error(ErrorCode::json_too_large, "/events");
}

Result<std::vector<log::StoredEvent>> read_events(const Json::Array& events) {
    std::vector<log::StoredEvent> stored;
    for (std::size_t i = 0; i < events.size(); ++i) {
        TRY_ASSIGN(log::StoredEvent event, log::event_from_json(events[i], "/events/" + std::to_string(i)));
        stored.push_back(std::move(event));
    }
    return stored;
}

} // namespace

Result<Json> fetch_tender(ApiClient& api, const LotId& lot) {
    TRY_ASSIGN(const Json centre, api.get("/api/centre"));
    codec::ObjectReader about(centre, "");
    Json tender = Json::object();
    TRY_ASSIGN(const std::string id, about.string("id"));
    TRY_ASSIGN(const std::string origin, about.string("origin"));
    TRY_ASSIGN(Json events, fetch_events(api, lot));
    TRY_ASSIGN(const Json lists, api.get("/api/crls?lot=" + lot.text()));
    Json crls = Json::array();
    if (const Json::Array* rows = crl_rows(lists))
        for (const Json& row : *rows)
            if (const Json* der = row.find("der")) crls.push(*der);
    return tender.set("centre", id)
        .set("origin", origin)
        .set("lot", lot.text())
        .set("events", std::move(events))
        .set("crls", std::move(crls));
}

Result<KnownTender> read_tender(const Json& tender, Anchors& anchors) {
    if (anchors.roots.empty()) return Error(ErrorCode::trust_anchor_missing, "--root");
    codec::ObjectReader reader(tender, "");
    KnownTender known;
    TRY_ASSIGN(known.centre, reader.string("centre"));
    TRY_ASSIGN(known.origin, reader.string("origin"));
    TRY_ASSIGN(const std::string id, reader.string("lot"));
    TRY_ASSIGN(known.lot, LotId::parse(id));
    TRY_ASSIGN(const Json::Array* crls, reader.array("crls", 1000));
    for (const Json& crl : *crls)
        if (crl.as_string() != nullptr) TRY(add_crl(anchors, *crl.as_string()));
    TRY_ASSIGN(const Json::Array* events, reader.array("events", most_events));
    TRY(reader.finish());
    TRY_ASSIGN(known.events, read_events(*events));
    return known;
}

Result<std::vector<log::StoredEvent>> fetch_events_of(ApiClient& api, const LotId& lot, const std::string& more) {
    TRY_ASSIGN(const Json events, fetch_events(api, lot, more));
    return read_events(*events.as_array());
}

Result<tender::LotState> know_lot(const Json& tender, Anchors& anchors) {
    TRY_ASSIGN(const KnownTender known, read_tender(tender, anchors));
    return tender::review_lot(known.input(anchors));
}

} // namespace kaibiao::client
