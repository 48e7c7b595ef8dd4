#include "kaibiao/crypto/names.h"

#include "distinguished_name.h"
#include "kaibiao/crypto/der.h"

namespace kaibiao::crypto {

namespace {

constexpr std::size_t most_policies = 64;

Result<NameAttribute> read_attribute(DerReader& set) {
    TRY_ASSIGN(DerReader pair, set.enter(tag::sequence));
    NameAttribute attribute;
    TRY_ASSIGN(attribute.type, pair.oid());
    TRY_ASSIGN(const ByteView value, pair.element());
    TRY(pair.finish());
    attribute.value = to_bytes(value);
    attribute.text = readable_text(value);
    return attribute;
}

/// Directory names are EXPLICIT because Name is a CHOICE; the others are IMPLICIT.
Result<GeneralName> read_general_name(DerReader& reader) {
    TRY_ASSIGN(const ByteView element, reader.element());
    const std::uint8_t number = element[0] & 0x1f;
    const bool is_context = (element[0] & 0xc0) == 0x80;
    if (!is_context || number > 8) return reader.error("not a GeneralName");
    DerReader inner(element, ErrorCode::certificate_malformed);
    TRY_ASSIGN(const ByteView contents, inner.contents(element[0]));
    GeneralName name{static_cast<GeneralNameKind>(number), to_bytes(contents)};
    if (name.kind == GeneralNameKind::directory) TRY(read_relative_names(contents));
    return name;
}

Result<std::vector<GeneralName>> read_subtrees(DerReader& constraints, int number) {
    std::vector<GeneralName> bases;
    if (!constraints.next_is(tag::context_constructed(number))) return bases;
    TRY_ASSIGN(DerReader list, constraints.enter(tag::context_constructed(number)));
    do {
        if (bases.size() == most_general_names) return list.error("too many subtrees");
        TRY_ASSIGN(DerReader subtree, list.enter(tag::sequence));
        TRY_ASSIGN(GeneralName base, read_general_name(subtree));
        TRY(subtree.finish());
        bases.push_back(std::move(base));
    } while (!list.at_end());
    return bases;
}

} // namespace

Result<std::vector<RelativeName>> read_relative_names(ByteView name) {
    DerReader whole(name, ErrorCode::certificate_malformed);
    TRY_ASSIGN(DerReader sets, whole.enter(tag::sequence));
    TRY(whole.finish());
    std::vector<RelativeName> names;
    while (!sets.at_end()) {
        TRY_ASSIGN(DerReader set, sets.enter(tag::set));
        RelativeName relative;
        do {
            TRY_ASSIGN(NameAttribute attribute, read_attribute(set));
            relative.push_back(std::move(attribute));
        } while (!set.at_end());
        names.push_back(std::move(relative));
    }
    return names;
}

Result<std::vector<GeneralName>> read_alternative_names(ByteView extension) {
    DerReader whole(extension, ErrorCode::certificate_malformed);
    TRY_ASSIGN(DerReader list, whole.enter(tag::sequence));
    TRY(whole.finish());
    std::vector<GeneralName> names;
    do {
        if (names.size() == most_general_names) return list.error("too many alternative names");
        TRY_ASSIGN(GeneralName name, read_general_name(list));
        names.push_back(std::move(name));
    } while (!list.at_end());
    return names;
}

Result<NameConstraints> read_name_constraints(ByteView extension) {
    DerReader whole(extension, ErrorCode::certificate_malformed);
    TRY_ASSIGN(DerReader fields, whole.enter(tag::sequence));
    TRY(whole.finish());
    NameConstraints constraints;
    TRY_ASSIGN(constraints.permitted, read_subtrees(fields, 0));
    TRY_ASSIGN(constraints.excluded, read_subtrees(fields, 1));
    if (constraints.permitted.empty() && constraints.excluded.empty()) return fields.error("no constraint");
    TRY(fields.finish());
    return constraints;
}

Result<std::vector<std::string>> read_policies(ByteView extension) {
    DerReader whole(extension, ErrorCode::certificate_malformed);
    TRY_ASSIGN(DerReader list, whole.enter(tag::sequence));
    TRY(whole.finish());
    std::vector<std::string> policies;
    do {
        if (policies.size() == most_policies) return list.error("too many policies");
        TRY_ASSIGN(DerReader policy, list.enter(tag::sequence));
        TRY_ASSIGN(std::string id, policy.oid()); // qualifiers may follow
        policies.push_back(std::move(id));
    } while (!list.at_end());
    return policies;
}

} // namespace kaibiao::crypto
