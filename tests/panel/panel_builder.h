#pragma once
/// Panels made from fixed randomness, round by round, so that a test can change any message on its way.

#include "kaibiao/panel/release.h"

#include <string>

namespace kaibiao::panel::test {

/// 64 bytes that depend on the label only.
ByteArray<64> fixed_random(std::string_view label);
crypto::Scalar fixed_scalar(std::string_view label);
std::string name_of(const Error& error);
/// `name` or `name @ place` of the error; "ok" when there is none.
template <typename T> std::string outcome(const Result<T>& result) {
    return result.ok() ? "ok" : name_of(result.error());
}

struct Members {
    Session session;
    std::vector<crypto::Scalar> secrets;
    std::string seed;

    /// Round 1 of one member (from 1).
    Joined join(int member, const std::vector<Bytes>& payloads = {}) const;
};
Members members_of(int k, int n, std::string_view id = "panel-1");

/// All members after round 1, and what the coordinator made of their messages.
struct AfterJoin {
    std::vector<Joining> states;
    std::vector<Bytes> messages;
    std::vector<Bytes> views;
};
AfterJoin after_join(const Members& members);

std::vector<Certifying> certify_all(const AfterJoin& joined);
Bytes signatures_of(const std::vector<Certifying>& states);
/// The whole run.
std::vector<Seat> seats_of(int k, int n, std::string_view id = "panel-1");

PanelIdentity identity_of(const Seat& seat);
/// The nonce that every member of a fixed rehearsal of seed "a" gives, and the draw of a seed.
Digest fixed_nonce();
DrawRequest fixed_draw(std::uint8_t lot, std::string_view seed);
/// Of a bid for officers on a lot whose every byte is `lot`, and its R, proven under it.
LockContext fixed_context(const Seat& seat, std::uint8_t lot);
ProvenPoint fixed_point(const LockContext& context, std::string_view seed);
/// A target of the purpose, on a lot whose every byte is `lot` (open and draw); `seed` makes another point.
Target target_for(const Seat& seat, Purpose purpose, std::uint8_t lot = 1, std::string_view seed = "a");
Release fixed_release(const Seat& seat, const Target& target);
/// Checked releases of the given officers.
std::vector<CheckedRelease> checked(const std::vector<Seat>& seats, const std::vector<int>& officers,
                                    const Target& target);
/// x, which no panel ever has in one place: the sum of what all members dealt, by interpolation of all shares.
crypto::Scalar panel_secret(const std::vector<Seat>& seats);

} // namespace kaibiao::panel::test
