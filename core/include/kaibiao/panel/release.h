#pragma once
/// Releases: D_i = x_i·Q with a Chaum–Pedersen proof that it is of the same x_i as Y_i = x_i·G, and their combination
/// to x·Q. See docs/formats/release.md.

#include "kaibiao/panel/key_generation.h"
#include "kaibiao/panel/target.h"

namespace kaibiao::panel {

struct Release {
    crypto::Point point;       ///< D_i
    ByteArray<32> challenge{}; ///< c
    ByteArray<32> response{};  ///< s
    bool operator==(const Release&) const = default;
};
inline constexpr std::size_t release_size = 96;
/// D_i ‖ c ‖ s.
ByteArray<release_size> encode(const Release& release);
/// Errors: point_not_canonical, point_is_identity, scalar_not_canonical.
Result<Release> decode_release(std::span<const std::uint8_t, release_size> bytes);

/// `random`: 32 fresh bytes; the same serve any number of targets. Errors: release_target_mismatch when the target is
/// of another panel.
Result<Release> release_for(const Seat& seat, const Target& target, std::span<const std::uint8_t, 32> random);

/// A release whose proof was checked, with everything for which it was: only these combine.
class CheckedRelease {
  public:
    const Target& target() const { return target_; }
    int officer() const { return officer_; }
    /// The Y_i under which the proof holds.
    const crypto::Point& share_key() const { return share_key_; }
    /// D_i.
    const crypto::Point& point() const { return point_; }

  private:
    friend Result<CheckedRelease> check_release(const Target& target, const PanelKey& key, int officer,
                                                const Release& release);
    CheckedRelease(Target target, int officer, const crypto::Point& share_key, const crypto::Point& point)
        : target_(std::move(target)), officer_(officer), share_key_(share_key), point_(point) {}
    Target target_;
    int officer_;
    crypto::Point share_key_;
    crypto::Point point_;
};
/// Errors: release_target_mismatch when the target is of another panel than the key; release_officer_unknown;
/// release_proof_wrong: forged, or made for another officer, panel, purpose, lot or point.
Result<CheckedRelease> check_release(const Target& target, const PanelKey& key, int officer, const Release& release);

/// Combines releases of the same k officers for one point after another.
class Combiner {
  public:
    /// The numbers of the officers, in the order in which their releases will be given. Only the first k count.
    /// Errors: releases_too_few, release_duplicate, release_officer_unknown.
    static Result<Combiner> create(const PanelKey& key, std::vector<int> officers);
    /// x·Q. Errors: releases_too_few; release_target_mismatch when they are of other officers, were checked under
    /// another key, or were checked for different panels, purposes, lots or points.
    Result<crypto::Point> combine(const std::vector<CheckedRelease>& releases) const;

  private:
    struct Part {
        int officer = 0;
        crypto::Point share_key;
        crypto::Scalar weight;
    };
    bool takes(const CheckedRelease& release, const Part& part) const;

    crypto::Point y_;
    std::vector<Part> parts_;
};
/// For one point: the first k of what is there. Errors: as Combiner's.
Result<crypto::Point> combine(const PanelKey& key, const std::vector<CheckedRelease>& releases);

/// What one officer sends: releases for points that everybody derives in the same order.
struct ReleaseList {
    Purpose purpose = Purpose::rehearse;
    std::string panel;
    std::string lot;
    int officer = 0;
    std::vector<Release> releases;
    bool operator==(const ReleaseList&) const = default;
};
/// For targets of one purpose, panel and lot. Errors: release_malformed for none or more than max_releases;
/// release_target_mismatch.
Result<ReleaseList> release_all(const Seat& seat, const std::vector<Target>& targets,
                                std::span<const std::uint8_t, 32> random);
/// What the list says of itself, before a proof is looked at. Errors: release_target_mismatch at the member.
Status check_named(const ReleaseList& list, const Target& target);
/// Errors: those of check_named; release_target_mismatch at `/releases` when it counts others than the targets; those
/// of check_release at `/releases/N`.
Result<std::vector<CheckedRelease>> check_all(const std::vector<Target>& targets, const PanelKey& key,
                                              const ReleaseList& list);
/// lists[officer][point], as check_all gave them; x·Q for each point. Errors: as Combiner's, place `/releases/N`;
/// all points are of one panel, purpose and lot.
Result<std::vector<crypto::Point>> combine_all(const PanelKey& key,
                                               const std::vector<std::vector<CheckedRelease>>& lists);

/// Canonical JSON.
Bytes encode(const ReleaseList& list);
/// Errors: release_malformed; those of decode_release with the place.
Result<ReleaseList> decode_release_list(ByteView text);

} // namespace kaibiao::panel
