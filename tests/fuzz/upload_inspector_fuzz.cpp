/// What a server says of an upload does not depend on how it was cut, and is true of the bytes. The first byte chooses:
/// even, the input as it is; odd, the input behind a header that is a lock's, with the part's number and the length of
/// the payload taken from it.
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/upload_inspector.h"

#include <algorithm>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

Result<InspectedUpload> inspect(ByteView file, std::size_t step) {
    UploadInspector inspector;
    for (std::size_t at = 0; at < file.size(); at += step)
        TRY(inspector.update(file.subspan(at, std::min(step, file.size() - at))));
    return inspector.finish();
}

void require(bool condition) {
    if (!condition) std::abort();
}

void check(ByteView file) {
    const auto whole = inspect(file, file.size() + 1);
    const auto cut = inspect(file, 13);
    require(whole.ok() == cut.ok());
    if (!whole.ok()) {
        require(whole.error().code == cut.error().code);
        return;
    }
    require(whole->length == file.size() && whole->root == cut->root && whole->root == piece_root(file));
    require(whole->header == cut->header && whole->header_digest == crypto::sha256(whole->header));
    require(whole->header.size() <= file.size() && equal_public(whole->header, file.first(whole->header.size())));
    const auto header = parse_age_header(whole->header, {.max_bytes = lock_max_header, .max_stanzas = 1});
    require(header.ok() && parse_lock(header->stanzas[0])->part == whole->lock.part);
}

/// A header of one lock stanza whose body and number come from the input; a payload as long as two bytes say.
Bytes sealed_part(ByteView input) {
    Bytes body(age_wrapped_key_size);
    std::copy_n(input.begin(), std::min(input.size(), body.size()), body.begin());
    const std::string zeros = codec::encode_base64(Digest{});
    const std::string part = std::to_string(input.empty() ? 0 : input[0] % 4);
    const Stanza stanza{{std::string(lock_type), "bidder", zeros, zeros, zeros, part, codec::encode_base64(LockSalt{})},
                        body};
    Bytes file = to_bytes(as_bytes(encode_age_header({stanza}, FileKey())));
    const std::size_t length = input.size() < 3 ? 0 : (std::size_t{input[1]} << 8 | input[2]);
    file.resize(file.size() + length, 0x5a);
    return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest(data + 1, size - 1);
    check(rest);
    if (data[0] % 2 == 1) check(sealed_part(rest));
    return 0;
}
