#include "kaibiao/base/secret.h"

namespace kaibiao {

void wipe(MutableBytes memory) {
    volatile std::uint8_t* bytes = memory.data();
    for (std::size_t i = 0; i < memory.size(); ++i) bytes[i] = 0;
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        wipe(bytes_);
        bytes_ = std::move(other.bytes_);
        other.bytes_.clear();
    }
    return *this;
}

} // namespace kaibiao
