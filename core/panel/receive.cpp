#include "message_reader.h"
#include "polynomial.h"
#include "possession.h"
#include "rounds.h"
#include "share_cipher.h"

namespace kaibiao::panel {

namespace {

struct OpenedShare {
    crypto::Scalar share;
    SecretBytes payload;
};

Result<OpenedShare> open_from(const Received& own, int sender, const Contribution& contribution, ByteView sealed) {
    const ShareRoute route{own.transcript.session, sender, own.member, contribution.ephemeral};
    TRY_ASSIGN(const auto secret, secret_of_recipient(route, own.static_secret));
    TRY_ASSIGN(const SecretBytes plain, open_share(route, secret, sealed));
    auto share = crypto::Scalar::decode(plain.view().first<32>());
    if (!share.ok()) return Error(ErrorCode::panel_share_malformed);
    TRY(check_committed(*share, committed_value(contribution.commitment, own.member)));
    return OpenedShare{std::move(*share), SecretBytes::copy_of(plain.view().subspan(32))};
}

Status take_share(Received& own, int sender) {
    const auto at = static_cast<std::size_t>(sender - 1);
    auto opened = open_from(own, sender, own.transcript.contributions[at], own.sealed_shares[at]);
    if (!opened.ok()) return blame(opened.error(), sender);
    own.share = own.share.plus(opened->share);
    own.payloads.push_back(std::move(opened->payload));
    return ok();
}

} // namespace

Result<Received> open_shares(Transcript transcript, int member, const crypto::Scalar& static_secret,
                             std::vector<Bytes> sealed_shares) {
    Received own;
    own.transcript = std::move(transcript);
    own.member = member;
    own.static_secret = static_secret.clone();
    own.sealed_shares = std::move(sealed_shares);
    for (int sender = 1; sender <= own.transcript.session.n(); ++sender) TRY(take_share(own, sender));
    TRY_ASSIGN(own.key, key_of(own.transcript));
    if (!check_committed(own.share, crypto::PointSum().add(own.key.share_of(member))).ok())
        return Error(ErrorCode::panel_share_inconsistent);
    return own;
}

Result<Received> receive(const Joining& state, ByteView bytes) {
    const Session& session = state.session;
    TRY_ASSIGN(RoundTwoMessage message, decode_round_two(bytes, session.k(), session.n()));
    const auto at = static_cast<std::size_t>(state.member - 1);
    if (own_part(message.contributions[at], message.sealed_shares[at]) != state.own)
        return Error(ErrorCode::panel_own_message_changed, place_of(state.member));
    for (int member = 1; member <= session.n(); ++member)
        TRY(check_possession(session, message.contributions[static_cast<std::size_t>(member - 1)], member));
    return open_shares({session, std::move(message.contributions), {}}, state.member, state.static_secret,
                       std::move(message.sealed_shares));
}

} // namespace kaibiao::panel
