#pragma once
/// ASCII armor of age files: one strict PEM block (RFC 7468 figure 3) labelled AGE ENCRYPTED FILE, as streams.
/// White space is accepted around the block only; lines end in LF or CRLF.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"
#include "kaibiao/seal/age_format.h"

#include <string>

namespace kaibiao::seal {

class ArmorEncoder {
  public:
    /// Appends to `out`.
    void update(ByteView bytes, std::string& out);
    void finish(std::string& out);

  private:
    void begin(std::string& out);
    bool begun_ = false;
    Bytes pending_; ///< less than a line
};

class ArmorDecoder {
  public:
    /// Appends to `out`. Errors: age_armor_malformed, place `line N`.
    Status update(std::string_view text, Bytes& out);
    /// Errors: age_armor_malformed when the block is not closed.
    Status finish(Bytes& out);
    /// True when a file that begins so can only be armored (its first byte that is not white space is `-`).
    static bool looks_armored(ByteView start);

  private:
    enum class State : std::uint8_t { before, body, short_line, after };
    Status take_line(std::string_view line, Bytes& out);
    Status take_blank(std::string_view line);
    Status take_body(std::string_view line, Bytes& out);
    Error malformed(std::string reason) const;

    State state_ = State::before;
    std::string line_;
    std::size_t blank_ = 0;
    std::size_t line_number_ = 1;
};

} // namespace kaibiao::seal
