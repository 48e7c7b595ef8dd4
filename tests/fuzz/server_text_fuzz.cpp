/// What the server reads of a request's head, its own records and its configuration. The first byte chooses.
#include "backup/manifest.h"
#include "blob/upload.h"
#include "config/config.h"
#include "http/range.h"
#include "http/target.h"
#include "kaibiao/codec/text.h"
#include "usecase/lot_query.h"
#include "usecase/tus_answer.h"

#include <cstdlib>

using namespace kaibiao;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check_target(std::string_view text) {
    const auto target = http::parse_target(text);
    if (!target.ok()) return;
    std::string again;
    for (std::string_view rest = target->path; !rest.empty();) {
        rest.remove_prefix(1);
        const std::string_view segment = rest.substr(0, rest.find('/'));
        require(segment != "." && segment != ".." && (!segment.empty() || rest.empty()));
        again += "/" + http::percent_encoded(segment);
        rest.remove_prefix(segment.size());
    }
    for (std::size_t i = 0; i < target->query.size(); ++i)
        again += (i == 0 ? "?" : "&") + http::percent_encoded(target->query[i].first) + "=" +
                 http::percent_encoded(target->query[i].second);
    // Longer than it was, perhaps too long.
    if (again.size() > http::longest_target) return;
    const auto same = http::parse_target(again);
    require(same.ok() && same->path == target->path && same->query == target->query);
}

void check_range(std::string_view text, std::uint64_t size) {
    http::ByteRange range;
    if (http::parse_range(text, size, range) != http::RangeVerdict::partial) return;
    require(range.length > 0 && range.first < size && range.length <= size - range.first);
}

void check_ranged(std::string_view text) {
    http::Request request;
    const std::size_t half = text.size() / 2;
    request.headers.add("Range", text.substr(0, half));
    request.headers.add(half % 2 == 0 ? "If-None-Match" : "If-Range", text.substr(half));
    const auto bytes = std::make_shared<Bytes>(100);
    const http::Response answer = http::ranged(request, "\"tag\"", "text/plain", http::MemorySlice{bytes, 0, 100});
    if (const auto* slice = std::get_if<http::MemorySlice>(&answer.body))
        require(slice->offset <= 100 && slice->length <= 100 - slice->offset);
}

void check_tus(std::string_view text) {
    http::Request request;
    request.headers.add("Upload-Offset", text);
    request.headers.add("Cookie", text);
    const auto number = usecase::number_header(request, "Upload-Offset");
    if (number.ok()) require(text.find_first_not_of("0123456789") == std::string_view::npos);
    require(text.find(request.cookie("kb_session")) != std::string_view::npos);
    const auto checksum = blob::parse_checksum(text);
    if (checksum.ok() && !text.empty())
        require((checksum->kind == blob::ChecksumKind::sha256 ? "sha256 " : "sha1 ") +
                    codec::encode_base64(checksum->value, codec::Base64::standard_padded) ==
                text);
    const auto lot = usecase::lot_of_metadata(text);
    if (lot.ok()) {
        const std::string name = codec::encode_base64(as_bytes(lot->text()), codec::Base64::standard_padded);
        require(text.find("lot " + name) != std::string_view::npos);
    }
}

void check_lot_query(std::string_view text) {
    const auto target = http::parse_target("/api/lots?" + std::string(text));
    if (!target.ok()) return;
    http::Request request;
    request.query = target->query;
    const auto query = usecase::read_lot_query(request);
    if (!query.ok()) return;
    require(query->limit >= 1 && query->limit <= usecase::largest_lot_page);
    require(query->text.size() <= usecase::longest_search);
    const auto cursor = store::parse_lot_cursor(query->after);
    if (!cursor.ok()) return;
    const auto again = store::parse_lot_cursor(store::lot_cursor_text(*cursor));
    require(again.ok() && again->published == cursor->published && again->lot == cursor->lot);
}

void check_records(ByteView text) {
    const auto upload = blob::decode_upload(text);
    if (upload.ok()) {
        require(upload->offset <= upload->length);
        const std::string again = blob::encode_upload(*upload);
        require(blob::encode_upload(blob::decode_upload(as_bytes(again)).value()) == again);
    }
    const auto manifest = backup::decode_manifest(text);
    if (!manifest.ok()) return;
    require(backup::encode_manifest(*manifest) == as_text(text));
    for (const backup::BackedUpFile& file : manifest->files)
        require(!std::filesystem::path(file.path).is_absolute() && !file.path.starts_with(".."));
}

void check_config(std::string_view text) {
    config::Config config;
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::string value(text.substr(std::min(line + 1, text.size())));
    (void)config::set_key(config, std::string(text.substr(0, line)), value);
    for (const config::KeyHelp& key : config::known_keys()) (void)config::set_key(config, key.name, value);
    require(config.threads >= 1 && config.threads <= 64 && config.queue >= 1 && config.part_bytes >= 1);
    (void)config::read_environment(config, {{std::string(text.substr(0, line)), value}});
    (void)config::parse_listen(std::string(text));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest(data + 1, size - 1);
    const std::string_view text = as_text(rest);
    switch (data[0] % 7) {
    case 0: check_target(text); break;
    case 1: check_range(text, size * 7); break;
    case 2: check_ranged(text); break;
    case 3: check_tus(text); break;
    case 4: check_records(rest); break;
    case 5: check_config(text); break;
    default: check_lot_query(text); break;
    }
    return 0;
}
