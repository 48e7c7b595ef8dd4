#include "kaibiao/seal/class_sealer.h"

namespace kaibiao::seal {

Result<ClassSealer> ClassSealer::create(const LockContext& context, PartClass part_class, const ClassEntropy& entropy) {
    TRY(context.check());
    ClassSealer sealer;
    sealer.policy_ = context.policy;
    sealer.context_ = context.digest(part_class);
    if (needs_bidder(context.policy)) {
        sealer.b_ = entropy.b.clone();
        sealer.lock_.hb = commitment_of(entropy.b);
    }
    if (context.panel) {
        TRY(sealer.draw_point(*context.panel, entropy));
    }
    return sealer;
}

/// HB comes first: the proof covers it.
Status ClassSealer::draw_point(const Panel& panel, const ClassEntropy& entropy) {
    r_ = crypto::Scalar::reduce(entropy.r.view());
    y_ = panel.y;
    TRY_ASSIGN(const crypto::Point point, crypto::multiply_generator(*r_));
    lock_.r = point.bytes();
    lock_.proof = panel::prove_lock(*r_, context_, point.bytes(), lock_.hb.value_or(Digest{}), entropy.proof.view());
    return ok();
}

LockSecrets ClassSealer::secrets() const {
    LockSecrets secrets;
    if (r_) secrets.s = crypto::multiply_secret(*r_, *y_).value();
    if (b_) secrets.b = b_->clone();
    return secrets;
}

Stanza ClassSealer::stanza(std::uint32_t part, const LockSalt& salt, const FileKey& file_key) const {
    return make_lock(expected(part), secrets(), salt, file_key);
}

} // namespace kaibiao::seal
