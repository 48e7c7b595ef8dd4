#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::codec {

namespace {

constexpr std::size_t columns = 64;
constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

/// RFC 7468 §3: printable, single spaces or hyphens inside.
bool is_label(std::string_view label) {
    bool joined = true; // a joiner may not come first, last or twice
    for (const char c : label) {
        if (c < ' ' || c > '~') return false;
        const bool joiner = c == ' ' || c == '-';
        if (joiner && joined) return false;
        joined = joiner;
    }
    return !joined;
}

class PemReader {
  public:
    explicit PemReader(std::string_view text) : rest_(text) {}

    Result<std::vector<PemBlock>> blocks(std::size_t max_blocks) {
        std::vector<PemBlock> blocks;
        while (skip_blank_lines()) {
            if (blocks.size() == max_blocks) return malformed("too many blocks");
            TRY_ASSIGN(PemBlock block, read_block());
            blocks.push_back(std::move(block));
        }
        if (blocks.empty()) return malformed("there is no block");
        return blocks;
    }

  private:
    /// The next line without its LF or CRLF.
    std::string_view take_line() {
        const std::size_t end = std::min(rest_.find('\n'), rest_.size());
        std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        ++line_;
        return line;
    }
    /// False at the end of the text.
    bool skip_blank_lines() {
        while (!rest_.empty()) {
            const std::string_view before = rest_;
            if (!is_blank(take_line())) {
                rest_ = before;
                --line_;
                return true;
            }
        }
        return false;
    }
    Result<PemBlock> read_block() {
        TRY_ASSIGN(const std::string_view label, read_mark(take_line(), begin_mark));
        std::string encoded;
        std::size_t last = columns;
        std::string_view line = take_line();
        for (; line.substr(0, dashes.size()) != dashes; line = take_line()) {
            // Only the last line may be short, so that there is one way to write a block.
            if (line.empty() || line.size() > columns || last != columns)
                return malformed("a line has the wrong length");
            last = line.size();
            encoded += line;
        }
        TRY_ASSIGN(const std::string_view closing, read_mark(line, end_mark));
        if (closing != label) return malformed("the labels differ");
        Result<Bytes> der = decode_base64(encoded, Base64::standard_padded);
        if (!der.ok() || der->empty()) return malformed("the base64 is not canonical");
        return PemBlock{std::string(label), std::move(der).value()};
    }
    Result<std::string_view> read_mark(std::string_view line, std::string_view mark) const {
        const bool shaped = line.size() > mark.size() + dashes.size() && line.substr(0, mark.size()) == mark &&
                            line.substr(line.size() - dashes.size()) == dashes;
        if (!shaped) return malformed("an encapsulation boundary is expected");
        const std::string_view label = line.substr(mark.size(), line.size() - mark.size() - dashes.size());
        if (!is_label(label)) return malformed("the label is not allowed");
        return label;
    }
    Error malformed(std::string reason) const {
        return Error(ErrorCode::pem_malformed, numbered("line ", line_), std::move(reason));
    }

    std::string_view rest_;
    std::size_t line_ = 0;
};

} // namespace

std::string encode_pem(std::string_view label, ByteView der) {
    const std::string encoded = encode_base64(der, Base64::standard_padded);
    std::string text = std::string(begin_mark) + std::string(label) + std::string(dashes) + "\n";
    for (std::size_t at = 0; at < encoded.size(); at += columns) text += encoded.substr(at, columns) + "\n";
    return text + std::string(end_mark) + std::string(label) + std::string(dashes) + "\n";
}

Result<std::vector<PemBlock>> decode_pem(std::string_view text, std::size_t max_blocks) {
    return PemReader(text).blocks(max_blocks);
}

} // namespace kaibiao::codec
