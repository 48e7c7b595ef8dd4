#include "record.h"
#include "seal/lock_builder.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

const LockSalt salt = noise_array<16>(60);

Stanza stanza_of(const ClassSealer& sealer, std::uint32_t part = 1) {
    return sealer.stanza(part, salt, noise_secret<16>(61));
}

ErrorCode check_code(const Stanza& stanza, const ExpectedLock& expected) {
    return code_of(check_lock_public({stanza}, expected));
}

Stanza with_argument(Stanza stanza, std::size_t index, std::string value) {
    stanza.arguments[index] = std::move(value);
    return stanza;
}

} // namespace

TEST_CASE("lock: what was sealed opens with what bidder and officers release, under every policy") {
    for (const LockPolicy policy : every_policy) {
        CAPTURE(name_of(policy));
        const ClassSealer sealer = class_sealer(policy);
        const Stanza stanza = stanza_of(sealer);
        const auto lock = check_lock_public({stanza}, sealer.expected(1));
        REQUIRE(lock.ok());
        const auto file_key = open_lock(*lock, released(sealer));
        REQUIRE(file_key.ok());
        CHECK(equal_public(file_key->view(), noise_secret<16>(61).view()));
        CHECK(open_lock(*lock, sealer.secrets()).ok());
        kaibiao::test::record("context", sealer.context());
        kaibiao::test::record("stanza", stanza.arguments[3] + stanza.arguments[4]);
        kaibiao::test::record("body", stanza.body);
    }
}

TEST_CASE("lock: the context is the hash of its canonical JSON") {
    LockContext context = lock_context(LockPolicy::bidder);
    const std::string json =
        R"({"bidder":"91110000100000000X","centre":"demo-city","class":"sheet","envelope":1,"k":null,"lot":")" +
        context.lot.text() + R"(","n":null,"origin":"demo-city.example/log","panel":null,"policy":"bidder","y":null})";
    CHECK(context.digest(PartClass::sheet) == crypto::sha256(as_bytes(json)));
    CHECK(context.digest(PartClass::sheet) != context.digest(PartClass::volumes));
}

TEST_CASE("lock: every member of the context changes its digest") {
    const LockContext base = lock_context(LockPolicy::dual);
    std::vector<LockContext> others(9, base);
    others[0].centre = "x";
    others[1].origin = "x";
    others[2].lot = LotId();
    others[3].envelope = 2;
    others[4].bidder = "x";
    others[5].policy = LockPolicy::officers;
    others[6].panel->id = "x";
    others[7].panel->k = 2;
    others[8].panel->n = 4;
    for (const LockContext& other : others) CHECK(other.digest(PartClass::sheet) != base.digest(PartClass::sheet));
}

TEST_CASE("lock: a panel that does not fit the policy is refused") {
    LockContext context = lock_context(LockPolicy::dual);
    context.panel.reset();
    CHECK(code_of(ClassSealer::create(context, PartClass::sheet, class_entropy(1))) == ErrorCode::lock_policy_mismatch);
    context = lock_context(LockPolicy::dual);
    context.policy = LockPolicy::bidder;
    CHECK(code_of(context.check()) == ErrorCode::lock_policy_mismatch);
}

TEST_CASE("lock: neither half of a dual lock opens it, nor does another bidder's release") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const LockStanza lock = parse_lock(stanza_of(sealer)).value();
    LockSecrets only_b = released(sealer), only_s = released(sealer), wrong_s = released(sealer),
                wrong_b = released(sealer);
    only_b.s.reset();
    only_s.b.reset();
    wrong_s.s = noise_secret<32>(77);
    wrong_b.b = noise_secret<32>(78);
    CHECK(code_of(open_lock(lock, only_b)) == ErrorCode::lock_secret_mismatch);
    CHECK(code_of(open_lock(lock, only_s)) == ErrorCode::lock_secret_mismatch);
    CHECK(code_of(open_lock(lock, wrong_s)) == ErrorCode::lock_body_wrong);
    CHECK(code_of(open_lock(lock, wrong_b)) == ErrorCode::lock_secret_mismatch);
}

TEST_CASE("lock: opening one class does not open the other") {
    const ClassSealer sheet = class_sealer(LockPolicy::dual, PartClass::sheet, 50);
    const ClassSealer volumes = class_sealer(LockPolicy::dual, PartClass::volumes, 53);
    const LockStanza lock = parse_lock(stanza_of(volumes)).value();
    CHECK_FALSE(open_lock(lock, released(sheet)).ok());
}

TEST_CASE("lock: B is checked against its commitment") {
    const LockSecret b = noise_secret<32>(5);
    const Digest hb = commitment_of(b);
    CHECK(check_released_secret(b, hb).ok());
    CHECK(code_of(check_released_secret(noise_secret<32>(6), hb)) == ErrorCode::lock_secret_mismatch);
    kaibiao::test::record("hb", hb);
}

