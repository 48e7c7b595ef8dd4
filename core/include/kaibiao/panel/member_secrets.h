#pragma once
/// What a member keeps between the rounds and afterwards, as canonical JSON to be wrapped in age by the caller
/// (docs/formats/panel.md). Strict: what decodes encodes to the same text, and the secrets fit the public values.
/// Neither way leaves a copy of a secret on the heap.

#include "kaibiao/panel/key_generation.h"

namespace kaibiao::panel {

SecretBytes encode(const Joining& state);
/// Errors of all three: panel_secrets_malformed with a place; what Session::create reports; panel_member_unknown when
/// the static secret is not that of the member named.
Result<Joining> decode_joining(ByteView text);

/// The payloads are not kept. The signature is made anew.
SecretBytes encode(const Certifying& state);
/// Also: panel_share_inconsistent, and what a transcript and a bundle report.
Result<Certifying> decode_certifying(ByteView text);

SecretBytes encode(const Seat& seat);
/// Also: panel_share_inconsistent; what check_certificate and a bundle report.
Result<Seat> decode_seat(ByteView text);

} // namespace kaibiao::panel
