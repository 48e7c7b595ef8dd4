#include "kaibiao/seal/age_recipient.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/curve.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

Result<ByteArray<32>> decode_key(std::string_view text, std::string_view prefix, ErrorCode code) {
    constexpr std::size_t longest = 128;
    if (text.size() > longest) return Error(code, {}, "it is too long");
    Result<codec::Bech32> decoded = codec::decode_bech32(text);
    if (!decoded.ok()) return Error(code, {}, decoded.error().detail);
    ByteArray<32> key{};
    const bool fits = decoded->prefix == prefix && decoded->data.size() == key.size();
    if (fits) std::copy(decoded->data.begin(), decoded->data.end(), key.begin());
    wipe(decoded->data);
    if (!fits) return Error(code, {}, "it is of another type");
    return key;
}

/// Calls `parse` for each line that is neither empty nor a comment.
template <typename T, typename Parse>
Result<std::vector<T>> parse_lines(std::string_view text, ErrorCode code, Parse parse) {
    std::vector<T> items;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.empty() || line.front() == '#') continue;
        Result<T> item = parse(line);
        if (!item.ok()) return Error(code, numbered("line ", number), item.error().detail);
        items.push_back(std::move(item).value());
    }
    if (items.empty()) return Error(code, {}, "there is none");
    return items;
}

} // namespace

Result<X25519Recipient> X25519Recipient::parse(std::string_view text) {
    TRY_ASSIGN(const auto key, decode_key(text, age_recipient_prefix, ErrorCode::age_recipient_malformed));
    return X25519Recipient{key};
}

std::string X25519Recipient::text() const { return codec::encode_bech32(age_recipient_prefix, public_key).value(); }

Result<X25519Identity> X25519Identity::parse(std::string_view text) {
    TRY_ASSIGN(auto key, decode_key(text, age_identity_prefix, ErrorCode::age_identity_malformed));
    X25519Identity identity(SecretArray<32>::copy_of(key));
    wipe(key);
    return identity;
}

SecretBytes X25519Identity::text() const {
    std::string text = codec::encode_bech32(age_identity_prefix, secret_.view()).value();
    SecretBytes copy = SecretBytes::copy_of(as_bytes(text));
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return copy;
}

X25519Recipient X25519Identity::recipient() const { return {crypto::x25519_public(secret_.view())}; }

Result<std::vector<X25519Identity>> parse_identities(std::string_view text) {
    return parse_lines<X25519Identity>(text, ErrorCode::age_identity_malformed, &X25519Identity::parse);
}

Result<std::vector<X25519Recipient>> parse_recipients(std::string_view text) {
    return parse_lines<X25519Recipient>(text, ErrorCode::age_recipient_malformed, &X25519Recipient::parse);
}

} // namespace kaibiao::seal
