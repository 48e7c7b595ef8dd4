#include "kaibiao/tender/ready_methods.h"

#include "kaibiao/codec/json.h"
#include "kaibiao/tender/method_json.h"
#include "ready_method_texts.h"

#include <algorithm>

namespace kaibiao::tender {

namespace {

using codec::Json;
using codec::ObjectReader;

constexpr std::size_t longest_text = 300;
constexpr std::size_t most_kinds = 4;

std::string_view text_of(std::string_view name) {
    for (const ReadyMethodText& one : ready_method_texts())
        if (one.name == name) return one.text;
    return {};
}

Result<BilingualText> read_text(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json* json, reader.object(key));
    return read_bilingual(*json, reader.place_of(key), longest_text);
}

Result<ReadyMethod> read_ready(const Json& json) {
    ObjectReader reader(json, {});
    ReadyMethod out;
    TRY_ASSIGN(out.name, reader.string("name"));
    TRY_ASSIGN(out.title, read_text(reader, "title"));
    TRY_ASSIGN(out.summary, read_text(reader, "summary"));
    TRY_ASSIGN(const Json::Array* kinds, reader.array("kinds", most_kinds));
    TRY(reader.finish());
    for (const Json& kind : *kinds) {
        if (const std::string* name = kind.as_string()) out.kinds.push_back(*name);
    }
    out.document = text_of(out.name);
    return out;
}

} // namespace

std::vector<ReadyMethod> ready_methods() {
    const Json index = codec::parse_relaxed(as_bytes(text_of("index"))).value();
    std::vector<ReadyMethod> out;
    for (const Json& item : *index.as_array()) out.push_back(read_ready(item).value());
    return out;
}

Result<ReadyMethod> find_ready_method(std::string_view name) {
    const std::vector<ReadyMethod> all = ready_methods();
    const auto found = std::find_if(all.begin(), all.end(), [&](const ReadyMethod& one) { return one.name == name; });
    if (found == all.end()) return Error(ErrorCode::method_unknown, {}, std::string(name));
    return *found;
}

score::Method decode_ready_method(const ReadyMethod& ready) {
    return decode_method(codec::parse_relaxed(as_bytes(ready.document)).value()).value();
}

} // namespace kaibiao::tender
