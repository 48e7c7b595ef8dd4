#pragma once
/// The opening secrets as a user keeps them: an age file under a passphrase or to keys, or a printed code.

#include "cli/age_keys.h"
#include "kaibiao/seal/manifest.h"
#include "kaibiao/seal/opening_secrets.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace kaibiao::cli {

struct SecretSource {
    std::string file;          ///< age file under a passphrase, which is asked for, or to the key in `identity`
    std::string identity;      ///< age identity file
    std::string recovery_code; ///< or what was printed; `-` when it is to be asked for
};
/// --secrets, --identity, --recovery-code.
void add_secret_options(CLI::App& app, SecretSource& source);

struct KeptSecrets {
    seal::OpeningSecrets secrets;
    std::optional<int> envelope; ///< of the bid; a printed code does not say it
};
/// Errors: usage when neither or both are given; those of age and decode_opening_secrets, recovery_code_wrong.
Result<KeptSecrets> read_opening_secrets(const SecretSource& source);

/// That they are those of the bid. Errors: lock_secret_mismatch, at what the user gave.
Status expect_secrets_of(const seal::Manifest& manifest, const KeptSecrets& kept, const SecretSource& source);

/// An age file that any age tool opens: to the keepers' keys, or, without any, under a passphrase that is asked for.
/// Errors: those of read_recipients; those of ask_new_passphrase.
Result<Bytes> lock_opening_secrets(const seal::OpeningSecretsFile& secrets, const RecipientOptions& keepers);

} // namespace kaibiao::cli
