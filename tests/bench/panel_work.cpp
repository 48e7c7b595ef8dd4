#include "work.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/release.h"

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace kaibiao;
using namespace kaibiao::panel;

namespace {

ByteArray<64> fixed_random(std::string_view label, int number) {
    return crypto::sha512({as_bytes(label), as_bytes(std::to_string(number))});
}

SecretBytes entropy_for(const Session& session, int member) {
    SecretBytes entropy(join_entropy_size(session));
    for (std::size_t at = 0; at < entropy.size(); at += entropy_per_scalar) {
        const auto part = fixed_random("entropy", member * 100 + static_cast<int>(at / entropy_per_scalar));
        std::copy(part.begin(), part.end(), entropy.data().begin() + static_cast<std::ptrdiff_t>(at));
    }
    return entropy;
}

/// A panel whose members all did their rounds, and the messages that passed.
struct MadePanel {
    Session session;
    std::vector<crypto::Scalar> secrets;
    std::vector<Bytes> views;
    Bytes signatures;
    std::vector<Seat> seats;

    MadePanel(int k, int n) {
        std::vector<crypto::Point> keys;
        for (int member = 1; member <= n; ++member) {
            secrets.push_back(make_static_secret(fixed_random("static", member)).value());
            keys.push_back(static_key_of(secrets.back()).value());
        }
        session = Session::create("bench", k, std::move(keys)).value();
        std::vector<Joined> joined;
        std::vector<Bytes> messages;
        for (int member = 1; member <= n; ++member) {
            joined.push_back(run_join(member));
            messages.push_back(joined.back().message);
        }
        views = distribute(session, messages).value();
        certify_all(joined);
    }
    Joined run_join(int member) const {
        return join(session, secrets[static_cast<std::size_t>(member - 1)], entropy_for(session, member)).value();
    }

  private:
    void certify_all(const std::vector<Joined>& joined) {
        std::vector<Certifying> states;
        std::vector<Signature> all;
        for (std::size_t at = 0; at < joined.size(); ++at) {
            states.push_back(certify(receive(joined[at].state, views[at]).value()).value());
            all.push_back(states.back().signature);
        }
        signatures = encode(all);
        for (Certifying& state : states) seats.push_back(complete(std::move(state), signatures).value());
    }
};

const MadePanel& large_panel() {
    static const MadePanel instance(8, 15);
    return instance;
}

/// What a lot of some bids asks of a panel of 2 of 3: two classes for each bid.
struct Opening {
    MadePanel panel{2, 3};
    std::vector<crypto::Point> points;
    std::vector<LockProof> proofs;
    std::vector<Target> targets;
    std::vector<ReleaseList> lists;

    explicit Opening(std::uint32_t bids) {
        const ByteArray<32> random{1};
        const Digest digest = context().digest(PartClass::volumes);
        for (int at = 0; at < static_cast<int>(2 * bids); ++at) {
            const crypto::Scalar r = crypto::Scalar::reduce(fixed_random("r", at));
            points.push_back(crypto::multiply_generator(r).value());
            proofs.push_back(prove_lock(r, digest, points.back().bytes(), {}, random));
        }
        targets = check_proofs();
        for (const Seat& seat : panel.seats) lists.push_back(release_all(seat, targets, random).value());
    }
    LockContext context() const {
        LockContext context;
        context.policy = LockPolicy::officers;
        context.panel = Panel{panel.session.id(), panel.seats[0].key.y, 2, 3};
        return context;
    }
    std::vector<Target> check_proofs() const {
        std::vector<Target> out;
        for (std::size_t at = 0; at < points.size(); ++at) {
            const Digest digest = context().digest(PartClass::volumes);
            const auto proven = check_lock_proof(proofs[at], digest, points[at], {}).value();
            out.push_back(opening_target(context(), PartClass::volumes, proven).value());
        }
        return out;
    }
};

const Opening& opening(std::uint32_t bids) {
    static const Opening instance(bids);
    if (instance.points.size() != 2 * bids) std::abort();
    return instance;
}

} // namespace

void bench_panel_member(std::uint32_t count) {
    const MadePanel& panel = large_panel();
    for (std::uint32_t i = 0; i < count; ++i) {
        const Joined joined = panel.run_join(1);
        Certifying state = certify(receive(joined.state, panel.views[0]).value()).value();
        if (!complete(std::move(state), panel.signatures).ok()) std::abort();
    }
}

void bench_releases(std::uint32_t bids) {
    const Opening& all = opening(bids);
    const ByteArray<32> random{3};
    if (!release_all(all.panel.seats[0], all.check_proofs(), random).ok()) std::abort();
}

void bench_combine(std::uint32_t bids) {
    const Opening& all = opening(bids);
    const PanelKey& key = all.panel.seats[0].key;
    std::vector<std::vector<CheckedRelease>> checked;
    for (const ReleaseList& list : all.lists) checked.push_back(check_all(all.targets, key, list).value());
    if (combine_all(key, checked).value().size() != all.points.size()) std::abort();
}
