#include "cli/file_kind.h"

#include "cli/files.h"
#include "client/package_file.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace kaibiao::cli {

namespace {

struct KindRow {
    FileKind kind;
    std::string_view start; ///< what a file of this kind begins with; canonical JSON has one beginning
    std::string_view name;
    std::string_view command; ///< that takes it
};

constexpr KindRow rows[] = {
    {FileKind::bundle, R"({"body":{)", "存证包 a bundle", "kaibiao verify"},
    {FileKind::receipt, R"({"event":{"header":)", "回执 a receipt", "kaibiao receipt verify"},
    {FileKind::tender, R"({"centre":)", "招标信息文件 a tender file", "kaibiao seal --tender"},
    {FileKind::draw_list, R"({"committee":)", "抽取名单 a list to draw from", "kaibiao draw commit --list"},
    {FileKind::draw_list, R"({"format":"kaibiao/draw-list/)", "抽取名单 a list to draw from",
     "kaibiao draw commit --list"},
    {FileKind::draw_message, R"({"draw":)", "抽取指令 the message of a draw", "kaibiao officer draw, kaibiao draw run"},
    {FileKind::draw_transcript, R"({"digest":)", "抽取记录 a transcript of a draw", "kaibiao draw verify"},
    {FileKind::log_proof, "c2sp.org/tlog-proof@", "存证证明 a proof of logging", "kaibiao log audit"},
    {FileKind::age_file, "age-encryption.org/", "age 加密文件 an age file", "kaibiao age -d"},
    {FileKind::age_file, "-----BEGIN AGE ", "age 加密文件 an age file", "kaibiao age -d"},
    {FileKind::certificate, "-----BEGIN CERTIFICATE-----", "证书 a certificate", "--root / --certificate"},
    {FileKind::certificate_request, "-----BEGIN CERTIFICATE REQ", "证书申请 a certificate request", "kaibiao csr"},
    {FileKind::private_key, "-----BEGIN PRIVATE KEY", "私钥 a private key", "--key"},
    {FileKind::private_key, "-----BEGIN ENCRYPTED PRIVATE", "私钥 a private key", "--key"},
    {FileKind::pdf, "%PDF-", "PDF", "kaibiao seal --volume"},
    {FileKind::package, "", "密封投标包 a sealed package", "kaibiao submit, kaibiao open"},
    {FileKind::checkpoint, "", "存证点 a checkpoint", "kaibiao log audit"},
};

constexpr std::size_t looked_at = 4096;

/// Up to `looked_at` bytes at the file's beginning or end.
std::string part_of(std::ifstream& file, std::ios::seekdir from, std::streamoff offset) {
    file.clear();
    file.seekg(offset, from);
    std::string text(looked_at, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

} // namespace

FileKind kind_of_file(const std::filesystem::path& path) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown)) return FileKind::unknown; // what a pipe gives it gives once
    std::ifstream file(path, std::ios::binary);
    const std::string start = part_of(file, std::ios::beg, 0);
    if (start.empty()) return FileKind::unknown;
    const auto mark = static_cast<std::streamoff>(client::package_mark.size());
    if (part_of(file, std::ios::end, -mark) == client::package_mark) return FileKind::package;
    for (const KindRow& row : rows)
        if (!row.start.empty() && start.starts_with(row.start)) return row.kind;
    // A signed note: text, an empty line, signatures that begin with a dash.
    return start.find("\n\n\u2014 ") == std::string::npos ? FileKind::unknown : FileKind::checkpoint;
}

Status expect_kind(const std::filesystem::path& path, FileKind wanted) { return expect_kind(path, {wanted}); }

Status expect_kind(const std::filesystem::path& path, std::initializer_list<FileKind> wanted) {
    const FileKind kind = kind_of_file(path);
    const auto fits = [&](FileKind one) {
        // A package that lost its end still begins as the age file of its first part.
        return one == kind || (one == FileKind::package && kind == FileKind::age_file);
    };
    if (kind == FileKind::unknown || std::any_of(wanted.begin(), wanted.end(), fits)) return ok();
    const auto* const row =
        std::find_if(std::begin(rows), std::end(rows), [&](const KindRow& one) { return one.kind == kind; });
    return Error(ErrorCode::file_kind_wrong, path.string(),
                 "它似乎是 it seems to be: " + std::string(row->name) + "; 请用 use: " + std::string(row->command));
}

Status write_again(const std::filesystem::path& path, ByteView bytes, FileKind kind) {
    return kind_of_file(path) == kind ? replace_file(path, bytes) : write_file(path, bytes);
}

Status expect_room(const std::filesystem::path& path, FileKind kind) {
    return kind_of_file(path) == kind ? ok() : expect_absent({path});
}

} // namespace kaibiao::cli
