#include "client/volume_check.h"

#include <algorithm>

namespace kaibiao::client {

namespace {

constexpr std::uint64_t looked_at = 1024; ///< bytes at either end

bool is_named_pdf(const std::string& file_name) {
    std::string ending = std::filesystem::path(file_name).extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending == ".pdf";
}

} // namespace

Result<bool> looks_like_pdf(const Volume& volume) {
    const std::uint64_t length = std::min(volume.size, looked_at);
    TRY_ASSIGN(const Bytes start, volume.read(0, static_cast<std::size_t>(length)));
    TRY_ASSIGN(const Bytes end, volume.read(volume.size - length, static_cast<std::size_t>(length)));
    return as_text(start).find("%PDF-") != std::string_view::npos &&
           as_text(end).find("%%EOF") != std::string_view::npos;
}

Status check_volumes(const std::vector<Volume>& volumes) {
    if (volumes.empty()) return Error(ErrorCode::volume_missing, "--volume");
    for (const Volume& volume : volumes) {
        if (volume.size == 0) return Error(ErrorCode::volume_empty, volume.file_name);
        TRY_ASSIGN(const bool is_pdf, looks_like_pdf(volume));
        if (!is_pdf && is_named_pdf(volume.file_name)) return Error(ErrorCode::volume_pdf_broken, volume.file_name);
    }
    return ok();
}

} // namespace kaibiao::client
