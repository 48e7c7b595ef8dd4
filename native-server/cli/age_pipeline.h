#pragma once
/// The payload of an age file through two threads: each takes the next block, works on it in place, and writes it when
/// its turn has come. Works on files and pipes alike.

#include "cli/byte_stream.h"
#include "kaibiao/seal/age_payload.h"

#include <functional>

namespace kaibiao::cli {

/// Called with the bytes read so far, in order.
using ReportBytes = std::function<void(std::uint64_t)>;

/// Plaintext in, sealed chunks out (the header and the nonce are written before). Errors: those of the streams.
Status seal_stream(const seal::PayloadKey& key, ByteSource& plain, ByteSink& sealed, const ReportBytes& report);
/// Sealed chunks in (after the nonce), plaintext out. Errors: those of the streams and of open_chunks.
Status open_stream(const seal::PayloadKey& key, ByteSource& sealed, ByteSink& plain, const ReportBytes& report);

} // namespace kaibiao::cli
