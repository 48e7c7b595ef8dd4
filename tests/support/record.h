#pragma once
/// Comparison of the native and the WebAssembly build: tests record the bytes they computed, and the test
/// program prints one digest over all of them. Both builds must print the same line.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::test {

/// Adds one output to the digest. Records are ordered by test case, then by the order of the calls in it,
/// so the digest does not depend on the order in which cases run.
void record(std::string_view label, std::span<const std::uint8_t> bytes);
void record(std::string_view label, std::string_view text);

/// `outputs digest: <hex> (<n> records)`: SHA-256 over case, label and bytes of every record, each preceded
/// by its length (64 bits, big-endian).
std::string outputs_digest();

/// Says that the running case could not be tried: scripts/test counts it as skipped.
void skip_case(std::string_view why);

/// Lowercase hexadecimal, for comparisons with known answers below codec.
std::string hex(std::span<const std::uint8_t> bytes);

/// A file below the vectors folder: the environment's KAIBIAO_VECTORS, else tests/vectors of the sources.
/// The test fails where the file is missing.
std::vector<std::uint8_t> vector_file(std::string_view name);
std::string vector_text(std::string_view name);
/// Where a file of an installed npm module of the tests is, or would be: the environment's KAIBIAO_NODE_MODULES, else
/// tests/node_modules of the sources.
std::string module_path(std::string_view name);

} // namespace kaibiao::test
