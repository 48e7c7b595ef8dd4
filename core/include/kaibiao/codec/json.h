#pragma once
/// JSON values and the canonical form in which everything signed or hashed is written: RFC 8785 restricted to
/// ASCII keys sorted by byte, integers within ±(2^53−1), no floating point, depth at most 32.
/// Decoding canonical text and encoding it again gives the same bytes, or decoding failed.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kaibiao::codec {

class Json {
  public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;

    Json() = default; ///< null
    explicit Json(bool value) : value_(value) {}
    explicit Json(std::int64_t value) : value_(value) {}
    explicit Json(int value) : value_(std::int64_t{value}) {}
    explicit Json(std::string value) : value_(std::move(value)) {}
    explicit Json(std::string_view value) : value_(std::string(value)) {}
    explicit Json(const char* value) : value_(std::string(value)) {}
    explicit Json(Array value) : value_(std::move(value)) {}
    explicit Json(Object value) : value_(std::move(value)) {}
    static Json object() { return Json(Object{}); }
    static Json array() { return Json(Array{}); }

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    const bool* as_bool() const { return std::get_if<bool>(&value_); }
    const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&value_); }
    const std::string* as_string() const { return std::get_if<std::string>(&value_); }
    const Array* as_array() const { return std::get_if<Array>(&value_); }
    const Object* as_object() const { return std::get_if<Object>(&value_); }
    Array* as_array() { return std::get_if<Array>(&value_); }
    Object* as_object() { return std::get_if<Object>(&value_); }

    /// Building: `Json::object().set("a", 1).set("b", "x")`. Aborts when this is not an object / array.
    Json& set(std::string_view key, Json value) &;
    Json&& set(std::string_view key, Json value) &&;
    template <typename T> Json& set(std::string_view key, T value) & { return set(key, Json(std::move(value))); }
    template <typename T> Json&& set(std::string_view key, T value) && {
        return std::move(*this).set(key, Json(std::move(value)));
    }
    Json& push(Json value) &;
    /// nullptr when absent or not an object.
    const Json* find(std::string_view key) const;

    bool operator==(const Json&) const = default;

  private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

struct JsonLimits {
    std::size_t max_bytes = 1 << 20;
    int max_depth = 32;
};

/// Strict: refuses any text that is not the canonical encoding of a value.
/// Errors: json_malformed, json_not_canonical, json_duplicate_key, json_too_deep, json_number_not_allowed,
/// json_invalid_utf8, json_key_not_ascii, json_too_large; place is `byte N`, counted from 0: where the reader stood,
/// and for json_not_canonical the first byte that differs from the canonical text.
Result<Json> parse_canonical(ByteView text, const JsonLimits& limits = {});
/// Any well-formed JSON within the same value model (white space, member order and escapes are free; duplicates,
/// floating point and depth are still refused). For input typed by people and foreign tools, never for signed bytes.
Result<Json> parse_relaxed(ByteView text, const JsonLimits& limits = {});
/// The canonical encoding. Aborts when a value breaks the model (integer range, non-ASCII key). Strings are expected
/// in UTF-8; each byte that is not becomes U+FFFD, so that the output is well-formed whatever a foreign text held.
std::string dump_canonical(const Json& value);
/// Indented by two spaces, for people.
std::string dump_pretty(const Json& value);

/// Reads one object member by member and refuses what was not asked for. Places are JSON pointers.
/// Errors of every read: json_member_missing, json_member_type; json_member_range for integers; length_wrong for
/// strings, byte strings and arrays of another length; base64_malformed, hex_malformed.
/// `ObjectReader r(json, "/sheet"); TRY_ASSIGN(auto n, r.integer("n", 0, 10)); TRY(r.finish());`
class ObjectReader {
  public:
    /// `place` is the pointer of `value` itself.
    ObjectReader(const Json& value, std::string place);

    Result<std::string> string(std::string_view key, std::size_t max_bytes = 4096);
    Result<std::int64_t> integer(std::string_view key, std::int64_t min, std::int64_t max);
    Result<bool> boolean(std::string_view key);
    /// Unpadded standard base64 of exactly N bytes.
    template <std::size_t N> Result<ByteArray<N>> bytes(std::string_view key);
    Result<Bytes> byte_string(std::string_view key, std::size_t max_bytes);
    /// Lowercase hex of exactly N bytes.
    template <std::size_t N> Result<ByteArray<N>> hex(std::string_view key);
    Result<const Json*> object(std::string_view key);
    Result<const Json::Array*> array(std::string_view key, std::size_t max_items);
    /// Absent or null: nullptr.
    const Json* optional(std::string_view key);
    Result<const Json*> any(std::string_view key);
    bool has(std::string_view key) const;

    std::string place_of(std::string_view key) const;
    /// Of an item of the list `key`.
    std::string place_of(std::string_view key, std::size_t index) const;
    const std::string& place() const { return place_; }
    /// Errors: json_member_type when the value was no object; json_member_unknown for members never read.
    Status finish() const;

  private:
    Result<const Json*> member(std::string_view key);
    Status fill_bytes(std::string_view key, MutableBytes out);
    Status fill_hex(std::string_view key, MutableBytes out);

    const Json::Object* object_;
    std::string place_;
    std::vector<std::string> seen_;
};

template <std::size_t N> Result<ByteArray<N>> ObjectReader::bytes(std::string_view key) {
    ByteArray<N> out{};
    TRY(fill_bytes(key, out));
    return out;
}
template <std::size_t N> Result<ByteArray<N>> ObjectReader::hex(std::string_view key) {
    ByteArray<N> out{};
    TRY(fill_hex(key, out));
    return out;
}

} // namespace kaibiao::codec
