/// `valgrind --suppressions=public_outcomes.supp kaibiao_constant_time WORK`: does a piece of work with its secrets
/// marked undefined, so that memcheck reports every branch and every address that depends on one. What the
/// suppressions name are outcomes that are public.

#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/release.h"

#include <valgrind/memcheck.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

using namespace kaibiao;
using namespace kaibiao::panel;

namespace {

void hide(ByteView secret) { VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size()); }
void show(ByteView known) { VALGRIND_MAKE_MEM_DEFINED(known.data(), known.size()); }

ByteArray<64> fixed_random(std::string_view label) { return crypto::sha512({as_bytes(label)}); }
crypto::Scalar fixed_scalar(std::string_view label) { return crypto::Scalar::reduce(fixed_random(label)); }

crypto::Scalar hidden(std::string_view label) {
    crypto::Scalar scalar = fixed_scalar(label);
    hide(scalar.bytes());
    return scalar;
}

SecretBytes entropy_for(const Session& session, std::string_view label) {
    SecretBytes entropy(join_entropy_size(session));
    for (std::size_t at = 0; at < entropy.size(); at += entropy_per_scalar) {
        const auto part = fixed_random(std::string(label) + std::to_string(at));
        std::copy(part.begin(), part.end(), entropy.data().begin() + static_cast<std::ptrdiff_t>(at));
    }
    return entropy;
}

std::string static_label(int member) { return "static " + std::to_string(member); }

Session three_members() {
    std::vector<crypto::Point> keys;
    for (int member = 1; member <= 3; ++member)
        keys.push_back(static_key_of(fixed_scalar(static_label(member))).value());
    return Session::create("constant-time", 2, std::move(keys)).value();
}

std::vector<Joined> all_joined(const Session& session) {
    std::vector<Joined> joined;
    for (int member = 1; member <= 3; ++member) {
        const std::string label = "entropy " + std::to_string(member) + " ";
        joined.push_back(join(session, fixed_scalar(static_label(member)), entropy_for(session, label)).value());
    }
    return joined;
}

std::vector<Bytes> views_of(const Session& session, const std::vector<Joined>& joined) {
    std::vector<Bytes> messages;
    messages.reserve(joined.size());
    for (const Joined& one : joined) messages.push_back(one.message);
    return distribute(session, messages).value();
}

Seat first_seat() {
    const Session session = three_members();
    const std::vector<Joined> joined = all_joined(session);
    const std::vector<Bytes> views = views_of(session, joined);
    std::vector<Signature> signatures;
    std::vector<Certifying> states;
    for (std::size_t at = 0; at < joined.size(); ++at) {
        states.push_back(certify(receive(joined[at].state, views[at]).value()).value());
        signatures.push_back(states.back().signature);
    }
    return complete(std::move(states[0]), encode(signatures)).value();
}

void sign_something() {
    if (!sign(hidden("key"), as_bytes("message")).ok()) std::abort();
}

void join_round() {
    const Session session = three_members();
    const SecretBytes entropy = entropy_for(session, "entropy 1 ");
    hide(entropy.view());
    if (!join(session, hidden(static_label(1)), entropy).ok()) std::abort();
}

void receive_round() {
    const Session session = three_members();
    const std::vector<Joined> joined = all_joined(session);
    const std::vector<Bytes> views = views_of(session, joined);
    hide(joined[0].state.static_secret.bytes());
    Received received = receive(joined[0].state, views[0]).value();
    if (!certify(std::move(received)).ok()) std::abort();
}

void recover_seat() {
    const Seat seat = first_seat();
    const Bytes certificate = encode(seat.certificate);
    const Bytes bundle = encode_bundle(seat.sealed_shares);
    if (!recover(seat.panel(), hidden(static_label(1)), certificate, bundle).ok()) std::abort();
}

void release_points() {
    const Seat seat = first_seat();
    const PanelIdentity panel{seat.panel(), seat.key.y};
    const ByteArray<32> random{1};
    hide(seat.share.bytes());
    hide(random);
    const Target target = draw_target(panel, {LotId(), "K", "uniform", {}, {}}).value();
    const Release release = release_for(seat, target, random).value();
    show(encode(release));
}

void prove_knowledge() {
    const crypto::Scalar r = fixed_scalar("r");
    const crypto::Point point = crypto::multiply_generator(r).value();
    const ByteArray<32> random{1};
    hide(r.bytes());
    hide(random);
    static_cast<void>(prove_lock(r, Digest{}, point.bytes(), Digest{}, random));
}

/// What the others must not do: memcheck has to report it.
void leak() {
    const crypto::Scalar secret = hidden("leak");
    if (secret.bytes()[0] % 2 == 1) std::puts("odd");
}

} // namespace

int main(int argc, char** argv) {
    const std::map<std::string, std::function<void()>> works = {
        {"leak", leak},
        {"join", join_round},
        {"prove", prove_knowledge},
        {"receive", receive_round},
        {"recover", recover_seat},
        {"release", release_points},
        {"sign", sign_something},
    };
    const auto work = argc == 2 ? works.find(argv[1]) : works.end();
    if (work == works.end()) {
        std::fputs("usage: kaibiao_constant_time join|leak|prove|receive|recover|release|sign\n", stderr);
        return 2;
    }
    work->second();
    std::printf("%s done\n", argv[1]);
    return 0;
}
