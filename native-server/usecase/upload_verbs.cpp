#include "kaibiao/codec/text.h"
#include "usecase/tus_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

/// Parts are taken while bids are.
Status check_open(Centre& centre, const LotId& lot) {
    Status status = Error(ErrorCode::lot_unknown, lot.text());
    const Instant now = centre.now();
    centre.lots().read(lot, [&](const writer::LotRecord& record) {
        const bool open = record.lot.phase == tender::Phase::published && now < record.lot.publication->deadline;
        status = open ? ok() : Status(Error(ErrorCode::deadline_passed, lot.text()));
    });
    return status;
}

std::uint64_t stored_bytes(const ReadTx& tx, const std::string& owner, const LotId& lot) {
    store::Statement row = tx.prepare("SELECT coalesce(sum(bytes), 0) FROM blobs WHERE owner=? AND lot=?");
    row.bind(owner).bind(lot);
    row.step();
    return static_cast<std::uint64_t>(row.integer(0));
}

} // namespace

Result<Response> describe_uploads(Centre& centre, Exchange&) {
    Response response = Response::empty();
    add_tus_headers(response);
    response.headers.set("Tus-Version", tus_version);
    response.headers.set("Tus-Extension", "creation,checksum,termination,expiration");
    response.headers.set("Tus-Checksum-Algorithm", "sha256,sha1");
    response.headers.set("Tus-Max-Size", std::to_string(centre.config().part_bytes));
    return response;
}

Result<Response> create_upload(Centre& centre, Exchange& exchange) {
    TRY(check_tus_version(exchange.request));
    TRY_ASSIGN(const std::uint64_t length, number_header(exchange.request, "Upload-Length"));
    TRY_ASSIGN(const LotId lot, lot_of_metadata(exchange.request.headers.get("Upload-Metadata")));
    TRY(check_open(centre, lot));
    const std::uint64_t stored = stored_bytes(centre.database().read(), exchange.caller.person, lot);
    TRY_ASSIGN(const blob::UploadRecord record,
               centre.uploads().create(exchange.caller.person, lot, length, stored, centre.now()));
    Response response = Response::empty(201);
    add_upload_headers(response, record);
    response.headers.set("Location", "/api/uploads/" + codec::encode_hex(record.id));
    return response;
}

Result<Response> view_upload(Centre& centre, Exchange& exchange) {
    TRY(check_tus_version(exchange.request));
    TRY_ASSIGN(const auto upload, centre.uploads().take(exchange.parameters[0], exchange.caller.person, centre.now()));
    Response response = Response::empty(200);
    add_upload_headers(response, upload->record());
    response.headers.set("Upload-Length", std::to_string(upload->record().length));
    return response;
}

Result<Response> delete_upload(Centre& centre, Exchange& exchange) {
    TRY(check_tus_version(exchange.request));
    TRY_ASSIGN(const auto upload, centre.uploads().take(exchange.parameters[0], exchange.caller.person, centre.now()));
    centre.uploads().remove(*upload);
    Response response = Response::empty();
    add_tus_headers(response);
    return response;
}

} // namespace kaibiao::usecase
