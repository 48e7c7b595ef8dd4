#include "client/identity.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"

namespace kaibiao::client {

namespace {

constexpr std::uint64_t max_pem_bytes = 1 << 20;
constexpr std::string_view key_wanted =
    "此处需要 ECDSA P-256 私钥（PKCS#8 PEM） an ECDSA P-256 private key (PKCS#8 PEM) is needed here";

} // namespace

crypto::Certificate Identity::leaf() const { return crypto::parse_certificate(chain.at(0)).value(); }

Result<std::string> Identity::sign(std::string_view payload, std::string_view purpose) const {
    return sign::sign_jws(as_bytes(payload), purpose, chain, key, cli::random_bytes<32>());
}

Result<std::vector<codec::PemBlock>> read_pem(const std::filesystem::path& path) {
    TRY_ASSIGN(const Bytes text, cli::read_file(path, max_pem_bytes));
    auto blocks = codec::decode_pem(as_text(text));
    if (!blocks.ok()) return cli::in_file(path, blocks.error());
    if (blocks->empty())
        return Error(ErrorCode::pem_malformed, path.string(), "其中没有 PEM 块 there is no PEM block in it");
    return blocks;
}

Result<crypto::PrivateKey> load_private_key(const std::filesystem::path& key_file) {
    TRY_ASSIGN(auto blocks, read_pem(key_file));
    const auto malformed = [&](const Error& error) { return cli::not_the_wanted(key_file, key_wanted, error); };
    if (blocks.size() != 1) return malformed(Error(ErrorCode::private_key_malformed, {}, "one PEM block expected"));
    const bool encrypted = blocks[0].label == "ENCRYPTED PRIVATE KEY";
    if (!encrypted && blocks[0].label != "PRIVATE KEY")
        return malformed(Error(ErrorCode::private_key_malformed, {}, blocks[0].label));
    const SecretBytes der(std::move(blocks[0].der));
    SecretBytes passphrase;
    if (encrypted) {
        TRY_ASSIGN(passphrase, cli::ask_passphrase("Passphrase of " + key_file.string()));
    }
    auto key = encrypted ? crypto::decrypt_pkcs8(der.view(), passphrase.view()) : crypto::decode_pkcs8(der.view());
    if (!key.ok() && key.error().code == ErrorCode::private_key_malformed) return malformed(key.error());
    if (!key.ok()) return cli::in_file(key_file, key.error());
    return key;
}

Result<Identity> load_identity(const std::filesystem::path& key_file, const std::filesystem::path& certificate_file) {
    TRY_ASSIGN(auto key, load_private_key(key_file));
    TRY_ASSIGN(const auto blocks, read_pem(certificate_file));
    Identity identity{std::move(key), {}};
    for (const codec::PemBlock& block : blocks) {
        if (block.label != "CERTIFICATE")
            return Error(ErrorCode::certificate_malformed, certificate_file.string(), block.label);
        const auto certificate = crypto::parse_certificate(block.der);
        if (!certificate.ok()) return cli::in_file(certificate_file, certificate.error());
        identity.chain.push_back(block.der);
    }
    if (identity.leaf().key.spki != identity.key.spki())
        return Error(ErrorCode::file_kind_wrong, certificate_file.string(),
                     "证书与私钥不是一对 the certificate is for another key than that in " + key_file.string());
    return identity;
}

crypto::PrivateKey generate_key() {
    SecretArray<crypto::PrivateKey::entropy_size> entropy;
    cli::fill_random(entropy.data());
    return crypto::PrivateKey::generate(entropy.view());
}

std::string key_pem(const crypto::PrivateKey& key, ByteView passphrase) {
    if (passphrase.empty()) return codec::encode_pem("PRIVATE KEY", crypto::encode_pkcs8(key).view());
    crypto::Pkcs8Lock lock;
    lock.salt = cli::random_bytes<16>();
    lock.iv = cli::random_bytes<16>();
    return codec::encode_pem("ENCRYPTED PRIVATE KEY", crypto::encrypt_pkcs8(key, passphrase, lock));
}

} // namespace kaibiao::client
