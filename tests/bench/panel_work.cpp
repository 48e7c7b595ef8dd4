#include "work.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/release.h"
#include "kaibiao/seal/opening_target.h"
#include "kaibiao/seal/package_sealer.h"
#include "kaibiao/seal/part_opener.h"

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::seal;

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

LockContext context_of(const Seat& seat, int bid) {
    LockContext context;
    context.centre = "bench";
    context.origin = "bench.example/log";
    context.bidder = "B" + std::to_string(bid);
    context.policy = LockPolicy::officers;
    context.panel = Panel{seat.panel(), seat.key.y, seat.key.k, seat.key.n()};
    return context;
}

ClassEntropy class_entropy(std::string_view label, int bid) {
    return {SecretArray<32>::copy_of(ByteArray<32>{1}), SecretArray<64>::copy_of(fixed_random(label, bid)),
            SecretArray<32>::copy_of(ByteArray<32>{2})};
}

/// A bid under policy `officers`: its sheet is all that is opened.
struct SealedBid {
    LockContext context;
    Manifest manifest;
    Bytes sheet;

    SealedBid(const Seat& seat, int bid) : context(context_of(seat, bid)) {
        PackageSealer sealer =
            PackageSealer::create(context, {class_entropy("sheet", bid), class_entropy("volumes", bid)}).value();
        PublicSheet offer;
        offer.bidder_id = context.bidder;
        offer.bidder_name = context.bidder;
        offer.price = Money::from_fen(100'000'000 + bid);
        sheet = sealer.seal_sheet(offer, PartEntropy{}).value().file;
        manifest = sealer.manifest(1, std::nullopt).value();
    }
    Target target(PartClass part_class) const {
        return opening_target(context, part_class, manifest.lock(part_class), std::nullopt).value();
    }
};

constexpr PartClass classes[] = {PartClass::sheet, PartClass::volumes};

/// What a lot of some bids asks of a panel of 2 of 3: two classes for each bid.
struct Opening {
    MadePanel panel{2, 3};
    std::vector<SealedBid> bids;
    std::vector<std::vector<Target>> targets;    ///< by class
    std::vector<std::vector<ReleaseList>> lists; ///< by class, then officer

    explicit Opening(std::uint32_t count) {
        const ByteArray<32> random{1};
        for (int bid = 0; bid < static_cast<int>(count); ++bid) bids.emplace_back(panel.seats[0], bid);
        for (const PartClass part_class : classes) {
            targets.push_back(derive(part_class));
            lists.emplace_back();
            for (const Seat& seat : panel.seats)
                lists.back().push_back(release_all(seat, targets.back(), random).value());
        }
    }
    /// With the proof of r of each bid checked.
    std::vector<Target> derive(PartClass part_class) const {
        std::vector<Target> out;
        for (const SealedBid& bid : bids) out.push_back(bid.target(part_class));
        return out;
    }
    std::vector<crypto::Point> combined(std::size_t part_class) const {
        const PanelKey& key = panel.seats[0].key;
        std::vector<std::vector<CheckedRelease>> checked;
        for (const ReleaseList& list : lists[part_class])
            checked.push_back(check_all(targets[part_class], key, list).value());
        return combine_all(key, checked).value();
    }
};

const Opening& opening(std::uint32_t bids) {
    static const Opening instance(bids);
    if (instance.bids.size() != bids) std::abort();
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
    for (const PartClass part_class : classes)
        if (!release_all(all.panel.seats[0], all.derive(part_class), random).ok()) std::abort();
}

void bench_announce(std::uint32_t bids) {
    const Opening& all = opening(bids);
    const std::vector<crypto::Point> secrets = all.combined(0);
    for (std::size_t i = 0; i < all.bids.size(); ++i) {
        const SealedBid& bid = all.bids[i];
        LockSecrets lock;
        lock.s = LockSecret::copy_of(secrets[i].bytes());
        if (!open_sheet(bid.manifest, bid.context.digest(PartClass::sheet), lock, bid.sheet).ok()) std::abort();
    }
    if (all.combined(1).size() != all.bids.size()) std::abort();
}
