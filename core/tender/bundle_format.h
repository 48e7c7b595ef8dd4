#pragma once
/// Names and labels of evidence bundles. docs/formats/bundle.md.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kaibiao::tender {

/// Prefix of the digest over the body, first line of the note, and value of `format`.
inline constexpr std::string_view bundle_label = "kaibiao/bundle/v1";
inline constexpr std::size_t most_roots = 64;
inline constexpr std::size_t most_bundled_crls = 1'000;
inline constexpr std::size_t most_streams = 10'001;
inline constexpr std::size_t most_stream_events = 100'000;
inline constexpr std::size_t most_proof_hashes = 64;
inline constexpr std::size_t largest_root = 1 << 20;
inline constexpr std::size_t largest_sheet = 4 << 20;
inline constexpr std::int64_t largest_index = (std::int64_t{1} << 53) - 1;

namespace bundle_member {
inline constexpr std::string_view body = "body";
inline constexpr std::string_view note = "note";
inline constexpr std::string_view centre = "centre";
inline constexpr std::string_view checkpoint = "checkpoint";
inline constexpr std::string_view closing = "closing";
inline constexpr std::string_view consistency = "consistency";
inline constexpr std::string_view crls = "crls";
inline constexpr std::string_view format = "format";
inline constexpr std::string_view log_key = "log_key";
inline constexpr std::string_view lot = "lot";
inline constexpr std::string_view origin = "origin";
inline constexpr std::string_view roots = "roots";
inline constexpr std::string_view sheets = "sheets";
inline constexpr std::string_view streams = "streams";
inline constexpr std::string_view stream = "stream";
inline constexpr std::string_view events = "events";
inline constexpr std::string_view event = "event";
inline constexpr std::string_view index = "index";
inline constexpr std::string_view proof = "proof";
} // namespace bundle_member

} // namespace kaibiao::tender
