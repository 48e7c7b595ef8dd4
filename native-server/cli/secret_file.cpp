#include "cli/secret_file.h"

#include "cli/files.h"
#include "kaibiao/seal/age_file.h"

namespace kaibiao::cli {

namespace {

Result<seal::AgeEncryptor> to_passphrase(const std::string& what) {
    TRY_ASSIGN(const SecretBytes passphrase, ask_new_passphrase(what));
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

Result<seal::AgeIdentities> identities_for(const std::string& file, const std::string& identity) {
    seal::AgeIdentities identities;
    if (identity.empty()) {
        TRY_ASSIGN(SecretBytes passphrase, ask_passphrase("口令 Passphrase of " + file));
        identities.passphrases.push_back(std::move(passphrase));
    } else {
        TRY_ASSIGN(identities.keys, read_identities(identity));
    }
    return identities;
}

} // namespace

Result<Bytes> lock_secret(ByteView plain, const RecipientOptions& keepers, const std::string& what) {
    TRY_ASSIGN(seal::AgeEncryptor age, keepers.empty() ? to_passphrase(what) : to_keys(keepers));
    Bytes file;
    age.update(plain, file);
    age.finish(file);
    return file;
}

Result<SecretBytes> unlock_secret(const std::string& file, const std::string& identity) {
    TRY_ASSIGN(const Bytes locked, read_file(file, 1 << 20));
    TRY_ASSIGN(seal::AgeIdentities identities, identities_for(file, identity));
    seal::AgeDecryptor age(std::move(identities));
    Bytes plain;
    TRY(in_file(file, age.update(locked, plain)));
    TRY(in_file(file, age.finish(plain)));
    return SecretBytes(std::move(plain));
}

} // namespace kaibiao::cli
