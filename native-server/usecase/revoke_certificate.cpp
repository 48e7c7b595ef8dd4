#include "usecase/ca_answer.h"
#include "usecase/json_text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

/// {serial: hex, reason}. The list that says so is in force before the answer is given.
Result<Response> revoke(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const DemoCa* ca, open_ca(centre));
    TRY_ASSIGN(const codec::Json body, read_json_body(exchange.request));
    codec::ObjectReader reader(body, "");
    TRY_ASSIGN(const std::string text, reader.string("serial", 64));
    TRY_ASSIGN(const std::string reason, reader.string("reason", 200));
    TRY(reader.finish());
    TRY_ASSIGN(const Bytes serial, codec::decode_hex(text));
    const Instant now = centre.now();
    std::optional<crypto::RevocationList> crl;
    const auto revoked = centre.writer().run([&](writer::Batch& batch) -> Status {
        TRY(revoke_certificate(batch.tx(), serial, reason, now));
        TRY_ASSIGN(crl, ca->make_crl(batch.tx(), now));
        return ok();
    });
    if (!revoked.ok()) return revoked.error();
    centre.trust().put_crl(std::move(*crl));
    return Response::json(codec::Json::object().set("serial", text).set("revoked_at", instant(now)));
}

} // namespace kaibiao::usecase
