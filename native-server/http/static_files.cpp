#include "http/static_files.h"

#include "http/range.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <array>
#include <fstream>

namespace kaibiao::http {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t largest_file = std::uintmax_t{64} << 20;

bool accepts(const Request& request, std::string_view coding) {
    std::string_view rest = request.headers.get("Accept-Encoding");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        std::string_view item = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (item.starts_with(' ')) item.remove_prefix(1);
        const std::size_t parameters = std::min(item.find(';'), item.size());
        if (item.substr(0, parameters) == coding) return item.find("q=0", parameters) == std::string_view::npos;
    }
    return false;
}

/// esbuild puts a hash of the content into these names.
bool is_immutable(std::string_view relative) { return relative.starts_with("assets/"); }

bool is_page(std::string_view path) {
    return path.ends_with('/') || path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos;
}

bool is_inside(const fs::path& folder, const fs::path& file) {
    std::error_code failed;
    const fs::path real = fs::canonical(file, failed);
    if (failed) return false;
    const std::string relative = real.lexically_relative(fs::canonical(folder, failed)).string();
    return !failed && !relative.empty() && !relative.starts_with("..");
}

Bytes read_all(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

} // namespace

std::string_view media_type_of(std::string_view file_name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 17> types{
        {{".html", "text/html; charset=utf-8"},
         {".js", "text/javascript; charset=utf-8"},
         {".mjs", "text/javascript; charset=utf-8"},
         {".css", "text/css; charset=utf-8"},
         {".wasm", "application/wasm"},
         {".json", "application/json"},
         {".map", "application/json"},
         {".svg", "image/svg+xml"},
         {".png", "image/png"},
         {".ico", "image/x-icon"},
         {".woff2", "font/woff2"},
         {".ttf", "font/ttf"},
         {".txt", "text/plain; charset=utf-8"},
         {".pdf", "application/pdf"},
         {".webmanifest", "application/manifest+json"},
         {".bcmap", "application/octet-stream"},
         {".pfb", "application/octet-stream"}}};
    for (const auto& [ending, type] : types)
        if (file_name.ends_with(ending)) return type;
    return "application/octet-stream";
}

Result<Response> StaticFiles::serve(const Request& request) {
    const std::string relative = is_page(request.path) ? "index.html" : request.path.substr(1);
    const std::lock_guard lock(mutex_);
    const Entry* plain = load(relative);
    if (plain == nullptr) return Error(ErrorCode::not_found, request.path);
    const Entry* chosen = plain;
    std::string_view coding;
    for (const auto& [name, ending] : {std::pair{"br", ".br"}, std::pair{"gzip", ".gz"}}) {
        const Entry* packed = accepts(request, name) ? load(relative + ending) : nullptr;
        if (packed == nullptr || packed->time < plain->time) continue;
        chosen = packed;
        coding = name;
        break;
    }
    // One tag per form: a range of the packed file is not a range of the plain one.
    const std::string tag = '"' + codec::encode_hex(ByteView(chosen->digest).first(16)) + '"';
    Response response =
        ranged(request, tag, media_type_of(relative), MemorySlice{chosen->bytes, 0, chosen->bytes->size()});
    if (!coding.empty()) response.headers.set("Content-Encoding", coding);
    response.headers.set("Vary", "Accept-Encoding");
    response.headers.set("Cache-Control", is_immutable(relative) ? "public, max-age=31536000, immutable" : "no-cache");
    return response;
}

std::map<std::string, Digest> StaticFiles::digests(std::string_view extension) {
    std::map<std::string, Digest> out;
    std::error_code failed;
    const std::lock_guard lock(mutex_);
    for (const auto& item : fs::recursive_directory_iterator(folder_, failed)) {
        if (item.path().extension() != extension) continue;
        const std::string relative = item.path().lexically_relative(folder_).generic_string();
        if (const Entry* entry = load(relative)) out.emplace(relative, entry->digest);
    }
    return out;
}

const StaticFiles::Entry* StaticFiles::load(const std::string& relative) {
    const fs::path path = folder_ / relative;
    std::error_code failed;
    const bool regular = fs::is_regular_file(path, failed) && is_inside(folder_, path);
    const auto time = fs::last_write_time(path, failed);
    const std::uintmax_t size = regular ? fs::file_size(path, failed) : 0;
    if (!regular || failed || size > largest_file) {
        entries_.erase(relative);
        return nullptr;
    }
    Entry& entry = entries_[relative];
    if (entry.bytes != nullptr && entry.time == time && entry.size == size) return &entry;
    Bytes bytes = read_all(path);
    entry = Entry{time, size, nullptr, crypto::sha256(bytes)};
    entry.bytes = std::make_shared<const Bytes>(std::move(bytes));
    return &entry;
}

} // namespace kaibiao::http
