#include "kaibiao/panel/member_secrets.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/secret_json.h"
#include "kaibiao/codec/text.h"
#include "polynomial.h"

namespace kaibiao::panel {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::size_t longest_file = 2 << 20;
constexpr std::size_t longest_bundle = max_members * (8 + max_ciphertext);
constexpr std::size_t longest_certificate = 32 * 1024;

Json base64(ByteView bytes) { return Json(codec::encode_base64(bytes)); }

/// What the three files have in common. Secrets are put in afterwards.
Json start(std::string_view format, const std::string& panel, int member) {
    return Json::object()
        .set("format", format)
        .set("member", member)
        .set("panel", panel)
        .set("static", codec::secret_placeholder());
}

SecretBytes text_of(const Json& json, const crypto::Scalar& static_secret) {
    SecretBytes text = SecretBytes::copy_of(as_bytes(codec::dump_canonical(json)));
    codec::put_secret(text, "static", static_secret.bytes());
    return text;
}

SecretBytes text_of(const Json& json, const crypto::Scalar& static_secret, const crypto::Scalar& share) {
    SecretBytes text = text_of(json, static_secret);
    codec::put_secret(text, "share", share.bytes());
    return text;
}

/// Taken out of the text before it is parsed.
struct Secrets {
    crypto::Scalar static_secret;
    crypto::Scalar share; ///< zero while joining
};

enum class Share : std::uint8_t { none, there };

Result<crypto::Scalar> take_scalar(SecretBytes& text, std::string_view key) {
    TRY_ASSIGN(const SecretArray<32> secret, codec::take_secret(text, key));
    auto scalar = crypto::Scalar::decode(secret.view());
    if (scalar.ok()) return scalar;
    return Error(ErrorCode::panel_secrets_malformed, "/" + std::string(key), "it is not canonical");
}

Result<Secrets> take_secrets(SecretBytes& text, Share share) {
    Secrets secrets;
    auto taken = take_scalar(text, "share"); // of whatever file: nothing secret is to be parsed
    TRY_ASSIGN(secrets.static_secret, take_scalar(text, "static"));
    if (share == Share::there) {
        TRY_ASSIGN(secrets.share, std::move(taken));
    }
    return secrets;
}

struct Common {
    std::string panel;
    int member = 0;
    crypto::Scalar static_secret;
};

Result<Common> read_common(ObjectReader& reader, std::string_view expected, Secrets& secrets) {
    TRY_ASSIGN(const std::string format, reader.string("format"));
    if (format != expected) return Error(ErrorCode::panel_secrets_malformed, "/format");
    Common common;
    TRY_ASSIGN(common.panel, reader.string("panel", max_id));
    TRY_ASSIGN(const std::int64_t member, reader.integer("member", 1, max_members));
    common.member = static_cast<int>(member);
    TRY(codec::read_placeholder(reader, "static"));
    common.static_secret = std::move(secrets.static_secret);
    return common;
}

Status check_member(const Session& session, const Common& common) {
    TRY_ASSIGN(const int member, session.member_with(common.static_secret));
    if (member != common.member) return Error(ErrorCode::panel_member_unknown, "/member");
    return ok();
}

Status check_share(const PanelKey& key, int member, const crypto::Scalar& share) {
    if (!check_committed(share, crypto::PointSum().add(key.share_of(member))).ok())
        return Error(ErrorCode::panel_share_inconsistent, "/share");
    return ok();
}

Result<std::vector<crypto::Point>> read_keys(ObjectReader& reader) {
    TRY_ASSIGN(const Json::Array* items, reader.array("keys", max_members));
    std::vector<crypto::Point> keys;
    for (std::size_t at = 0; at < items->size(); ++at) {
        const std::string place = numbered("/keys/", at);
        const std::string* text = (*items)[at].as_string();
        const auto bytes = codec::decode_base64(text != nullptr ? *text : std::string());
        if (!bytes.ok() || bytes->size() != 32) return Error(ErrorCode::panel_secrets_malformed, place);
        const auto key = crypto::Point::decode(ByteView(*bytes).first<32>());
        if (!key.ok()) return Error(key.error().code, place);
        keys.push_back(*key);
    }
    return keys;
}

Result<Joining> read_joining(const Json& json, Secrets secrets) {
    ObjectReader reader(json, "");
    TRY_ASSIGN(Common common, read_common(reader, joining_format, secrets));
    TRY_ASSIGN(const std::int64_t k, reader.integer("k", 1, max_members));
    TRY_ASSIGN(auto keys, read_keys(reader));
    TRY_ASSIGN(const Digest own, reader.bytes<32>("own"));
    TRY(reader.finish());
    TRY_ASSIGN(Session session, Session::create(common.panel, static_cast<int>(k), std::move(keys)));
    TRY(check_member(session, common));
    return Joining{std::move(session), common.member, std::move(common.static_secret), own};
}

Result<Certifying> read_certifying(const Json& json, Secrets secrets) {
    ObjectReader reader(json, "");
    TRY_ASSIGN(Common common, read_common(reader, certifying_format, secrets));
    TRY_ASSIGN(const Bytes transcript, reader.byte_string("transcript", longest_certificate));
    TRY_ASSIGN(const Bytes bundle, reader.byte_string("bundle", longest_bundle));
    Received outcome;
    TRY(codec::read_placeholder(reader, "share"));
    outcome.share = std::move(secrets.share);
    TRY(reader.finish());
    TRY_ASSIGN(outcome.transcript, decode_transcript(transcript, common.panel));
    TRY(check_member(outcome.transcript.session, common));
    TRY_ASSIGN(outcome.sealed_shares, decode_bundle(bundle, outcome.transcript.session.n()));
    TRY_ASSIGN(outcome.key, key_of(outcome.transcript));
    TRY(check_share(outcome.key, common.member, outcome.share));
    outcome.member = common.member;
    outcome.static_secret = std::move(common.static_secret);
    const Bytes extension = outcome.transcript.extension;
    return certify(std::move(outcome), extension);
}

Result<Seat> read_seat(const Json& json, Secrets secrets) {
    ObjectReader reader(json, "");
    TRY_ASSIGN(Common common, read_common(reader, seat_format, secrets));
    TRY_ASSIGN(const Bytes certificate, reader.byte_string("certificate", longest_certificate));
    TRY_ASSIGN(const Bytes bundle, reader.byte_string("bundle", longest_bundle));
    Seat seat;
    TRY(codec::read_placeholder(reader, "share"));
    seat.share = std::move(secrets.share);
    TRY(reader.finish());
    TRY_ASSIGN(seat.certificate, decode_certificate(certificate, common.panel));
    TRY(check_certificate(seat.certificate));
    TRY(check_member(seat.certificate.transcript.session, common));
    TRY_ASSIGN(seat.sealed_shares, decode_bundle(bundle, seat.certificate.transcript.session.n()));
    TRY_ASSIGN(seat.key, key_of(seat.certificate.transcript));
    TRY(check_share(seat.key, common.member, seat.share));
    seat.member = common.member;
    seat.static_secret = std::move(common.static_secret);
    return seat;
}

/// Codec's errors (1100s) are those of a malformed file; what the panel's own checks say stays as it is.
Error about_file(const Error& error) {
    const auto number = static_cast<int>(error.code);
    if (number < 1100 || number >= 1200) return error;
    return Error(ErrorCode::panel_secrets_malformed, error.place, std::string(info(error.code).name));
}

template <typename T> Result<T> read_file(ByteView file, Share share, Result<T> (*read)(const Json&, Secrets)) {
    if (file.size() > longest_file) return Error(ErrorCode::json_too_large);
    SecretBytes text = SecretBytes::copy_of(file);
    TRY_ASSIGN(Secrets secrets, take_secrets(text, share));
    TRY_ASSIGN(const Json json, codec::parse_canonical(text.view(), {.max_bytes = longest_file, .max_depth = 2}));
    return read(json, std::move(secrets));
}

template <typename T> Result<T> decode(ByteView file, Share share, Result<T> (*read)(const Json&, Secrets)) {
    auto value = read_file(file, share, read);
    if (!value.ok()) return about_file(value.error());
    return value;
}

} // namespace

