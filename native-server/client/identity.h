#pragma once
/// A person's signing key with the certificate chain that names them.

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/certificate.h"
#include "kaibiao/crypto/private_key.h"
#include "kaibiao/sign/jws.h"

#include <filesystem>
#include <vector>

namespace kaibiao::client {

struct Identity {
    crypto::PrivateKey key;
    std::vector<Bytes> chain; ///< DER, leaf first

    /// The leaf; aborts when the chain does not parse (load_identity checked it).
    crypto::Certificate leaf() const;
    /// A JWS over `payload` with fresh blinding.
    Result<std::string> sign(std::string_view payload, std::string_view purpose) const;
};

/// `key_file`: PEM, `PRIVATE KEY` or `ENCRYPTED PRIVATE KEY` (the passphrase is asked for);
/// `certificate_file`: PEM, leaf first. Errors: file_unreadable, pem_malformed, private_key_*, certificate_malformed,
/// file_kind_wrong when they do not belong together.
Result<Identity> load_identity(const std::filesystem::path& key_file, const std::filesystem::path& certificate_file);
/// Errors, with the file's name: file_unreadable, pem_malformed, also when there is no block.
Result<std::vector<codec::PemBlock>> read_pem(const std::filesystem::path& path);
Result<crypto::PrivateKey> load_private_key(const std::filesystem::path& key_file);

crypto::PrivateKey generate_key();
/// PEM, encrypted under `passphrase`; unencrypted when it is empty.
std::string key_pem(const crypto::PrivateKey& key, ByteView passphrase);

} // namespace kaibiao::client
