// age files: encryption and decryption as streams.

#include "entropy.h"
#include "handles.h"

#include "kaibiao/seal/age_file.h"

#include <limits>

namespace kaibiao::wasm {

using seal::AgeDecryptor;
using seal::AgeEncryptor;

namespace {

template <typename T> Result<T*> read_handle(Input& in) {
    TRY_ASSIGN(const std::uint32_t number, in.u32());
    return Handles::all().get<T>(number);
}

/// file key 16 ‖ nonce 16 ‖ an ephemeral secret of 32 for each recipient
Result<seal::AgeKeyEntropy> read_key_entropy(Input& in, std::size_t recipients) {
    TRY_ASSIGN(Entropy entropy, Entropy::read(in, 32 + 32 * recipients));
    seal::AgeKeyEntropy out;
    entropy.take(out.file_key);
    entropy.take(out.nonce);
    out.ephemeral_secrets.resize(recipients);
    for (auto& secret : out.ephemeral_secrets) entropy.take(secret);
    return out;
}

/// file key 16 ‖ nonce 16 ‖ salt 16
Result<seal::AgePassphraseEntropy> read_passphrase_entropy(Input& in) {
    TRY_ASSIGN(Entropy entropy, Entropy::read(in, 48));
    seal::AgePassphraseEntropy out;
    entropy.take(out.file_key);
    entropy.take(out.nonce);
    entropy.take(out.salt);
    return out;
}

} // namespace

Status age_key(Input& in, Output& out) {
    TRY_ASSIGN(Entropy entropy, Entropy::read(in, 32));
    TRY(in.finish());
    SecretArray<32> secret;
    entropy.take(secret);
    const seal::X25519Identity identity(std::move(secret));
    out.bytes(identity.text().view());
    out.text(identity.recipient().text());
    return ok();
}

Status age_encrypt_keys(Input& in, Output& out) {
    TRY_ASSIGN(const std::string_view text, in.text());
    TRY_ASSIGN(const auto recipients, seal::parse_recipients(text));
    TRY_ASSIGN(seal::AgeKeyEntropy entropy, read_key_entropy(in, recipients.size()));
    TRY(in.finish());
    TRY_ASSIGN(AgeEncryptor encryptor, AgeEncryptor::to_keys(recipients, std::move(entropy)));
    out.u32(Handles::all().put(std::move(encryptor)));
    return ok();
}

Status age_encrypt_passphrase(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView passphrase, in.bytes());
    TRY_ASSIGN(const std::uint32_t work_factor, in.u32());
    TRY_ASSIGN(seal::AgePassphraseEntropy entropy, read_passphrase_entropy(in));
    TRY(in.finish());
    if (work_factor < 1 || work_factor > seal::age_max_work_factor) return Error(ErrorCode::age_work_factor_too_high);
    TRY_ASSIGN(AgeEncryptor encryptor,
               AgeEncryptor::to_passphrase(passphrase, std::move(entropy), static_cast<int>(work_factor)));
    out.u32(Handles::all().put(std::move(encryptor)));
    return ok();
}

Status age_encrypt_update(Input& in, Output& out) {
    TRY_ASSIGN(AgeEncryptor * encryptor, read_handle<AgeEncryptor>(in));
    TRY_ASSIGN(const ByteView plain, in.bytes());
    TRY(in.finish());
    out.end_bulk(encryptor->update(plain, out.begin_bulk(encryptor->update_bound(plain.size()))));
    return ok();
}

Status age_encrypt_finish(Input& in, Output& out) {
    TRY_ASSIGN(AgeEncryptor * encryptor, read_handle<AgeEncryptor>(in));
    TRY(in.finish());
    out.end_bulk(encryptor->finish(out.begin_bulk(encryptor->finish_bound())));
    return ok();
}

Status age_decrypt_keys(Input& in, Output& out) {
    TRY_ASSIGN(const std::string_view text, in.text());
    TRY(in.finish());
    seal::AgeIdentities identities;
    TRY_ASSIGN(identities.keys, seal::parse_identities(text));
    out.u32(Handles::all().put(AgeDecryptor(std::move(identities))));
    return ok();
}

Status age_decrypt_passphrase(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView passphrase, in.bytes());
    TRY_ASSIGN(const std::uint32_t max_work_factor, in.u32());
    TRY(in.finish());
    seal::AgeIdentities identities;
    identities.passphrases.push_back(SecretBytes::copy_of(passphrase));
    identities.max_work_factor = static_cast<int>(std::min<std::uint32_t>(max_work_factor, seal::age_max_work_factor));
    out.u32(Handles::all().put(AgeDecryptor(std::move(identities))));
    return ok();
}

Status age_decrypt_update(Input& in, Output& out) {
    TRY_ASSIGN(AgeDecryptor * decryptor, read_handle<AgeDecryptor>(in));
    TRY_ASSIGN(const ByteView sealed, in.bytes());
    TRY(in.finish());
    TRY_ASSIGN(const std::size_t written,
               decryptor->update(sealed, out.begin_bulk(AgeDecryptor::update_bound(sealed.size()))));
    out.end_bulk(written);
    return ok();
}

Status age_decrypt_finish(Input& in, Output& out) {
    TRY_ASSIGN(AgeDecryptor * decryptor, read_handle<AgeDecryptor>(in));
    TRY(in.finish());
    TRY_ASSIGN(const std::size_t written, decryptor->finish(out.begin_bulk(AgeDecryptor::finish_bound())));
    out.end_bulk(written);
    return ok();
}

} // namespace kaibiao::wasm
