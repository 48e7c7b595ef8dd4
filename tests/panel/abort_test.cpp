// Every way in which a run of the panel's key generation ends early, and who is named for it.

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/aead.h"
#include "kaibiao/crypto/hash.h"
#include "panel/panel_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;

namespace {

using Change = std::function<void(RoundTwoMessage&)>;

/// 2 of 3, before the message of round 2 reaches member 1.
struct Run {
    Members members = members_of(2, 3);
    AfterJoin joined = after_join(members);

    RoundTwoMessage view(int member = 1) const {
        return decode_round_two(joined.views[static_cast<std::size_t>(member - 1)], 2, 3).value();
    }
    std::string receive(const Bytes& message) const { return outcome(panel::receive(joined.states[0], message)); }
    std::string with(const Change& change) const {
        RoundTwoMessage message = view();
        change(message);
        return receive(encode(message));
    }
};

/// Offsets inside a contribution of k = 2: two points, the proof, E, then the framed ciphertexts.
constexpr std::size_t at_ephemeral = 128;
constexpr std::size_t at_frames = 160;
constexpr std::size_t frame = 8 + min_ciphertext;

Bytes with_bytes(Bytes message, std::size_t at, std::size_t count, std::uint8_t value) {
    std::fill_n(message.begin() + static_cast<std::ptrdiff_t>(at), count, value);
    return message;
}

std::string decode_one(const Bytes& message) { return outcome(decode_round_one(message, 2, 3)); }

Bytes without(Bytes message, std::size_t at, std::size_t count) {
    const auto from = message.begin() + static_cast<std::ptrdiff_t>(at);
    message.erase(from, from + static_cast<std::ptrdiff_t>(count));
    return message;
}

/// Member 2 as a cheat: under its honest contribution it encrypts these 32 bytes to member 1. The key is derived here
/// by hand, as the specification writes it.
RoundTwoMessage cheated(const Run& run, ByteView share) {
    const Session& session = run.members.session;
    RoundTwoMessage message = run.view();
    const crypto::Scalar ephemeral = fixed_scalar("panel-1 round 1 2 128");
    const auto first = crypto::multiply_secret(ephemeral, session.static_key(1)).value();
    const auto second = crypto::multiply_secret(run.members.secrets[1], session.static_key(1)).value();
    const ByteArray<8> length{64};
    const auto key = crypto::sha512({as_bytes("COCKTAIL-DKG-Ristretto255-SHA512-H6"), first.view(), second.view(),
                                     message.contributions[1].ephemeral.bytes(), session.static_key(2).bytes(),
                                     session.static_key(1).bytes(), length, session.context()});
    const std::span<const std::uint8_t, 64> derived(key);
    message.sealed_shares[1] = crypto::xaead_seal(derived.first<32>(), derived.subspan<32, 24>(), share);
    return message;
}

} // namespace

TEST_CASE("panel: sizes, ids and keys outside the rules are refused before round 1") {
    const Members members = members_of(8, 15);
    const std::vector<crypto::Point> all = members.session.static_keys();
    const auto setup = [&all](std::string_view id, int k, std::size_t n) {
        return outcome(Session::create(id, k, {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)}));
    };
    CHECK(setup("p", 14, 15) == "ok");
    CHECK(setup("p", 1, 1) == "ok");
    for (const auto& [k, n] : {std::pair{0, 3}, {1, 3}, {3, 3}, {4, 3}, {-1, 3}, {0, 0}, {1, 0}, {2, 2}, {0, 1}})
        CHECK(setup("p", k, static_cast<std::size_t>(n)) == "panel_size_wrong @ /k");
    CHECK(Session::create("p", 3, {all.begin(), all.begin() + 3}).error().detail == "3 of 3");
    CHECK(Session::create("p", -1, {all.begin(), all.begin() + 3}).error().detail == "-1 of 3");
    std::vector<crypto::Point> many = all;
    many.push_back(static_key_of(fixed_scalar("16")).value());
    CHECK(outcome(Session::create("p", 8, many)) == "panel_size_wrong @ /k");
    many.resize(5);
    many[4] = many[1];
    CHECK(outcome(Session::create("p", 3, many)) == "panel_key_duplicate @ member 5");
    CHECK(Session::create("p", 3, many).error().detail == "member 2");
    CHECK(setup("", 2, 3) == "panel_id_malformed");
    CHECK(setup(std::string(129, 'p'), 2, 3) == "panel_id_malformed");
    CHECK(setup("见证", 2, 3) == "panel_id_malformed");
}

