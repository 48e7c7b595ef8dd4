#pragma once
/// What officers release for. An officer's program is no oracle: it accepts no point from anybody. A Target is made by
/// the three functions that derive its point Q, one for each purpose (docs/formats/release.md).

#include "kaibiao/base/ids.h"
#include "kaibiao/panel/certificate.h"
#include "kaibiao/panel/lock_context.h"
#include "kaibiao/panel/lock_proof.h"

namespace kaibiao::panel {

/// Persisted by name.
enum class Purpose : std::uint8_t {
    rehearse = 1, ///< before a lot uses the panel: everybody's share works
    draw = 2,     ///< a verifiable random value
    open = 3,     ///< the bids of a lot
};
/// `rehearse`, `draw`, `open`.
std::string_view name_of(Purpose purpose);
/// Errors: release_malformed.
Result<Purpose> parse_purpose(std::string_view name);

/// A panel as somebody who checked its certificate knows it.
struct PanelIdentity {
    std::string id;
    crypto::Point y;
};

/// What a draw is about. The first one logged for a lot and draw is the only one. Texts: 1 to 64 printable ASCII
/// characters.
struct DrawRequest {
    LotId lot;
    std::string draw;   ///< id of the draw within the lot
    std::string method; ///< how the value is used
    Digest list{};      ///< hash of the committed list
    Digest freezing{};  ///< hash of the event after which nobody can influence the list
    bool operator==(const DrawRequest&) const = default;
};
/// m: the canonical JSON that is hashed to the curve. Errors: draw_message_malformed with the member.
Result<Bytes> draw_message(const DrawRequest& request);
/// Errors: draw_message_malformed, also for a text above 1,024 bytes.
Result<DrawRequest> decode_draw_message(ByteView text);

class Target {
  public:
    Purpose purpose() const { return purpose_; }
    const PanelIdentity& panel() const { return panel_; }
    /// 32 hex digits; empty for a rehearsal.
    const std::string& lot() const { return lot_; }
    const crypto::Point& point() const { return point_; }
    /// Whether both are for the same purpose, panel and lot.
    bool is_beside(const Target& other) const;
    /// Whether the point is the same, too.
    bool is_same(const Target& other) const { return is_beside(other) && point_ == other.point_; }

  private:
    friend Result<Target> rehearsal_target(const PanelIdentity& panel, int n, const std::vector<ByteArray<32>>& nonces);
    friend Result<Target> draw_target(const PanelIdentity& panel, const DrawRequest& request);
    friend Result<Target> opening_target(const LockContext& context, PartClass part_class, const ProvenPoint& r);
    Target(Purpose purpose, PanelIdentity panel, std::string lot, const crypto::Point& point)
        : purpose_(purpose), panel_(std::move(panel)), lot_(std::move(lot)), point_(point) {}

    Purpose purpose_;
    PanelIdentity panel_;
    std::string lot_;
    crypto::Point point_;
};

/// `nonces`: one from each of the n members, in their order. Errors: panel_member_missing.
Result<Target> rehearsal_target(const PanelIdentity& panel, int n, const std::vector<ByteArray<32>>& nonces);
/// Errors: as draw_message.
Result<Target> draw_target(const PanelIdentity& panel, const DrawRequest& request);
/// For the panel and lot of `context`. Errors: lock_policy_mismatch when no officers are needed; lock_context_mismatch
/// when R was proven under another context. Whether B must come first is seal::opening_target's to see.
Result<Target> opening_target(const LockContext& context, PartClass part_class, const ProvenPoint& r);

} // namespace kaibiao::panel
