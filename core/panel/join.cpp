#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/key_generation.h"
#include "polynomial.h"
#include "possession.h"
#include "rounds.h"
#include "share_cipher.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

/// What one member knows in round 1.
struct Dealer {
    const Session& session;
    int member = 0;
    const crypto::Scalar& static_secret;
    Polynomial polynomial;
    crypto::Scalar ephemeral_secret;
};

Status check_payloads(const Session& session, const std::vector<Bytes>& payloads) {
    if (payloads.empty()) return ok();
    if (payloads.size() != static_cast<std::size_t>(session.n())) std::abort();
    for (const Bytes& payload : payloads) {
        if (payload.size() > max_payload) return Error(ErrorCode::panel_payload_too_large);
    }
    return ok();
}

Result<Contribution> contribute(const Dealer& dealer) {
    Contribution contribution;
    contribution.commitment = dealer.polynomial.commitment();
    TRY_ASSIGN(contribution.ephemeral, static_key_of(dealer.ephemeral_secret));
    const Bytes message = possession_message(dealer.session, contribution);
    TRY_ASSIGN(contribution.possession, sign(dealer.polynomial.constant(), message));
    return contribution;
}

Result<Bytes> deal(const Dealer& dealer, const crypto::Point& ephemeral, int recipient, ByteView payload) {
    const ShareRoute route{dealer.session, dealer.member, recipient, ephemeral};
    TRY_ASSIGN(const auto secret, secret_of_sender(route, dealer.ephemeral_secret, dealer.static_secret));
    const crypto::Scalar share = dealer.polynomial.at(recipient);
    SecretBytes plain(32 + payload.size());
    std::copy(share.bytes().begin(), share.bytes().end(), plain.data().begin());
    std::copy(payload.begin(), payload.end(), plain.data().begin() + 32);
    return seal_share(route, secret, plain);
}

Result<RoundOneMessage> write_message(const Dealer& dealer, const std::vector<Bytes>& payloads) {
    RoundOneMessage message;
    TRY_ASSIGN(message.contribution, contribute(dealer));
    for (int recipient = 1; recipient <= dealer.session.n(); ++recipient) {
        const ByteView payload =
            payloads.empty() ? ByteView() : ByteView(payloads[static_cast<std::size_t>(recipient - 1)]);
        TRY_ASSIGN(Bytes sealed, deal(dealer, message.contribution.ephemeral, recipient, payload));
        message.sealed_shares.push_back(std::move(sealed));
    }
    return message;
}

} // namespace

Digest own_part(const Contribution& contribution, const Bytes& sealed_share) {
    return crypto::sha256(encode(RoundTwoMessage{{contribution}, {sealed_share}}));
}

std::size_t join_entropy_size(const Session& session) {
    return entropy_per_scalar * (static_cast<std::size_t>(session.k()) + 1);
}

Result<Joined> join(const Session& session, const crypto::Scalar& static_secret, const SecretBytes& entropy,
                    const std::vector<Bytes>& payloads) {
    if (entropy.size() != join_entropy_size(session)) std::abort();
    TRY_ASSIGN(const int member, session.member_with(static_secret));
    TRY(check_payloads(session, payloads));
    TRY_ASSIGN(auto polynomial, Polynomial::draw(entropy.view().first(entropy.size() - entropy_per_scalar)));
    const Dealer dealer{session, member, static_secret, std::move(polynomial),
                        crypto::Scalar::reduce(entropy.view().last<entropy_per_scalar>())};
    TRY_ASSIGN(const RoundOneMessage message, write_message(dealer, payloads));
    const Digest own = own_part(message.contribution, message.sealed_shares[static_cast<std::size_t>(member - 1)]);
    return Joined{encode(message), Joining{session, member, static_secret.clone(), own}};
}

} // namespace kaibiao::panel
