#pragma once
/// A library of evaluation methods to copy and adapt, for works, goods, services and consulting: core/data/methods,
/// compiled in. docs/methods has a worked example of each.

#include "kaibiao/score/method.h"
#include "kaibiao/tender/party.h"

#include <string_view>
#include <vector>

namespace kaibiao::tender {

struct ReadyMethod {
    std::string name;
    BilingualText title;
    BilingualText summary;
    std::vector<std::string> kinds; ///< works, goods, services, consulting: what it is usual for
    std::string_view document;      ///< its JSON text: docs/formats/method.md
};

/// In the order of the library's index.
std::vector<ReadyMethod> ready_methods();
/// Errors: method_unknown.
Result<ReadyMethod> find_ready_method(std::string_view name);
score::Method decode_ready_method(const ReadyMethod& ready);

} // namespace kaibiao::tender
