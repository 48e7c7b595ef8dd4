#include "cli/age_keys.h"

#include "cli/files.h"
#include "kaibiao/seal/age_armor.h"
#include "kaibiao/seal/age_file.h"

namespace kaibiao::cli {

namespace {

/// Opens an identity file that is itself an age file under a passphrase.
Result<Bytes> open_protected(const Bytes& file, const std::string& path) {
    TRY_ASSIGN(SecretBytes passphrase, ask_passphrase("口令 Passphrase of " + path));
    seal::AgeIdentities identities;
    identities.passphrases.push_back(std::move(passphrase));
    Bytes binary;
    if (seal::ArmorDecoder::looks_armored(file)) {
        seal::ArmorDecoder armor;
        TRY(armor.update(as_text(file), binary));
        TRY(armor.finish(binary));
    }
    seal::AgeDecryptor decryptor(std::move(identities));
    Bytes text;
    const Status opened = decryptor.update(binary.empty() ? file : binary, text);
    if (!opened.ok() && opened.error().code == ErrorCode::age_no_match)
        return Error(
            ErrorCode::age_no_match, path,
            "该私钥文件是加密给某个密钥的，只支持以口令加密的私钥文件; this identity file is encrypted to a key, "
            "and only a passphrase is supported for that");
    TRY(opened);
    TRY(decryptor.finish(text));
    return text;
}

} // namespace

Result<std::vector<seal::X25519Identity>> read_identities(const std::string& path) {
    TRY_ASSIGN(Bytes text, read_file(path, largest_key_file));
    const std::string_view start = as_text(text).substr(0, seal::age_version_line.size());
    if (seal::ArmorDecoder::looks_armored(text) || start == seal::age_version_line) {
        TRY_ASSIGN(text, in_file(path, open_protected(text, path)));
    }
    auto identities = seal::parse_identities(as_text(text));
    wipe(text);
    if (!identities.ok())
        return Error(identities.error().code, path + " " + identities.error().place, identities.error().detail);
    return identities;
}

Result<std::vector<seal::X25519Recipient>> read_recipients(const RecipientOptions& options) {
    std::vector<seal::X25519Recipient> recipients;
    for (const std::string& text : options.recipients) {
        auto recipient = seal::X25519Recipient::parse(text);
        if (!recipient.ok()) return Error(recipient.error().code, text, recipient.error().detail);
        recipients.push_back(*recipient);
    }
    for (const std::string& path : options.files) {
        TRY_ASSIGN(const Bytes text, read_file(path, largest_key_file));
        auto more = seal::parse_recipients(as_text(text));
        if (!more.ok()) return Error(more.error().code, path + " " + more.error().place, more.error().detail);
        recipients.insert(recipients.end(), more->begin(), more->end());
    }
    return recipients;
}

} // namespace kaibiao::cli
