// nlohmann/json as an independent reader: both take the same texts, and read the same values from them.

#include "codec/json_builder.h"

#include <nlohmann/json.hpp>

#include <random>
#include <set>

using namespace kaibiao;
using namespace kaibiao::codec;
using namespace kaibiao::codec::test;

namespace {

/// Hears what is outside our model beside the texts that are not JSON.
struct Listener {
    bool outside = false;
    std::vector<std::set<std::string>> keys;

    bool null() { return true; }
    bool boolean(bool) { return true; }
    bool number_integer(std::int64_t value) { return inside(value >= -9'007'199'254'740'991); }
    bool number_unsigned(std::uint64_t value) { return inside(value <= 9'007'199'254'740'991); }
    bool number_float(double, const std::string&) { return inside(false); }
    bool string(const std::string&) { return true; }
    bool binary(const nlohmann::json::binary_t&) { return true; }
    bool start_object(std::size_t) {
        keys.emplace_back();
        return true;
    }
    bool end_object() {
        keys.pop_back();
        return true;
    }
    bool start_array(std::size_t) { return true; }
    bool end_array() { return true; }
    bool key(const std::string& name) {
        for (const char c : name) inside(static_cast<unsigned char>(c) < 0x80);
        return inside(keys.back().insert(name).second);
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) { return false; }

  private:
    bool inside(bool it_is) {
        outside = outside || !it_is;
        return true;
    }
};

/// The canonical text of what the peer reads, or nothing.
std::optional<std::string> peer_reads(const std::string& text) {
    Listener listener;
    if (text.find('\0') != std::string::npos) return {};
    if (!nlohmann::json::sax_parse(text, &listener) || listener.outside) return {};
    return nlohmann::json::parse(text, nullptr, false).dump();
}

void check_same(const std::string& text) {
    const Result<Json> own = parse_relaxed(as_bytes(text));
    const std::optional<std::string> peer = peer_reads(text);
    REQUIRE_MESSAGE(own.ok() == peer.has_value(), text);
    if (peer) CHECK_MESSAGE(dump_canonical(*own) == *peer, text);
}

const std::vector<std::string>& seeds() {
    static const std::vector<std::string> texts{
        R"({"a":[1,-2,true,false,null],"b":"x\n\u00e9\ud83d\ude00开标","c":{"d":[{},[]]}})",
        R"( [ "\"\\\/\b\f\n\r\t" , 0 , -0 , 9007199254740991 , -9007199254740992 , {"k" : "v"} ] )",
        R"([1.5,2e3,-0.25E-2,123456789012345678901234567890,01,"\ud800x",{"k":1,"k":2}])",
        "\xEF\xBB\xBF{\"a\":\"\xE2\x80\xA8\x7F\"}",
    };
    return texts;
}

} // namespace

TEST_CASE("codec: JSON is read as the peer reads it, whatever a few bytes of it are changed to") {
    const std::string letters = "{}[]:,\"\\/ \t\n0123456789-+.eEtrufalsn\x01\x1f\x7f\xc3\xa9";
    std::mt19937 random(20260727);
    for (int round = 0; round < 20'000; ++round) {
        std::string text = seeds()[random() % seeds().size()];
        for (unsigned changes = random() % 4; changes != 0; --changes) {
            const std::size_t at = random() % text.size();
            const char letter = letters[random() % letters.size()];
            switch (random() % 4) {
            case 0: text[at] = letter; break;
            case 1: text.insert(at, 1, letter); break;
            case 2: text.erase(at, 1 + random() % 3); break;
            default: text.insert(at, text.substr(random() % text.size(), random() % 8)); break;
            }
            if (text.empty()) text = "0";
        }
        check_same(text);
    }
}

TEST_CASE("codec: each escape, each single byte and each cut text is read as the peer reads it") {
    for (int unit = 0; unit <= 0xFFFF; unit += unit < 0x900 || (unit >= 0xD700 && unit < 0xE100) ? 1 : 97) {
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", unsigned(unit));
        check_same(std::string("\"") + escape + "\"");
        check_same(std::string("\"") + escape + "\\uDC41\"");
        check_same(std::string("\"\\ud83D") + escape + "\"");
    }
    for (int byte = 1; byte < 256; ++byte) {
        check_same(std::string(1, static_cast<char>(byte)));
        check_same("\"\\" + std::string(1, static_cast<char>(byte)) + "\"");
        check_same("1" + std::string(1, static_cast<char>(byte)) + "1");
    }
    for (const std::string& text : seeds())
        for (std::size_t length = 0; length < text.size(); ++length) check_same(text.substr(0, length));
}
