#include "distinguished_name.h"
#include "extensions.h"
#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/hash.h"
#include "signature.h"

#include <algorithm>

namespace kaibiao::crypto {

namespace {

bool serial_below(ByteView left, ByteView right) {
    if (left.size() != right.size()) return left.size() < right.size();
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
}

/// Entries of an indirect list name their issuer in a critical extension; such a list is not usable.
Status read_entry(DerReader& entries, RevocationList& list) {
    TRY_ASSIGN(DerReader entry, entries.enter(tag::sequence));
    RevokedEntry revoked;
    TRY_ASSIGN(revoked.serial, entry.unsigned_integer(20));
    TRY_ASSIGN(revoked.at, entry.time());
    if (!entry.at_end()) {
        TRY_ASSIGN(const std::vector<Extension> extensions, read_extensions(entry));
        for (const Extension& extension : extensions) {
            if (extension.critical) list.unknown_critical.push_back(extension.oid);
        }
    }
    TRY(entry.finish());
    list.revoked.push_back(std::move(revoked));
    return ok();
}

Status read_entries(DerReader& fields, RevocationList& list) {
    if (!fields.next_is(tag::sequence)) return ok();
    TRY_ASSIGN(DerReader entries, fields.enter(tag::sequence));
    while (!entries.at_end()) TRY(read_entry(entries, list));
    std::sort(list.revoked.begin(), list.revoked.end(),
              [](const RevokedEntry& a, const RevokedEntry& b) { return serial_below(a.serial, b.serial); });
    return ok();
}

Status read_list_extensions(DerReader& fields, RevocationList& list) {
    if (fields.at_end()) return ok();
    TRY_ASSIGN(DerReader wrapper, fields.enter(tag::context_constructed(0)));
    TRY_ASSIGN(const std::vector<Extension> extensions, read_extensions(wrapper));
    TRY(wrapper.finish());
    for (const Extension& extension : extensions) TRY(read_crl_extension(extension, list));
    return fields.finish();
}

Status read_fields(DerReader fields, RevocationList& list, ByteView& algorithm) {
    const bool has_version = fields.next_is(tag::integer);
    if (has_version) {
        TRY_ASSIGN(const int version, fields.small_integer(1));
        if (version != 1) return fields.error("not a version 2 list");
    }
    TRY_ASSIGN(algorithm, fields.element(tag::sequence));
    TRY_ASSIGN(list.issuer, read_name(fields));
    TRY_ASSIGN(list.this_update, fields.time());
    if (fields.next_is(tag::sequence) || fields.at_end()) return fields.error("nextUpdate is missing");
    TRY_ASSIGN(list.next_update, fields.time());
    TRY(read_entries(fields, list));
    return has_version ? read_list_extensions(fields, list) : fields.finish();
}

} // namespace

Result<RevocationList> parse_crl(ByteView der) {
    DerReader outer(der, ErrorCode::crl_malformed);
    if (der.size() > largest_crl) return outer.error("larger than any list");
    TRY_ASSIGN(DerReader whole, outer.enter(tag::sequence));
    TRY(outer.finish());
    RevocationList list;
    list.der = to_bytes(der);
    DerReader at_fields = whole;
    TRY_ASSIGN(const ByteView to_be_signed, whole.element(tag::sequence));
    list.to_be_signed = to_bytes(to_be_signed);
    TRY_ASSIGN(const ByteView algorithm, whole.element(tag::sequence));
    TRY_ASSIGN(const ByteView signature, whole.octets_of_bits());
    TRY(whole.finish());
    list.signature = to_bytes(signature);
    list.signature_algorithm = read_signature_algorithm(algorithm);
    TRY_ASSIGN(DerReader fields, at_fields.enter(tag::sequence));
    ByteView inner_algorithm;
    TRY(read_fields(fields, list, inner_algorithm));
    if (!equal_public(algorithm, inner_algorithm)) return whole.error("two different signature algorithms");
    return list;
}

const RevokedEntry* RevocationList::find(ByteView serial) const {
    const auto at =
        std::lower_bound(revoked.begin(), revoked.end(), serial,
                         [](const RevokedEntry& entry, ByteView key) { return serial_below(entry.serial, key); });
    return at != revoked.end() && equal_public(at->serial, serial) ? &*at : nullptr;
}

Digest fingerprint(const RevocationList& list) { return sha256(list.der); }

bool is_signed_by(const RevocationList& list, const PublicKey& issuer_key) {
    return verify_signature(issuer_key, list.signature_algorithm, list.to_be_signed, list.signature);
}

} // namespace kaibiao::crypto
