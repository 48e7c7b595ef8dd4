#pragma once
/// Policies, classes and contexts of locks: the names of panel/lock_context.h, and what only packages need.

#include "kaibiao/panel/lock_context.h"

namespace kaibiao::seal {

using panel::LockContext;
using panel::LockPolicy;
using panel::name_of;
using panel::needs_bidder;
using panel::needs_officers;
using panel::Panel;
using panel::parse_lock_policy;
using panel::PartClass;

/// Errors: manifest_malformed.
Result<PartClass> parse_part_class(std::string_view name);
inline PartClass class_of_part(std::uint32_t part) { return part == 0 ? PartClass::sheet : PartClass::volumes; }

} // namespace kaibiao::seal
