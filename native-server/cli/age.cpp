#include "cli/age_keys.h"
#include "cli/age_pipeline.h"
#include "cli/files.h"
#include "cli/subcommands.h"
#include "kaibiao/seal/age_armor.h"
#include "kaibiao/seal/age_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include <unistd.h>

namespace kaibiao::cli {

namespace {

struct AgeOptions {
    bool encrypt = false;
    bool decrypt = false;
    bool passphrase = false;
    bool armor = false;
    bool json = false;
    RecipientOptions recipients;
    std::vector<std::string> identity_files;
    std::string output;
    std::string input;
};

Error usage(std::string reason) { return Error(ErrorCode::usage, "age", std::move(reason)); }

Status check(const AgeOptions& options) {
    const bool to_stdout = options.output.empty() || options.output == "-";
    if (options.json && to_stdout) return usage("--json 须与 -o 同用 --json needs -o FILE");
    if (options.decrypt) {
        if (options.encrypt) return usage("-e 与 -d 不能同用 -e and -d cannot be used together");
        if (options.armor)
            return usage("-a 只用于加密，解密时自动识别; -a is for encryption, armor is recognised when decrypting");
        if (!options.recipients.empty())
            return usage("-r 与 -R 只用于加密，请给出 -i; -r and -R are for encryption, give -i");
        return ok();
    }
    const bool keys = !options.recipients.empty() || !options.identity_files.empty();
    if (options.passphrase && keys) return usage("-p 不能与 -r、-R、-i 同用 -p cannot be used with -r, -R or -i");
    if (!options.passphrase && !keys)
        return usage("请以 -r 或 -R 指定收件人，或用 -p; give a recipient with -r or -R, or -p");
    if (!options.identity_files.empty() && !options.encrypt)
        return usage("以 -i 加密须加 -e encrypting to -i needs -e");
    if (options.output.empty() && !options.armor && ::isatty(STDOUT_FILENO) == 1)
        return usage("终端上不宜输出二进制，请用 -o 文件、-a 或 -o -; binary output does not belong on a terminal: "
                     "give -o FILE, -a, or -o -");
    return ok();
}

/// Header and nonce of a new file, and the key of its payload.
struct NewFile {
    Bytes preamble;
    seal::PayloadKey key;
};

Result<seal::Stanza> wrap_passphrase(const seal::FileKey& file_key) {
    TRY_ASSIGN(const SecretBytes passphrase, ask_new_passphrase("of the file", 1));
    return seal::wrap_scrypt(passphrase.view(), file_key, random_bytes<seal::age_scrypt_salt_size>(),
                             seal::age_default_work_factor);
}

Result<std::vector<seal::Stanza>> wrap(const AgeOptions& options, const seal::FileKey& file_key) {
    std::vector<seal::Stanza> stanzas;
    if (options.passphrase) {
        TRY_ASSIGN(seal::Stanza stanza, wrap_passphrase(file_key));
        stanzas.push_back(std::move(stanza));
        return stanzas;
    }
    TRY_ASSIGN(auto recipients, read_recipients(options.recipients));
    for (const std::string& path : options.identity_files) {
        TRY_ASSIGN(const auto identities, read_identities(path));
        for (const auto& identity : identities) recipients.push_back(identity.recipient());
    }
    for (const seal::X25519Recipient& recipient : recipients) {
        SecretArray<32> ephemeral;
        fill_random(ephemeral.data());
        TRY_ASSIGN(seal::Stanza stanza, seal::wrap_x25519(recipient, file_key, ephemeral.view()));
        stanzas.push_back(std::move(stanza));
    }
    return stanzas;
}

Result<NewFile> begin_file(const AgeOptions& options) {
    seal::FileKey file_key;
    fill_random(file_key.data());
    TRY_ASSIGN(const auto stanzas, wrap(options, file_key));
    const auto nonce = random_bytes<seal::age_nonce_size>();
    NewFile file{to_bytes(as_bytes(seal::encode_age_header(stanzas, file_key))), {}};
    append(file.preamble, nonce);
    file.key = seal::derive_payload_key(file_key, nonce);
    return file;
}

void report_done(const AgeOptions& options, const Output& output) {
    output.document(codec::Json::object().set("output", options.output));
}

Status encrypt(const AgeOptions& options, const Output& output) {
    TRY_ASSIGN(const auto source, open_source(options.input));
    TRY_ASSIGN(const NewFile file, begin_file(options));
    TRY_ASSIGN(auto sink, open_sink(options.output));
    if (options.armor) sink = to_armor(std::move(sink));
    TRY(sink->write(file.preamble));
    Progress progress("encrypting", source->total_size());
    TRY(seal_stream(file.key, *source, *sink, [&](std::uint64_t done) { progress.advance_to(done); }));
    TRY(sink->finish());
    report_done(options, output);
    return ok();
}

Result<seal::AgeIdentities> collect_identities(const AgeOptions& options, const seal::AgeHeader& header) {
    seal::AgeIdentities identities;
    const bool passphrase = header.stanzas[0].arguments[0] == seal::age_scrypt_type;
    if (passphrase && !options.identity_files.empty())
        return Error(ErrorCode::age_no_match, options.input,
                     "该文件以口令加密，请去掉 -i; this file was encrypted with a passphrase: leave out -i");
    for (const std::string& path : options.identity_files) {
        TRY_ASSIGN(auto more, read_identities(path));
        for (auto& identity : more) identities.keys.push_back(std::move(identity));
    }
    if (passphrase) {
        TRY_ASSIGN(SecretBytes typed, ask_passphrase("口令 Passphrase"));
        identities.passphrases.push_back(std::move(typed));
    }
    if (!passphrase && options.identity_files.empty())
        return usage("请以 -i 给出私钥文件 give an identity file with -i");
    return identities;
}

/// Reads up to `most` bytes and puts them back in front.
Result<Bytes> peek(std::unique_ptr<ByteSource>& source, std::size_t most) {
    Bytes start(most);
    TRY_ASSIGN(const std::size_t n, source->read(start));
    start.resize(n);
    source = with_start(start, std::move(source));
    return start;
}

Result<std::unique_ptr<ByteSource>> open_sealed(const std::string& path) {
    TRY_ASSIGN(auto source, open_source(path));
    TRY_ASSIGN(const Bytes start, peek(source, seal::age_armor_max_blank + 1));
    if (seal::ArmorDecoder::looks_armored(start)) return from_armor(std::move(source));
    return source;
}

Status decrypt(const AgeOptions& options, const Output& output) {
    TRY_ASSIGN(auto source, open_sealed(options.input));
    TRY_ASSIGN(const Bytes start, peek(source, seal::AgeHeaderLimits().max_bytes + seal::age_nonce_size));
    TRY_ASSIGN(const seal::AgePreamble preamble, seal::read_preamble(start));
    TRY_ASSIGN(const auto identities, collect_identities(options, preamble.header));
    TRY_ASSIGN(const seal::FileKey file_key, seal::open_age_header(preamble.header, identities));
    Bytes skipped(static_cast<std::size_t>(preamble.size));
    TRY(source->read(skipped));
    TRY_ASSIGN(const auto sink, open_sink(options.output));
    Progress progress("decrypting", source->total_size());
    TRY(open_stream(seal::derive_payload_key(file_key, preamble.nonce), *source, *sink,
                    [&](std::uint64_t done) { progress.advance_to(done); }));
    TRY(sink->finish());
    report_done(options, output);
    return ok();
}

void declare(CLI::App& app, AgeOptions& options) {
    app.add_flag("-e,--encrypt", options.encrypt, "encrypt (the default)");
    app.add_flag("-d,--decrypt", options.decrypt, "decrypt");
    app.add_option("-r,--recipient", options.recipients.recipients,
                   "encrypt to this public key (age1…); may be repeated")
        ->allow_extra_args(false);
    app.add_option("-R,--recipients-file", options.recipients.files,
                   "encrypt to the keys in this file; may be repeated")
        ->allow_extra_args(false);
    app.add_option("-i,--identity", options.identity_files,
                   "file with private keys, which may itself be encrypted with a passphrase; may be repeated")
        ->allow_extra_args(false);
    app.add_flag("-p,--passphrase", options.passphrase, "encrypt with a passphrase (asked for, or KAIBIAO_PASSPHRASE)");
    app.add_flag("-a,--armor", options.armor, "write text instead of binary");
    app.add_option("-o,--output", options.output, "file to write; - is standard output");
    app.add_flag("--json", options.json, "print JSON");
    app.add_option("INPUT", options.input, "file to read; standard input by default");
}

} // namespace

int run_age(int argc, char** argv) {
    AgeOptions options;
    CLI::App app("用 age v1 格式加密或解密文件，参数与 age 相同。\n"
                 "Encrypt and decrypt age v1 files, with the flags of age.\n"
                 "  kaibiao age -r age1… [-a] [-o OUTPUT] [INPUT]\n"
                 "  kaibiao age -d -i KEYFILE [-o OUTPUT] [INPUT]\n"
                 "  kaibiao age -d [-o OUTPUT] [INPUT]              made with -p: asks for the passphrase",
                 "kaibiao age");
    declare(app, options);
    return run_app(app, argc, argv, options.json, [&](const Output& output) -> Status {
        TRY(check(options));
        return options.decrypt ? decrypt(options, output) : encrypt(options, output);
    });
}

} // namespace kaibiao::cli
