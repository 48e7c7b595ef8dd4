#pragma once
/// The looks that a client takes before it releases anything, by the names of docs/formats/evidence.md.

#include "kaibiao/base/instant.h"
#include "kaibiao/base/result.h"

namespace kaibiao::client {

/// The error, its detail beginning with the look that failed.
inline Error failed_look(const char* name, const Error& error) {
    return Error(error.code, error.place,
                 std::string("核对 look ") + name + (error.detail.empty() ? "" : ": " + error.detail));
}
template <typename T> Result<T> as_look(const char* name, Result<T> looked) {
    if (looked.ok()) return looked;
    return failed_look(name, looked.error());
}

/// Whatever the server's stamps say. Errors: deadline_not_reached with the instant.
inline Status look_at_clock(Instant due, Instant now) {
    if (now >= due) return ok();
    return Error(ErrorCode::deadline_not_reached, due.text(), "by this computer's clock");
}

} // namespace kaibiao::client
