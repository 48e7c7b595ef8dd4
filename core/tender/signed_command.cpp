#include "kaibiao/tender/signed_command.h"

#include "event_format.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/sign/jws.h"

namespace kaibiao::tender {

namespace {

constexpr std::size_t most_crls = sign::longest_chain;
constexpr std::size_t largest_command = std::size_t{2} << 20;

codec::Json write_signer(const Signer& signer) {
    return codec::Json::object().set("id", signer.id).set("name", signer.name).set("organisation", signer.organisation);
}

Result<Signer> read_signer(const codec::Json& json, const std::string& place) {
    codec::ObjectReader reader(json, place);
    Signer signer;
    TRY_ASSIGN(signer.id, reader.string("id"));
    TRY_ASSIGN(signer.name, reader.string("name"));
    TRY_ASSIGN(signer.organisation, reader.string("organisation"));
    TRY(reader.finish());
    return signer;
}

Result<std::vector<Digest>> read_crls(codec::ObjectReader& reader) {
    TRY_ASSIGN(const codec::Json::Array* items, reader.array(member::crls, most_crls));
    std::vector<Digest> crls;
    for (const codec::Json& item : *items) {
        if (item.as_string() == nullptr) return Error(ErrorCode::json_member_type, reader.place_of(member::crls));
        TRY_ASSIGN(const Digest digest, codec::decode_digest(*item.as_string()));
        crls.push_back(digest);
    }
    return crls;
}

codec::JsonLimits command_limits() { return {sign::largest_jws, 32}; }

/// Fills what follows from the signed bytes alone.
Status read_payload(SignedAct& act, const sign::Jws& jws) {
    TRY_ASSIGN(act.payload, codec::parse_canonical(jws.payload, command_limits()));
    TRY_ASSIGN(act.envelope, sign::read_envelope(act.payload));
    act.payload_digest = crypto::sha256(jws.payload);
    return ok();
}

void note_signer(SignedAct& act, const sign::VerifiedSigner& verified) {
    act.signer = {verified.subject_id(), verified.subject.common_name, verified.subject.organisation};
    act.chain = verified.chain_hash;
    act.crls = verified.crl_hashes;
}

Status check_root(const sign::VerifiedSigner& verified, CentreMode mode) {
    if (verified.root_use == sign::RootUse::trial && mode == CentreMode::production)
        return Error(ErrorCode::certificate_unknown_root, {}, "a trial root at a production centre");
    return ok();
}

} // namespace

void write_act_facts(codec::Json& payload, const SignedAct& act) {
    codec::Json crls = codec::Json::array();
    for (const Digest& crl : act.crls) crls.push(codec::Json(codec::encode_hex(crl)));
    payload.set(member::signer, write_signer(act.signer));
    payload.set(member::chain, codec::encode_hex(act.chain));
    payload.set(member::crls, std::move(crls));
}

void write_act(codec::Json& payload, const SignedAct& act) {
    payload.set(member::jws, act.jws);
    write_act_facts(payload, act);
}

Result<SignedAct> read_act_facts(codec::ObjectReader& reader, const codec::Json& text) {
    SignedAct act;
    act.jws = text;
    TRY_ASSIGN(const codec::Json* signer, reader.object(member::signer));
    TRY_ASSIGN(act.signer, read_signer(*signer, reader.place_of(member::signer)));
    TRY_ASSIGN(act.chain, reader.hex<32>(member::chain));
    TRY_ASSIGN(act.crls, read_crls(reader));
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(as_bytes(codec::dump_canonical(act.jws))));
    TRY(read_payload(act, jws));
    return act;
}

Result<SignedAct> read_act(codec::ObjectReader& reader) {
    TRY_ASSIGN(const codec::Json* text, reader.object(member::jws));
    return read_act_facts(reader, *text);
}

ChainJudge judge_by(const Trust& trust) {
    return [trust](std::span<const crypto::Certificate> chain, Instant now) {
        return sign::validate_chain({chain, trust.roots, trust.crls, now, trust.crl_grace_milliseconds});
    };
}

Result<VerifiedCommand> VerifiedCommand::verify(ByteView text, std::string_view purpose, const ExpectedLot& lot,
                                                const Context& context, const ChainJudge& judge) {
    if (text.size() > largest_command) return Error(ErrorCode::json_too_large);
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(text));
    TRY(sign::verify_jws_signature(jws, purpose));
    SignedAct act;
    TRY(read_payload(act, jws));
    TRY_ASSIGN(const std::optional<LotId> expected, lot(act.envelope));
    TRY(sign::check_envelope(act.envelope, {purpose, context.centre, context.origin, expected}));
    TRY_ASSIGN(const sign::VerifiedSigner verified, judge(jws.chain, context.arrival));
    TRY(check_root(verified, context.mode));
    note_signer(act, verified);
    TRY_ASSIGN(act.jws, codec::parse_canonical(text, command_limits()));
    return VerifiedCommand(std::move(act), verified.valid_until);
}

Result<VerifiedCommand> verify_command(ByteView text, std::string_view expected_purpose, const LotId* lot,
                                       const Context& context, const ChainJudge& judge) {
    const auto expected = [lot](const sign::CommandEnvelope& envelope) -> Result<std::optional<LotId>> {
        if (!envelope.lot) return Error(ErrorCode::jws_payload_wrong_context, "/lot");
        return lot != nullptr ? std::optional(*lot) : envelope.lot;
    };
    return VerifiedCommand::verify(text, expected_purpose, expected, context, judge);
}

Result<VerifiedCommand> verify_seat(ByteView jws, const Context& context, const ChainJudge& judge) {
    const auto none = [](const sign::CommandEnvelope&) -> Result<std::optional<LotId>> {
        return std::optional<LotId>();
    };
    return VerifiedCommand::verify(jws, purpose::seat, none, context, judge);
}

Status VerifiedCommand::check_holds_at(Instant stamp) const {
    if (stamp < valid_until_) return ok();
    return Error(ErrorCode::certificate_expired, "chain", "while the command was waiting");
}

CommandKey key_of(const SignedAct& act) { return {act.signer.id, act.envelope.command}; }

Status check_repetition(const Digest& first_payload, const SignedAct& again) {
    if (first_payload == again.payload_digest) return ok();
    return Error(ErrorCode::command_id_reused, "/command");
}

} // namespace kaibiao::tender
