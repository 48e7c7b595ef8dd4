/// A stanza that parses as a lock is the one text of its values.
#include "kaibiao/codec/text.h"
#include "kaibiao/seal/lock.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

std::vector<std::string> arguments_of(const LockStanza& lock) {
    return {std::string(lock_type),         std::string(name_of(lock.policy)), codec::encode_base64(lock.context),
            codec::encode_base64(lock.r),   codec::encode_base64(lock.hb),     std::to_string(lock.part),
            codec::encode_base64(lock.salt)};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto header = parse_age_header({data, size}, {.max_bytes = lock_max_header, .max_stanzas = 2});
    if (!header.ok()) return 0;
    const auto lock = parse_lock(header->stanzas[0]);
    if (!lock.ok()) return 0;
    if (header->stanzas[0] != Stanza{arguments_of(*lock), to_bytes(lock->body)}) std::abort();
    return 0;
}
