#pragma once
/// The members that every signed command has, so that a signature cannot be used for another centre, lot, command or
/// state of affairs. docs/formats/jws.md.

#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/codec/json.h"

#include <optional>

namespace kaibiao::sign {

struct CommandEnvelope {
    std::string purpose;          ///< repeats the JWS type
    std::string centre;           ///< name of the trading centre
    std::string origin;           ///< origin of its log
    std::optional<LotId> lot;     ///< absent for acts outside a lot
    CommandId command;            ///< 16 random bytes: the idempotency key together with signer and payload hash
    std::optional<Digest> notice; ///< hash of the notice or newest amendment the signer relied on
    std::optional<Digest> seen;   ///< hash of the latest event the signer saw
    Instant time;                 ///< claimed by the signer; proves nothing
};

/// Reads the eight members from a reader that goes on with the members of its own purpose; absent ones are null.
/// Errors: json_* with their place.
Result<CommandEnvelope> read_envelope(codec::ObjectReader& reader);
/// Reads the eight members and ignores all others.
Result<CommandEnvelope> read_envelope(const codec::Json& payload);
/// An object with the eight members; add the others with set().
codec::Json write_envelope(const CommandEnvelope& envelope);

/// Where a command must belong.
struct EnvelopeContext {
    std::string_view purpose;
    std::string_view centre;
    std::string_view origin;
    std::optional<LotId> lot;
};
/// Errors: jws_type_wrong for another purpose, jws_payload_wrong_context (place names the member).
Status check_envelope(const CommandEnvelope& envelope, const EnvelopeContext& expected);

} // namespace kaibiao::sign
