#include "seal/age_builder.h"

#include "kaibiao/crypto/hash.h"

namespace kaibiao::seal::test {

Bytes noise(std::size_t size, std::uint32_t seed) {
    Bytes out(size);
    std::uint64_t state = seed * 0x9e3779b97f4a7c15ULL + 1;
    for (std::uint8_t& byte : out) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = static_cast<std::uint8_t>(state >> 32);
    }
    return out;
}

X25519Identity identity(std::uint32_t seed) { return X25519Identity(noise_secret<32>(seed)); }

AgeIdentities identities_of(std::uint32_t seed) {
    AgeIdentities identities;
    identities.keys.push_back(identity(seed));
    return identities;
}

AgeIdentities passphrase_identity(std::string_view passphrase) {
    AgeIdentities identities;
    identities.passphrases.push_back(SecretBytes::copy_of(as_bytes(passphrase)));
    return identities;
}

AgeKeyEntropy key_entropy(std::uint32_t seed, std::size_t recipients) {
    AgeKeyEntropy entropy{noise_secret<16>(seed + 1), noise_array<16>(seed + 2), {}};
    for (std::size_t i = 0; i < recipients; ++i)
        entropy.ephemeral_secrets.push_back(noise_secret<32>(seed + 100 + static_cast<std::uint32_t>(i)));
    return entropy;
}

AgePassphraseEntropy passphrase_entropy(std::uint32_t seed) {
    return {noise_secret<16>(seed + 1), noise_array<16>(seed + 2), noise_array<16>(seed + 3)};
}

Bytes age_file(ByteView plain, std::uint32_t seed) {
    const X25519Recipient recipient = identity(seed).recipient();
    AgeEncryptor encryptor = AgeEncryptor::to_keys({&recipient, 1}, key_entropy(seed)).value();
    Bytes file;
    encryptor.update(plain, file);
    encryptor.finish(file);
    return file;
}

Result<Bytes> open_age_file(ByteView file, AgeIdentities identities) {
    AgeDecryptor decryptor(std::move(identities));
    Bytes plain;
    TRY(decryptor.update(file, plain));
    TRY(decryptor.finish(plain));
    return plain;
}

} // namespace kaibiao::seal::test
