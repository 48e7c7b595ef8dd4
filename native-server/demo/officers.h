#pragma once
/// The demo's three opening officers, two of whom open a bid: bots with trial keys, who look before they release, as
/// `kaibiao officer` does.

#include "client/officer_looks.h"
#include "demo/actor.h"
#include "kaibiao/log/checkpoint.h"
#include "kaibiao/panel/key_generation.h"
#include "kaibiao/tender/notice.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace kaibiao::demo {

/// What the three keep of their panel: enough for any number of tenders, and to go on after a restart.
struct PanelSeats {
    std::vector<panel::Seat> seats;
    std::vector<ByteArray<32>> nonces; ///< for the rehearsal
    const std::string& id() const { return seats.front().panel(); }
};
/// Plays the rounds. Errors: those of panel.
Result<std::shared_ptr<const PanelSeats>> make_panel_seats();
/// The panel that was kept in `file`; a new one, which is kept there, where there is none or it cannot be read. Errors:
/// file_unwritable, disk_full.
Result<std::shared_ptr<const PanelSeats>> keep_panel_seats(const std::filesystem::path& file);

class Officers {
  public:
    static constexpr std::size_t threshold = 2;

    /// Enters three officers with the seats of their panel. Errors: those of the API.
    static Result<Officers> enter(const std::string& base_url, std::shared_ptr<const PanelSeats> panel);
    /// Puts policy `dual`, the panel and its papers into the notice. Errors: those of panel and of signing.
    Status pin(tender::Notice& notice) const;
    /// By one of them, from 0, after looks of its own; nothing when it has released before. Errors: those of
    /// look_before_officer_release and of the API.
    Result<codec::Json> release(std::size_t officer, const LotId& lot, seal::PartClass part_class);
    const std::string& name_of(std::size_t officer) const { return officers_[officer].name(); }

  private:
    Result<tender::ReviewedOpening> look(Actor& officer, const LotId& lot, seal::PartClass part_class);

    std::vector<Actor> officers_;
    std::shared_ptr<const PanelSeats> panel_;
    log::LogTrust log_;
    std::vector<sign::TrustRoot> roots_;
};

} // namespace kaibiao::demo
