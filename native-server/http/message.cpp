#include "http/message.h"

#include <algorithm>
#include <array>

#include <unistd.h>

namespace kaibiao::http {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 6> method_names{{{Method::get, "GET"},
                                                                           {Method::head, "HEAD"},
                                                                           {Method::post, "POST"},
                                                                           {Method::patch, "PATCH"},
                                                                           {Method::remove, "DELETE"},
                                                                           {Method::options, "OPTIONS"}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

} // namespace

std::optional<Method> method_named(std::string_view name) {
    for (const auto& [method, text] : method_names)
        if (text == name) return method;
    return std::nullopt;
}

std::string_view name_of(Method method) { return method_names[static_cast<std::size_t>(method)].second; }

bool is_safe(Method method) { return method == Method::get || method == Method::head || method == Method::options; }

bool equal_without_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

void Headers::set(std::string_view name, std::string_view value) {
    std::erase_if(fields_, [&](const auto& field) { return equal_without_case(field.first, name); });
    add(name, value);
}

std::string_view Headers::get(std::string_view name) const {
    for (const auto& [key, value] : fields_)
        if (equal_without_case(key, name)) return value;
    return {};
}

std::string_view Headers::last(std::string_view name) const {
    std::string_view found;
    for (const auto& [key, value] : fields_)
        if (equal_without_case(key, name)) found = value;
    return found;
}

bool Headers::has(std::string_view name) const {
    return std::any_of(fields_.begin(), fields_.end(),
                       [&](const auto& field) { return equal_without_case(field.first, name); });
}

std::optional<std::string> Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
    std::string_view rest = headers.get("Cookie");
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        const std::string_view pair = trimmed(rest.substr(0, end));
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return {};
}

OpenFile::~OpenFile() { ::close(descriptor_); }

Response Response::json(const codec::Json& value, int status) {
    return text(codec::dump_canonical(value), "application/json", status);
}

Response Response::text(std::string_view value, std::string_view media_type, int status) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", media_type);
    response.body = std::string(value);
    return response;
}

Response Response::empty(int status) {
    Response response;
    response.status = status;
    return response;
}

std::uint64_t Response::length() const {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* memory = std::get_if<MemorySlice>(&body)) return memory->length;
    if (const auto* file = std::get_if<FileSlice>(&body)) return file->length;
    return 0;
}

std::string_view reason_phrase(int status) {
    static constexpr std::array<std::pair<int, std::string_view>, 28> phrases{{{200, "OK"},
                                                                               {201, "Created"},
                                                                               {204, "No Content"},
                                                                               {206, "Partial Content"},
                                                                               {301, "Moved Permanently"},
                                                                               {304, "Not Modified"},
                                                                               {400, "Bad Request"},
                                                                               {401, "Unauthorized"},
                                                                               {403, "Forbidden"},
                                                                               {404, "Not Found"},
                                                                               {405, "Method Not Allowed"},
                                                                               {408, "Request Timeout"},
                                                                               {409, "Conflict"},
                                                                               {410, "Gone"},
                                                                               {412, "Precondition Failed"},
                                                                               {413, "Content Too Large"},
                                                                               {415, "Unsupported Media Type"},
                                                                               {416, "Range Not Satisfiable"},
                                                                               {417, "Expectation Failed"},
                                                                               {421, "Misdirected Request"},
                                                                               {422, "Unprocessable Content"},
                                                                               {429, "Too Many Requests"},
                                                                               {431, "Request Header Fields Too Large"},
                                                                               {460, "Checksum Mismatch"},
                                                                               {500, "Internal Server Error"},
                                                                               {501, "Not Implemented"},
                                                                               {503, "Service Unavailable"},
                                                                               {507, "Insufficient Storage"}}};
    for (const auto& [code, phrase] : phrases)
        if (code == status) return phrase;
    return "Error";
}

} // namespace kaibiao::http
