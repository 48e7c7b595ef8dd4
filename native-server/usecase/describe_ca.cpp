#include "usecase/ca_answer.h"
#include "usecase/json_text.h"
#include "usecase/session_answer.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<DemoCa*> open_ca(Centre& centre) {
    if (centre.demo_ca() == nullptr) return Error(ErrorCode::not_found, "demo CA");
    return centre.demo_ca();
}

std::string crl_url(Centre& centre, const http::Request& request) {
    return web_origin(centre, request) + "/api/ca/crl";
}

std::string certificate_pem(ByteView der) { return codec::encode_pem("CERTIFICATE", der); }

std::optional<Bytes> current_crl(Centre& centre, const DemoCa& ca) {
    for (const crypto::RevocationList& crl : centre.trust().snapshot()->crls)
        if (crl.issuer.der == ca.root().subject.der) return crl.der;
    return std::nullopt;
}

Result<Response> describe_ca(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const DemoCa* ca, open_ca(centre));
    return Response::json(codec::Json::object()
                              .set("name", ca->root().subject.fields.common_name)
                              .set("root_pem", certificate_pem(ca->root().der))
                              .set("crl_url", crl_url(centre, exchange.request)));
}

Result<Response> fetch_ca_crl(Centre& centre, Exchange&) {
    TRY_ASSIGN(const DemoCa* ca, open_ca(centre));
    const auto der = current_crl(centre, *ca);
    if (!der) return Error(ErrorCode::crl_missing);
    return Response::text(as_text(*der), "application/pkix-crl");
}

} // namespace kaibiao::usecase
