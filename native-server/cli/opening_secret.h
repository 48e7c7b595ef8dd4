#pragma once
/// The opening secrets as a user keeps them.

#include "kaibiao/seal/opening_secrets.h"

#include <string>

namespace kaibiao::cli {

struct SecretSource {
    std::string file;          ///< age file under a passphrase, which is asked for
    std::string recovery_code; ///< or what was printed
};
/// Errors: usage when neither or both are given; those of age and decode_opening_secrets, recovery_code_wrong.
Result<seal::OpeningSecrets> read_opening_secrets(const SecretSource& source);

} // namespace kaibiao::cli
