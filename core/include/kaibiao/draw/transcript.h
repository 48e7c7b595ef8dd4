#pragma once
/// The record of a draw, from which anybody draws it again. Format: docs/formats/draw.md.

#include "kaibiao/draw/message.h"
#include "kaibiao/draw/walk.h"

#include <optional>

namespace kaibiao::draw {

/// One outcome per stratum, or the drawn value.
using DrawOutcome = std::variant<std::vector<StratumOutcome>, std::string>;

struct Transcript {
    std::string message;             ///< the text of m
    std::optional<std::string> list; ///< the committed list's text; none where experts stay secret
    DrawSeed seed{};
    std::vector<Step> steps; ///< in the order of the calls
    DrawOutcome outcome;
    bool operator==(const Transcript&) const = default;
};

enum class ListInTranscript : std::uint8_t { included, withheld };

/// Draws: checks the list against m, ranks, walks. Errors: those of decode_message, decode_list, check_list and
/// Walk::apply (a step's place is `/steps/N`), draw_list_mismatch, draw_transcript_malformed for steps in a draw of a
/// value.
Result<Transcript> draw_transcript(std::string message, std::string list, const DrawSeed& seed, std::vector<Step> steps,
                                   ListInTranscript where);

/// Canonical JSON. Its member `digest` covers every other byte.
std::string encode_transcript(const Transcript& transcript);
/// Errors: those of parse_canonical and ObjectReader, draw_transcript_malformed, draw_reason_unknown,
/// draw_transcript_changed when the digest is not that of the rest.
Result<Transcript> decode_transcript(ByteView text);
/// What a log keeps of a transcript. SHA-256("kaibiao/draw/transcript/v1" ‖ the text without its member `digest`).
Digest transcript_digest(const Transcript& transcript);

struct VerifiedDraw {
    DrawMessage message;
    DrawList list;
};
/// Draws again and compares. `list` is the list's text where the transcript withholds it; where both are there they
/// must be the same. That the seed is the panel's for m is checked by whoever holds the panel's releases. Errors: those
/// of draw_transcript, draw_list_missing, draw_result_wrong with the place of the first difference.
Result<VerifiedDraw> verify_transcript(const Transcript& transcript, const std::optional<std::string>& list);

} // namespace kaibiao::draw
