#include "name_rules.h"

#include "name_match.h"

#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::sign {

namespace {

using crypto::Certificate;
using crypto::GeneralName;
using crypto::GeneralNameKind;
using crypto::NameConstraints;

/// Addresses that stand in the subject instead of the alternative names (RFC 5280 §4.2.1.10).
void add_subject_addresses(const std::vector<crypto::RelativeName>& relative_names, std::vector<GeneralName>& names) {
    for (const crypto::RelativeName& relative : relative_names) {
        for (const crypto::NameAttribute& attribute : relative) {
            if (attribute.type != crypto::email_attribute) continue;
            // What cannot be read is no address, and no address is permitted or unexcluded.
            names.push_back({GeneralNameKind::email, to_bytes(as_bytes(attribute.text.value_or("")))});
        }
    }
}

std::string shown(const GeneralName& name) {
    if (name.kind == GeneralNameKind::directory) return "its subject or a directory name";
    if (name.kind == GeneralNameKind::ip) return codec::encode_hex(name.value);
    const std::string_view text = as_text(name.value);
    return codec::is_utf8(name.value) ? std::string(text.substr(0, 200)) : codec::encode_hex(name.value);
}

bool lies_in_any(const GeneralName& name, const std::vector<GeneralName>& bases, Subtree subtree) {
    return std::any_of(bases.begin(), bases.end(),
                       [&](const GeneralName& base) { return base.kind == name.kind && lies_in(name, base, subtree); });
}

bool is_allowed(const GeneralName& name, const NameConstraints& constraints) {
    const bool is_limited = std::any_of(constraints.permitted.begin(), constraints.permitted.end(),
                                        [&](const GeneralName& base) { return base.kind == name.kind; });
    if (is_limited && !lies_in_any(name, constraints.permitted, Subtree::permitted)) return false;
    return !lies_in_any(name, constraints.excluded, Subtree::excluded);
}

Status check_bases(const std::vector<GeneralName>& bases, const std::string& place) {
    for (const GeneralName& base : bases) {
        if (!is_compared(base.kind) || !is_usable_base(base))
            return Error(ErrorCode::certificate_critical_unknown, place, "a name constraint that is not compared");
    }
    return ok();
}

Error at_place(const Error& error, const std::string& place) { return Error(error.code, place, error.detail); }

} // namespace

Result<NameConstraints> open_constraints(const Certificate& authority, const std::string& place) {
    if (!authority.name_constraints) return NameConstraints{};
    auto constraints = crypto::read_name_constraints(*authority.name_constraints);
    if (!constraints.ok()) return at_place(constraints.error(), place);
    TRY(check_bases(constraints->permitted, place));
    TRY(check_bases(constraints->excluded, place));
    return constraints;
}

Result<std::vector<GeneralName>> names_of(const Certificate& certificate, const std::string& place) {
    std::vector<GeneralName> names;
    const auto relative_names = crypto::read_relative_names(certificate.subject.der);
    if (!relative_names.ok()) return at_place(relative_names.error(), place);
    if (!relative_names->empty()) names.push_back({GeneralNameKind::directory, certificate.subject.der});
    add_subject_addresses(*relative_names, names);
    if (!certificate.alternative_names) return names;
    const auto alternative = crypto::read_alternative_names(*certificate.alternative_names);
    if (!alternative.ok()) return at_place(alternative.error(), place);
    names.insert(names.end(), alternative->begin(), alternative->end());
    return names;
}

Status check_names(const std::vector<GeneralName>& names, const NameConstraints& constraints,
                   const std::string& place) {
    for (const GeneralName& name : names) {
        if (!is_allowed(name, constraints)) return Error(ErrorCode::certificate_name_not_permitted, place, shown(name));
    }
    return ok();
}

} // namespace kaibiao::sign
