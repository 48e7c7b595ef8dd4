#include "cli/opening_secret.h"

#include "cli/files.h"
#include "cli/secret_file.h"
#include "client/bid_client.h"

#include <CLI/CLI.hpp>

namespace kaibiao::cli {

namespace {

Result<seal::OpeningSecrets> printed_secrets(const std::string& given) {
    if (given != "-") return seal::decode_recovery_code(given);
    TRY_ASSIGN(const SecretBytes typed, ask_recovery_code("恢复码 Recovery code"));
    return seal::decode_recovery_code(as_text(typed.view()));
}

} // namespace

void add_secret_options(CLI::App& app, SecretSource& source) {
    app.add_option("--secrets", source.file, "the secrets file written by kaibiao seal");
    app.add_option("-i,--identity", source.identity, "age identity file, when the secrets were locked to its key");
    app.add_option("--recovery-code", source.recovery_code,
                   "or the printed recovery code; - asks for it, or takes it from KAIBIAO_RECOVERY_CODE, so that it "
                   "stands in no list of processes and no history of commands");
}

Result<KeptSecrets> read_opening_secrets(const SecretSource& source) {
    if (source.file.empty() == source.recovery_code.empty())
        return Error(ErrorCode::usage, "--secrets",
                     "请给出 --secrets 或 --recovery-code 之一; give either --secrets FILE or --recovery-code CODE");
    if (source.file.empty()) {
        TRY_ASSIGN(seal::OpeningSecrets printed, printed_secrets(source.recovery_code));
        return KeptSecrets{std::move(printed), std::nullopt};
    }
    TRY_ASSIGN(const SecretBytes text, unlock_secret(source.file, source.identity));
    TRY_ASSIGN(seal::OpeningSecretsFile opened, in_file(source.file, seal::decode_opening_secrets(text.view())));
    return KeptSecrets{std::move(opened.secrets), opened.envelope};
}

Status expect_secrets_of(const seal::Manifest& manifest, const KeptSecrets& kept, const SecretSource& source) {
    const Status own = client::check_own_secrets(manifest, kept.secrets);
    if (own.ok()) return ok();
    const std::string place = source.file.empty() ? "--recovery-code" : source.file;
    const char* detail = source.file.empty() ? "这个恢复码属于另一份投标 this recovery code is of another bid"
                                             : "这个开标秘密文件属于另一份投标 this secrets file is of another bid";
    return Error(own.error().code, place, detail);
}

Result<Bytes> lock_opening_secrets(const seal::OpeningSecretsFile& secrets, const RecipientOptions& keepers) {
    const SecretBytes plain = seal::encode_opening_secrets(secrets);
    return lock_secret(plain.view(), keepers, "for the opening secrets 开标秘密");
}

} // namespace kaibiao::cli
