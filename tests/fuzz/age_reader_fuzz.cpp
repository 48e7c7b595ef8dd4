/// Any range of a file that was sealed here comes out as the plaintext's; of a file that was changed, cut or lengthened
/// a range is refused or right. Files have up to three chunks, so that the edges between chunks are met.
#include "kaibiao/seal/age_file.h"
#include "kaibiao/seal/age_reader.h"

#include <algorithm>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

constexpr std::size_t largest_plain = 3 * std::size_t{65'536};

void require(bool condition) {
    if (!condition) std::abort();
}

/// Numbers from the front of the input; zeros when it is used up.
std::uint64_t take(ByteView& input, std::size_t bytes) {
    std::uint64_t value = 0;
    for (; bytes > 0 && !input.empty(); --bytes, input = input.subspan(1)) value = value << 8 | input[0];
    return value;
}

Bytes sealed(const Bytes& plain) {
    AgeEncryptor encryptor({Stanza{{"none"}, {}}}, FileKey(), AgeNonce{});
    Bytes file;
    encryptor.update(plain, file);
    encryptor.finish(file);
    return file;
}

/// None when the range or the file is refused.
std::optional<Bytes> read(const Bytes& file, std::uint64_t payload_start, std::uint64_t offset, std::uint64_t length) {
    const auto layout = AgeLayout::of(payload_start, file.size());
    if (!layout.ok()) return std::nullopt;
    const auto bytes = [&](const ChunkRange& range) {
        require(range.file_offset <= file.size() && range.file_length <= file.size() - range.file_offset);
        return ByteView(file).subspan(range.file_offset, range.file_length);
    };
    const auto reader =
        AgeReader::create(derive_payload_key(FileKey(), AgeNonce{}), *layout, bytes(layout->last_chunk()));
    if (!reader.ok()) return std::nullopt;
    const auto range = reader->layout().range(offset, length);
    if (!range.ok()) return std::nullopt;
    auto out = reader->open(*range, bytes(*range));
    return out.ok() ? std::optional(std::move(*out)) : std::nullopt;
}

void check_layout(std::uint64_t start, std::uint64_t size, std::uint64_t offset, std::uint64_t length) {
    const auto layout = AgeLayout::of(start, size);
    if (!layout.ok()) return;
    const auto range = layout->range(offset, length);
    if (!range.ok()) return;
    require(offset <= layout->plain_size() && length <= layout->plain_size() - offset);
    require(range->file_offset >= start && range->file_offset <= size &&
            range->file_length <= size - range->file_offset);
    require(range->length == length && range->skip + length <= range->plain_size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteView input(data, size);
    const std::uint64_t numbers[] = {take(input, 8), take(input, 8), take(input, 8), take(input, 8)};
    check_layout(numbers[0], numbers[1], numbers[2], numbers[3]);
    Bytes plain(numbers[0] % (largest_plain + 1));
    for (std::size_t i = 0; i < plain.size(); ++i) plain[i] = static_cast<std::uint8_t>(i / 251 + i);
    const std::uint64_t offset = numbers[1] % (plain.size() + 2);
    const std::uint64_t length = numbers[2] % (plain.size() + 2);
    Bytes file = sealed(plain);
    const std::uint64_t start = read_preamble(file)->size;
    const bool inside = offset + length <= plain.size();
    const auto whole = read(file, start, offset, length);
    require(whole.has_value() == inside);
    const ByteView wanted = inside ? ByteView(plain).subspan(offset, length) : ByteView();
    require(!inside || equal_public(*whole, wanted));

    for (const std::uint8_t change : input.first(std::min<std::size_t>(input.size(), 4)))
        file[(start + numbers[3] + change) % file.size()] ^= static_cast<std::uint8_t>(change | 1);
    file.resize(file.size() + take(input, 1) - std::min<std::size_t>(take(input, 1), file.size()));
    const auto changed = read(file, start, offset, length);
    require(!changed || (inside && equal_public(*changed, wanted)));
    return 0;
}
