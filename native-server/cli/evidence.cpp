#include "cli/evidence.h"

#include "cli/files.h"
#include "cli/terminal.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::cli {

namespace {

using codec::Json;

Json accepted(const FailedLook& look) {
    Json keys = Json::array();
    for (const log::VerifierKey& key : look.log.log_keys) keys.push(Json(key.text()));
    Json witnesses = Json::array();
    for (const log::VerifierKey& key : look.log.witnesses) witnesses.push(Json(key.text()));
    Json roots = Json::array();
    for (const sign::TrustRoot& root : look.roots)
        roots.push(Json(codec::encode_base64(root.certificate.der, codec::Base64::standard_padded)));
    return Json::object()
        .set("log_keys", std::move(keys))
        .set("roots", std::move(roots))
        .set("witnesses", std::move(witnesses));
}

Json held(const FailedLook& look) {
    Json heads = Json::array();
    for (const log::TreeHead& head : look.held)
        heads.push(
            Json::object().set("root", codec::encode_hex(head.root)).set("size", static_cast<std::int64_t>(head.size)));
    return heads;
}

Json heard(const client::ApiClient& api) {
    Json answers = Json::array();
    for (const client::Heard& one : api.heard()) {
        Json answer = Json::object().set("target", one.target);
        if (codec::is_utf8(one.body))
            answer.set("text", as_text(one.body));
        else
            answer.set("base64", codec::encode_base64(one.body, codec::Base64::standard_padded));
        answers.push(std::move(answer));
    }
    return answers;
}

/// Nobody is at fault when somebody comes before it is time.
bool merely_early(ErrorCode code) {
    return code == ErrorCode::deadline_not_reached || code == ErrorCode::command_not_allowed_now ||
           code == ErrorCode::lot_suspended;
}

/// Nor where the rules say that nothing of this bid is opened now, the window is over, or there is no such lot.
bool not_its_turn(ErrorCode code) {
    return code == ErrorCode::envelope_not_opened || code == ErrorCode::bid_withdrawn ||
           code == ErrorCode::too_few_bidders || code == ErrorCode::release_window_closed ||
           code == ErrorCode::release_twice || code == ErrorCode::lot_unknown;
}

Error with(const Error& error, const std::string& more) {
    return Error(error.code, error.place, error.detail.empty() ? more : error.detail + "; " + more);
}

} // namespace

Error keep_evidence(const FailedLook& look, const client::ApiClient& api, const std::filesystem::path& folder) {
    const Error& error = look.error;
    if (merely_early(error.code)) return with(error, "尚未到时，请稍后再试 it is not time yet, repeat it then");
    if (not_its_turn(error.code)) return error;
    if (exit_code_for(error) != ExitCode::refused || api.heard().empty()) return error;
    std::string moment = look.now.text();
    std::erase_if(moment, [](char c) { return c == '-' || c == ':' || c == '.'; });
    const std::filesystem::path file = folder / ("evidence-" + look.lot.text() + "-" + moment + ".json");
    const Json evidence =
        Json::object()
            .set("accepted", accepted(look))
            .set("device_time", look.now.text())
            .set(
                "failed",
                Json::object().set("detail", error.detail).set("name", info(error.code).name).set("place", error.place))
            .set("format", "kaibiao/evidence-heard/v1")
            .set("heard", heard(api))
            .set("held", held(look))
            .set("lot", look.lot.text())
            .set("server", api.base_url());
    if (!write_secret_file(file, as_bytes(codec::dump_pretty(evidence))).ok()) return error;
    return with(error, "证据已保存 evidence saved to " + file.string());
}

} // namespace kaibiao::cli
