// Every text that a strict decoder accepts is the one that the encoder writes.

#include "kaibiao/codec/text.h"

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::codec;

namespace {

void require(bool condition) {
    if (!condition) __builtin_trap();
}

void check_base64(std::string_view text, ByteView bytes) {
    for (const Base64 variant : {Base64::standard_unpadded, Base64::standard_padded, Base64::url_unpadded}) {
        const Result<Bytes> decoded = decode_base64(text, variant);
        if (decoded.ok()) require(encode_base64(*decoded, variant) == text);
        require(equal_public(*decode_base64(encode_base64(bytes, variant), variant), bytes));
    }
}

void check_hex(std::string_view text, ByteView bytes) {
    const Result<Bytes> decoded = decode_hex(text);
    if (decoded.ok()) require(encode_hex(*decoded) == text);
    require(equal_public(*decode_hex(encode_hex(bytes)), bytes));
}

void check_bech32(std::string_view text, ByteView bytes) {
    const Result<Bech32> decoded = decode_bech32(text);
    if (decoded.ok()) {
        const Result<std::string> encoded = encode_bech32(decoded->prefix, decoded->data);
        // A prefix without letters does not tell the case of the rest.
        std::string lower(text), again(encoded.ok() ? *encoded : "");
        for (std::string* each : {&lower, &again})
            std::transform(each->begin(), each->end(), each->begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        require(encoded.ok() && lower == again);
    }
    require(equal_public(decode_bech32(*encode_bech32("kb", bytes))->data, bytes));
}

void check_pem(std::string_view text) {
    const auto blocks = decode_pem(text);
    if (!blocks.ok()) return;
    for (const PemBlock& block : *blocks) {
        const auto again = decode_pem(encode_pem(block.label, block.der));
        require(again.ok() && again->size() == 1 && again->front().label == block.label &&
                again->front().der == block.der);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const std::string_view text = as_text(bytes);
    check_base64(text, bytes);
    check_hex(text, bytes);
    check_bech32(text, bytes);
    check_pem(text);
    return 0;
}
