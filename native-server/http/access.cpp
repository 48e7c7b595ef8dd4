#include "http/access.h"

#include <array>

namespace kaibiao::http {

namespace {
constexpr std::array<std::string_view, 7> role_names{"visitor",    "bidder", "tenderer", "expert",
                                                     "supervisor", "staff",  "officer"};
}

std::string_view name_of(Role role) { return role_names[static_cast<std::size_t>(role)]; }

std::optional<Role> role_named(std::string_view name) {
    for (const Role role : all_roles)
        if (name_of(role) == name) return role;
    return std::nullopt;
}

} // namespace kaibiao::http
