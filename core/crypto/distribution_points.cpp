#include "extensions.h"
#include "oid.h"

namespace kaibiao::crypto {

namespace {

/// The names of a DistributionPointName given as fullName, each in DER. `relative` when it is given another way.
struct PointNames {
    std::vector<Bytes> full;
    bool relative = false;
};

/// Reads the field [0] DistributionPointName, if it is next.
Result<PointNames> read_point_names(DerReader& point) {
    PointNames names;
    if (!point.next_is(tag::context_constructed(0))) return names;
    TRY_ASSIGN(DerReader choice, point.enter(tag::context_constructed(0)));
    names.relative = !choice.next_is(tag::context_constructed(0));
    if (names.relative) return names;
    TRY_ASSIGN(DerReader list, choice.enter(tag::context_constructed(0)));
    TRY(choice.finish());
    while (!list.at_end()) {
        TRY_ASSIGN(const ByteView name, list.element());
        names.full.push_back(to_bytes(name));
    }
    return names;
}

/// GeneralName: uniformResourceIdentifier [6].
void append_url(const Bytes& name, std::vector<std::string>& urls) {
    DerReader reader(name, ErrorCode::certificate_malformed);
    const auto url = reader.contents(tag::context(6));
    if (url) urls.emplace_back(as_text(*url));
}

/// BOOLEAN DEFAULT FALSE under an implicit tag: TRUE, or absent.
Result<bool> read_flag(DerReader& fields, int number) {
    if (!fields.next_is(tag::context(number))) return false;
    TRY_ASSIGN(const ByteView value, fields.contents(tag::context(number)));
    if (value.size() != 1 || value[0] != 0xff) return fields.error("a flag that is not TRUE");
    return true;
}

} // namespace

Status read_distribution_points(DerReader& value, Certificate& certificate) {
    TRY_ASSIGN(DerReader points, value.enter(tag::sequence));
    while (!points.at_end()) {
        TRY_ASSIGN(DerReader point, points.enter(tag::sequence));
        TRY_ASSIGN(PointNames names, read_point_names(point));
        if (!point.at_end()) continue; // reasons or cRLIssuer follow
        for (Bytes& name : names.full) {
            append_url(name, certificate.crl_urls);
            certificate.crl_points.push_back(std::move(name));
        }
    }
    return ok();
}

Status read_issuing_distribution_point(DerReader& value, RevocationList& list) {
    TRY_ASSIGN(DerReader fields, value.enter(tag::sequence));
    TRY_ASSIGN(PointNames names, read_point_names(fields));
    TRY_ASSIGN(list.only_signers, read_flag(fields, 1));
    TRY_ASSIGN(list.only_authorities, read_flag(fields, 2));
    // onlySomeReasons, indirectCRL, onlyContainsAttributeCerts: not a list for our certificates.
    if (names.relative || !fields.at_end()) list.unknown_critical.emplace_back(oid::issuing_distribution_point);
    while (!fields.at_end()) TRY(fields.element());
    list.only_points = std::move(names.full);
    return ok();
}

} // namespace kaibiao::crypto
