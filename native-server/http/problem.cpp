#include "http/problem.h"

#include "http/target.h"
#include "kaibiao/codec/text.h"

namespace kaibiao::http {

namespace {

/// Details may quote what a client sent.
std::string printable(const std::string& text) { return codec::is_utf8(as_bytes(text)) ? text : percent_encoded(text); }

} // namespace

Response problem(const Error& error) {
    const ErrorInfo& row = info(error.code);
    Response response = Response::json(codec::Json::object()
                                           .set("type", "urn:kaibiao:error:" + std::string(row.name))
                                           .set("title", sentence(error.code).en)
                                           .set("title_zh", sentence(error.code).zh)
                                           .set("status", row.http_status)
                                           .set("code", static_cast<int>(error.code))
                                           .set("name", row.name)
                                           .set("place", printable(error.place))
                                           .set("detail", printable(error.detail)),
                                       row.http_status);
    response.headers.set("Content-Type", "application/problem+json");
    response.error = error.code;
    if (row.http_status == 429 || row.http_status == 503) response.headers.set("Retry-After", "1");
    return response;
}

} // namespace kaibiao::http
