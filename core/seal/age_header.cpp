#include "kaibiao/seal/age_header.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

/// ` ` + 43 characters of base64 + line feed.
constexpr std::size_t mac_tail_size = 45;

bool is_argument(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

std::string wrapped_base64(ByteView body) {
    const std::string encoded = codec::encode_base64(body);
    std::string lines;
    for (std::size_t at = 0; at < encoded.size(); at += age_columns) lines += encoded.substr(at, age_columns) + "\n";
    // The last line is always short, so a reader knows the body's end without looking ahead.
    if (encoded.size() % age_columns == 0) lines += "\n";
    return lines;
}

std::string encode_stanza(const Stanza& stanza) {
    std::string text(age_stanza_mark);
    for (std::size_t i = 0; i < stanza.arguments.size(); ++i) text += (i == 0 ? "" : " ") + stanza.arguments[i];
    return text + "\n" + wrapped_base64(stanza.body);
}

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

} // namespace

Result<std::size_t> AgeHeaderParser::feed(ByteView bytes) {
    std::size_t taken = 0;
    while (!complete() && taken < bytes.size()) {
        TRY_ASSIGN(const std::size_t piece, take_piece(bytes.subspan(taken)));
        taken += piece;
    }
    return taken;
}

/// Takes bytes up to the end of the line at most.
Result<std::size_t> AgeHeaderParser::take_piece(ByteView bytes) {
    // A file of another kind is named so, however long its first line is.
    if (state_ == State::version)
        bytes = bytes.first(std::min(bytes.size(), age_version_line.size() - header_.text.size()));
    const auto newline = std::find(bytes.begin(), bytes.end(), std::uint8_t{'\n'});
    const bool whole_line = newline != bytes.end();
    const std::size_t size = static_cast<std::size_t>(newline - bytes.begin()) + (whole_line ? 1 : 0);
    if (size > limits_.max_bytes - header_.text.size())
        return malformed(ErrorCode::age_header_too_large, numbered("more than ", limits_.max_bytes) + " bytes");
    append(header_.text, bytes.first(size));
    if (state_ == State::version) {
        TRY(check_version());
    }
    if (whole_line) {
        const std::string_view line = as_text(header_.text).substr(line_start_);
        TRY(take_line(line.substr(0, line.size() - 1)));
        line_start_ = header_.text.size();
        ++line_number_;
    }
    return size;
}

/// Refuses a file that is not age's at its first differing byte.
Status AgeHeaderParser::check_version() const {
    const std::string_view seen = as_text(header_.text);
    if (seen.size() <= age_version_line.size() && starts_with(age_version_line, seen)) return ok();
    return malformed(ErrorCode::age_version_unknown, {});
}

Status AgeHeaderParser::take_line(std::string_view line) {
    if (state_ == State::body) return take_body_line(line);
    if (state_ == State::version) {
        state_ = State::stanza;
        return ok();
    }
    if (starts_with(line, age_stanza_mark)) return begin_stanza(line.substr(age_stanza_mark.size()));
    if (starts_with(line, age_mac_mark)) return take_mac(line);
    return malformed(ErrorCode::age_header_malformed, "neither a stanza nor the MAC");
}

Status AgeHeaderParser::begin_stanza(std::string_view line) {
    if (header_.stanzas.size() == limits_.max_stanzas)
        return malformed(ErrorCode::age_header_too_large, "too many stanzas");
    Stanza stanza;
    while (true) {
        const std::size_t space = line.find(' ');
        const std::string_view argument = line.substr(0, space);
        if (!is_argument(argument)) return malformed(ErrorCode::age_stanza_malformed, "an argument is not allowed");
        stanza.arguments.emplace_back(argument);
        if (space == std::string_view::npos) break;
        line.remove_prefix(space + 1);
    }
    header_.stanzas.push_back(std::move(stanza));
    state_ = State::body;
    return ok();
}

Status AgeHeaderParser::take_body_line(std::string_view line) {
    if (line.size() > age_columns)
        return malformed(ErrorCode::age_stanza_malformed, "a line is longer than 64 columns");
    const Result<Bytes> bytes = codec::decode_base64(line);
    if (!bytes.ok()) return malformed(ErrorCode::age_stanza_malformed, "the body is not canonical base64");
    append(header_.stanzas.back().body, *bytes);
    if (line.size() < age_columns) state_ = State::stanza;
    return ok();
}

Status AgeHeaderParser::take_mac(std::string_view line) {
    const std::string_view tail = line.substr(age_mac_mark.size());
    if (header_.stanzas.empty()) return malformed(ErrorCode::age_header_malformed, "there is no stanza");
    if (tail.size() + 1 != mac_tail_size || tail[0] != ' ')
        return malformed(ErrorCode::age_header_malformed, "the MAC has the wrong length");
    const Result<Bytes> mac = codec::decode_base64(tail.substr(1));
    if (!mac.ok()) return malformed(ErrorCode::age_header_malformed, "the MAC is not canonical base64");
    std::copy(mac->begin(), mac->end(), header_.mac.begin());
    state_ = State::complete;
    return ok();
}

Error AgeHeaderParser::malformed(ErrorCode code, std::string reason) const {
    return Error(code, numbered("line ", line_number_), std::move(reason));
}

Error AgeHeaderParser::truncated() const {
    if (state_ == State::version) return malformed(ErrorCode::age_version_unknown, "the file ends here");
    return malformed(ErrorCode::age_header_malformed, "the file ends here");
}

Result<AgeHeader> parse_age_header(ByteView text, AgeHeaderLimits limits) {
    AgeHeaderParser parser(limits);
    TRY_ASSIGN(const std::size_t taken, parser.feed(text));
    if (!parser.complete()) return parser.truncated();
    if (taken != text.size()) return Error(ErrorCode::age_header_malformed, {}, "there are bytes after the header");
    return parser.take();
}

std::string encode_age_header(const std::vector<Stanza>& stanzas, const FileKey& file_key) {
    std::string text(age_version_line);
    for (const Stanza& stanza : stanzas) text += encode_stanza(stanza);
    text += age_mac_mark;
    return text + " " + codec::encode_base64(header_mac(file_key, as_bytes(text))) + "\n";
}

Status check_header_mac(const AgeHeader& header, const FileKey& file_key) {
    if (header.text.size() < mac_tail_size) return Error(ErrorCode::age_header_malformed);
    const ByteView to_mark = ByteView(header.text).first(header.text.size() - mac_tail_size);
    if (!crypto::equal_constant_time(header_mac(file_key, to_mark), header.mac))
        return Error(ErrorCode::age_header_mac_wrong);
    return ok();
}

} // namespace kaibiao::seal
