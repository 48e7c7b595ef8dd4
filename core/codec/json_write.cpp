#include "json_format.h"
#include "kaibiao/codec/json.h"
#include "utf8.h"

namespace kaibiao::codec {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// The two-character escapes of RFC 8785 §3.2.2.2; 0 when there is none.
char short_escape(char c) {
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\t': return 't';
    case '\n': return 'n';
    case '\f': return 'f';
    case '\r': return 'r';
    default: return 0;
    }
}

void write_ascii(std::string& out, char c) {
    static constexpr char digits[] = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    if (const char escape = short_escape(c); escape != 0) {
        out += '\\';
        out += escape;
    } else if (code < 0x20) {
        out += "\\u00";
        out += digits[code >> 4];
        out += digits[code & 15];
    } else {
        out += c;
    }
}

void write_string(std::string& out, std::string_view text) {
    const ByteView bytes = as_bytes(text);
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_character_length(bytes, at);
        if (length == 0) out += replacement_character;
        if (length == 1) write_ascii(out, text[at]);
        if (length > 1) out += text.substr(at, length);
        at += length == 0 ? 1 : length;
    }
    out += '"';
}

enum class Layout : std::uint8_t { canonical, pretty };

class Writer {
  public:
    explicit Writer(Layout layout) : layout_(layout) {}

    void write(const Json& value) {
        if (const auto* object = value.as_object()) return write_object(*object);
        if (const auto* array = value.as_array()) return write_array(*array);
        if (const auto* text = value.as_string()) return write_string(out_, *text);
        if (const auto* number = value.as_integer()) return write_integer(*number);
        if (const auto* truth = value.as_bool())
            out_ += *truth ? "true" : "false";
        else
            out_ += "null";
    }
    std::string take() { return std::move(out_); }

  private:
    void write_integer(std::int64_t number) {
        if (!is_json_integer(number)) std::abort();
        out_ += std::to_string(number);
    }
    void write_object(const Json::Object& object) {
        open('{');
        bool first = true;
        for (const auto& [key, member] : object) {
            if (!is_ascii(key)) std::abort();
            next(first);
            write_string(out_, key);
            out_ += layout_ == Layout::pretty ? ": " : ":";
            write(member);
        }
        close('}', object.empty());
    }
    void write_array(const Json::Array& array) {
        open('[');
        bool first = true;
        for (const Json& item : array) {
            next(first);
            write(item);
        }
        close(']', array.empty());
    }
    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }
    void next(bool& first) {
        if (!first) out_ += ',';
        first = false;
        new_line();
    }
    void close(char bracket, bool empty) {
        --depth_;
        if (!empty) new_line();
        out_ += bracket;
    }
    void new_line() {
        if (layout_ == Layout::canonical) return;
        out_ += '\n';
        out_.append(2 * depth_, ' ');
    }

    Layout layout_;
    std::size_t depth_ = 0;
    std::string out_;
};

std::string dump(const Json& value, Layout layout) {
    Writer writer(layout);
    writer.write(value);
    return writer.take();
}

} // namespace

std::string dump_canonical(const Json& value) { return dump(value, Layout::canonical); }
std::string dump_pretty(const Json& value) { return dump(value, Layout::pretty); }

} // namespace kaibiao::codec
