#include "possession.h"

#include "message_reader.h"

namespace kaibiao::panel {

Bytes possession_message(const Session& session, const Contribution& contribution) {
    Bytes out = to_bytes(session.context());
    append_points(out, contribution.commitment);
    append(out, contribution.ephemeral.bytes());
    return out;
}

Status check_possession(const Session& session, const Contribution& contribution, int member) {
    if (contribution.commitment.size() != static_cast<std::size_t>(session.k()))
        return Error(ErrorCode::panel_commitment_count_wrong, place_of(member));
    const Bytes message = possession_message(session, contribution);
    if (!verify(contribution.commitment.front(), message, contribution.possession))
        return Error(ErrorCode::panel_possession_wrong, place_of(member));
    return ok();
}

} // namespace kaibiao::panel
