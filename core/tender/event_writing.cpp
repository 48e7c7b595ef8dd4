#include "event_writing.h"

namespace kaibiao::tender {

DecidedEvent decide_payload(const NextEvent& next, const codec::Json& payload) {
    const std::string text = codec::dump_canonical(payload);
    return {next.stream, std::string(event_type_name(next.type)), newest_version(next.type), next.stamp(),
            to_bytes(as_bytes(text))};
}

Result<DecidedEvent> decide_act(const NextEvent& next, const VerifiedCommand& command, codec::Json extra) {
    TRY(command.check_holds_at(next.stamp()));
    write_act(extra, command.act());
    return decide_payload(next, extra);
}

} // namespace kaibiao::tender
