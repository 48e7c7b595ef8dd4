#include "json_format.h"
#include "kaibiao/codec/json.h"
#include "utf8.h"

#include <algorithm>

namespace kaibiao::codec {

namespace {

Error error_at(ErrorCode code, std::size_t offset, std::string detail = {}) {
    return Error(code, "byte " + std::to_string(offset), std::move(detail));
}

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDFFF; }
bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }

/// The value of a hexadecimal digit of either case, or 16.
std::uint32_t hex_value(char c) {
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0');
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a' + 10) : 16;
}

/// The control character or sign that follows a backslash, `u` apart; 0 when there is none.
char unescaped(char c) {
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

void append_utf8(std::string& out, std::uint32_t character) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (character >> shift & 0x3F)); };
    if (character < 0x80) {
        out += static_cast<char>(character);
        return;
    }
    if (character < 0x800) {
        out += static_cast<char>(0xC0 | character >> 6);
    } else {
        if (character < 0x10000) {
            out += static_cast<char>(0xE0 | character >> 12);
        } else {
            out += static_cast<char>(0xF0 | character >> 18);
            tail(12);
        }
        tail(6);
    }
    tail(0);
}

/// RFC 8259 within our value model. The text is UTF-8. Recursion ends at the depth allowed.
class Reader {
  public:
    Reader(std::string_view text, int depth) : text_(text), depth_(depth) {}

    Result<Json> document() {
        if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
        Json root;
        TRY(value(root));
        skip_space();
        if (at_ != text_.size()) return malformed();
        return root;
    }

  private:
    // A NUL byte is nowhere part of JSON, so it stands for the end as well.
    char look() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char wanted) {
        if (look() != wanted) return false;
        ++at_;
        return true;
    }
    Error malformed() const { return error_at(ErrorCode::json_malformed, at_); }

    void skip_space() {
        while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) ++at_;
    }

    Status value(Json& out) {
        skip_space();
        switch (look()) {
        case '{':
        case '[': return container(out);
        case '"': return text_value(out);
        case 't': return word("true", out, Json(true));
        case 'f': return word("false", out, Json(false));
        case 'n': return word("null", out, Json());
        default: return number(out);
        }
    }

    Status word(std::string_view wanted, Json& out, Json meaning) {
        for (const char c : wanted)
            if (!take(c)) return malformed();
        out = std::move(meaning);
        return ok();
    }

    Status text_value(Json& out) {
        std::string text;
        TRY(string(text));
        out = Json(std::move(text));
        return ok();
    }

    Status container(Json& out) {
        if (depth_ == 0) return error_at(ErrorCode::json_too_deep, at_);
        --depth_;
        const bool object = text_[at_++] == '{';
        const char end = object ? '}' : ']';
        out = object ? Json::object() : Json::array();
        skip_space();
        if (!take(end)) {
            do {
                TRY(object ? member(*out.as_object()) : value(out.as_array()->emplace_back()));
                skip_space();
            } while (take(','));
            if (!take(end)) return malformed();
        }
        ++depth_;
        return ok();
    }

    Status member(Json::Object& object) {
        skip_space();
        std::string name;
        TRY(string(name));
        if (!is_ascii(name)) return error_at(ErrorCode::json_key_not_ascii, at_ - 1);
        const auto [slot, added] = object.try_emplace(std::move(name));
        if (!added) return error_at(ErrorCode::json_duplicate_key, at_ - 1, slot->first);
        skip_space();
        if (!take(':')) return malformed();
        return value(slot->second);
    }

    Status string(std::string& out) {
        if (!take('"')) return malformed();
        while (true) {
            const std::size_t from = at_;
            while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) >= 0x20 && text_[at_] != '"' &&
                   text_[at_] != '\\')
                ++at_;
            out.append(text_, from, at_ - from);
            if (take('"')) return ok();
            if (!take('\\')) return malformed();
            TRY(escape(out));
        }
    }

    Status escape(std::string& out) {
        if (!take('u')) {
            const char meant = unescaped(look());
            if (meant == 0) return malformed();
            out += meant;
            ++at_;
            return ok();
        }
        std::uint32_t character = 0;
        TRY(code_unit(character));
        if (is_high_surrogate(character) && text_.substr(at_).starts_with("\\u")) {
            at_ += 2;
            std::uint32_t low = 0;
            TRY(code_unit(low));
            if (!is_surrogate(low) || is_high_surrogate(low)) return error_at(ErrorCode::json_invalid_utf8, at_ - 1);
            character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        }
        if (is_surrogate(character)) return error_at(ErrorCode::json_invalid_utf8, at_ - 1);
        append_utf8(out, character);
        return ok();
    }

    Status code_unit(std::uint32_t& out) {
        for (int i = 0; i < 4; ++i) {
            const std::uint32_t digit = hex_value(look());
            if (digit > 15) return malformed();
            out = out << 4 | digit;
            ++at_;
        }
        return ok();
    }

    Status number(Json& out) {
        const bool negative = take('-');
        const std::size_t first = at_;
        TRY(digits());
        if (at_ - first > 1 && text_[first] == '0') {
            at_ = first + 1;
            return malformed();
        }
        const std::string_view whole = text_.substr(first, at_ - first);
        const bool fraction = take('.');
        if (fraction) TRY(digits());
        const bool exponent = take('e') || take('E');
        if (exponent) {
            if (!take('+')) take('-');
            TRY(digits());
        }
        std::int64_t amount = 0;
        constexpr std::size_t most_digits = 16; // of max_json_integer
        if (whole.size() <= most_digits)
            for (const char c : whole) amount = amount * 10 + (c - '0');
        if (fraction || exponent || whole.size() > most_digits || !is_json_integer(amount))
            return error_at(ErrorCode::json_number_not_allowed, at_);
        out = Json(negative ? -amount : amount);
        return ok();
    }

    Status digits() {
        if (!is_digit(look())) return malformed();
        while (is_digit(look())) ++at_;
        return ok();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_;
};

Status check_bytes(ByteView text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes) return error_at(ErrorCode::json_too_large, limits.max_bytes);
    const std::size_t ill_formed = first_ill_formed(text);
    if (ill_formed != text.size()) return error_at(ErrorCode::json_invalid_utf8, ill_formed);
    return ok();
}

} // namespace

Result<Json> parse_relaxed(ByteView text, const JsonLimits& limits) {
    TRY(check_bytes(text, limits));
    return Reader(as_text(text), limits.max_depth).document();
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
