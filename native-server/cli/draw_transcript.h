#pragma once
/// A transcript of a draw as a file: reading it, and telling what it says.

#include "cli/draw_seed.h"
#include "cli/terminal.h"
#include "kaibiao/draw/transcript.h"

#include <optional>
#include <string>

namespace kaibiao::cli {

/// The digest inside is checked by the decoder; `digest`, where it is given, is compared besides. Errors: those of
/// expect_kind, read_file and draw::decode_transcript; draw_transcript_changed; usage for a digest that is none.
Result<draw::Transcript> read_transcript(const std::string& file, const std::string& digest);

/// Of experts readable by the owner only: they are secret until the result (BL art. 37). Errors: those of write_file.
Status write_transcript(const std::string& file, const draw::Transcript& transcript);

/// A list that was given beside the transcript is at fault where it is not the committed one or breaks its own rules;
/// all else is the transcript's.
std::string faulty_file(const std::string& transcript, const std::string& list, const Error& error);

struct CheckedDraw {
    draw::VerifiedDraw draw;
    std::optional<std::string> list; ///< what was read of the file beside, where one was given
    std::optional<ProvenSeed> seed;  ///< where panel and releases were given
};
/// The seed before anything that follows from it. Errors: those of prove_seed and draw::verify_transcript, with the
/// file at fault; draw_result_wrong for a seed that is not the releases'.
Result<CheckedDraw> check_draw(const std::string& file, const std::string& list, const SeedFiles& proof,
                               const draw::Transcript& transcript);

/// Lines that tell what m asks for: draw, lot, list and the event of the close.
std::string message_lines(const draw::DrawMessage& message, bool withheld = false);
/// Experts listed and excluded, or values.
std::string list_line(const draw::DrawList& list);
void print_seed(const Output& output, const std::optional<ProvenSeed>& proven);
/// Who was called and could not come, and who holds the places.
void print_result(const Output& output, const draw::Transcript& transcript);

/// What m asks for and the result. `seed_json`: null where the seed was taken as given.
codec::Json message_json(const draw::DrawMessage& message);
codec::Json transcript_json(const draw::DrawMessage& message, const draw::Transcript& transcript);
codec::Json seed_json(const std::optional<ProvenSeed>& proven);

} // namespace kaibiao::cli
