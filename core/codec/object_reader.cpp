#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::codec {

namespace {

/// RFC 6901 §3.
std::string pointer_token(std::string_view key) {
    std::string token;
    for (const char c : key) {
        if (c == '~')
            token += "~0";
        else if (c == '/')
            token += "~1";
        else
            token += c;
    }
    return token;
}

/// The decoders of text know no place; the reader does.
template <typename T> Result<T> at_place(Result<T> result, const std::string& place) {
    if (result.ok()) return result;
    return Error(result.error().code, place, result.error().detail);
}

Status fill(MutableBytes out, const Bytes& bytes, const std::string& place) {
    if (bytes.size() != out.size()) return Error(ErrorCode::length_wrong, place);
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return ok();
}

Error wrong_type(const ObjectReader& reader, std::string_view key, const char* wanted) {
    return Error(ErrorCode::json_member_type, reader.place_of(key), wanted);
}

Error too_long(const ObjectReader& reader, std::string_view key, std::size_t most, const char* unit) {
    return Error(ErrorCode::length_wrong, reader.place_of(key), numbered("at most ", most) + unit);
}

/// Longest text of `size` bytes in base64 or hex, whichever is longer.
std::size_t text_bound(std::size_t size) { return 2 * size + 4; }

} // namespace

ObjectReader::ObjectReader(const Json& value, std::string place)
    : object_(value.as_object()), place_(std::move(place)) {}

std::string ObjectReader::place_of(std::string_view key) const { return place_ + "/" + pointer_token(key); }
std::string ObjectReader::place_of(std::string_view key, std::size_t index) const {
    return place_of(key) + numbered("/", index);
}

bool ObjectReader::has(std::string_view key) const {
    return object_ != nullptr && object_->find(key) != object_->end();
}

Result<const Json*> ObjectReader::member(std::string_view key) {
    if (object_ == nullptr) return Error(ErrorCode::json_member_type, place_);
    const auto found = object_->find(key);
    if (found == object_->end()) return Error(ErrorCode::json_member_missing, place_of(key));
    seen_.emplace_back(key);
    return &found->second;
}

Result<const Json*> ObjectReader::any(std::string_view key) { return member(key); }

Result<std::string> ObjectReader::string(std::string_view key, std::size_t max_bytes) {
    TRY_ASSIGN(const Json* value, member(key));
    const std::string* text = value->as_string();
    if (text == nullptr) return wrong_type(*this, key, "text in quotes is expected");
    if (text->size() > max_bytes) return too_long(*this, key, max_bytes, " bytes");
    return *text;
}

Result<std::int64_t> ObjectReader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
    TRY_ASSIGN(const Json* value, member(key));
    const std::int64_t* number = value->as_integer();
    if (number == nullptr) return wrong_type(*this, key, "a whole number is expected");
    if (*number < min || *number > max)
        return Error(ErrorCode::json_member_range, place_of(key),
                     "from " + std::to_string(min) + " to " + std::to_string(max));
    return *number;
}

Result<bool> ObjectReader::boolean(std::string_view key) {
    TRY_ASSIGN(const Json* value, member(key));
    const bool* truth = value->as_bool();
    if (truth == nullptr) return wrong_type(*this, key, "true or false is expected");
    return *truth;
}

Result<Bytes> ObjectReader::byte_string(std::string_view key, std::size_t max_bytes) {
    TRY_ASSIGN(const std::string text, string(key, text_bound(max_bytes)));
    TRY_ASSIGN(Bytes bytes, at_place(decode_base64(text), place_of(key)));
    if (bytes.size() > max_bytes) return too_long(*this, key, max_bytes, " bytes");
    return bytes;
}

Result<const Json*> ObjectReader::object(std::string_view key) {
    TRY_ASSIGN(const Json* value, member(key));
    if (value->as_object() == nullptr) return wrong_type(*this, key, "an object is expected");
    return value;
}

Result<const Json::Array*> ObjectReader::array(std::string_view key, std::size_t max_items) {
    TRY_ASSIGN(const Json* value, member(key));
    const Json::Array* items = value->as_array();
    if (items == nullptr) return wrong_type(*this, key, "a list is expected");
    if (items->size() > max_items) return too_long(*this, key, max_items, " entries");
    return items;
}

const Json* ObjectReader::optional(std::string_view key) {
    if (!has(key)) return nullptr;
    const Json* value = member(key).value();
    return value->is_null() ? nullptr : value;
}

Status ObjectReader::finish() const {
    if (object_ == nullptr) return Error(ErrorCode::json_member_type, place_);
    for (const auto& [key, value] : *object_) {
        if (std::find(seen_.begin(), seen_.end(), key) == seen_.end())
            return Error(ErrorCode::json_member_unknown, place_of(key));
    }
    return ok();
}

Status ObjectReader::fill_bytes(std::string_view key, MutableBytes out) {
    TRY_ASSIGN(const std::string text, string(key, text_bound(out.size())));
    TRY_ASSIGN(const Bytes bytes, at_place(decode_base64(text), place_of(key)));
    return fill(out, bytes, place_of(key));
}

Status ObjectReader::fill_hex(std::string_view key, MutableBytes out) {
    TRY_ASSIGN(const std::string text, string(key, text_bound(out.size())));
    TRY_ASSIGN(const Bytes bytes, at_place(decode_hex(text), place_of(key)));
    return fill(out, bytes, place_of(key));
}

} // namespace kaibiao::codec
