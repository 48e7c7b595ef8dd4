// The fuzzer cannot forge a signature, so it never gets past one with a change of its own: whatever is accepted must be
// one of the seeds. Oracle: an accepted request's name goes into a certificate that reads back with the same name.
#include "kaibiao/crypto/issue.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto request = parse_request({data, size});
    if (!request) return 0;
    static const PrivateKey key = PrivateKey::generate(ByteArray<64>{1});
    CertificateOrder order;
    order.subject = request->subject.der;
    order.spki = request->key.spki;
    order.serial = {1};
    const auto der = issue_root(key, order, ByteArray<32>{});
    if (!der || parse_certificate(*der)->subject.der != request->subject.der) std::abort();
    return 0;
}