TEST_CASE("panel: the context depends on the id, every key and their order") {
    const Members members = members_of(2, 3);
    std::vector<crypto::Point> keys = members.session.static_keys();
    const SessionContext context = members.session.context();
    CHECK(Session::create("panel-1", 2, keys)->context() == context);
    CHECK(Session::create("panel-2", 2, keys)->context() != context);
    std::swap(keys[0], keys[1]);
    CHECK(Session::create("panel-1", 2, keys)->context() != context);
}

TEST_CASE("panel: randomness that comes out as zero ends the run") {
    const Members members = members_of(2, 3);
    const std::size_t size = join_entropy_size(members.session);
    for (const std::size_t zero : {std::size_t{0}, std::size_t{64}, size - 64}) {
        const Bytes entropy = with_bytes(Bytes(size, 7), zero, 64, 0);
        CHECK(outcome(join(members.session, members.secrets[0], SecretBytes(Bytes(entropy)))) ==
              "panel_randomness_zero");
    }
    CHECK(outcome(make_static_secret(ByteArray<64>{})) == "panel_randomness_zero");
    CHECK(outcome(make_static_secret(fixed_random("d"))) == "ok");
    CHECK(outcome(sign(crypto::Scalar::of(0), as_bytes("m"))) == "panel_randomness_zero");
}

TEST_CASE("panel: who is no member cannot join") {
    const Members members = members_of(2, 3);
    SecretBytes entropy(join_entropy_size(members.session));
    CHECK(outcome(join(members.session, fixed_scalar("stranger"), entropy)) == "panel_member_unknown @ /static");
    const std::vector<Bytes> payloads{{}, {}, Bytes(max_payload + 1)};
    CHECK(outcome(join(members.session, members.secrets[0], entropy, payloads)) == "panel_payload_too_large");
}

TEST_CASE("panel: payloads of every allowed length arrive at the member they are for") {
    const Members members = members_of(2, 3);
    AfterJoin joined = after_join(members);
    const std::vector<Bytes> payloads{{}, Bytes(max_payload, 0x5A), {1, 2, 3}};
    joined.messages[1] = members.join(2, payloads).message;
    const auto views = distribute(members.session, joined.messages).value();
    CHECK(receive(joined.states[0], views[0])->payloads[1].empty());
    CHECK(to_bytes(receive(joined.states[2], views[2])->payloads[1].view()) == payloads[2]);
}

TEST_CASE("panel: a round 1 message with the wrong count of points is named as such") {
    const Bytes good = Run().joined.messages[1];
    CHECK(decode_one(good) == "ok");
    Bytes more = good;
    more.insert(more.begin(), good.begin(), good.begin() + 32);
    CHECK(decode_one(more) == "panel_commitment_count_wrong");
    CHECK(decode_one(without(good, 32, 32)) == "panel_commitment_count_wrong");
    CHECK(decode_one(without(good, 0, 64)) == "panel_commitment_count_wrong");
}

TEST_CASE("panel: a round 2 message with the wrong count of points of one member names that member") {
    const Run run;
    CHECK(run.with([](RoundTwoMessage& m) {
        m.contributions[1].commitment.push_back(m.contributions[1].commitment[0]);
    }) == "panel_commitment_count_wrong @ member 2");
    CHECK(run.with([](RoundTwoMessage& m) { m.contributions[2].commitment.pop_back(); }) ==
          "panel_commitment_count_wrong @ member 3");
}

TEST_CASE("panel: identity and points that are not canonical are refused wherever they stand") {
    const Bytes good = Run().joined.messages[1];
    for (const std::size_t at : {std::size_t{0}, std::size_t{32}, at_ephemeral}) {
        CHECK(decode_one(with_bytes(good, at, 32, 0)) == "point_is_identity");
        CHECK(decode_one(with_bytes(good, at, 32, 0xFF)) == "point_not_canonical");
        Bytes again = good; // the same point, written another way
        again[at + 31] |= 0x80;
        CHECK(decode_one(again) == "point_not_canonical");
    }
}

TEST_CASE("panel: ciphertexts too large, too small, cut off or followed by bytes are refused") {
    const Bytes good = Run().joined.messages[1];
    CHECK(decode_one(with_bytes(good, at_frames, 1, 1)) == "panel_ciphertext_too_large");
    CHECK(decode_one(with_bytes(good, at_frames + 5, 2, 1)) == "panel_ciphertext_too_large");
    CHECK(decode_one(with_bytes(good, at_frames + 7, 1, 47)) == "panel_ciphertext_too_small");
    CHECK(decode_one(with_bytes(good, at_frames + 7, 1, 0)) == "panel_ciphertext_too_small");
    CHECK(decode_one(without(good, good.size() - 1, 1)) == "panel_message_malformed");
    CHECK(decode_one(without(good, good.size() - frame, frame)) == "panel_message_malformed");
    Bytes more = good;
    more.push_back(0);
    CHECK(decode_one(more) == "panel_message_malformed");
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(decode_one(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))) != "ok");
}

