// Oracle: an accepted text is the one canonical encoding of its three parts.
#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/sign/jws.h"

#include <cstdlib>

using namespace kaibiao;
using codec::Base64;
using codec::Json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto jws = sign::parse_jws(input);
    if (!jws) return 0;
    const std::string header = jws->signing_input.substr(0, jws->signing_input.find('.'));
    const std::string text =
        codec::dump_canonical(Json::object()
                                  .set("payload", Json(codec::encode_base64(jws->payload, Base64::url_unpadded)))
                                  .set("protected", Json(header))
                                  .set("signature", Json(codec::encode_base64(jws->signature, Base64::url_unpadded))));
    if (!equal_public(as_bytes(text), input)) std::abort();
    if (jws->chain.empty() || jws->purpose.empty()) std::abort();
    (void)sign::verify_jws_signature(*jws, jws->purpose);
    return 0;
}
