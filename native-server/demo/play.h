#pragma once
/// A whole tender, played by bots through the public HTTP API, told step by step as a person would.

#include "client/bid_client.h"
#include "demo/actor.h"
#include "demo/notebook.h"
#include "demo/notices.h"
#include "demo/officers.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace kaibiao::demo {

/// Roles that a person plays; the bots leave them alone.
struct HumanPlayer {
    std::string role; ///< bidder, expert, supervisor, tenderer; empty when everybody is a bot
    std::string id;
    std::string name;
};

struct PlaySetting {
    std::string base_url;
    std::int64_t submission_milliseconds = 8'000; ///< from publication to the deadline
    std::int64_t window_milliseconds = 6'000;     ///< for releases
    std::int64_t patience_milliseconds = 600'000; ///< how long to wait for a person
    std::int64_t pace_milliseconds = 0;           ///< between the bots' acts, for people who watch
    /// `dual`: with a panel of three bots, two of whom open; `bidder`: the bidders' secrets alone.
    seal::LockPolicy policy = seal::LockPolicy::dual;
    std::shared_ptr<const PanelSeats> panel; ///< of the officers; none: they make their own for the tender
    bool two_envelopes = false; ///< 双信封: technical envelopes first, then the prices of those who pass
    std::size_t bidders = 5;
    std::size_t experts = 5;
    HumanPlayer human;
    std::vector<client::Volume> volumes; ///< of every bidder; none: the demo makes its own
    std::function<void(const std::string&)> say;
    /// Asked between steps; true ends the play with operation_cancelled.
    std::function<bool()> stopped;
};

struct PlayResult {
    LotId lot;
    Bytes bundle;
    std::vector<std::pair<std::string, std::string>> receipts; ///< bidder's name, receipt JSON
};

/// Plays `project` from publication to the bundle; a lot that stands in `notes` is taken up where it stands.
/// `published` is called as soon as the lot exists.
Result<PlayResult> play_tender(const PlaySetting& setting, const ProjectIdea& project, Notebook& notes,
                               const std::function<void(const LotId&)>& published = {});

/// Joins a tender that a person published, or goes on with it: bids, releases when the opening starts, scores when
/// appointed. Ends when the result is there, or after the patience.
Status join_tender(const PlaySetting& setting, const LotId& lot, Notebook& notes);

} // namespace kaibiao::demo
