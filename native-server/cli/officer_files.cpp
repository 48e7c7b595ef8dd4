#include "cli/officer_files.h"

#include "cli/files.h"
#include "kaibiao/codec/secret_json.h"
#include "kaibiao/codec/text.h"

#include <algorithm>
#include <filesystem>
#include <type_traits>

namespace kaibiao::cli {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::string_view key_format = "kaibiao-officer-key1";
constexpr std::string_view message_format = "kaibiao-officer-round1";
constexpr std::string_view signature_format = "kaibiao-officer-signature1";
constexpr std::string_view certificate_format = "kaibiao-panel-certificate1";
constexpr std::string_view member_format = "kaibiao-panel-member1";
constexpr std::string_view served_format = "kaibiao-officer-draws1";
constexpr std::size_t largest_file = 2 << 20;
constexpr std::size_t deepest_file = 8; // a panel's statements are flattened JWS
constexpr std::size_t largest_message = 1 << 20;

/// Whatever its form lacks, it is no file of the ceremony; why is the detail.
Error malformed(const std::string& file, const Error& error) {
    const ErrorSentence& why = sentence(error.code);
    return in_file(
        file, Error(ErrorCode::panel_message_malformed, error.place, std::string(why.zh) + " " + std::string(why.en)));
}

/// Said of a group element where a person has sent a file.
bool is_damage(ErrorCode code) {
    return code == ErrorCode::point_not_canonical || code == ErrorCode::point_is_identity;
}

Result<Json> parse_file(const std::string& file) {
    TRY_ASSIGN(const Bytes text, read_file(file, largest_file));
    auto json = codec::parse_relaxed(text, {largest_file, deepest_file});
    if (!json.ok()) return malformed(file, json.error());
    return json;
}

template <typename Read> using ReadBy = std::invoke_result_t<Read, ObjectReader&>;

template <typename Read> ReadBy<Read> read_whole(const std::string& file, ObjectReader& reader, const Read& read) {
    auto out = read(reader);
    if (!out.ok()) return malformed(file, out.error());
    const Status finished = reader.finish();
    if (!finished.ok()) return malformed(file, finished.error());
    return out;
}

template <typename Read> ReadBy<Read> read_json(const std::string& file, std::string_view format, const Read& read) {
    TRY_ASSIGN(const Json json, parse_file(file));
    ObjectReader reader(json, "");
    const auto named = reader.string("format");
    if (!named.ok()) return malformed(file, named.error());
    if (*named != format)
        return Error(ErrorCode::panel_message_malformed, file,
                     "文件为 it is: " + *named + "; 应为 expected: " + std::string(format));
    return read_whole(file, reader, read);
}

/// `id_member` and the numbers beside a certificate, which repeat what it proves.
Result<CertificateFile> read_certificate(ObjectReader& reader, std::string_view id_member) {
    CertificateFile out;
    TRY_ASSIGN(out.panel, reader.string(id_member, panel::max_id));
    TRY_ASSIGN(out.certificate, reader.byte_string("certificate", largest_message));
    TRY_ASSIGN(out.key, panel::panel_key_from(out.certificate, out.panel));
    TRY_ASSIGN(const auto y, reader.bytes<32>("y"));
    TRY(reader.integer("k", out.key.k, out.key.k));
    TRY(reader.integer("n", out.key.n(), out.key.n()));
    if (!equal_public(y, out.key.y.bytes())) return Error(ErrorCode::panel_certificate_malformed, "/y");
    return out;
}

Result<OfficerKey> read_key(ObjectReader& reader) {
    OfficerKey key;
    TRY_ASSIGN(key.panel, reader.string("panel", panel::max_id));
    TRY_ASSIGN(const auto point, reader.bytes<32>("key"));
    TRY_ASSIGN(key.key, crypto::Point::decode(point));
    TRY_ASSIGN(key.nonce, reader.bytes<32>("nonce"));
    return key;
}

struct RoundPart {
    std::string panel;
    int member = 0;
    Bytes bytes;
};

std::string_view format_of(RoundFile kind) { return kind == RoundFile::message ? message_format : signature_format; }
std::string_view member_of(RoundFile kind) { return kind == RoundFile::message ? "message" : "signature"; }

} // namespace

