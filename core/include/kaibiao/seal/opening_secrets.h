#pragma once
/// How a bidder keeps B until the opening: a small file to be wrapped in age (passphrase, key file, second device), and
/// a printed recovery code.

#include "kaibiao/seal/lock.h"

namespace kaibiao::seal {

/// B of both classes: whoever has them can release the bid.
struct OpeningSecrets {
    LockSecret sheet;
    LockSecret volumes;
    const LockSecret& of(PartClass part_class) const { return part_class == PartClass::sheet ? sheet : volumes; }
    OpeningSecrets clone() const { return {sheet.clone(), volumes.clone()}; }
};

/// The plaintext of such a file: which envelope of which lot of which centre, and the two secrets.
struct OpeningSecretsFile {
    std::string origin; ///< of the centre's log
    LotId lot;
    OpeningSecrets secrets;
    int envelope = 1; ///< 2 for the price of a lot with two
};
SecretBytes encode_opening_secrets(const OpeningSecretsFile& file);
/// Errors: opening_secret_malformed.
Result<OpeningSecretsFile> decode_opening_secrets(ByteView text);

/// `KB1…` in groups of four, to be printed.
SecretBytes encode_recovery_code(const OpeningSecrets& secrets);
/// Case, spaces and hyphens are free. Errors: recovery_code_wrong.
Result<OpeningSecrets> decode_recovery_code(std::string_view text);

} // namespace kaibiao::seal
