#pragma once
/// What the server asks of the demo's bots; without it the trial routes answer trial_only.

#include "kaibiao/base/result.h"
#include "kaibiao/codec/json.h"

#include <functional>
#include <string>

namespace kaibiao::demo {

/// Somebody who wants to take part.
struct TrialRequest {
    std::string role; ///< tenderer, bidder, expert, supervisor or public
    std::string id;   ///< of the session; empty for public
    std::string name;
};

struct TrialHook {
    /// Starts a tender with bots in all other roles; `{"lot": id or null}`.
    std::function<Result<codec::Json>(const TrialRequest&)> start;
    /// What is being played, and the panel of the officers' bots as a notice has it: `{"lots":
    /// [{"lot","role","title"}], "panel"}`.
    std::function<codec::Json()> list;
};

} // namespace kaibiao::demo
