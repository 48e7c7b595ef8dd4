#include "http/event_stream.h"

namespace kaibiao::http {

std::string event_frame(std::string_view id, std::string_view event, std::string_view data) {
    std::string out;
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    out.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
    return out;
}

} // namespace kaibiao::http
