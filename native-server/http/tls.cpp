#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdio>

#include <arpa/inet.h>
#include <fcntl.h>
#include <unistd.h>

namespace kaibiao::http {

namespace fs = std::filesystem;

namespace {

template <auto Free> struct Freer {
    template <typename T> void operator()(T* pointer) const { Free(pointer); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using File = std::unique_ptr<std::FILE, Freer<std::fclose>>;

Error openssl_error() {
    char text[256];
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    return Error(ErrorCode::internal_error, "tls", text);
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string out = "DNS:localhost,IP:127.0.0.1";
    for (const std::string& name : names) {
        unsigned char address[16];
        const bool numeric =
            inet_pton(AF_INET, name.c_str(), address) == 1 || inet_pton(AF_INET6, name.c_str(), address) == 1;
        out += (numeric ? ",IP:" : ",DNS:") + name;
    }
    return out;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool fill(X509* certificate, EVP_PKEY* key, const std::vector<std::string>& names) {
    unsigned char serial[8];
    if (RAND_bytes(serial, sizeof serial) != 1) return false;
    serial[0] = static_cast<unsigned char>((serial[0] & 0x7f) | 1);
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number(BN_bin2bn(serial, sizeof serial, nullptr));
    X509_set_version(certificate, 2);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 2L * 365 * 86'400);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* common = reinterpret_cast<const unsigned char*>("Kaibiao self-signed");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, common, -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    return add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(certificate, NID_subject_alt_name, alternative_names(names)) &&
           add_extension(certificate, NID_ext_key_usage, "serverAuth") && X509_sign(certificate, key, EVP_sha256()) > 0;
}

File create(const fs::path& path, mode_t mode) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    return File(file < 0 ? nullptr : ::fdopen(file, "w"));
}

Status write_pair(const TlsFiles& files, EVP_PKEY* key, X509* certificate) {
    const File key_file = create(files.key, 0600);
    const File certificate_file = create(files.certificate, 0644);
    const bool written = key_file && certificate_file &&
                         PEM_write_PrivateKey(key_file.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                         PEM_write_X509(certificate_file.get(), certificate) == 1;
    if (!written) return Error(ErrorCode::file_unwritable, files.key.string());
    return ok();
}

} // namespace

Result<TlsFiles> self_signed_certificate(const fs::path& folder, const std::vector<std::string>& names) {
    TlsFiles files{folder / "certificate.pem", folder / "key.pem"};
    std::error_code failed;
    if (fs::exists(files.certificate, failed) && fs::exists(files.key, failed)) return files;
    fs::create_directories(folder, failed);
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (key == nullptr || certificate == nullptr || !fill(certificate.get(), key.get(), names)) return openssl_error();
    TRY(write_pair(files, key.get(), certificate.get()));
    return files;
}

} // namespace kaibiao::http
