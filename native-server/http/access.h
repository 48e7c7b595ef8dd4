#pragma once
/// Who may call what: roles, and the person behind a request.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::http {

/// Persisted by name (accounts table) and public in the API. `visitor` is everybody without a login.
enum class Role : std::uint8_t { visitor, bidder, tenderer, expert, supervisor, staff, officer };
inline constexpr std::initializer_list<Role> all_roles = {Role::visitor,    Role::bidder, Role::tenderer, Role::expert,
                                                          Role::supervisor, Role::staff,  Role::officer};
std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);

class RoleSet {
  public:
    constexpr RoleSet(std::initializer_list<Role> roles) {
        for (const Role role : roles) bits_ |= bit(role);
    }
    constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }

  private:
    static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
    unsigned bits_ = 0;
};

inline constexpr RoleSet everybody = all_roles;
inline constexpr RoleSet logged_in = {Role::bidder,     Role::tenderer, Role::expert,
                                      Role::supervisor, Role::staff,    Role::officer};

/// The person behind a request, as far as known.
struct Caller {
    Role role = Role::visitor;
    std::string person; ///< id from the certificate's subject; empty for visitors
    std::string name;
    std::string organisation;
    std::string session; ///< the cookie's value; empty without a cookie
    std::string csrf;    ///< what X-CSRF-Token must say; empty without a cookie
};

} // namespace kaibiao::http
