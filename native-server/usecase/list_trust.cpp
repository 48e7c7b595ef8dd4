#include "usecase/ca_answer.h"
#include "usecase/json_text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

Result<Response> list_crls(Centre& centre, Exchange&) {
    codec::Json out = codec::Json::array();
    for (const crypto::RevocationList& crl : centre.trust().snapshot()->crls)
        out.push(codec::Json::object()
                     .set("issuer", crl.issuer.fields.common_name)
                     .set("der", codec::encode_base64(crl.der, codec::Base64::standard_padded))
                     .set("this_update", instant(crl.this_update))
                     .set("next_update", instant(crl.next_update)));
    return Response::json(out);
}

/// For convenience; a client compares the fingerprints with what it trusts already.
Result<Response> list_roots(Centre& centre, Exchange&) {
    codec::Json roots = codec::Json::array();
    for (const sign::TrustRoot& root : centre.trust().snapshot()->roots) roots.push(codec::Json(certificate_pem(root.certificate.der)));
    return Response::json(codec::Json::object().set("roots", std::move(roots)));
}

} // namespace kaibiao::usecase