Error other_panel(const std::string& file, const std::string& found, const std::string& wanted) {
    return Error(ErrorCode::panel_context_mismatch, file,
                 "文件属于 the file's: " + found + "; 应为 expected: " + wanted);
}

Json write_officer_key(const OfficerKey& key) {
    return Json::object()
        .set("format", key_format)
        .set("key", codec::encode_base64(key.key.bytes()))
        .set("nonce", codec::encode_base64(key.nonce))
        .set("panel", key.panel);
}

Result<std::vector<OfficerKey>> read_officer_keys(const std::vector<std::string>& files, const std::string& panel,
                                                  const std::string& secret) {
    std::vector<OfficerKey> keys;
    for (const std::string& file : files) {
        TRY_ASSIGN(OfficerKey key, read_json(file, key_format, read_key));
        key.file = file;
        keys.push_back(std::move(key));
    }
    const auto odd = std::find_if(keys.begin(), keys.end(), [&](const OfficerKey& key) { return key.panel != panel; });
    const auto same = [&](const OfficerKey& key) { return key.panel == keys.front().panel; };
    if (odd != keys.end() && std::all_of(keys.begin(), keys.end(), same)) return other_panel(secret, panel, odd->panel);
    if (odd != keys.end()) return other_panel(odd->file, odd->panel, panel + "，同 as in " + secret);
    std::sort(keys.begin(), keys.end(), [](const OfficerKey& a, const OfficerKey& b) {
        return std::lexicographical_compare(a.key.bytes().begin(), a.key.bytes().end(), b.key.bytes().begin(),
                                            b.key.bytes().end());
    });
    return keys;
}

Json write_round_file(RoundFile kind, const std::string& panel, int member, ByteView bytes) {
    return Json::object()
        .set("format", format_of(kind))
        .set("member", member)
        .set(member_of(kind), codec::encode_base64(bytes))
        .set("panel", panel);
}

namespace {

/// Members are numbered by their keys, people by whatever they call their files.
std::string given_text(const std::vector<std::string>& files) {
    std::string text;
    for (std::size_t i = 0; i < files.size(); ++i)
        if (!files[i].empty())
            text += (text.empty() ? "" : ", ") + files[i] + " = " + panel::place_of(static_cast<int>(i) + 1);
    return "缺少该成员的文件，已给出 the file of this member is missing, given were: " + text;
}

} // namespace

Result<RoundInputs> read_round_files(RoundFile kind, const panel::Session& session,
                                     const std::vector<std::string>& files) {
    RoundInputs out;
    out.parts.resize(static_cast<std::size_t>(session.n()));
    out.files.resize(out.parts.size());
    for (const std::string& file : files) {
        const auto read = [&](ObjectReader& reader) -> Result<RoundPart> {
            RoundPart part;
            TRY_ASSIGN(part.panel, reader.string("panel", panel::max_id));
            TRY_ASSIGN(const std::int64_t member, reader.integer("member", 1, session.n()));
            part.member = static_cast<int>(member);
            TRY_ASSIGN(part.bytes, reader.byte_string(member_of(kind), largest_message));
            return part;
        };
        TRY_ASSIGN(RoundPart part, read_json(file, format_of(kind), read));
        if (part.panel != session.id()) return other_panel(file, part.panel, session.id());
        const auto seat = static_cast<std::size_t>(part.member) - 1;
        if (part.bytes.empty())
            return Error(ErrorCode::panel_message_malformed, file, "其中没有内容 there is nothing in it");
        if (kind == RoundFile::signature && part.bytes.size() != panel::signature_size)
            return Error(ErrorCode::panel_message_malformed, file,
                         "签名应为 64 字节，此处为 a signature has 64 bytes, this has: " +
                             std::to_string(part.bytes.size()));
        if (!out.files[seat].empty())
            return Error(ErrorCode::panel_message_malformed, file,
                         "与该文件同属一名成员 of the same member as: " + out.files[seat]);
        out.parts[seat] = std::move(part.bytes);
        out.files[seat] = file;
    }
    for (std::size_t i = 0; i < out.parts.size(); ++i)
        if (out.files[i].empty())
            return Error(ErrorCode::panel_member_missing, panel::place_of(static_cast<int>(i) + 1),
                         given_text(out.files));
    return out;
}

