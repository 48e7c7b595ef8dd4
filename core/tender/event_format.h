#pragma once
/// Names of the members of event payloads. docs/formats/process.md.

#include <string_view>

namespace kaibiao::tender::member {

// of every event decided from a signed command
inline constexpr std::string_view jws = "jws";
inline constexpr std::string_view signer = "signer";
inline constexpr std::string_view chain = "chain";
inline constexpr std::string_view crls = "crls";
// of single types
inline constexpr std::string_view profile = "profile";
inline constexpr std::string_view seats = "seats";
inline constexpr std::string_view lot_head = "lot_head";
inline constexpr std::string_view heads = "heads";
inline constexpr std::string_view stream = "stream";
inline constexpr std::string_view position = "position";
inline constexpr std::string_view hash = "hash";
inline constexpr std::string_view counts = "counts"; // of heads in a lot with two envelopes
inline constexpr std::string_view bids = "bids";
inline constexpr std::string_view failed = "failed";
inline constexpr std::string_view window_end = "window_end";
inline constexpr std::string_view bid = "bid";
inline constexpr std::string_view secret = "b";
inline constexpr std::string_view missing = "missing";
inline constexpr std::string_view bidder = "bidder";
inline constexpr std::string_view state = "state";
inline constexpr std::string_view reason = "reason";
inline constexpr std::string_view sheet = "sheet";
inline constexpr std::string_view outcome = "outcome";

} // namespace kaibiao::tender::member

namespace kaibiao::tender {

/// Upper bounds of lists in payloads.
inline constexpr std::size_t most_members = 99;

} // namespace kaibiao::tender
