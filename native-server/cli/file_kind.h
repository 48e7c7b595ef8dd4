#pragma once
/// What a file seems to be, so that one given to the wrong command is told which command takes it.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <filesystem>
#include <initializer_list>

namespace kaibiao::cli {

enum class FileKind : std::uint8_t {
    unknown,
    bundle,
    receipt,
    package,
    tender,
    draw_list,
    draw_message,
    draw_transcript,
    checkpoint,
    log_proof,
    age_file,
    certificate,
    certificate_request,
    private_key,
    pdf,
};

/// By the first and the last bytes alone; `unknown` also when the file cannot be read, or not twice.
FileKind kind_of_file(const std::filesystem::path& path);

/// Refuses a file that seems to be something else than one of `wanted`; what is unknown passes. Errors:
/// file_kind_wrong.
Status expect_kind(const std::filesystem::path& path, std::initializer_list<FileKind> wanted);
Status expect_kind(const std::filesystem::path& path, FileKind wanted);

/// As write_file, but a file of the same kind makes way. Errors: those of write_file.
Status write_again(const std::filesystem::path& path, ByteView bytes, FileKind kind);
/// Whether write_again can write, before anything is done that could not be done again. Errors: the same.
Status expect_room(const std::filesystem::path& path, FileKind kind);

} // namespace kaibiao::cli
