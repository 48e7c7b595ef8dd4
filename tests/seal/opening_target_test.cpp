#include "kaibiao/seal/opening_target.h"
#include "seal/lock_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

std::string target_of(const LockContext& context, const ClassLock& lock, const std::optional<LockSecret>& b,
                      PartClass part_class = PartClass::volumes) {
    const auto target = opening_target(context, part_class, lock, b);
    return target.ok() ? "ok" : std::string(info(target.error().code).name);
}

} // namespace

TEST_CASE("opening target: the point is the R of the manifest, for the panel and the lot of its context") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const LockContext context = lock_context(LockPolicy::dual);
    const auto target = opening_target(context, PartClass::volumes, sealer.lock(), sealer.b()).value();
    CHECK(target.point().bytes() == *sealer.lock().r);
    CHECK(target.purpose() == panel::Purpose::open);
    CHECK(target.lot() == context.lot.text());
    CHECK(target.panel().id == context.panel->id);
    CHECK(target.panel().y == context.panel->y);
}

TEST_CASE("opening target: without the bidder's B there is none, and with another's neither") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    const LockContext context = lock_context(LockPolicy::dual);
    CHECK(target_of(context, sealer.lock(), std::nullopt) == "lock_secret_mismatch");
    CHECK(target_of(context, sealer.lock(), LockSecret()) == "lock_secret_mismatch");
    CHECK(target_of(context, sealer.lock(), sealer.b()) == "ok");
    CHECK(target_of(lock_context(LockPolicy::officers), class_sealer(LockPolicy::officers).lock(), std::nullopt) ==
          "ok");
}

TEST_CASE("opening target: an R copied into another bidder's, lot's or class's manifest is refused") {
    const ClassSealer sealer = class_sealer(LockPolicy::dual);
    LockContext context = lock_context(LockPolicy::dual, "another");
    CHECK(target_of(context, sealer.lock(), sealer.b()) == "lock_proof_wrong");
    context = lock_context(LockPolicy::dual);
    CHECK(target_of(context, sealer.lock(), sealer.b(), PartClass::sheet) == "lock_proof_wrong");
    ByteArray<16> lot{};
    lot.fill(0x77);
    context.lot = LotId(lot);
    CHECK(target_of(context, sealer.lock(), sealer.b()) == "lock_proof_wrong");
    context = lock_context(LockPolicy::dual);
    context.panel->k += 1;
    CHECK(target_of(context, sealer.lock(), sealer.b()) == "lock_proof_wrong");
}

TEST_CASE("opening target: the policy decides what must be there") {
    const ClassSealer sealer = class_sealer(LockPolicy::bidder);
    CHECK(target_of(lock_context(LockPolicy::bidder), sealer.lock(), sealer.b()) == "lock_policy_mismatch");
    CHECK(target_of(lock_context(LockPolicy::officers), class_sealer(LockPolicy::dual).lock(), std::nullopt) ==
          "lock_policy_mismatch");
}
