#include "kaibiao/score/key.h"

namespace kaibiao::score {

bool is_key(std::string_view text) {
    if (text.empty() || text.size() > 32) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool mark = c == '.' || c == '_' || c == '-';
        if (!alphanumeric && !(mark && i > 0)) return false;
    }
    return true;
}

} // namespace kaibiao::score
