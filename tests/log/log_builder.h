#pragma once
/// Keys, events and a small log for the tests of notes, proofs and receipts.

#include "kaibiao/log/receipt.h"

namespace kaibiao::log::test {

inline const std::string origin = "centre.example/log";

/// A key made from a counter; the same in every build.
SignerKey signer(const std::string& name, NoteKeyType type, std::uint8_t seed);
inline SignerKey log_signer() { return signer(origin, NoteKeyType::ed25519, 1); }
inline SignerKey witness_signer() { return signer("witness.example/w1", NoteKeyType::cosignature, 2); }

/// Trusts the two keys above and demands the witness.
LogTrust trust();

Instant at(std::string_view text);
StreamId stream(std::uint8_t number);

/// A stream of events under random-looking salts, chained.
std::vector<StoredEvent> events(const StreamId& stream, std::size_t count);

/// The receipt of the fourth of five events of a log with some strangers' entries, cosigned by the witness.
Receipt receipt();

} // namespace kaibiao::log::test
