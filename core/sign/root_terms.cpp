#include "kaibiao/sign/root_terms.h"

#include "kaibiao/codec/json.h"

#include <algorithm>

namespace kaibiao::sign {

namespace {

using codec::Json;
using codec::ObjectReader;
using crypto::KeyKind;

constexpr std::string_view root_terms_format = "kaibiao/root-terms/v1";
constexpr std::size_t largest_terms = 64 * 1024;
constexpr std::size_t most_items = 64;
constexpr std::int64_t longest_grace_hours = 24 * 365;
constexpr std::int64_t milliseconds_of_hour = 3'600'000;

constexpr struct {
    std::string_view name;
    KeyKind kind;
} key_kinds[] = {
    {"ed25519", KeyKind::ed25519}, {"p256", KeyKind::p256}, {"p384", KeyKind::p384}, {"rsa", KeyKind::rsa}};

/// Texts of an array that may be missing; an empty one would accept nobody and is refused.
Result<std::vector<std::string>> read_texts(ObjectReader& reader, std::string_view key) {
    std::vector<std::string> texts;
    if (!reader.has(key)) return texts;
    TRY_ASSIGN(const Json::Array* items, reader.array(key, most_items));
    if (items->empty()) return Error(ErrorCode::config_malformed, reader.place_of(key), "an empty list");
    for (const Json& item : *items) {
        const std::string* text = item.as_string();
        if (text == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(key));
        texts.push_back(*text);
    }
    return texts;
}

bool is_dotted(std::string_view text) {
    const bool shaped = !text.empty() && text.front() != '.' && text.back() != '.' &&
                        text.find("..") == std::string_view::npos && text.find('.') != std::string_view::npos;
    return shaped && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

Result<std::vector<KeyKind>> read_kinds(ObjectReader& reader) {
    TRY_ASSIGN(const std::vector<std::string> names, read_texts(reader, "keys"));
    std::vector<KeyKind> kinds;
    for (const std::string& name : names) {
        const auto* found = std::find_if(std::begin(key_kinds), std::end(key_kinds),
                                         [&name](const auto& known) { return known.name == name; });
        if (found == std::end(key_kinds)) return Error(ErrorCode::config_malformed, reader.place_of("keys"), name);
        kinds.push_back(found->kind);
    }
    return kinds;
}

} // namespace

Result<RootTerms> read_root_terms(ByteView text) {
    TRY_ASSIGN(const Json json, codec::parse_relaxed(text, {.max_bytes = largest_terms, .max_depth = 2}));
    ObjectReader reader(json, "");
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != root_terms_format) return Error(ErrorCode::config_malformed, "/format", format);
    RootTerms terms;
    TRY_ASSIGN(terms.certificate_policies, read_texts(reader, "certificate_policies"));
    for (const std::string& policy : terms.certificate_policies)
        if (!is_dotted(policy)) return Error(ErrorCode::config_malformed, "/certificate_policies", policy);
    TRY_ASSIGN(terms.key_kinds, read_kinds(reader));
    if (reader.has("crl_grace_hours")) {
        TRY_ASSIGN(const std::int64_t hours, reader.integer("crl_grace_hours", 0, longest_grace_hours));
        terms.crl_grace_milliseconds = hours * milliseconds_of_hour;
    }
    TRY(reader.finish());
    return terms;
}

} // namespace kaibiao::sign
