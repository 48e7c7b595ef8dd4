#pragma once
/// How a server is run: config.toml, then environment (KAIBIAO_SECTION_KEY), then flags; the later wins.
/// docs/operations.md lists every key.

#include "kaibiao/base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kaibiao::config {

struct Config {
    // [server]
    std::string listen = "127.0.0.1:8080"; ///< address:port; [v6]:port
    std::filesystem::path data = "data";
    std::filesystem::path web; ///< empty: no web shell
    bool tls = false;
    std::filesystem::path tls_certificate; ///< empty: self-signed, made on first use
    std::filesystem::path tls_key;
    bool trial = false;
    std::string public_url; ///< as browsers see it, such as `https://ggzy.example`; empty: from the Host header
    bool behind_proxy = false;
    int threads = 2; ///< that move bytes
    int workers = 4; ///< that check signatures and read the database
    // [centre]
    std::string centre_id = "demo-city";
    std::string centre_name_zh = "清源市公共资源交易中心（演示）";
    std::string centre_name_en = "Qingyuan Public Resource Trading Centre (demo)";
    std::string origin; ///< of the log; empty: made on first use and kept
    // [trust]
    std::vector<std::string> roots; ///< PEM files
    std::vector<std::string> crls;  ///< DER or PEM files
    bool demo_ca = true;
    std::int64_t refresh_seconds = 600; ///< how often the files of revocation lists are read again
    std::string staff;                  ///< person who is staff from the start, besides those whom staff registers
    // [limits]
    std::int64_t part_bytes = std::int64_t{10} << 30;
    std::int64_t person_bytes = std::int64_t{64} << 30;    ///< of uploads by one person for one lot
    std::int64_t submission_bytes = std::int64_t{2} << 20; ///< of submissions by one person for one lot
    std::int64_t upload_hours = 72;                        ///< an unfinished upload is kept
    std::int64_t document_bytes = std::int64_t{64} << 20;
    std::int64_t queue = 2000;             ///< commands that may wait for the writer
    std::int64_t requests_per_second = 50; ///< per address, and per session
    std::int64_t request_burst = 200;
    bool throttle_loopback = false;
    std::int64_t streams_per_session = 8;
    std::int64_t connections = 20'000;
    std::int64_t slow_milliseconds = 10'000; ///< for a request's head
    // [log]
    std::int64_t cover_milliseconds = 5000; ///< mean time between batches of decoys
    std::filesystem::path policy;           ///< tlog-policy with the witnesses' addresses; empty: no witnesses
    std::filesystem::path witness_ca;       ///< PEM roots of https witnesses; empty: the system's
    std::int64_t witness_milliseconds = 1000;
    std::int64_t witness_patience_milliseconds = 5000;
    std::int64_t witness_pause_milliseconds = 300'000;
};

/// A key as people write it, with what it means.
struct KeyHelp {
    std::string name; ///< `server.listen`
    std::string text;
};
std::vector<KeyHelp> known_keys();

/// Sets one key. Errors: config_unknown_key, config_malformed (place is the key).
Status set_key(Config& config, const std::string& key, const std::string& value);
/// Errors: file_unreadable, config_malformed with the line, config_unknown_key.
Status read_toml(Config& config, const std::filesystem::path& file);
/// KAIBIAO_SERVER_LISTEN sets server.listen. Variables whose section is ours and whose key is not are refused; other
/// programs' variables are not looked at. Errors: config_unknown_key, config_malformed.
Status read_environment(Config& config, const std::map<std::string, std::string>& environment);
std::map<std::string, std::string> process_environment();

struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
};
/// Errors: config_malformed with the text and what is expected.
Result<ListenAddress> parse_listen(const std::string& text);

} // namespace kaibiao::config
