#include "panel/panel_builder.h"

#include "kaibiao/crypto/hash.h"

namespace kaibiao::panel::test {

ByteArray<64> fixed_random(std::string_view label) { return crypto::sha512({as_bytes(label)}); }
crypto::Scalar fixed_scalar(std::string_view label) { return crypto::Scalar::reduce(fixed_random(label)); }

std::string name_of(const Error& error) {
    const std::string name(info(error.code).name);
    return error.place.empty() ? name : name + " @ " + error.place;
}

Members members_of(int k, int n, std::string_view id) {
    Members members;
    members.seed = std::string(id);
    std::vector<crypto::Point> keys;
    for (int member = 1; member <= n; ++member) {
        members.secrets.push_back(fixed_scalar(members.seed + " static " + std::to_string(member)));
        keys.push_back(static_key_of(members.secrets.back()).value());
    }
    members.session = Session::create(id, k, keys).value();
    return members;
}

Joined Members::join(int member, const std::vector<Bytes>& payloads) const {
    Bytes entropy;
    while (entropy.size() < join_entropy_size(session))
        append(entropy,
               fixed_random(seed + " round 1 " + std::to_string(member) + " " + std::to_string(entropy.size())));
    return panel::join(session, secrets[static_cast<std::size_t>(member - 1)], SecretBytes(std::move(entropy)),
                       payloads)
        .value();
}

AfterJoin after_join(const Members& members) {
    AfterJoin joined;
    for (int member = 1; member <= members.session.n(); ++member) {
        Joined one = members.join(member);
        joined.messages.push_back(std::move(one.message));
        joined.states.push_back(std::move(one.state));
    }
    joined.views = distribute(members.session, joined.messages).value();
    return joined;
}

std::vector<Certifying> certify_all(const AfterJoin& joined) {
    std::vector<Certifying> states;
    for (std::size_t i = 0; i < joined.states.size(); ++i)
        states.push_back(certify(receive(joined.states[i], joined.views[i]).value()).value());
    return states;
}

Bytes signatures_of(const std::vector<Certifying>& states) {
    std::vector<Signature> signatures;
    for (const Certifying& state : states) signatures.push_back(state.signature);
    return encode(signatures);
}

std::vector<Seat> seats_of(int k, int n, std::string_view id) {
    std::vector<Certifying> states = certify_all(after_join(members_of(k, n, id)));
    const Bytes signatures = signatures_of(states);
    std::vector<Seat> seats;
    for (Certifying& state : states) seats.push_back(complete(std::move(state), signatures).value());
    return seats;
}

} // namespace kaibiao::panel::test