TEST_CASE("panel: a bad proof of possession names its member, whatever part of it is bad") {
    const Run run;
    for (const std::size_t byte : {0, 31, 32, 63}) {
        CHECK(run.with([byte](RoundTwoMessage& m) { m.contributions[2].possession[byte] ^= 4; }) ==
              "panel_possession_wrong @ member 3");
    }
    CHECK(run.with([](RoundTwoMessage& m) { m.contributions[1].possession = m.contributions[2].possession; }) ==
          "panel_possession_wrong @ member 2");
    CHECK(run.with([](RoundTwoMessage& m) {
        std::fill_n(m.contributions[1].possession.begin() + 32, 32, std::uint8_t{0xFF});
    }) == "panel_possession_wrong @ member 2");
    // The rest of the commitment and E are under the proof.
    CHECK(run.with([](RoundTwoMessage& m) { m.contributions[1].commitment[1] = m.contributions[1].ephemeral; }) ==
          "panel_possession_wrong @ member 2");
    CHECK(run.with([](RoundTwoMessage& m) { m.contributions[1].ephemeral = m.contributions[1].commitment[1]; }) ==
          "panel_possession_wrong @ member 2");
}

TEST_CASE("panel: messages of another session are refused, one by one and all together") {
    const Run run;
    // The same static keys under another id: only the context differs.
    Members other = members_of(2, 3);
    other.session = Session::create("panel-2", 2, run.members.session.static_keys()).value();
    const AfterJoin foreign = after_join(other);
    auto mixed = run.joined.messages;
    mixed[1] = foreign.messages[1];
    CHECK(outcome(distribute(run.members.session, mixed)) == "panel_possession_wrong @ member 2");
    CHECK(run.receive(foreign.views[0]) == "panel_own_message_changed @ member 1");
    const auto theirs = decode_round_two(foreign.views[0], 2, 3).value();
    CHECK(run.with([&](RoundTwoMessage& m) {
        m.contributions[1] = theirs.contributions[1];
        m.sealed_shares[1] = theirs.sealed_shares[1];
    }) == "panel_possession_wrong @ member 2");
}

TEST_CASE("panel: a ciphertext altered, of another sender, recipient or session cannot be decrypted") {
    const Run run;
    const std::string refused = "panel_decryption_failed @ member 2";
    CHECK(run.with([](RoundTwoMessage& m) { m.sealed_shares[1][3] ^= 1; }) == refused);
    CHECK(run.with([](RoundTwoMessage& m) { m.sealed_shares[1].push_back(0); }) == refused);
    CHECK(run.with([](RoundTwoMessage& m) { m.sealed_shares[1] = m.sealed_shares[2]; }) == refused);
    CHECK(run.with([&run](RoundTwoMessage& m) { m.sealed_shares[1] = run.view(3).sealed_shares[1]; }) == refused);
    Members other = members_of(2, 3);
    other.session = Session::create("panel-2", 2, run.members.session.static_keys()).value();
    const auto theirs = decode_round_two(after_join(other).views[0], 2, 3).value();
    CHECK(run.with([&](RoundTwoMessage& m) { m.sealed_shares[1] = theirs.sealed_shares[1]; }) == refused);
}

TEST_CASE("panel: a share off its commitment names its sender") {
    const Run run;
    // s = f(1) = a_0 + a_1 is what member 2 owes to member 1.
    const crypto::Scalar owed = fixed_scalar("panel-1 round 1 2 0").plus(fixed_scalar("panel-1 round 1 2 64"));
    CHECK(run.receive(encode(cheated(run, owed.bytes()))) == "ok");
    CHECK(run.receive(encode(cheated(run, owed.plus(crypto::Scalar::of(1)).bytes()))) ==
          "panel_share_wrong @ member 2");
    CHECK(run.receive(encode(cheated(run, crypto::Scalar::of(0).bytes()))) == "panel_share_wrong @ member 2");
}

