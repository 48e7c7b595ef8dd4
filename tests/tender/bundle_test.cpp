#include "kaibiao/tender/bundle.h"

#include "centre_builder.h"
#include "kaibiao/codec/text.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

const TestCentre& played() {
    static const TestCentre* centre = [] {
        TestCentre* made = new TestCentre();
        play_to_result(*made);
        return made;
    }();
    return *centre;
}

const std::string& bundle_text() {
    static const std::string text = played().bundle();
    return text;
}

/// The note signs the body: changes of both are another centre's bundle, changes of one are refused.
std::string refusal_of(const std::string& text) { return refusal(open_bundle(as_bytes(text))); }

/// Paths to all values in a JSON text, depth first.
void collect(const codec::Json& json, std::vector<std::string>& path,
             const std::function<void(const std::vector<std::string>&)>& visit) {
    visit(path);
    if (const auto* object = json.as_object()) {
        for (const auto& [key, value] : *object) {
            path.push_back(key);
            collect(value, path, visit);
            path.pop_back();
        }
    }
    if (const auto* array = json.as_array()) {
        for (std::size_t i = 0; i < array->size(); ++i) {
            path.push_back(std::to_string(i));
            collect((*array)[i], path, visit);
            path.pop_back();
        }
    }
}

codec::Json* find(codec::Json& json, const std::vector<std::string>& path) {
    codec::Json* at = &json;
    for (const std::string& step : path) {
        if (auto* object = at->as_object())
            at = &object->find(step)->second;
        else
            at = &(*at->as_array())[static_cast<std::size_t>(std::stoul(step))];
    }
    return at;
}

/// Another value of the same kind.
codec::Json other(const codec::Json& json) {
    if (const auto* text = json.as_string()) {
        std::string changed = *text;
        if (changed.empty()) return codec::Json("x");
        changed[changed.size() / 2] = changed[changed.size() / 2] == 'a' ? 'b' : 'a';
        return codec::Json(changed);
    }
    if (const auto* number = json.as_integer()) return codec::Json(*number + 1);
    if (const auto* truth = json.as_bool()) return codec::Json(!*truth);
    return json.is_null() ? codec::Json(1) : codec::Json();
}

} // namespace

TEST_CASE("bundle: reads back as it was assembled") {
    const Result<Bundle> bundle = open_bundle(as_bytes(bundle_text()));
    REQUIRE(bundle.ok());
    CHECK(bundle->lot == played().lot_id());
    CHECK(bundle->streams.size() == 4);
    CHECK(bundle->streams[0].stream == stream_of(played().lot_id()));
    CHECK(bundle->sheets.size() == 3);
    CHECK(assemble_bundle(*bundle, played().log_key()).value() == bundle_text());
}

TEST_CASE("bundle: is signed by the log key that it names") {
    const log::SignerKey other =
        log::SignerKey::make(played().origin, log::NoteKeyType::ed25519, secret_from<32>("other")).value();
    CHECK(refusal(assemble_bundle(played().collect(), other)) == "bundle_incomplete");
    Bundle without = played().collect();
    without.streams.erase(without.streams.begin());
    for (std::size_t i = 0; i < without.streams.size();) {
        if (without.streams[i].stream == stream_of(without.lot))
            without.streams.erase(without.streams.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    }
    CHECK(refusal(assemble_bundle(without, played().log_key())) == "bundle_incomplete");
}

TEST_CASE("bundle: a change of any single value is refused") {
    const codec::Json json = codec::parse_canonical(as_bytes(bundle_text()), {std::size_t{64} << 20, 32}).value();
    int changes = 0;
    std::vector<std::string> path;
    collect(json, path, [&](const std::vector<std::string>& at) {
        codec::Json changed = json;
        codec::Json* value = find(changed, at);
        *value = other(*value);
        const std::string text = codec::dump_canonical(changed);
        ++changes;
        if (text == bundle_text() || open_bundle(as_bytes(text)).ok()) FAIL_CHECK("accepted a change at ", at.back());
    });
    CHECK(changes > 150);
}

TEST_CASE("bundle: every changed byte of a sample is refused, and every cut") {
    const std::string& text = bundle_text();
    std::string changed = text;
    std::uint64_t state = 0x9e3779b97f4a7c15;
    for (int i = 0; i < 400; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const std::size_t at = static_cast<std::size_t>(state >> 33) % text.size();
        const char flip = static_cast<char>(1u << ((state >> 20) % 8));
        changed[at] = static_cast<char>(changed[at] ^ flip);
        if (open_bundle(as_bytes(changed)).ok()) FAIL_CHECK("accepted a change of byte ", at);
        changed[at] = text[at];
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 1})
        CHECK(refusal_of(text.substr(0, size)) == "bundle_malformed");
    CHECK(refusal_of(text + "\n") == "bundle_malformed");
    CHECK(refusal_of(" " + text) == "bundle_malformed");
}

TEST_CASE("bundle: nothing can be added to the note") {
    codec::Json json = codec::parse_canonical(as_bytes(bundle_text()), {std::size_t{64} << 20, 32}).value();
    const std::string note = *json.find("note")->as_string();
    const log::SignerKey other =
        log::SignerKey::make("other.example", log::NoteKeyType::ed25519, secret_from<32>("other")).value();
    log::Note two = log::decode_note(note).value();
    two.signatures.push_back(log::sign_note(other, two.text));
    json.set("note", log::encode_note(two));
    CHECK(refusal_of(codec::dump_canonical(json)) == "bundle_root_wrong");
    json.set("note", note + "\n");
    CHECK_FALSE(open_bundle(as_bytes(codec::dump_canonical(json))).ok());
}

TEST_CASE("bundle: a checkpoint of the same key is no bundle note") {
    codec::Json json = codec::parse_canonical(as_bytes(bundle_text()), {std::size_t{64} << 20, 32}).value();
    json.set("note", *json.find("body")->find("checkpoint"));
    CHECK(refusal_of(codec::dump_canonical(json)) == "bundle_root_wrong");
}

TEST_CASE("bundle: a revocation list of some megabytes fits; what a reader would refuse is not written") {
    Bundle bundle = played().collect();
    bundle.crls.push_back(Bytes(std::size_t{3} << 20, 0x30));
    const auto text = assemble_bundle(bundle, played().log_key());
    REQUIRE(text.ok());
    CHECK(open_bundle(as_bytes(*text))->crls.size() == bundle.crls.size());
    bundle.crls.back().resize(crypto::largest_crl + 1);
    CHECK(refusal_at(assemble_bundle(bundle, played().log_key())) == "json_too_large /body/crls");
    bundle.crls.pop_back();
    for (std::uint32_t i = 0; i < 65; ++i) bundle.roots.push_back(Bytes{static_cast<std::uint8_t>(i)});
    CHECK(refusal_at(assemble_bundle(bundle, played().log_key())) == "json_too_large /body/roots");
}
