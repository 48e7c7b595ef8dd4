#include "http/problem.h"

namespace kaibiao::http {

Response problem(const Error& error) {
    const ErrorInfo& row = info(error.code);
    Response response = Response::json(codec::Json::object()
                                           .set("type", "urn:kaibiao:error:" + std::string(row.name))
                                           .set("title", row.en)
                                           .set("title_zh", row.zh)
                                           .set("status", row.http_status)
                                           .set("code", static_cast<int>(error.code))
                                           .set("name", row.name)
                                           .set("place", error.place)
                                           .set("detail", error.detail),
                                       row.http_status);
    response.headers.set("Content-Type", "application/problem+json");
    response.error = error.code;
    if (row.http_status == 429 || row.http_status == 503) response.headers.set("Retry-After", "1");
    return response;
}

} // namespace kaibiao::http
