#pragma once
/// scrypt (RFC 7914) with r = 8, p = 1, as age uses it.

#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"

namespace kaibiao::crypto {

/// N = 2^log_n; needs 2^log_n KiB of memory. Errors: memory_exhausted.
Result<SecretArray<32>> scrypt(ByteView passphrase, ByteView salt, int log_n);

} // namespace kaibiao::crypto