TEST_CASE("lock: each way in which a stanza differs from the manifest has its own name") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const Stanza good = stanza_of(sealer);
    const ExpectedLock expected = sealer.expected(1);
    const std::string zero = codec::encode_base64(ByteArray<32>{});
    CHECK(check_lock_public({good}, expected).ok());
    CHECK(code_of(check_lock_public({}, expected)) == ErrorCode::lock_stanza_missing);
    CHECK(code_of(check_lock_public({good, good}, expected)) == ErrorCode::lock_stanza_not_alone);
    CHECK(check_code(with_argument(good, 0, "X25519"), expected) == ErrorCode::lock_stanza_missing);
    CHECK(check_code(with_argument(good, 1, "bidder"), expected) == ErrorCode::lock_policy_mismatch);
    CHECK(check_code(with_argument(good, 1, "nobody"), expected) == ErrorCode::lock_policy_unknown);
    CHECK(check_code(with_argument(good, 2, zero), expected) == ErrorCode::lock_context_mismatch);
    CHECK(check_code(with_argument(good, 3, zero), expected) == ErrorCode::lock_commitment_mismatch);
    CHECK(check_code(with_argument(good, 4, zero), expected) == ErrorCode::lock_commitment_mismatch);
    CHECK(check_code(good, sealer.expected(2)) == ErrorCode::lock_part_mismatch);
}

TEST_CASE("lock: a malformed stanza is refused") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const Stanza good = stanza_of(sealer);
    const ExpectedLock expected = sealer.expected(1);
    for (const char* part : {"01", "+1", "64", "1 ", "", "4294967297"})
        CHECK(check_code(with_argument(good, 5, part), expected) == ErrorCode::lock_stanza_malformed);
    CHECK(check_code(with_argument(good, 6, "AAAA"), expected) == ErrorCode::lock_stanza_malformed);
    CHECK(check_code(with_argument(good, 2, good.arguments[2] + "="), expected) == ErrorCode::lock_stanza_malformed);
    Stanza longer = good, fat = good;
    longer.arguments.push_back("x");
    fat.body.push_back(0);
    CHECK(check_code(longer, expected) == ErrorCode::lock_stanza_malformed);
    CHECK(check_code(fat, expected) == ErrorCode::lock_stanza_malformed);
}

TEST_CASE("lock: R must be a canonical point other than the identity") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    ClassLock identity = sealer.lock(), odd = sealer.lock();
    identity.r = ByteArray<32>{};
    odd.r->fill(0xff);
    CHECK(code_of(check_class_lock(LockPolicy::dual, sealer.context(), identity)) == ErrorCode::point_is_identity);
    CHECK(code_of(check_class_lock(LockPolicy::dual, sealer.context(), odd)) == ErrorCode::point_not_canonical);
}

TEST_CASE("lock: the public half holds exactly what the policy needs") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    CHECK(check_class_lock(LockPolicy::dual, sealer.context(), sealer.lock()).ok());
    for (const LockPolicy other : {LockPolicy::bidder, LockPolicy::officers})
        CHECK(code_of(check_class_lock(other, sealer.context(), sealer.lock())) == ErrorCode::lock_policy_mismatch);
    ClassLock unproven = sealer.lock();
    unproven.proof.reset();
    CHECK(code_of(check_class_lock(LockPolicy::dual, sealer.context(), unproven)) == ErrorCode::lock_policy_mismatch);
}

TEST_CASE("lock: a proof with any flipped bit, of another bidder or another commitment is refused") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const auto verdict = [&](const Digest& context, const ClassLock& lock) {
        return code_of(check_class_lock(LockPolicy::dual, context, lock));
    };
    for (std::size_t bit = 0; bit < 512; ++bit) {
        ClassLock lock = sealer.lock();
        (*lock.proof)[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK(verdict(sealer.context(), lock) == ErrorCode::lock_proof_wrong);
    }
    ClassLock other_hb = sealer.lock();
    other_hb.hb = Digest{};
    CHECK(verdict(sealer.context(), other_hb) == ErrorCode::lock_proof_wrong);
    const Digest copied = lock_context(LockPolicy::dual, "somebody else").digest(PartClass::volumes);
    CHECK(verdict(copied, sealer.lock()) == ErrorCode::lock_proof_wrong);
    kaibiao::test::record("proof", *sealer.lock().proof);
}

TEST_CASE("lock: the published key of a body opens it without the secrets") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const LockStanza lock = parse_lock(stanza_of(sealer)).value();
    const auto key = lock_key(lock, released(sealer));
    REQUIRE(key.ok());
    CHECK(unwrap_file_key(key->view(), lock.body).ok());
    LockStanza spoiled = lock;
    spoiled.body[0] ^= 1;
    CHECK(code_of(open_lock(spoiled, released(sealer))) == ErrorCode::lock_body_wrong);
}
