/// The first byte chooses. Even: the input is opened as a file, in two different cuts that must agree.
/// Odd: the input is sealed, and must open to itself.
#include "kaibiao/seal/age_file.h"

#include <algorithm>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

AgeIdentities identities() {
    AgeIdentities out;
    out.keys.emplace_back(SecretArray<32>());
    return out;
}

struct Outcome {
    bool opened = false;
    Bytes plain;
    bool operator==(const Outcome&) const = default;
};

Outcome open(ByteView file, std::size_t step) {
    AgeDecryptor decryptor(identities());
    Outcome outcome;
    for (std::size_t at = 0; at < file.size(); at += step) {
        if (!decryptor.update(file.subspan(at, std::min(step, file.size() - at)), outcome.plain).ok()) return outcome;
    }
    outcome.opened = decryptor.finish(outcome.plain).ok();
    return outcome;
}

void seal_and_open(ByteView plain) {
    AgeKeyEntropy entropy;
    entropy.ephemeral_secrets.emplace_back();
    const X25519Recipient recipient = X25519Identity(SecretArray<32>()).recipient();
    auto encryptor = AgeEncryptor::to_keys({&recipient, 1}, std::move(entropy));
    if (!encryptor.ok()) std::abort();
    Bytes file;
    encryptor->update(plain, file);
    encryptor->finish(file);
    if (open(file, 1000) != Outcome{true, to_bytes(plain)}) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest(data + 1, size - 1);
    if (data[0] % 2 == 1)
        seal_and_open(rest);
    else if (open(rest, 7) != open(rest, rest.size() + 1))
        std::abort();
    return 0;
}
