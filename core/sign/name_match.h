#pragma once
/// Whether a name lies in a subtree. One answer for permitting and one for excluding: what cannot be decided is never
/// permitted and always excluded.

#include "kaibiao/crypto/names.h"

namespace kaibiao::sign {

enum class Subtree : std::uint8_t { permitted, excluded };

/// Both of the same kind. False for a kind that is not compared; see is_compared.
bool lies_in(const crypto::GeneralName& name, const crypto::GeneralName& base, Subtree subtree);
/// Directory names, e-mail addresses, DNS names, URIs and IP addresses.
bool is_compared(crypto::GeneralNameKind kind);
/// False for a base that no name could be held against.
bool is_usable_base(const crypto::GeneralName& base);

} // namespace kaibiao::sign
