// The public vectors of COCKTAIL(Ristretto255, SHA-512) (C2SP/CCTV, cocktail-dkg), which are not part of this
// repository: KAIBIAO_COCKTAIL_VECTORS (or KAIBIAO_VECTORS) names their folder. Every value of the file is reproduced
// from its seed.

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "panel/panel_builder.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <optional>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;
using codec::Json;

namespace {

std::optional<Bytes> read_all(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return std::nullopt;
    Bytes out(1 << 20);
    out.resize(std::fread(out.data(), 1, out.size(), file));
    std::fclose(file);
    return out;
}

std::optional<Bytes> public_vectors() {
    const std::string name = "/cocktail-dkg-ristretto255-sha512.json";
    for (const char* variable : {"KAIBIAO_COCKTAIL_VECTORS", "KAIBIAO_VECTORS"}) {
        const char* folder = std::getenv(variable);
        if (folder == nullptr) continue;
        if (auto found = read_all(folder + name)) return found;
    }
    return read_all("../shared/vectors" + name);
}

std::string text(const Json& json, std::string_view key) { return *json.find(key)->as_string(); }
Bytes bytes(const Json& json, std::string_view key) { return codec::decode_hex(text(json, key)).value(); }
const Json::Array& list(const Json& json, std::string_view key) { return *json.find(key)->as_array(); }
int number(const Json& json, std::string_view key) { return static_cast<int>(*json.find(key)->as_integer()); }
std::string hex(ByteView view) { return codec::encode_hex(view); }

/// One entry of the file, and our run of it.
struct Vector {
    const Json& json;
    std::string id;
    Bytes seed;
    std::vector<crypto::Scalar> secrets;
    Session session;
    std::vector<Bytes> payloads;