Error RoundInputs::blamed(const Error& error) const {
    for (std::size_t i = 0; i < files.size(); ++i)
        if (error.place == panel::place_of(static_cast<int>(i) + 1))
            return is_damage(error.code) ? malformed(files[i], error) : in_file(files[i], error);
    return error;
}

Json write_certificate_file(const panel::Certificate& certificate, const panel::PanelKey& key) {
    return Json::object()
        .set("certificate", codec::encode_base64(panel::encode(certificate)))
        .set("format", certificate_format)
        .set("k", key.k)
        .set("n", key.n())
        .set("panel", certificate.transcript.session.id())
        .set("y", codec::encode_base64(key.y.bytes()));
}

Result<CertificateFile> read_certificate_file(const std::string& file) {
    return read_json(file, certificate_format, [](ObjectReader& reader) { return read_certificate(reader, "panel"); });
}

Result<CertificateFile> read_panel_file(const std::string& file) {
    TRY_ASSIGN(const Json json, parse_file(file));
    ObjectReader reader(json, "");
    if (!reader.has("seats")) return read_certificate_file(file);
    return read_whole(file, reader, [](ObjectReader& members) -> Result<CertificateFile> {
        TRY(members.array("seats", panel::max_members));
        return read_certificate(members, "id");
    });
}

Result<ServedDraws> read_served_draws(const std::string& file) {
    ServedDraws served;
    // A link that leads nowhere is no empty history.
    std::error_code unknown;
    if (std::filesystem::symlink_status(file, unknown).type() == std::filesystem::file_type::not_found) return served;
    const auto read = [&](ObjectReader& reader) -> Status {
        TRY_ASSIGN(const Json::Array* items, reader.array("messages", most_served_draws));
        for (const Json& item : *items) {
            if (item.as_string() == nullptr) return Error(ErrorCode::json_member_type, "/messages");
            TRY_ASSIGN(const draw::DrawMessage message, draw::decode_message(as_bytes(*item.as_string())));
            TRY(served.first.admit(message));
            served.messages.push_back(*item.as_string());
        }
        return ok();
    };
    const Status status = read_json(file, served_format, read);
    if (status.ok()) return served;
    if (status.error().code != ErrorCode::panel_message_malformed) return status.error();
    return Error(ErrorCode::panel_secrets_malformed, status.error().place, status.error().detail);
}

Json write_served_draws(const ServedDraws& served) {
    Json messages = Json::array();
    for (const std::string& message : served.messages) messages.push(Json(message));
    return Json::object().set("format", served_format).set("messages", std::move(messages));
}

SecretBytes encode_member_secret(const MemberSecret& secret) {
    const Json json = Json::object()
                          .set("format", member_format)
                          .set("panel", secret.panel)
                          .set("static", codec::secret_placeholder());
    SecretBytes text = SecretBytes::copy_of(as_bytes(codec::dump_canonical(json)));
    codec::put_secret(text, "static", secret.static_secret.bytes());
    return text;
}

Result<MemberSecret> decode_member_secret(ByteView bytes) {
    const auto malformed = [](const Error& error) {
        return Error(ErrorCode::panel_secrets_malformed, error.place, std::string(info(error.code).name));
    };
    SecretBytes text = SecretBytes::copy_of(bytes);
    const auto taken = codec::take_secret(text, "static");
    if (!taken.ok()) return malformed(taken.error());
    MemberSecret secret;
    const auto read = [&]() -> Status {
        TRY_ASSIGN(const Json json, codec::parse_canonical(text.view(), {4096, 2}));
        ObjectReader reader(json, "");
        TRY_ASSIGN(const std::string format, reader.string("format"));
        if (format != member_format) return Error(ErrorCode::panel_secrets_malformed, "/format");
        TRY_ASSIGN(secret.panel, reader.string("panel", panel::max_id));
        TRY(codec::read_placeholder(reader, "static"));
        TRY(reader.finish());
        TRY_ASSIGN(secret.static_secret, crypto::Scalar::decode(taken->view()));
        return ok();
    };
    const Status status = read();
    if (!status.ok()) return malformed(status.error());
    return secret;
}

} // namespace kaibiao::cli
