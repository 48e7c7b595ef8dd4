#include "kaibiao/seal/plain_commitment.h"

namespace kaibiao::seal {

PlainCommitment::PlainCommitment(const Digest& context, std::uint32_t part, const PlainSalt& salt) {
    Bytes number;
    append_u32_be(number, part);
    hash_.update(plain_commitment_label).update(context).update(number).update(salt);
}

} // namespace kaibiao::seal
