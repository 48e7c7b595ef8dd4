#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "cli/terminal.h"
#include "client/api_client.h"
#include "client/identity.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/issue.h"
#include "kaibiao/seal/age_recipient.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

struct KeygenOptions {
    std::string out;
    bool unencrypted = false;
    bool age = false;
    bool json = false;
};

/// As age-keygen writes it, so that stock age reads the file too.
Status generate_age(const KeygenOptions& options, const Output& output) {
    if (options.unencrypted)
        return Error(ErrorCode::usage, "--unencrypted", "age 密钥文件没有口令 an age key file has no passphrase");
    SecretArray<32> secret;
    fill_random(secret.data());
    const seal::X25519Identity identity(std::move(secret));
    const std::string recipient = identity.recipient().text();
    const std::string comment = "# created: " + clock_now().text() + "\n# public key: " + recipient + "\n";
    Bytes file = to_bytes(as_bytes(comment));
    append(file, identity.text().view());
    file.push_back('\n');
    const Status written = write_secret_file(options.out, file);
    wipe(file);
    TRY(written);
    output.line("已生成 age 密钥 age key written to " + options.out +
                ", 仅您可读 readable by you alone\n公钥 public key: " + recipient);
    output.document(codec::Json::object().set("key", options.out).set("recipient", recipient));
    return ok();
}

Status generate(const KeygenOptions& options, const Output& output) {
    if (options.age) return generate_age(options, output);
    SecretBytes passphrase;
    if (!options.unencrypted) {
        TRY_ASSIGN(passphrase, ask_new_passphrase("of " + options.out));
    }
    const crypto::PrivateKey key = client::generate_key();
    const std::string pem = client::key_pem(key, passphrase.view());
    TRY(write_secret_file(options.out, as_bytes(pem)));
    const std::string hash = codec::encode_hex(crypto::key_hash(crypto::parse_public_key(key.spki()).value()));
    output.line("已生成密钥 key written to " + options.out + "\n公钥指纹 key hash " + hash);
    output.document(codec::Json::object().set("key", options.out).set("key_hash", hash));
    return ok();
}

struct CsrOptions {
    std::string key;
    std::string out;
    std::string demo_ca;
    std::string ca_file;
    std::string certificate;
    std::string role;
    crypto::NameFields subject;
    bool json = false;
};

Status make_request(const CsrOptions& options, const Output& output) {
    if (!options.demo_ca.empty()) TRY(expect_absent({options.certificate}));
    TRY_ASSIGN(const crypto::PrivateKey key, client::load_private_key(options.key));
    TRY_ASSIGN(const Bytes request, crypto::create_request(key, options.subject, random_bytes<32>()));
    const std::string pem = codec::encode_pem("CERTIFICATE REQUEST", request);
    TRY(write_again(options.out, as_bytes(pem), FileKind::certificate_request));
    output.line("已写入证书申请 request written to " + options.out);
    codec::Json document = codec::Json::object().set("request", options.out);
    if (!options.demo_ca.empty()) {
        TRY_ASSIGN(auto api, client::ApiClient::connect_to(options.demo_ca, options.ca_file));
        TRY_ASSIGN(const std::string chain, api.certify(pem, options.role));
        TRY(write_file(options.certificate, as_bytes(chain)));
        output.line("演示 CA 已签发 certified by the demo CA; 证书链 chain written to " + options.certificate);
        document.set("certificate", options.certificate);
    }
    output.document(document);
    return ok();
}

} // namespace

int run_keygen(int argc, char** argv) {
    KeygenOptions options;
    CLI::App app("生成签名密钥（加密的 PKCS#8）或 age 密钥。\n"
                 "Make a P-256 signing key, kept as encrypted PKCS#8, or an age key.",
                 "kaibiao keygen");
    app.add_option("-o,--out", options.out, "key file to write (never overwritten)")->required();
    app.add_flag("--age", options.age, "an age key (X25519) to lock opening secrets and files to, as age-keygen makes");
    app.add_flag("--unencrypted", options.unencrypted, "no passphrase (for tests and machines with other protection)");
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return generate(options, output); });
}

int run_csr(int argc, char** argv) {
    CsrOptions options;
    CLI::App app("生成证书申请（PKCS#10），送交 CA 签发证书。\n"
                 "Make a certificate request (PKCS#10) to send to a CA.",
                 "kaibiao csr");
    app.add_option("-k,--key", options.key, "key file (PKCS#8 PEM)")->required();
    app.add_option("-o,--out", options.out, "request file to write")->required();
    app.add_option("--id", options.subject.serial_number, "unified social credit code or personal id")->required();
    app.add_option("--name", options.subject.common_name, "name of the person or organisation")->required();
    app.add_option("--organisation", options.subject.organisation, "organisation");
    auto* ca = app.add_option("--demo-ca", options.demo_ca,
                              "address of a trial centre: send the request to its demo CA, which certifies anybody");
    auto* certificate =
        app.add_option("-c,--certificate", options.certificate, "with --demo-ca: the certificate chain to write");
    app.add_option("--role", options.role, "with --demo-ca: the role you are registered in (a bidder when left out)")
        ->check(CLI::IsMember({"bidder", "tenderer", "expert", "supervisor", "officer"}))
        ->needs(ca);
    ca->needs(certificate);
    certificate->needs(ca);
    app.add_option("--ca-file", options.ca_file, "PEM file of the server's TLS certificate authority");
    app.add_option("--country", options.subject.country, "two letters")->default_val("CN");
    app.add_flag("--json", options.json, "print JSON");
    return run_app(app, argc, argv, options.json, [&](const Output& output) { return make_request(options, output); });
}

} // namespace kaibiao::cli
