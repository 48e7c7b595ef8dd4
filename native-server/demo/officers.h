#pragma once
/// The demo's three opening officers, two of whom open a bid: bots with trial keys, who make a panel of their own and
/// look before they release, as `kaibiao officer` does.

#include "client/officer_looks.h"
#include "demo/actor.h"
#include "kaibiao/log/checkpoint.h"
#include "kaibiao/panel/key_generation.h"
#include "kaibiao/tender/notice.h"

#include <functional>
#include <vector>

namespace kaibiao::demo {

class Officers {
  public:
    /// Enters three officers and plays the rounds between them. Errors: those of the API and of panel.
    static Result<Officers> assemble(const std::string& base_url);
    /// Puts policy `dual`, the panel and its papers into the notice. Errors: those of panel and of signing.
    Status pin(tender::Notice& notice) const;
    /// As many as the panel needs, each after looks of its own. `say`: told after each. Errors: those of
    /// look_before_officer_release and of the API.
    Status release(const LotId& lot, seal::PartClass part_class, const std::function<void(const Actor&)>& say);

  private:
    Status make_panel();
    Result<tender::ReviewedOpening> look(Actor& officer, const LotId& lot, seal::PartClass part_class);

    std::vector<Actor> officers_;
    std::vector<panel::Seat> seats_;
    std::vector<ByteArray<32>> nonces_;
    log::LogTrust log_;
    std::vector<sign::TrustRoot> roots_;
};

} // namespace kaibiao::demo
