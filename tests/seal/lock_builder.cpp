#include "seal/lock_builder.h"

namespace kaibiao::seal::test {

crypto::Scalar panel_secret() { return crypto::Scalar::reduce(noise_array<64>(900)); }

Panel panel() {
    const crypto::Point y = crypto::multiply_generator(panel_secret()).value();
    return {"00112233445566778899aabbccddeeff", y, 3, 5};
}

LockContext lock_context(LockPolicy policy, std::string bidder) {
    LockContext context;
    context.centre = "demo-city";
    context.origin = "demo-city.example/log";
    context.lot = LotId(noise_array<16>(901));
    context.bidder = std::move(bidder);
    context.policy = policy;
    if (needs_officers(policy)) context.panel = panel();
    return context;
}

ClassEntropy class_entropy(std::uint32_t seed) {
    return {noise_secret<32>(seed), noise_secret<64>(seed + 1), noise_secret<32>(seed + 2)};
}

ClassSealer class_sealer(LockPolicy policy, PartClass part_class, std::uint32_t seed) {
    return ClassSealer::create(lock_context(policy), part_class, class_entropy(seed)).value();
}

LockSecrets released(const ClassSealer& sealer) {
    LockSecrets secrets;
    if (sealer.b()) secrets.b = sealer.b()->clone();
    if (!sealer.lock().r) return secrets;
    const crypto::Point r = crypto::Point::decode(*sealer.lock().r).value();
    secrets.s = crypto::multiply_secret(panel_secret(), r).value();
    return secrets;
}

} // namespace kaibiao::seal::test
