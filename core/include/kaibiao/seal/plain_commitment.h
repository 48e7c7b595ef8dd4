#pragma once
/// What a bidder commits to before the opening: the salted hash of each part's plaintext.

#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/package_format.h"

namespace kaibiao::seal {

/// 32 random bytes per part, kept inside part 0.
using PlainSalt = ByteArray<plain_salt_size>;

/// SHA-256("kaibiao/plain/v1" ‖ context ‖ uint32_be(part) ‖ salt ‖ plaintext), fed in pieces of any size.
class PlainCommitment {
  public:
    /// `context`: digest of the lock context of the part's class.
    PlainCommitment(const Digest& context, std::uint32_t part, const PlainSalt& salt);
    void update(ByteView plain) { hash_.update(plain); }
    /// The object may not be used afterwards.
    Digest finish() { return hash_.finish(); }

  private:
    crypto::Sha256 hash_;
};

} // namespace kaibiao::seal
