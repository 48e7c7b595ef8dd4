#include "kaibiao/seal/lock_policy.h"

namespace kaibiao::seal {

Result<PartClass> parse_part_class(std::string_view name) {
    for (const PartClass part_class : {PartClass::sheet, PartClass::volumes}) {
        if (name == name_of(part_class)) return part_class;
    }
    return Error(ErrorCode::manifest_malformed, {}, "the class is not known");
}

} // namespace kaibiao::seal
