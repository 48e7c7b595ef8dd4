#pragma once
/// The textual header of an age v1 file: stanzas that wrap the file key, and a MAC over all of it
/// (c2sp.org/age, "Header"). Parsing is strict: one text per header, so that its hash identifies it.

#include "kaibiao/seal/age_key.h"

#include <string>
#include <vector>

namespace kaibiao::seal {

/// One recipient stanza. arguments[0] is its type.
struct Stanza {
    std::vector<std::string> arguments;
    Bytes body;
    bool operator==(const Stanza&) const = default;
};

struct AgeHeader {
    std::vector<Stanza> stanzas;
    ByteArray<age_mac_size> mac{};
    /// The header as it was read, with its final line feed: what a manifest hashes.
    Bytes text;
};

struct AgeHeaderLimits {
    std::size_t max_bytes = std::size_t{256} * 1024;
    std::size_t max_stanzas = 1024;
};

/// Takes a file from its first byte until the header ends.
class AgeHeaderParser {
  public:
    explicit AgeHeaderParser(AgeHeaderLimits limits = {}) : limits_(limits) {}
    /// Returns how many bytes belong to the header; the rest is payload. Fails as early as the bytes allow.
    /// Errors: age_version_unknown, age_header_malformed, age_stanza_malformed, age_header_too_large; place `line N`.
    Result<std::size_t> feed(ByteView bytes);
    bool complete() const { return state_ == State::complete; }
    /// What is wrong when the file ends before the header does.
    Error truncated() const;
    const AgeHeader& header() const { return header_; }
    AgeHeader take() { return std::move(header_); }

  private:
    enum class State : std::uint8_t { version, stanza, body, complete };
    Result<std::size_t> take_piece(ByteView bytes);
    Status take_line(std::string_view line);
    Status begin_stanza(std::string_view line);
    Status take_body_line(std::string_view line);
    Status take_mac(std::string_view line);
    Status check_version() const;
    Error malformed(ErrorCode code, std::string reason) const;

    AgeHeaderLimits limits_;
    State state_ = State::version;
    AgeHeader header_;
    std::size_t line_start_ = 0;
    std::size_t line_number_ = 1;
};

/// Parses a whole header, with nothing after it.
Result<AgeHeader> parse_age_header(ByteView text, AgeHeaderLimits limits = {});
/// The header that wraps `file_key` in `stanzas`, ready to be the start of a file.
std::string encode_age_header(const std::vector<Stanza>& stanzas, const FileKey& file_key);
/// Errors: age_header_mac_wrong.
Status check_header_mac(const AgeHeader& header, const FileKey& file_key);

} // namespace kaibiao::seal
