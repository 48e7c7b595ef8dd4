#pragma once
/// Files for the command line.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::cli {

/// Errors: file_unreadable (with the system's reason); body_too_large over `max_bytes`.
Result<Bytes> read_file(const std::filesystem::path& path, std::uint64_t max_bytes = std::uint64_t{1} << 30);
/// The error with the file's name before its place, unless it stands there already.
Error in_file(const std::filesystem::path& path, const Error& error);
template <typename T> Result<T> in_file(const std::filesystem::path& path, Result<T> read) {
    if (read.ok()) return read;
    return in_file(path, read.error());
}
/// The same for a file that does not even begin like what it is taken for. `wanted` says what that is.
Error not_the_wanted(const std::filesystem::path& path, std::string_view wanted, const Error& error);
template <typename T> Result<T> as_wanted(const std::filesystem::path& path, std::string_view wanted, Result<T> read) {
    if (read.ok()) return read;
    return not_the_wanted(path, wanted, read.error());
}
/// For JSON: what is wrong in one of its members, at a pointer, needs no reminder of what was expected.
Error in_document(const std::filesystem::path& path, std::string_view wanted, const Error& error);
template <typename T>
Result<T> in_document(const std::filesystem::path& path, std::string_view wanted, Result<T> read) {
    if (read.ok()) return read;
    return in_document(path, wanted, read.error());
}
/// With those above it, unless it is there, and that files can be put into it. Errors: file_unwritable.
Status make_folder(const std::filesystem::path& folder);
/// Writes a temporary file beside `path`, syncs it, renames it and syncs the folder: a reader sees all or nothing, and
/// what was written stays. Nothing that is there is written over. Errors: file_exists, file_unwritable, disk_full.
Status write_file(const std::filesystem::path& path, ByteView bytes);
/// The same in the place of what is there: for files that a program keeps up to date.
Status replace_file(const std::filesystem::path& path, ByteView bytes);
/// As write_file; a file that holds these very bytes already stays. Errors: file_exists when it holds others.
Status keep_file(const std::filesystem::path& path, ByteView bytes);
/// That these files, one or several, can be written: none is there, each folder takes files, no two are one. Told
/// before anything is done that could not be done again. Errors: file_exists, file_unwritable, usage.
Status expect_absent(const std::vector<std::filesystem::path>& paths);
/// As write_file, readable by the owner only. Errors: the same.
Status write_secret_file(const std::filesystem::path& path, ByteView bytes);

/// This computer's clock.
Instant clock_now();
/// Fresh bytes from the operating system; aborts when there are none.
void fill_random(MutableBytes out);
template <std::size_t N> ByteArray<N> random_bytes() {
    ByteArray<N> out{};
    fill_random(out);
    return out;
}

/// From the environment variable KAIBIAO_PASSPHRASE, else asked for at the terminal without echo.
/// Errors: usage when there is neither.
Result<SecretBytes> ask_passphrase(const std::string& prompt);
/// The same with KAIBIAO_RECOVERY_CODE.
Result<SecretBytes> ask_recovery_code(const std::string& prompt);
/// The shortest passphrase that a new key or secret is locked under, in characters; the page asks for the same.
inline constexpr std::size_t shortest_passphrase = 10;
/// One that is being chosen: at a terminal it is asked for twice, like `what` says. Errors: those of ask_passphrase;
/// passphrase_refused when it has fewer than `least` characters or the second differs.
Result<SecretBytes> ask_new_passphrase(const std::string& what, std::size_t least = shortest_passphrase);

} // namespace kaibiao::cli
