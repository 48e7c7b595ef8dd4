#include "note_format.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/curve.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/log/note.h"
#include "key_name.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

Bytes typed_key(NoteKeyType type, const ByteArray<32>& public_key) {
    Bytes bytes{static_cast<std::uint8_t>(type)};
    append(bytes, public_key);
    return bytes;
}

std::uint32_t key_id(std::string_view name, NoteKeyType type, const ByteArray<32>& public_key) {
    const Digest hash = crypto::sha256({as_bytes(name), as_bytes("\n"), typed_key(type, public_key)});
    std::uint32_t id = 0;
    for (std::size_t i = 0; i < key_id_size; ++i) id = id << 8 | hash[i];
    return id;
}

std::string id_text(std::uint32_t id) {
    Bytes bytes;
    append_u32_be(bytes, id);
    return codec::encode_hex(bytes);
}

Error malformed(std::string reason) { return Error(ErrorCode::verifier_key_malformed, {}, std::move(reason)); }

bool is_known_type(std::uint8_t type) {
    return type == static_cast<std::uint8_t>(NoteKeyType::ed25519) ||
           type == static_cast<std::uint8_t>(NoteKeyType::cosignature);
}

} // namespace

Result<VerifierKey> VerifierKey::make(std::string name, NoteKeyType type, const ByteArray<32>& public_key) {
    if (!is_key_name(name)) return malformed("the name is not allowed");
    VerifierKey key;
    key.id_ = key_id(name, type, public_key);
    key.name_ = std::move(name);
    key.type_ = type;
    key.public_key_ = public_key;
    return key;
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
    const std::size_t name_end = std::min(text.find('+'), text.size());
    const std::size_t id_end = text.find('+', name_end + 1);
    if (id_end == std::string_view::npos) return malformed("it has not three parts");
    const Result<Bytes> typed = codec::decode_base64(text.substr(id_end + 1), codec::Base64::standard_padded);
    ByteArray<32> public_key{};
    if (!typed.ok() || typed->size() != 1 + public_key.size()) return malformed("the key has not 32 bytes");
    if (!is_known_type(typed->front())) return malformed("the type of the key is not known");
    std::copy(typed->begin() + 1, typed->end(), public_key.begin());
    TRY_ASSIGN(VerifierKey key,
               make(std::string(text.substr(0, name_end)), static_cast<NoteKeyType>(typed->front()), public_key));
    if (text.substr(name_end + 1, id_end - name_end - 1) != id_text(key.id())) return malformed("the key id is wrong");
    return key;
}

std::string VerifierKey::text() const {
    return name_ + "+" + id_text(id_) + "+" +
           codec::encode_base64(typed_key(type_, public_key_), codec::Base64::standard_padded);
}

Result<SignerKey> SignerKey::make(std::string name, NoteKeyType type, SecretArray<32> seed) {
    TRY_ASSIGN(VerifierKey verifier, VerifierKey::make(std::move(name), type, crypto::ed25519_public(seed.view())));
    return SignerKey(std::move(verifier), std::move(seed));
}

} // namespace kaibiao::log
