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
    signatures.reserve(states.size());
    for (const Certifying& state : states) signatures.push_back(state.signature);
    return encode(signatures);
}

std::vector<Seat> seats_of(int k, int n, std::string_view id) {
    std::vector<Certifying> states = certify_all(after_join(members_of(k, n, id)));
    const Bytes signatures = signatures_of(states);
    std::vector<Seat> seats;
    seats.reserve(states.size());
    for (Certifying& state : states) seats.push_back(complete(std::move(state), signatures).value());
    return seats;
}

PanelIdentity identity_of(const Seat& seat) { return {seat.panel(), seat.key.y}; }

namespace {

LotId lot_of(std::uint8_t byte) {
    ByteArray<16> bytes{};
    bytes.fill(byte);
    return LotId(bytes);
}

} // namespace

LockContext fixed_context(const Seat& seat, std::uint8_t lot) {
    LockContext context;
    context.centre = "centre";
    context.origin = "log.example";
    context.lot = lot_of(lot);
    context.bidder = "bidder";
    context.policy = LockPolicy::officers;
    context.panel = Panel{seat.panel(), seat.key.y, seat.key.k, seat.key.n()};
    return context;
}

ProvenPoint fixed_point(const LockContext& context, std::string_view seed) {
    const crypto::Scalar r = fixed_scalar("r " + std::string(seed));
    const crypto::Point point = crypto::multiply_generator(r).value();
    const Digest digest = context.digest(PartClass::volumes);
    const ByteArray<32> random{7};
    return check_lock_proof(prove_lock(r, digest, point.bytes(), {}, random), digest, point, {}).value();
}

Digest fixed_nonce() { return crypto::sha256(as_bytes("a")); }

DrawRequest fixed_draw(std::uint8_t lot, std::string_view seed) {
    const Digest hash = crypto::sha256(as_bytes(seed));
    return {lot_of(lot), "K", "uniform", hash, crypto::sha256(hash)};
}

Target target_for(const Seat& seat, Purpose purpose, std::uint8_t lot, std::string_view seed) {
    const Digest hash = crypto::sha256(as_bytes(seed));
    if (purpose == Purpose::open) {
        const LockContext context = fixed_context(seat, lot);
        return opening_target(context, PartClass::volumes, fixed_point(context, seed)).value();
    }
    if (purpose == Purpose::draw) return draw_target(identity_of(seat), fixed_draw(lot, seed)).value();
    const std::vector<ByteArray<32>> nonces(seat.key.shares.size(), hash);
    return rehearsal_target(identity_of(seat), seat.key.n(), nonces).value();
}

Release fixed_release(const Seat& seat, const Target& target) {
    const ByteArray<32> random{9};
    return release_for(seat, target, random).value();
}

std::vector<CheckedRelease> checked(const std::vector<Seat>& seats, const std::vector<int>& officers,
                                    const Target& target) {
    std::vector<CheckedRelease> out;
    for (const int officer : officers) {
        const Seat& seat = seats[static_cast<std::size_t>(officer - 1)];
        out.push_back(check_release(target, seat.key, officer, fixed_release(seat, target)).value());
    }
    return out;
}

crypto::Scalar panel_secret(const std::vector<Seat>& seats) {
    crypto::Scalar sum = crypto::Scalar::of(0);
    for (const Seat& one : seats) {
        crypto::Scalar term = one.share.clone();
        for (const Seat& other : seats) {
            if (other.member == one.member) continue;
            const auto j = crypto::Scalar::of(static_cast<std::uint8_t>(other.member));
            const auto i = crypto::Scalar::of(static_cast<std::uint8_t>(one.member));
            term = term.times(j).times(j.minus(i).inverse().value());
        }
        sum = sum.plus(term);
    }
    return sum;
}

} // namespace kaibiao::panel::test