    ByteArray<64> derive(const std::string& label, std::optional<std::uint64_t> counter = {}) const {
        Bytes tail;
        for (const int value : {session.k(), session.n()})
            for (int shift = 0; shift < 32; shift += 8) tail.push_back(static_cast<std::uint8_t>(value >> shift));
        append(tail, label);
        for (int shift = 0; counter && shift < 64; shift += 8)
            tail.push_back(static_cast<std::uint8_t>(*counter >> shift));
        return crypto::sha512({seed, as_bytes(ciphersuite_id), tail});
    }
    SecretBytes entropy(int member) const {
        Bytes out;
        for (std::uint64_t counter = 0; out.size() < join_entropy_size(session); ++counter)
            append(out, derive("round1_participant_" + std::to_string(member), counter));
        return SecretBytes(std::move(out));
    }
};

Vector load(const Json& json, const Bytes& seed) {
    Vector vector{json, {}, seed, {}, {}, {}};
    const Bytes tag = bytes(json, "session_tag");
    vector.id = std::string(as_text(tag));
    std::vector<crypto::Point> keys;
    for (const Json& secret : list(*json.find("config"), "static_secret_keys")) {
        const Bytes raw = codec::decode_hex(*secret.as_string()).value();
        vector.secrets.push_back(crypto::Scalar::decode(ByteView(raw).first<32>()).value());
        keys.push_back(static_key_of(vector.secrets.back()).value());
        CHECK(hex(keys.back().bytes()) ==
              *list(*json.find("config"), "static_public_keys")[keys.size() - 1].as_string());
    }
    vector.session = Session::create(vector.id, number(json, "t"), keys).value();
    CHECK(hex(vector.session.context()) == text(json, "context"));
    if (json.find("payloads") != nullptr)
        for (const Json& payload : list(json, "payloads"))
            vector.payloads.push_back(codec::decode_hex(*payload.as_string()).value());
    return vector;
}

std::vector<Joined> check_round_one(const Vector& vector) {
    std::vector<Joined> out;
    for (int member = 1; member <= vector.session.n(); ++member) {
        const auto at = static_cast<std::size_t>(member - 1);
        CHECK(hex(crypto::Scalar::reduce(vector.derive("static_secret_key_" + std::to_string(member))).bytes()) ==
              hex(vector.secrets[at].bytes()));
        std::vector<Bytes> payloads;
        if (!vector.payloads.empty()) payloads.assign(vector.secrets.size(), vector.payloads[at]);
        out.push_back(join(vector.session, vector.secrets[at], vector.entropy(member), payloads).value());
        const Json& expected = list(vector.json, "round1")[at];
        const auto message = decode_round_one(out.back().message, vector.session.k(), vector.session.n()).value();
        CHECK(hex(message.contribution.ephemeral.bytes()) == text(expected, "ephemeral_public_key"));
        CHECK(hex(message.contribution.possession) == text(expected, "pop"));
        for (std::size_t i = 0; i < message.contribution.commitment.size(); ++i)
            CHECK(hex(message.contribution.commitment[i].bytes()) == *list(expected, "vss_commitment")[i].as_string());
        for (std::size_t i = 0; i < message.sealed_shares.size(); ++i)
            CHECK(hex(message.sealed_shares[i]) == *list(expected, "encrypted_shares")[i].as_string());
    }
    return out;
}

std::vector<Certifying> check_round_two(const Vector& vector, const std::vector<Joined>& joined) {
    std::vector<Bytes> messages;
    for (const Joined& one : joined) messages.push_back(one.message);
    const auto views = distribute(vector.session, messages).value();
    std::vector<Certifying> out;
    for (std::size_t at = 0; at < joined.size(); ++at) {
        Received received = receive(joined[at].state, views[at]).value();
        const Json& expected = list(vector.json, "round2")[at];
        CHECK(hex(received.share.bytes()) == text(expected, "secret_share"));
        CHECK(hex(received.key.share_of(received.member).bytes()) == text(expected, "verification_share"));
        CHECK(hex(received.key.y.bytes()) == text(vector.json, "group_public_key"));
        for (std::size_t i = 0; i < vector.payloads.size(); ++i)
            CHECK(hex(received.payloads[i].view()) == hex(vector.payloads[i]));
        out.push_back(certify(std::move(received), bytes(vector.json, "extension")).value());
    }
    return out;
}

Bytes check_round_three(const Vector& vector, const std::vector<Certifying>& states) {
    const Json& expected = *vector.json.find("round3");
    for (std::size_t at = 0; at < states.size(); ++at) {
        CHECK(hex(crypto::sha512({encode(states[at].outcome.transcript)})) == text(expected, "transcript_hash"));
        CHECK(hex(states[at].signature) == text(list(expected, "signatures")[at], "signature"));
    }
    return signatures_of(states);
}

void check_recovery(const Vector& vector, const Bytes& certificate) {
    const Json* expected = vector.json.find("recovery");
    if (expected == nullptr) return;
    std::vector<Bytes> sealed;
    for (const Json& each : list(*expected, "ciphertexts"))
        sealed.push_back(codec::decode_hex(*each.as_string()).value());
    const auto at = static_cast<std::size_t>(number(*expected, "participant_id") - 1);
    const Seat seat = recover(vector.id, vector.secrets[at], certificate, encode_bundle(sealed)).value();
    CHECK(hex(seat.share.bytes()) == text(*expected, "recovered_secret_share"));
    CHECK(hex(seat.key.share_of(seat.member).bytes()) == text(*expected, "recovered_verification_share"));
}

void check_vector(const Json& json, const Bytes& seed) {
    const Vector vector = load(json, seed);
    const auto joined = check_round_one(vector);
    auto states = check_round_two(vector, joined);
    const Bytes signatures = check_round_three(vector, states);
    Bytes certificate;
    for (Certifying& state : states) {
        const auto seat = complete(std::move(state), signatures);
        REQUIRE(outcome(seat) == "ok");
        certificate = encode(seat->certificate);
    }
    CHECK(outcome(panel_key_from(certificate, vector.id)) == "ok");
    check_recovery(vector, certificate);
}

} // namespace

TEST_CASE("panel: the public vectors of COCKTAIL(Ristretto255, SHA-512) are reproduced bit for bit") {
    const auto file = public_vectors();
    if (!file) {
        MESSAGE("skipped: the public vectors of COCKTAIL are not here (KAIBIAO_COCKTAIL_VECTORS)");
        return;
    }
    const Json json = codec::parse_relaxed(*file).value();
    CHECK(text(json, "ciphersuite") == ciphersuite_id);
    const Bytes seed = bytes(json, "seed");
    CHECK(list(json, "vectors").size() == 4);
    for (const Json& vector : list(json, "vectors")) check_vector(vector, seed);
}
