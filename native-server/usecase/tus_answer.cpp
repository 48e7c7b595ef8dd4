#include "usecase/tus_answer.h"

#include "kaibiao/codec/text.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace kaibiao::usecase {

namespace {

std::string http_date(Instant instant) {
    const std::time_t seconds = instant.milliseconds() / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

} // namespace

Status check_tus_version(const http::Request& request) {
    const std::string_view version = request.headers.get("Tus-Resumable");
    if (version != tus_version) return Error(ErrorCode::upload_version_refused, "Tus-Resumable", std::string(version));
    return ok();
}

void add_tus_headers(http::Response& response) { response.headers.set("Tus-Resumable", tus_version); }

void add_upload_headers(http::Response& response, const blob::UploadRecord& record) {
    add_tus_headers(response);
    response.headers.set("Upload-Offset", std::to_string(record.offset));
    response.headers.set("Upload-Expires", http_date(record.expires));
    if (!record.complete()) return;
    response.headers.set("Kaibiao-Root", codec::encode_hex(*record.root));
    response.headers.set("Kaibiao-Header", codec::encode_hex(*record.header));
}

Result<std::uint64_t> number_header(const http::Request& request, std::string_view name) {
    const std::string_view text = request.headers.get(name);
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || value > (std::uint64_t{1} << 50))
        return Error(ErrorCode::request_malformed, std::string(name));
    return value;
}

Result<LotId> lot_of_metadata(std::string_view metadata) {
    while (!metadata.empty()) {
        const std::size_t end = std::min(metadata.find(','), metadata.size());
        std::string_view pair = metadata.substr(0, end);
        metadata.remove_prefix(std::min(end + 1, metadata.size()));
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (!pair.starts_with("lot ")) continue;
        TRY_ASSIGN(const Bytes text, codec::decode_base64(pair.substr(4), codec::Base64::standard_padded));
        const auto lot = LotId::parse(as_text(text));
        return lot.ok() ? lot : Error(ErrorCode::lot_unknown, "Upload-Metadata");
    }
    return Error(ErrorCode::request_malformed, "Upload-Metadata", "lot");
}

} // namespace kaibiao::usecase
