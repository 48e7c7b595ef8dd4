#include "kaibiao/seal/opening_secrets.h"

#include "kaibiao/codec/secret_json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/package_format.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

using codec::Json;

/// Version, then both secrets.
constexpr std::size_t recovery_size = 1 + 32 + 32;

void wipe_text(std::string& text) { wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }

SecretBytes into_secret(std::string text) {
    SecretBytes copy = SecretBytes::copy_of(as_bytes(text));
    wipe_text(text);
    return copy;
}

Error malformed(const Error& error) {
    return Error(ErrorCode::opening_secret_malformed, error.place, std::string(info(error.code).name));
}

Result<OpeningSecretsFile> read_file(ByteView given) {
    constexpr std::size_t longest = 4096;
    if (given.size() > longest) return Error(ErrorCode::json_too_large);
    SecretBytes text = SecretBytes::copy_of(given);
    OpeningSecretsFile file;
    TRY_ASSIGN(file.secrets.sheet, codec::take_secret(text, "sheet"));
    TRY_ASSIGN(file.secrets.volumes, codec::take_secret(text, "volumes"));
    TRY_ASSIGN(const Json json, codec::parse_canonical(text.view(), {.max_bytes = longest, .max_depth = 2}));
    codec::ObjectReader reader(json, "");
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != opening_secrets_format) return Error(ErrorCode::opening_secret_malformed, "/format");
    TRY_ASSIGN(file.origin, reader.string("origin"));
    TRY_ASSIGN(const auto lot, reader.hex<16>("lot"));
    file.lot = LotId(lot);
    if (reader.has("envelope")) {
        TRY_ASSIGN(const std::int64_t envelope, reader.integer("envelope", 2, 2));
        file.envelope = static_cast<int>(envelope);
    }
    TRY(codec::read_placeholder(reader, "sheet"));
    TRY(codec::read_placeholder(reader, "volumes"));
    TRY(reader.finish());
    return file;
}

std::string without_separators(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '-' && c != '\n' && c != '\r') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    return out;
}

} // namespace

SecretBytes encode_opening_secrets(const OpeningSecretsFile& file) {
    Json json = Json::object()
                    .set("format", opening_secrets_format)
                    .set("lot", file.lot.text())
                    .set("origin", file.origin)
                    .set("sheet", codec::secret_placeholder())
                    .set("volumes", codec::secret_placeholder());
    if (file.envelope != 1) json.set("envelope", file.envelope);
    SecretBytes text = SecretBytes::copy_of(as_bytes(codec::dump_canonical(json)));
    codec::put_secret(text, "sheet", file.secrets.sheet.view());
    codec::put_secret(text, "volumes", file.secrets.volumes.view());
    return text;
}

Result<OpeningSecretsFile> decode_opening_secrets(ByteView text) {
    auto file = read_file(text);
    if (!file.ok()) return malformed(file.error());
    return file;
}

SecretBytes encode_recovery_code(const OpeningSecrets& secrets) {
    SecretBytes data(recovery_size);
    data.data()[0] = recovery_version;
    std::copy(secrets.sheet.view().begin(), secrets.sheet.view().end(), data.data().begin() + 1);
    std::copy(secrets.volumes.view().begin(), secrets.volumes.view().end(), data.data().begin() + 33);
    std::string code = codec::encode_bech32(recovery_prefix, data.view()).value();
    std::string grouped;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i > 0 && i % recovery_group == 0) grouped += '-';
        grouped += code[i];
    }
    wipe_text(code);
    return into_secret(std::move(grouped));
}

Result<OpeningSecrets> decode_recovery_code(std::string_view text) {
    constexpr std::size_t longest = 512;
    if (text.size() > longest) return Error(ErrorCode::recovery_code_wrong, {}, "it is too long");
    std::string code = without_separators(text);
    auto decoded = codec::decode_bech32(code);
    wipe_text(code);
    if (!decoded.ok()) return Error(ErrorCode::recovery_code_wrong, {}, decoded.error().detail);
    const SecretBytes data(std::move(decoded->data));
    if (decoded->prefix != recovery_prefix || data.size() != recovery_size || data.view()[0] != recovery_version)
        return Error(ErrorCode::recovery_code_wrong, {}, "it is another kind of code");
    const std::span<const std::uint8_t, recovery_size> bytes(data.view());
    return OpeningSecrets{LockSecret::copy_of(bytes.subspan<1, 32>()), LockSecret::copy_of(bytes.subspan<33, 32>())};
}

} // namespace kaibiao::seal
