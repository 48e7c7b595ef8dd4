#include "kaibiao/seal/age_armor.h"

#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

constexpr std::string_view white_space = " \t\r\n\v\f";

bool is_blank(std::string_view text) { return text.find_first_not_of(white_space) == std::string_view::npos; }

std::string base64_line(ByteView bytes) { return codec::encode_base64(bytes, codec::Base64::standard_padded) + "\n"; }

} // namespace

void ArmorEncoder::begin(std::string& out) {
    if (!begun_) out += std::string(age_armor_begin) + "\n";
    begun_ = true;
}

void ArmorEncoder::update(ByteView bytes, std::string& out) {
    begin(out);
    while (pending_.size() + bytes.size() >= age_line_bytes) {
        const std::size_t n = age_line_bytes - pending_.size();
        append(pending_, bytes.first(n));
        bytes = bytes.subspan(n);
        out += base64_line(pending_);
        pending_.clear();
    }
    append(pending_, bytes);
}

void ArmorEncoder::finish(std::string& out) {
    begin(out);
    if (!pending_.empty()) out += base64_line(pending_);
    out += std::string(age_armor_end) + "\n";
}

Error ArmorDecoder::malformed(std::string reason) const {
    return Error(ErrorCode::age_armor_malformed, numbered("line ", line_number_), std::move(reason));
}

bool ArmorDecoder::looks_armored(ByteView start) {
    const std::size_t first = as_text(start).find_first_not_of(white_space);
    return first != std::string_view::npos && start[first] == '-';
}

Status ArmorDecoder::update(std::string_view text, Bytes& out) {
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        const std::string_view piece = text.substr(0, newline);
        if (line_.size() + piece.size() > age_armor_max_blank) return malformed("the line is too long");
        line_ += piece;
        if (newline == std::string_view::npos) break;
        TRY(take_line(line_, out));
        line_.clear();
        ++line_number_;
        text.remove_prefix(newline + 1);
    }
    return ok();
}

Status ArmorDecoder::finish(Bytes& out) {
    if (!line_.empty()) {
        TRY(take_line(line_, out));
    }
    if (state_ != State::after) return malformed("the block is not closed");
    return ok();
}

Status ArmorDecoder::take_line(std::string_view line, Bytes& out) {
    if (state_ == State::after || (state_ == State::before && is_blank(line))) return take_blank(line);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (state_ == State::before) {
        if (line != age_armor_begin) return malformed("the first line is not the armor's");
        state_ = State::body;
        blank_ = 0;
        return ok();
    }
    if (line == age_armor_end) {
        state_ = State::after;
        return ok();
    }
    return take_body(line, out);
}

Status ArmorDecoder::take_blank(std::string_view line) {
    blank_ += line.size() + 1;
    if (!is_blank(line)) return malformed("there is text outside the block");
    if (blank_ > age_armor_max_blank) return malformed("there is too much white space");
    return ok();
}

Status ArmorDecoder::take_body(std::string_view line, Bytes& out) {
    if (state_ == State::short_line) return malformed("a line after the short one");
    if (line.empty() || line.size() > age_columns) return malformed("the line has the wrong length");
    const Result<Bytes> bytes = codec::decode_base64(line, codec::Base64::standard_padded);
    if (!bytes.ok()) return malformed("the line is not canonical base64");
    // A full line with padding holds less than 48 bytes; nothing may follow it either.
    if (bytes->size() < age_line_bytes) state_ = State::short_line;
    append(out, *bytes);
    return ok();
}

} // namespace kaibiao::seal
