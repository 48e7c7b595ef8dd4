#include "kaibiao/seal/part_sealer.h"

namespace kaibiao::seal {

namespace {

Digest header_digest(ByteView preamble) { return crypto::sha256(preamble.first(preamble.size() - age_nonce_size)); }

} // namespace

PartSealer::PartSealer(const ClassSealer& lock, std::uint32_t part, const PartEntropy& entropy, PartHashing hashing)
    : hashing_(hashing),
      age_({lock.stanza(part, entropy.lock_salt, entropy.file_key)}, entropy.file_key, entropy.nonce),
      commitment_(lock.context(), part, entropy.plain_salt) {
    record_.part = part;
    record_.header = header_digest(age_.preamble());
}

std::size_t PartSealer::count(MutableBytes sealed, std::size_t n) {
    if (hashing_.pieces == Hashing::here) tree_.update(sealed.first(n));
    record_.length += n;
    return n;
}

std::size_t PartSealer::update(ByteView plain, MutableBytes out) {
    if (hashing_.commitment == Hashing::here) commitment_.update(plain);
    plain_size_ += plain.size();
    return count(out, age_.update(plain, out));
}

std::size_t PartSealer::finish(MutableBytes out) { return count(out, age_.finish(out)); }

PartRecord PartSealer::record() {
    record_.root = tree_.finish();
    if (hashing_.commitment == Hashing::here) record_.commitment = commitment_.finish();
    return record_;
}

} // namespace kaibiao::seal
