#pragma once
/// The message m of a draw: what the panel turns into the seed. It fixes list and rules before anyone can know the
/// seed.

#include "kaibiao/panel/target.h"

#include <map>
#include <string>
#include <utility>

namespace kaibiao::draw {

using DrawId = StrongId<struct DrawTag>;

struct DrawMessage {
    LotId lot;
    DrawId draw;
    Digest list{};     ///< list_hash of the committed list's text
    Digest freezing{}; ///< hash of the event after which nobody can influence the list
    bool operator==(const DrawMessage&) const = default;
};

/// The bytes m: those of panel::draw_message, with an id as `draw` and `kaibiao/draw/v1` as `method`.
std::string encode_message(const DrawMessage& message);
/// What the officers are asked for; no other way leads from a draw to a point.
panel::DrawRequest request_of(const DrawMessage& message);
/// Errors: draw_message_malformed.
Result<DrawMessage> decode_message(ByteView text);

/// For each (lot, draw id) the first message that the log holds: the only one an officer ever serves. Otherwise whoever
/// holds the list could ask for seeds of many lists and keep the one he likes.
class FirstMessages {
  public:
    /// In the log's order. The same message again is no fault. Errors: draw_message_not_first.
    Status admit(const DrawMessage& message);

  private:
    std::map<std::pair<LotId, DrawId>, DrawMessage> first_;
};

} // namespace kaibiao::draw