TEST_CASE("panel: a decrypted share that is no canonical scalar names its sender") {
    const Run run;
    CHECK(run.receive(encode(cheated(run, Bytes(32, 0xFF)))) == "panel_share_malformed @ member 2");
    Bytes order = codec::decode_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
    CHECK(run.receive(encode(cheated(run, order))) == "panel_share_malformed @ member 2");
}

TEST_CASE("panel: a coordinator that alters a member's own part is found by that member") {
    const Run run;
    const std::string changed = "panel_own_message_changed @ member 1";
    CHECK(run.with([](RoundTwoMessage& m) { m.contributions[0].possession[0] ^= 1; }) == changed);
    CHECK(run.with([](RoundTwoMessage& m) { m.sealed_shares[0][0] ^= 1; }) == changed);
    CHECK(run.receive(run.joined.views[1]) == changed);
}

TEST_CASE("panel: a missing member stops the coordinator and the members") {
    const Run run;
    auto messages = run.joined.messages;
    messages[1].clear();
    CHECK(outcome(distribute(run.members.session, messages)) == "panel_member_missing @ member 2");
    messages = {run.joined.messages[0], run.joined.messages[1]};
    CHECK(outcome(distribute(run.members.session, messages)) == "panel_member_missing @ member 3");
    messages = run.joined.messages;
    messages.push_back(messages[0]);
    CHECK(outcome(distribute(run.members.session, messages)) == "panel_message_malformed");
    messages = run.joined.messages;
    messages[2].pop_back();
    CHECK(outcome(distribute(run.members.session, messages)) == "panel_message_malformed @ member 3");
    CHECK(run.with([](RoundTwoMessage& m) { m.contributions.pop_back(); }) == "panel_member_missing @ member 3");
    CHECK(run.receive({}) == "panel_member_missing @ member 1");
    Bytes more = run.joined.views[0];
    more.push_back(0);
    CHECK(run.receive(more) == "panel_message_malformed");
}

TEST_CASE("panel: a coordinator that shows two members different messages is found in round 3") {
    Run run;
    // Member 2 deals twice, honestly each time; the coordinator shows the second dealing to member 3 only.
    Members again = members_of(2, 3);
    again.seed = "another dealing";
    const Joined second = again.join(2);
    auto messages = run.joined.messages;
    messages[1] = second.message;
    run.joined.views[2] = distribute(run.members.session, messages).value()[2];
    auto states = certify_all(run.joined);
    const Bytes signatures = signatures_of(states);
    CHECK(outcome(complete(std::move(states[0]), signatures)) == "panel_signature_wrong @ member 3");
    CHECK(outcome(complete(std::move(states[2]), signatures)) == "panel_signature_wrong @ member 1");
}

TEST_CASE("panel: disagreement about the extension is found in round 3") {
    const Run run;
    auto states = certify_all(run.joined);
    states[1] = certify(receive(run.joined.states[1], run.joined.views[1]).value(), as_bytes("x")).value();
    const Bytes signatures = signatures_of(states);
    CHECK(outcome(complete(std::move(states[0]), signatures)) == "panel_signature_wrong @ member 2");
    CHECK(outcome(certify(receive(run.joined.states[0], run.joined.views[0]).value(), Bytes(max_extension + 1))) ==
          "panel_payload_too_large");
}

TEST_CASE("panel: signatures missing, swapped, altered or too many are refused") {
    const Run run;
    const auto result = [&run](const std::function<void(Bytes&)>& change) {
        auto states = certify_all(run.joined);
        Bytes signatures = signatures_of(states);
        change(signatures);
        return outcome(complete(std::move(states[0]), signatures));
    };
    CHECK(result([](Bytes&) {}) == "ok");
    CHECK(result([](Bytes& s) { s.resize(128); }) == "panel_member_missing @ member 3");
    CHECK(result([](Bytes& s) { s.resize(190); }) == "panel_message_malformed");
    CHECK(result([](Bytes& s) { s.push_back(0); }) == "panel_message_malformed");
    CHECK(result([](Bytes& s) { s[64 + 40] ^= 1; }) == "panel_signature_wrong @ member 2");
    CHECK(result([](Bytes& s) { std::swap_ranges(s.begin(), s.begin() + 64, s.begin() + 128); }) ==
          "panel_signature_wrong @ member 1");
    // z + q is the same number in another encoding.
    CHECK(result([](Bytes& s) { std::fill_n(s.begin() + 96, 32, std::uint8_t{0xFF}); }) ==
          "panel_signature_wrong @ member 2");
    CHECK(result([](Bytes& s) { std::fill_n(s.begin() + 64, 32, std::uint8_t{0}); }) ==
          "panel_signature_wrong @ member 2");
}
