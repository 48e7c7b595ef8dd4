#pragma once
/// The close of a lot as a client finds it out for itself: what a draw's message names, because after it nobody can
/// change what the list of experts depends on.

#include "client/api_client.h"
#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/log/checkpoint.h"
#include "kaibiao/sign/chain.h"
#include "kaibiao/tender/lot_state.h"

#include <vector>

namespace kaibiao::client {

struct CloseCase {
    LotId lot;
    std::vector<sign::TrustRoot> roots;
    log::LogTrust log;
    std::vector<log::TreeHead> held; ///< known from earlier, under the same log key
    bool own_policy = false;         ///< the quorum of `log` is the user's own, not the centre's
    Instant now;                     ///< by this computer's clock
};

struct LotClose {
    Digest event{};         ///< its hash
    bool witnessed = false; ///< by those whom the notice pins or the user named
    tender::LotState lot;
};
/// The event that closed the lot, of a chain that begins with the tenderer's signed notice and stands in the log that
/// the notice pins, not before the deadline by this computer's clock. The close itself is the centre's event, signed by
/// nobody: without witnesses, the notice's or the user's, which only a trial may lack, it is the centre's word. Errors:
/// those of review_lot and look_at_log; deadline_not_reached; command_not_allowed_now until the centre has closed the
/// lot; lot_suspended; too_few_bidders where nothing will be evaluated; witness_quorum_missing.
Result<LotClose> fetch_close(ApiClient& api, const CloseCase& wanted);

} // namespace kaibiao::client
