#include "kaibiao/panel/key_generation.h"
#include "message_reader.h"
#include "possession.h"
#include "rounds.h"

namespace kaibiao::panel {

namespace {

Seat seat_of(Received outcome, std::vector<Signature> signatures) {
    Seat seat;
    seat.certificate = {std::move(outcome.transcript), std::move(signatures)};
    seat.key = std::move(outcome.key);
    seat.member = outcome.member;
    seat.static_secret = std::move(outcome.static_secret);
    seat.share = std::move(outcome.share);
    seat.sealed_shares = std::move(outcome.sealed_shares);
    return seat;
}

Result<RoundOneMessage> check_message(const Session& session, const std::vector<Bytes>& messages, int member) {
    const auto at = static_cast<std::size_t>(member - 1);
    if (at >= messages.size() || messages[at].empty()) return Error(ErrorCode::panel_member_missing, place_of(member));
    auto message = decode_round_one(messages[at], session.k(), session.n());
    if (!message.ok()) return blame(message.error(), member);
    TRY(check_possession(session, message->contribution, member));
    return message;
}

} // namespace

Result<Certifying> certify(Received received, ByteView extension) {
    if (extension.size() > max_extension) return Error(ErrorCode::panel_payload_too_large);
    Certifying state;
    state.outcome = std::move(received);
    state.outcome.transcript.extension = to_bytes(extension);
    TRY_ASSIGN(state.signature, sign(state.outcome.static_secret, encode(state.outcome.transcript)));
    return state;
}

Result<Seat> complete(Certifying state, ByteView bytes) {
    const Session& session = state.outcome.transcript.session;
    TRY_ASSIGN(std::vector<Signature> signatures, decode_signatures(bytes, session.n()));
    const Bytes text = encode(state.outcome.transcript);
    for (int member = 1; member <= session.n(); ++member) {
        if (!verify(session.static_key(member), text, signatures[static_cast<std::size_t>(member - 1)]))
            return Error(ErrorCode::panel_signature_wrong, place_of(member));
    }
    return seat_of(std::move(state.outcome), std::move(signatures));
}

Result<Seat> recover(std::string_view panel, const crypto::Scalar& static_secret, ByteView certificate_bytes,
                     ByteView bundle) {
    TRY_ASSIGN(Certificate certificate, decode_certificate(certificate_bytes, panel));
    TRY(check_certificate(certificate));
    const Session& session = certificate.transcript.session;
    TRY_ASSIGN(const int member, session.member_with(static_secret));
    TRY_ASSIGN(std::vector<Bytes> sealed_shares, decode_bundle(bundle, session.n()));
    TRY_ASSIGN(Received outcome,
               open_shares(std::move(certificate.transcript), member, static_secret, std::move(sealed_shares)));
    return seat_of(std::move(outcome), std::move(certificate.signatures));
}

Result<std::vector<Bytes>> distribute(const Session& session, const std::vector<Bytes>& messages) {
    std::vector<RoundTwoMessage> views(static_cast<std::size_t>(session.n()));
    if (messages.size() > views.size()) return Error(ErrorCode::panel_message_malformed, {}, "there are too many");
    for (int member = 1; member <= session.n(); ++member) {
        TRY_ASSIGN(RoundOneMessage message, check_message(session, messages, member));
        for (std::size_t at = 0; at < views.size(); ++at) {
            views[at].contributions.push_back(message.contribution);
            views[at].sealed_shares.push_back(std::move(message.sealed_shares[at]));
        }
    }
    std::vector<Bytes> out;
    out.reserve(views.size());
    for (const RoundTwoMessage& view : views) out.push_back(encode(view));
    return out;
}

} // namespace kaibiao::panel
