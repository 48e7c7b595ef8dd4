#include "json_format.h"
#include "kaibiao/codec/json.h"
#include "utf8.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include <nlohmann/json.hpp>

namespace kaibiao::codec {

namespace {

using Parser = nlohmann::json;

Error error_at(ErrorCode code, std::size_t offset, std::string detail = {}) {
    return Error(code, numbered("byte ", offset), std::move(detail));
}

/// Walks the text and tells how far the lexer has read, which its SAX interface does not.
class CountingIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, std::size_t* count) : at_(at), count_(count) {}
    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        ++at_;
        ++*count_;
        return *this;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

  private:
    const char* at_;
    std::size_t* count_;
};

ErrorCode code_of(const nlohmann::detail::exception& why) {
    // The text is checked for UTF-8 beforehand, so what is left of this class are escaped lone surrogates.
    const bool surrogate = std::string_view(why.what()).find("surrogate") != std::string_view::npos;
    return surrogate ? ErrorCode::json_invalid_utf8 : ErrorCode::json_malformed;
}

/// Builds our value from SAX events and stops at the first one outside the profile. The member functions'
/// names and signatures are nlohmann's SAX interface.
class Builder {
  public:
    Builder(int max_depth, const std::size_t* count) : max_depth_(max_depth), count_(count) {}

    bool null() { return place(Json()); }
    bool boolean(bool value) { return place(Json(value)); }
    bool number_integer(std::int64_t value) {
        return is_json_integer(value) ? place(Json(value)) : fail(ErrorCode::json_number_not_allowed);
    }
    bool number_unsigned(std::uint64_t value) {
        if (value > static_cast<std::uint64_t>(max_json_integer)) return fail(ErrorCode::json_number_not_allowed);
        return place(Json(static_cast<std::int64_t>(value)));
    }
    bool number_float(double, const std::string&) { return fail(ErrorCode::json_number_not_allowed); }
    bool string(std::string& value) { return place(Json(std::move(value))); }
    bool binary(const Parser::binary_t&) { return fail(ErrorCode::json_malformed); }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        if (!is_ascii(name)) return fail(ErrorCode::json_key_not_ascii);
        const auto [slot, added] = open_.back()->as_object()->try_emplace(name);
        if (!added) return fail(ErrorCode::json_duplicate_key, name);
        member_ = &slot->second;
        return true;
    }

    bool parse_error(std::size_t read, const std::string&, const nlohmann::detail::exception& why) {
        constexpr int number_overflow_id = 406; // beyond the range of double, which is no other fault than a fraction
        if (why.id == number_overflow_id) return fail(ErrorCode::json_number_not_allowed);
        error_ = error_at(code_of(why), read == 0 ? 0 : read - 1);
        return false;
    }

    Result<Json> finish() {
        if (error_) return *error_;
        return std::move(root_);
    }

  private:
    Json* put(Json value) {
        if (open_.empty()) return &(root_ = std::move(value));
        if (Json::Array* array = open_.back()->as_array()) return &array->emplace_back(std::move(value));
        return &(*member_ = std::move(value));
    }
    bool place(Json value) {
        put(std::move(value));
        return true;
    }
    bool open(Json container) {
        if (open_.size() >= static_cast<std::size_t>(max_depth_)) return fail(ErrorCode::json_too_deep);
        open_.push_back(put(std::move(container)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    bool fail(ErrorCode code, std::string detail = {}) {
        error_ = error_at(code, *count_ - 1, std::move(detail));
        return false;
    }

    int max_depth_;
    const std::size_t* count_;
    Json root_;
    std::vector<Json*> open_; ///< a container's address is stable while it is open: only its last child changes
    Json* member_ = nullptr;
    std::optional<Error> error_;
};

/// What nlohmann would let pass: it takes a NUL byte for the end of the text.
Status check_bytes(ByteView text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes) return error_at(ErrorCode::json_too_large, limits.max_bytes);
    const std::size_t ill_formed = first_ill_formed(text);
    if (ill_formed != text.size()) return error_at(ErrorCode::json_invalid_utf8, ill_formed);
    const auto nul = std::find(text.begin(), text.end(), std::uint8_t{0});
    if (nul != text.end()) return error_at(ErrorCode::json_malformed, static_cast<std::size_t>(nul - text.begin()));
    return ok();
}

} // namespace

Result<Json> parse_relaxed(ByteView text, const JsonLimits& limits) {
    TRY(check_bytes(text, limits));
    const std::string_view characters = as_text(text);
    std::size_t read = 0;
    Builder builder(limits.max_depth, &read);
    const char* begin = characters.data();
    Parser::sax_parse(CountingIterator(begin, &read), CountingIterator(begin + characters.size(), &read), &builder);
    return builder.finish();
}

Result<Json> parse_canonical(ByteView text, const JsonLimits& limits) {
    TRY_ASSIGN(Json value, parse_relaxed(text, limits));
    const std::string canonical = dump_canonical(value);
    const std::string_view given = as_text(text);
    if (given == canonical) return value;
    const std::size_t shorter = std::min(given.size(), canonical.size());
    const auto differs =
        std::mismatch(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(shorter), canonical.begin());
    return error_at(ErrorCode::json_not_canonical, static_cast<std::size_t>(differs.first - given.begin()));
}

} // namespace kaibiao::codec
