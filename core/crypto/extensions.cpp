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

/// Of AuthorityKeyIdentifier only keyIdentifier [0] is used; issuer and serial may follow.
Status read_key_id(DerReader& value, Bytes& out) {
    TRY_ASSIGN(DerReader inner, value.enter(tag::sequence));
    if (!inner.next_is(tag::context(0))) return ok();
    TRY_ASSIGN(const ByteView id, inner.contents(tag::context(0)));
    if (id.empty() || id.size() > longest_key_id) return inner.error("a malformed key identifier");
    out = to_bytes(id);
    return ok();
}

using ReadExtension = Status (*)(DerReader& value, Certificate& certificate);

struct KnownExtension {
    std::string_view oid;
    ReadExtension read;
};

constexpr KnownExtension known_extensions[] = {
    {oid::key_usage, read_key_usage},
    {oid::basic_constraints, read_basic_constraints},
    {oid::extended_key_usage, read_extended_key_usage},
    {oid::subject_key_id, read_subject_key_id},
    {oid::authority_key_id,
     [](DerReader& value, Certificate& out) { return read_key_id(value, out.authority_key_id); }},
    {oid::crl_distribution_points, read_distribution_points},
};

/// Extensions that only some chains need are kept closed.
std::optional<Bytes>* kept_closed(std::string_view id, Certificate& certificate) {
    if (id == oid::subject_alternative_name) return &certificate.alternative_names;
    if (id == oid::name_constraints) return &certificate.name_constraints;
    if (id == oid::certificate_policies) return &certificate.policies;
    return nullptr;
}

Status within(const Extension& extension, const Status& read, const DerReader& value, ErrorCode code) {
    const Status whole = read ? value.finish() : read;
    return whole ? ok() : Status(Error(code, "extension " + extension.oid, whole.error().detail));
}

} // namespace

Status read_certificate_extension(const Extension& extension, Certificate& certificate) {
    DerReader value(extension.value, ErrorCode::certificate_malformed);
    for (const KnownExtension& known : known_extensions) {
        if (known.oid != extension.oid) continue;
        const Status read = known.read(value, certificate);
        return within(extension, read, value, ErrorCode::certificate_malformed);
    }
    // What is inside an extension that nobody here reads is nobody's business, DER or not.
    if (std::optional<Bytes>* kept = kept_closed(extension.oid, certificate))
        *kept = to_bytes(extension.value);
    else if (extension.critical)
        certificate.unknown_critical.push_back(extension.oid);
    return ok();
}

namespace {

Status read_known_of_list(const Extension& extension, DerReader& value, RevocationList& list) {
    if (extension.oid == oid::authority_key_id) return read_key_id(value, list.authority_key_id);
    if (extension.oid == oid::issuing_distribution_point) return read_issuing_distribution_point(value, list);
    TRY_ASSIGN(list.number, value.unsigned_integer(20));
    return ok();
}

} // namespace

Status read_crl_extension(const Extension& extension, RevocationList& list) {
    const std::string_view id = extension.oid;
    if (id != oid::crl_number && id != oid::authority_key_id && id != oid::issuing_distribution_point) {
        // A delta list names changes only, also when it marks that against RFC 5280 §5.2.4 as not critical.
        if (extension.critical || id == oid::delta_crl_indicator) list.unknown_critical.push_back(extension.oid);
        return ok();
    }
    DerReader value(extension.value, ErrorCode::crl_malformed);
    const Status read = read_known_of_list(extension, value, list);
    return within(extension, read, value, ErrorCode::crl_malformed);
}

} // namespace kaibiao::crypto
