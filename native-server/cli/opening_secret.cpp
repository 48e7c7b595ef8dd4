#include "cli/opening_secret.h"

#include "cli/files.h"
#include "kaibiao/seal/age_file.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

Result<seal::AgeEncryptor> to_passphrase() {
    TRY_ASSIGN(const SecretBytes passphrase, ask_passphrase("Passphrase for the opening secrets"));
    if (passphrase.size() < 8) return Error(ErrorCode::usage, "passphrase", "至少 8 个字符 at least 8 characters");
    seal::AgePassphraseEntropy entropy;
    fill_random(entropy.file_key.data());
    fill_random(entropy.nonce);
    fill_random(entropy.salt);
    return seal::AgeEncryptor::to_passphrase(passphrase.view(), std::move(entropy));
}

Result<seal::AgeEncryptor> to_keys(const RecipientOptions& keepers) {
    TRY_ASSIGN(const auto recipients, read_recipients(keepers));
    seal::AgeKeyEntropy entropy;
    fill_random(entropy.file_key.data());
    fill_random(entropy.nonce);
    entropy.ephemeral_secrets.resize(recipients.size());
    for (auto& secret : entropy.ephemeral_secrets) fill_random(secret.data());
    return seal::AgeEncryptor::to_keys(recipients, std::move(entropy));
}

Result<seal::AgeIdentities> identities_for(const SecretSource& source) {
    seal::AgeIdentities identities;
    if (source.identity.empty()) {
        TRY_ASSIGN(SecretBytes passphrase, ask_passphrase("Passphrase of " + source.file));
        identities.passphrases.push_back(std::move(passphrase));
    } else {
        TRY_ASSIGN(identities.keys, read_identities(source.identity));
    }
    return identities;
}

} // namespace

void add_secret_options(CLI::App& app, SecretSource& source) {
    app.add_option("--secrets", source.file, "the secrets file written by kaibiao seal");
    app.add_option("-i,--identity", source.identity, "age identity file, when the secrets were locked to its key");
    app.add_option("--recovery-code", source.recovery_code, "or the printed recovery code");
}

Result<seal::OpeningSecrets> read_opening_secrets(const SecretSource& source) {
    if (source.file.empty() == source.recovery_code.empty())
        return Error(ErrorCode::usage, "--secrets",
                     "请给出 --secrets 或 --recovery-code 之一; give either --secrets FILE or --recovery-code CODE");
    if (source.file.empty()) return seal::decode_recovery_code(source.recovery_code);
    TRY_ASSIGN(const Bytes file, read_file(source.file, 1 << 20));
    TRY_ASSIGN(seal::AgeIdentities identities, identities_for(source));
    seal::AgeDecryptor age(std::move(identities));
    Bytes plain;
    TRY(age.update(file, plain));
    TRY(age.finish(plain));
    const SecretBytes text(std::move(plain));
    TRY_ASSIGN(seal::OpeningSecretsFile opened, seal::decode_opening_secrets(text.view()));
    return std::move(opened.secrets);
}

Result<Bytes> lock_opening_secrets(const seal::OpeningSecretsFile& secrets, const RecipientOptions& keepers) {
    TRY_ASSIGN(seal::AgeEncryptor age, keepers.empty() ? to_passphrase() : to_keys(keepers));
    const SecretBytes plain = seal::encode_opening_secrets(secrets);
    Bytes file;
    age.update(plain.view(), file);
    age.finish(file);
    return file;
}

} // namespace kaibiao::cli
