#include "http/range.h"

#include <algorithm>
#include <charconv>

namespace kaibiao::http {

namespace {

/// All of `text` as a number; false otherwise.
bool read_number(std::string_view text, std::uint64_t& out) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    return failed == std::errc() && end == text.data() + text.size() && !text.empty();
}

void cut(Response::Body& body, const ByteRange& range) {
    const auto narrow = [&](auto& slice) {
        slice.offset += range.first;
        slice.length = range.length;
    };
    if (auto* file = std::get_if<FileSlice>(&body)) narrow(*file);
    if (auto* memory = std::get_if<MemorySlice>(&body)) narrow(*memory);
}

} // namespace

RangeVerdict parse_range(std::string_view header, std::uint64_t size, ByteRange& range) {
    if (!header.starts_with("bytes=") || header.find(',') != std::string_view::npos) return RangeVerdict::whole;
    header.remove_prefix(6);
    const std::size_t dash = header.find('-');
    if (dash == std::string_view::npos) return RangeVerdict::whole;
    std::uint64_t first = 0;
    std::uint64_t last = size == 0 ? 0 : size - 1;
    const std::string_view end = header.substr(dash + 1);
    if (dash == 0) {
        std::uint64_t suffix = 0;
        if (!read_number(end, suffix)) return RangeVerdict::whole;
        if (suffix == 0) return RangeVerdict::unsatisfiable;
        first = size - std::min(size, suffix);
    } else {
        if (!read_number(header.substr(0, dash), first)) return RangeVerdict::whole;
        if (!end.empty() && (!read_number(end, last) || last < first)) return RangeVerdict::whole;
    }
    if (first >= size) return RangeVerdict::unsatisfiable;
    range = {first, std::min(last, size - 1) - first + 1};
    return RangeVerdict::partial;
}

bool not_modified(const Request& request, std::string_view entity_tag) {
    std::string_view rest = request.headers.get("If-None-Match");
    if (rest == "*") return true;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        std::string_view tag = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (tag.starts_with(' ')) tag.remove_prefix(1);
        while (tag.ends_with(' ')) tag.remove_suffix(1);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == entity_tag) return true;
    }
    return false;
}

Response ranged(const Request& request, std::string_view entity_tag, std::string_view media_type, Response::Body body) {
    Response response;
    response.body = std::move(body);
    response.headers.set("ETag", entity_tag);
    if (not_modified(request, entity_tag)) {
        response.status = 304;
        response.body = std::string();
        return response;
    }
    response.headers.set("Content-Type", media_type);
    response.headers.set("Accept-Ranges", "bytes");
    const std::string_view condition = request.headers.get("If-Range");
    if (!condition.empty() && condition != entity_tag) return response;
    const std::uint64_t size = response.length();
    ByteRange range;
    const RangeVerdict verdict = parse_range(request.headers.get("Range"), size, range);
    if (verdict == RangeVerdict::whole) return response;
    if (verdict == RangeVerdict::unsatisfiable) {
        response.status = 416;
        response.headers.set("Content-Range", "bytes */" + std::to_string(size));
        response.body = std::string();
        return response;
    }
    response.status = 206;
    response.headers.set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                              std::to_string(range.first + range.length - 1) + "/" +
                                              std::to_string(size));
    cut(response.body, range);
    return response;
}

} // namespace kaibiao::http
