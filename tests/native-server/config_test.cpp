#include "config/config.h"

#include "temporary_folder.h"

#include <doctest/doctest.h>

#include <set>

using namespace kaibiao;
using namespace kaibiao::config;

namespace {

struct Range {
    const char* key;
    std::int64_t least;
    std::int64_t most;
};
constexpr std::int64_t terabyte = std::int64_t{1} << 40;
const std::vector<Range> ranges{{"server.threads", 1, 64},
                                {"server.workers", 1, 64},
                                {"trust.refresh_seconds", 1, 86'400},
                                {"limits.part_bytes", 1, terabyte},
                                {"limits.person_bytes", 1, terabyte * 1024},
                                {"limits.submission_bytes", 65'536, terabyte},
                                {"limits.upload_hours", 1, 8760},
                                {"limits.document_bytes", 1, terabyte},
                                {"limits.queue", 1, 1'000'000},
                                {"limits.requests_per_second", 0, 1'000'000},
                                {"limits.request_burst", 1, 1'000'000},
                                {"limits.streams_per_session", 1, 1000},
                                {"limits.connections", 1, 1'000'000},
                                {"limits.slow_milliseconds", 100, 600'000},
                                {"log.cover_milliseconds", 10, 3'600'000},
                                {"log.witness_milliseconds", 10, 3'600'000},
                                {"log.witness_patience_milliseconds", 100, 60'000},
                                {"log.witness_pause_milliseconds", 100, 3'600'000}};
const std::set<std::string> flags{"server.tls", "server.trial", "server.behind_proxy", "trust.demo_ca",
                                  "limits.throttle_loopback"};

Status set(const std::string& key, const std::string& value) {
    Config config;
    return set_key(config, key, value);
}

ErrorCode code_of(const Status& status) { return status.ok() ? ErrorCode::internal_error : status.error().code; }

Status read_text(const std::string& text) {
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() / "config.toml") << text;
    Config config;
    return read_toml(config, folder.path() / "config.toml");
}

} // namespace

TEST_CASE("config: every number has its range, and both of its ends are allowed") {
    for (const Range& range : ranges) {
        CHECK_MESSAGE(set(range.key, std::to_string(range.least)).ok(), range.key);
        CHECK_MESSAGE(set(range.key, std::to_string(range.most)).ok(), range.key);
        for (const std::string& bad :
             {std::to_string(range.least - 1), std::to_string(range.most + 1), std::string(), std::string("1x"),
              std::string(" 1"), std::string("1.0"), std::string("99999999999999999999")}) {
            const Status refused = set(range.key, bad);
            CHECK_MESSAGE(code_of(refused) == ErrorCode::config_malformed, range.key << " = " << bad);
            if (!refused.ok()) CHECK(refused.error().place == range.key);
        }
    }
}

TEST_CASE("config: every key is a number with a range, a flag, or a text, and has a help line") {
    std::set<std::string> numbers;
    for (const Range& range : ranges) numbers.insert(range.key);
    std::set<std::string> seen;
    for (const KeyHelp& key : known_keys()) {
        CHECK_MESSAGE(seen.insert(key.name).second, key.name);
        CHECK_MESSAGE(!key.text.empty(), key.name);
        if (numbers.contains(key.name)) continue;
        if (flags.contains(key.name)) {
            CHECK_MESSAGE(set(key.name, "true").ok(), key.name);
            CHECK_MESSAGE(code_of(set(key.name, "yes")) == ErrorCode::config_malformed, key.name);
        } else {
            CHECK_MESSAGE(set(key.name, "any text at all").ok(), key.name);
        }
    }
    for (const std::string& name : numbers) CHECK_MESSAGE(seen.contains(name), name);
    for (const std::string& name : flags) CHECK_MESSAGE(seen.contains(name), name);
}

TEST_CASE("config: unknown keys are refused, from wherever they come") {
    CHECK(code_of(set("server.listen_on", "x")) == ErrorCode::config_unknown_key);
    CHECK(code_of(set("server", "x")) == ErrorCode::config_unknown_key);
    CHECK(code_of(set("", "x")) == ErrorCode::config_unknown_key);
    CHECK(code_of(read_text("[server]\nlisten = \"127.0.0.1:1\"\nport = 1\n")) == ErrorCode::config_unknown_key);
    CHECK(code_of(read_text("[sever]\nlisten = \"127.0.0.1:1\"\n")) == ErrorCode::config_unknown_key);
    CHECK(code_of(read_text("listen = \"127.0.0.1:1\"\n")) == ErrorCode::config_unknown_key);
    Config config;
    CHECK(code_of(read_environment(config, {{"KAIBIAO_SERVER_PORT", "1"}})) == ErrorCode::config_unknown_key);
    // Variables of other programs, and those that no section of ours begins.
    CHECK(read_environment(config, {{"PATH", "/bin"}, {"KAIBIAO_BIN", "x"}, {"KAIBIAO_PASSPHRASE", "x"}}).ok());
}

TEST_CASE("config: a file's values arrive, lists too, and an error names its line") {
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() / "config.toml") << "[server]\ntls = true\nthreads = 3\n"
                                                 << "[trust]\nroots = [\"a.pem\", \"b.pem\"]\n";
    Config config;
    REQUIRE(read_toml(config, folder.path() / "config.toml").ok());
    CHECK(config.tls);
    CHECK(config.threads == 3);
    CHECK(config.roots == std::vector<std::string>{"a.pem", "b.pem"});
    for (const char* text : {"[limits]\n\nqueue = 0\n", "[limits]\n\nqueue = 1.5\n", "[limits]\n\nqueue = {a = 1}\n"}) {
        const Status refused = read_text(text);
        CHECK(code_of(refused) == ErrorCode::config_malformed);
        if (!refused.ok()) CHECK(refused.error().place == "line 3");
    }
    CHECK(read_text("[limits]\n\nqueue = 0\n").error().detail == "limits.queue: a number from 1 to 1000000 expected");
    for (const char* name : {"nothing.toml", "."}) {
        const Status refused = read_toml(config, folder.path() / name);
        CHECK(code_of(refused) == ErrorCode::file_unreadable);
        if (refused.ok()) continue;
        CHECK(refused.error().place == (folder.path() / name).string());
        CHECK_FALSE(refused.error().detail.empty());
    }
}

TEST_CASE("config: an address to listen on is numeric, with a port") {
    for (const auto& [text, address, port] : {std::tuple{"0.0.0.0:443", "0.0.0.0", 443},
                                              {"[::1]:0", "::1", 0},
                                              {"[::]:65535", "::", 65'535},
                                              {"localhost:80", "127.0.0.1", 80}}) {
        const auto parsed = parse_listen(text);
        REQUIRE_MESSAGE(parsed.ok(), text);
        CHECK(parsed->address == address);
        CHECK(parsed->port == port);
    }
    for (const char* bad : {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8x",
                            "ggzy.example:80", "[::1:80"}) {
        const auto refused = parse_listen(bad);
        REQUIRE_MESSAGE(!refused.ok(), bad);
        CHECK(refused.error().code == ErrorCode::config_malformed);
        CHECK(refused.error().place == "server.listen: " + std::string(bad));
        CHECK(refused.error().detail.find("the port from 0 to 65535") != std::string::npos);
    }
}
