#pragma once
/// age keys as people give them on a command line: `-r` text, `-R` and `-i` files. docs/formats/age.md.

#include "kaibiao/seal/age_recipient.h"

#include <string>
#include <vector>

namespace kaibiao::cli {

inline constexpr std::uint64_t largest_key_file = 1 << 20;

struct RecipientOptions {
    std::vector<std::string> recipients; ///< `age1…`
    std::vector<std::string> files;      ///< one recipient a line
    bool empty() const { return recipients.empty() && files.empty(); }
};

/// Errors: age_recipient_malformed with the text, or the file and line; file_unreadable.
Result<std::vector<seal::X25519Recipient>> read_recipients(const RecipientOptions& options);
/// An identity file may itself be an age file under a passphrase, which is asked for.
/// Errors: age_identity_malformed with file and line; file_unreadable; those of age.
Result<std::vector<seal::X25519Identity>> read_identities(const std::string& path);

} // namespace kaibiao::cli
