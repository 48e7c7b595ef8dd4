#include "usecase/json_text.h"
#include "usecase/verbs.h"
#include "usecase/version.h"

namespace kaibiao::usecase {

namespace {

codec::Json roots_of(Centre& centre) {
    codec::Json out = codec::Json::array();
    for (const sign::TrustRoot& root : centre.trust().snapshot()->roots)
        out.push(codec::Json::object()
                     .set("name", root.certificate.subject.fields.common_name)
                     .set("policy", root.policy)
                     .set("trial", root.use == sign::RootUse::trial)
                     .set("fingerprint", hex(crypto::fingerprint(root.certificate))));
    return out;
}

/// What the web shell's code is, so that people can compare what they were served.
codec::Json code_digests(Centre& centre) {
    codec::Json out = codec::Json::object();
    for (const auto& [file, digest] : centre.web().digests(".wasm")) out.set(file, hex(digest));
    return out;
}

} // namespace

Result<Response> describe_centre(Centre& centre, Exchange&) {
    const config::Config& config = centre.config();
    return Response::json(codec::Json::object()
                              .set("id", config.centre_id)
                              .set("name", tender::write_bilingual({config.centre_name_zh, config.centre_name_en}))
                              .set("origin", centre.origin())
                              .set("log_key", centre.writer().identity().key.verifier().text())
                              .set("log_policy", centre.policy() != nullptr ? centre.policy()->text : std::string())
                              .set("trial", config.trial)
                              .set("now", instant(centre.now()))
                              .set("version", program_version)
                              .set("roots", roots_of(centre))
                              .set("wasm", code_digests(centre)));
}

Result<Response> tell_time(Centre& centre, Exchange&) {
    return Response::json(codec::Json::object().set("now", instant(centre.now())));
}

} // namespace kaibiao::usecase
