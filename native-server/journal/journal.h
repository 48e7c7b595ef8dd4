#pragma once
/// The server's log: one JSON object per line, with time, network address and person of every step (EB 49); kept, never
/// overwritten. Secrets, bodies, cookies and query strings never go in.

#include "http/server.h"
#include "kaibiao/codec/json.h"

#include <filesystem>

namespace kaibiao::journal {

/// Daily files `kaibiao_YYYY-MM-DD.jsonl` in `folder`. Before this, and for problems as well, lines go to standard
/// error.
Status open(const std::filesystem::path& folder);
void close();
/// How many lines could not be written since the last one that could. The next that can is preceded by a line
/// `{"event":"lines_lost","lines":N}`, so that the file itself tells of its gap.
std::uint64_t lost_lines();

void access(const http::AccessRecord& record);
/// An act of the centre or a decision: `{"event": what, ...members}`.
void event(std::string_view what, codec::Json members);
/// Something that a person should look at.
void problem(std::string_view where, const Error& error);

} // namespace kaibiao::journal