SecretBytes encode(const Joining& state) {
    Json keys = Json::array();
    for (const crypto::Point& key : state.session.static_keys()) keys.push(base64(key.bytes()));
    return text_of(start(joining_format, state.session.id(), state.member)
                       .set("k", state.session.k())
                       .set("keys", std::move(keys))
                       .set("own", base64(state.own)),
                   state.static_secret);
}

SecretBytes encode(const Certifying& state) {
    const Received& outcome = state.outcome;
    return text_of(start(certifying_format, outcome.transcript.session.id(), outcome.member)
                       .set("bundle", base64(encode_bundle(outcome.sealed_shares)))
                       .set("share", codec::secret_placeholder())
                       .set("transcript", base64(encode(outcome.transcript))),
                   outcome.static_secret, outcome.share);
}

SecretBytes encode(const Seat& seat) {
    return text_of(start(seat_format, seat.panel(), seat.member)
                       .set("bundle", base64(encode_bundle(seat.sealed_shares)))
                       .set("certificate", base64(encode(seat.certificate)))
                       .set("share", codec::secret_placeholder()),
                   seat.static_secret, seat.share);
}

Result<Joining> decode_joining(ByteView text) { return decode(text, Share::none, read_joining); }
Result<Certifying> decode_certifying(ByteView text) { return decode(text, Share::there, read_certifying); }
Result<Seat> decode_seat(ByteView text) { return decode(text, Share::there, read_seat); }

} // namespace kaibiao::panel
