#include "name_match.h"

#include <algorithm>

namespace kaibiao::sign {

namespace {

using crypto::GeneralName;
using crypto::GeneralNameKind;
using crypto::NameAttribute;
using crypto::RelativeName;

/// The answer where it cannot be told.
bool in_doubt(Subtree subtree) { return subtree == Subtree::excluded; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

/// RFC 5280 §7.1 for ASCII: case does not count, spaces are one space, none at the ends.
std::string normalised(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += lower(c);
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

bool same_attribute(const NameAttribute& name, const NameAttribute& base, Subtree subtree) {
    if (name.type != base.type) return false;
    if (equal_public(name.value, base.value)) return true;
    if (!name.text || !base.text) return in_doubt(subtree);
    return normalised(*name.text) == normalised(*base.text);
}

/// Sets of attributes: each of one is in the other.
bool same_relative(const RelativeName& name, const RelativeName& base, Subtree subtree) {
    if (name.size() != base.size()) return false;
    return std::all_of(base.begin(), base.end(), [&](const NameAttribute& wanted) {
        return std::any_of(name.begin(), name.end(),
                           [&](const NameAttribute& held) { return same_attribute(held, wanted, subtree); });
    });
}

bool directory_lies_in(const Bytes& name, const Bytes& base, Subtree subtree) {
    const auto names = crypto::read_relative_names(name);
    const auto bases = crypto::read_relative_names(base);
    if (!names.ok() || !bases.ok()) return in_doubt(subtree);
    if (bases->size() > names->size()) return false;
    return std::equal(
        bases->begin(), bases->end(), names->begin(),
        [&](const RelativeName& wanted, const RelativeName& held) { return same_relative(held, wanted, subtree); });
}

/// A host that is plainly one: letters, digits, hyphens and dots between labels that are not empty.
bool is_host(std::string_view host) {
    if (host.empty() || host.front() == '.' || host.back() == '.' || host.find("..") != std::string_view::npos)
        return false;
    return std::all_of(host.begin(), host.end(), [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Both in lower case. `.example` is everything below example, without itself.
bool is_below(std::string_view host, std::string_view domain) {
    return !domain.empty() && host.size() > domain.size() && ends_with(host, domain) &&
           (domain.front() == '.' || host[host.size() - domain.size() - 1] == '.');
}

/// The host itself and what is below it.
bool dns_lies_in(std::string_view name, std::string_view base, Subtree subtree) {
    const std::string host = lowered(name), domain = lowered(base);
    if (domain.empty()) return true;
    const bool is_wildcard = host.substr(0, 2) == "*.";
    if (!is_host(is_wildcard ? host.substr(2) : host)) return in_doubt(subtree);
    if (host == domain || is_below(host, domain)) return true;
    // *.example stands for hosts that an exclusion of a.example excludes.
    return is_wildcard && subtree == Subtree::excluded && ends_with(domain, host.substr(1));
}

/// A host exactly, or with a leading dot everything below: e-mail and URIs.
bool host_lies_in(const std::string& host, const std::string& base) {
    return base.front() == '.' ? is_below(host, base) : host == base;
}

bool email_lies_in(std::string_view name, std::string_view base, Subtree subtree) {
    if (base.empty()) return true;
    const std::size_t at = name.find('@');
    if (at == 0 || at == std::string_view::npos || !is_host(name.substr(at + 1))) return in_doubt(subtree);
    const std::string host = lowered(name.substr(at + 1));
    const std::size_t base_at = base.find('@');
    if (base_at == std::string_view::npos) return host_lies_in(host, lowered(base));
    // The case of a mailbox counts (RFC 5321 §2.4), but few tell mailboxes apart by it.
    const std::string_view box = name.substr(0, at), base_box = base.substr(0, base_at);
    const bool same_box = subtree == Subtree::excluded ? lowered(box) == lowered(base_box) : box == base_box;
    return same_box && host == lowered(base.substr(base_at + 1));
}

/// The host of a URI with an authority; empty where there is none, or it is an address.
std::string host_of_uri(std::string_view uri) {
    const std::size_t start = uri.find("://");
    if (start == std::string_view::npos) return {};
    std::string_view authority = uri.substr(start + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    const std::size_t user = authority.rfind('@');
    if (user != std::string_view::npos) authority = authority.substr(user + 1);
    authority = authority.substr(0, authority.find(':'));
    const bool is_name = is_host(authority) && std::any_of(authority.begin(), authority.end(),
                                                           [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; });
    return is_name ? lowered(authority) : std::string();
}

bool uri_lies_in(std::string_view name, std::string_view base, Subtree subtree) {
    if (base.empty()) return true;
    const std::string host = host_of_uri(name);
    return host.empty() ? in_doubt(subtree) : host_lies_in(host, lowered(base));
}

/// Address and mask, RFC 5280 §4.2.1.10.
bool ip_lies_in(const Bytes& name, const Bytes& base, Subtree subtree) {
    if (name.size() != 4 && name.size() != 16) return in_doubt(subtree);
    if (base.size() != 2 * name.size()) return false; // the other version of IP
    for (std::size_t i = 0; i < name.size(); ++i) {
        const std::uint8_t mask = base[name.size() + i];
        if ((name[i] & mask) != (base[i] & mask)) return false;
    }
    return true;
}

} // namespace

bool is_compared(GeneralNameKind kind) {
    switch (kind) {
    case GeneralNameKind::email:
    case GeneralNameKind::dns:
    case GeneralNameKind::directory:
    case GeneralNameKind::uri:
    case GeneralNameKind::ip: return true;
    case GeneralNameKind::other:
    case GeneralNameKind::x400:
    case GeneralNameKind::edi_party:
    case GeneralNameKind::registered_id: return false;
    }
    std::abort();
}

bool is_usable_base(const GeneralName& base) {
    const std::string_view text = as_text(base.value);
    const std::string_view domain = !text.empty() && text.front() == '.' ? text.substr(1) : text;
    switch (base.kind) {
    case GeneralNameKind::directory: return true;
    case GeneralNameKind::ip: return base.value.size() == 8 || base.value.size() == 32;
    case GeneralNameKind::email:
        if (text.find('@') != std::string_view::npos)
            return text.front() != '@' && is_host(text.substr(text.find('@') + 1));
        [[fallthrough]];
    case GeneralNameKind::dns:
    case GeneralNameKind::uri: return text.empty() || is_host(domain);
    default: return false;
    }
}

bool lies_in(const GeneralName& name, const GeneralName& base, Subtree subtree) {
    switch (base.kind) {
    case GeneralNameKind::directory: return directory_lies_in(name.value, base.value, subtree);
    case GeneralNameKind::email: return email_lies_in(as_text(name.value), as_text(base.value), subtree);
    case GeneralNameKind::dns: return dns_lies_in(as_text(name.value), as_text(base.value), subtree);
    case GeneralNameKind::uri: return uri_lies_in(as_text(name.value), as_text(base.value), subtree);
    case GeneralNameKind::ip: return ip_lies_in(name.value, base.value, subtree);
    default: return false;
    }
}

} // namespace kaibiao::sign
