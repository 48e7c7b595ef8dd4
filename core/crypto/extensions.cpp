#include "extensions.h"

#include "oid.h"

#include <algorithm>

namespace kaibiao::crypto {

namespace {

constexpr std::size_t most_extensions = 64;
constexpr std::size_t longest_key_id = 64;

Result<Extension> read_extension(DerReader& list) {
    TRY_ASSIGN(DerReader inner, list.enter(tag::sequence));
    Extension extension;
    TRY_ASSIGN(extension.oid, inner.oid());
    if (inner.next_is(tag::boolean)) {
        TRY_ASSIGN(extension.critical, inner.boolean());
        if (!extension.critical) return inner.error("a default value that is written out");
    }
    TRY_ASSIGN(extension.value, inner.contents(tag::octet_string));
    TRY(inner.finish());
    return extension;
}

} // namespace

Result<std::vector<Extension>> read_extensions(DerReader& reader) {
    TRY_ASSIGN(DerReader list, reader.enter(tag::sequence));
    std::vector<Extension> all;
    while (!list.at_end()) {
        TRY_ASSIGN(Extension extension, read_extension(list));
        const auto same = [&](const Extension& other) { return other.oid == extension.oid; };
        if (std::any_of(all.begin(), all.end(), same)) return list.error("an extension appears twice");
        if (all.size() == most_extensions) return list.error("too many extensions");
        all.push_back(std::move(extension));
    }
    return all;
}

namespace {

Status read_key_usage(DerReader& value, Certificate& certificate) {
    TRY_ASSIGN(const ByteView bits, value.contents(tag::bit_string));
    if (bits.size() < 2 || bits.size() > 3 || bits[0] > 7) return value.error("a malformed key usage");
    const auto unused = static_cast<std::uint8_t>((1 << bits[0]) - 1);
    if ((bits.back() & unused) != 0 || (bits.back() & (unused + 1)) == 0) return value.error("a malformed key usage");
    std::uint16_t usage = 0;
    for (std::size_t bit = 0; bit < 9 && bit / 8 + 1 < bits.size(); ++bit) {
        const bool is_set = (bits[bit / 8 + 1] & 0x80 >> bit % 8) != 0;
        usage = static_cast<std::uint16_t>(usage | (is_set ? 1 << bit : 0));
    }
    certificate.key_usage = usage;
    return ok();
}

Status read_basic_constraints(DerReader& value, Certificate& certificate) {
    TRY_ASSIGN(DerReader inner, value.enter(tag::sequence));
    if (inner.next_is(tag::boolean)) {
        TRY_ASSIGN(certificate.is_ca, inner.boolean());
    }
    if (inner.next_is(tag::integer)) {
        if (!certificate.is_ca) return inner.error("a path length for no CA");
        TRY_ASSIGN(certificate.path_length, inner.small_integer(1000));
    }
    return inner.finish();
}

Status read_extended_key_usage(DerReader& value, Certificate& certificate) {
    TRY_ASSIGN(DerReader list, value.enter(tag::sequence));
    do {
        TRY_ASSIGN(std::string purpose, list.oid());
        certificate.extended_key_usage.push_back(std::move(purpose));
    } while (!list.at_end());
    return ok();
}

Status read_subject_key_id(DerReader& value, Certificate& certificate) {
    TRY_ASSIGN(const ByteView id, value.contents(tag::octet_string));
    if (id.empty() || id.size() > longest_key_id) return value.error("a malformed key identifier");
    certificate.subject_key_id = to_bytes(id);
    return ok();
}

/// Only keyIdentifier [0] is used; issuer and serial may follow.
Status read_authority_key_id(DerReader& value, Bytes& out) {
    TRY_ASSIGN(DerReader inner, value.enter(tag::sequence));
    if (!inner.next_is(tag::context(0))) return ok();
    TRY_ASSIGN(const ByteView id, inner.contents(tag::context(0)));
    if (id.empty() || id.size() > longest_key_id) return inner.error("a malformed key identifier");
    out = to_bytes(id);
    return ok();
}

/// Collects the URIs of one DistributionPointName given as fullName.
Status read_point_urls(DerReader& point, std::vector<std::string>& urls) {
    if (!point.next_is(tag::context_constructed(0))) return ok();
    TRY_ASSIGN(DerReader name, point.enter(tag::context_constructed(0)));
    if (!name.next_is(tag::context_constructed(0))) return ok();
    TRY_ASSIGN(DerReader full, name.enter(tag::context_constructed(0)));
    while (!full.at_end()) {
        const bool is_uri = full.next_is(tag::context(6));
        DerReader at_name = full;
        TRY(full.element());
        if (!is_uri) continue;
        TRY_ASSIGN(const ByteView uri, at_name.contents(tag::context(6)));
        urls.emplace_back(as_text(uri));
    }
    return ok();
}

Status read_distribution_points(DerReader& value, Certificate& certificate) {
    TRY_ASSIGN(DerReader points, value.enter(tag::sequence));
    while (!points.at_end()) {
        TRY_ASSIGN(DerReader point, points.enter(tag::sequence));
        TRY(read_point_urls(point, certificate.crl_urls));
    }
    return ok();
}

Status read_known(const Extension& extension, DerReader& value, Certificate& certificate) {
    const std::string_view id = extension.oid;
    if (id == oid::key_usage) return read_key_usage(value, certificate);
    if (id == oid::basic_constraints) return read_basic_constraints(value, certificate);
    if (id == oid::extended_key_usage) return read_extended_key_usage(value, certificate);
    if (id == oid::subject_key_id) return read_subject_key_id(value, certificate);
    if (id == oid::authority_key_id) return read_authority_key_id(value, certificate.authority_key_id);
    if (id == oid::crl_distribution_points) return read_distribution_points(value, certificate);
    TRY(value.element()); // understood to put no condition on a signer, or kept aside below
    const bool harmless = id == oid::subject_alternative_name || id == oid::certificate_policies;
    // Name constraints must be obeyed whether or not they are marked critical, and they are not evaluated here.
    const bool matters = (extension.critical && !harmless) || id == oid::name_constraints;
    if (matters) certificate.unknown_critical.push_back(extension.oid);
    return ok();
}

} // namespace

Status read_certificate_extension(const Extension& extension, Certificate& certificate) {
    DerReader value(extension.value, ErrorCode::certificate_malformed);
    Status read = read_known(extension, value, certificate);
    if (read) read = value.finish();
    if (read) return ok();
    return Error(ErrorCode::certificate_malformed, "extension " + extension.oid, read.error().detail);
}

Status read_crl_extension(const Extension& extension, RevocationList& list) {
    DerReader value(extension.value, ErrorCode::crl_malformed);
    if (extension.oid == oid::crl_number) {
        TRY_ASSIGN(list.number, value.unsigned_integer(20));
    } else if (extension.oid == oid::authority_key_id) {
        TRY(read_authority_key_id(value, list.authority_key_id));
    } else if (extension.critical) {
        list.unknown_critical.push_back(extension.oid);
        return ok();
    }
    return ok();
}

} // namespace kaibiao::crypto
