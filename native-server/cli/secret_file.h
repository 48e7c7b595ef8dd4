#pragma once
/// Secrets in files that any age tool opens: under a passphrase that is asked for, or to the keepers' keys.

#include "cli/age_keys.h"
#include "kaibiao/base/secret.h"

namespace kaibiao::cli {

/// Without keepers under a new passphrase, asked for as that of `what`. Errors: those of read_recipients and
/// ask_new_passphrase.
Result<Bytes> lock_secret(ByteView plain, const RecipientOptions& keepers, const std::string& what);
/// `identity`: an age identity file; empty: a passphrase is asked for. Errors: file_unreadable, those of age.
Result<SecretBytes> unlock_secret(const std::string& file, const std::string& identity);

} // namespace kaibiao::cli
