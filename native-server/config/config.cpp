#include "config/config.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include <arpa/inet.h>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX asks for it

namespace kaibiao::config {

namespace {

Error malformed(const std::string& place, const std::string& why) {
    return Error(ErrorCode::config_malformed, place, why);
}

struct Key {
    const char* name;
    const char* help;
    std::function<Status(Config&, const std::string&)> set;
};

template <typename Member> auto text(Member Config::*member) {
    return [member](Config& config, const std::string& value) {
        config.*member = value;
        return ok();
    };
}

auto flag(bool Config::*member) {
    return [member](Config& config, const std::string& value) -> Status {
        if (value != "true" && value != "false" && value != "1" && value != "0")
            return malformed({}, "true or false expected");
        config.*member = value == "true" || value == "1";
        return ok();
    };
}

template <typename Number> auto number(Number Config::*member, std::int64_t least, std::int64_t most) {
    return [=](Config& config, const std::string& value) -> Status {
        std::int64_t parsed = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), parsed);
        if (failed != std::errc() || end != value.data() + value.size() || parsed < least || parsed > most)
            return malformed({},
                             "a number from " + std::to_string(least) + " to " + std::to_string(most) + " expected");
        config.*member = static_cast<Number>(parsed);
        return ok();
    };
}

/// Comma-separated.
auto list(std::vector<std::string> Config::*member) {
    return [member](Config& config, const std::string& value) {
        std::vector<std::string> items;
        for (std::size_t start = 0; start < value.size();) {
            const std::size_t end = std::min(value.find(',', start), value.size());
            if (end > start) items.push_back(value.substr(start, end - start));
            start = end + 1;
        }
        config.*member = std::move(items);
        return ok();
    };
}

constexpr std::int64_t terabyte = std::int64_t{1} << 40;

const std::vector<Key>& keys() {
    static const std::vector<Key> table{
        {"server.listen", "address:port to listen on", text(&Config::listen)},
        {"server.data", "data folder", text(&Config::data)},
        {"server.web", "folder of the web shell", text(&Config::web)},
        {"server.tls", "serve HTTPS", flag(&Config::tls)},
        {"server.tls_certificate", "PEM chain; without it a self-signed one is made", text(&Config::tls_certificate)},
        {"server.tls_key", "PEM key of tls_certificate", text(&Config::tls_key)},
        {"server.trial", "a trial centre: trial profiles and roles for the asking", flag(&Config::trial)},
        {"server.public_url", "the address browsers use", text(&Config::public_url)},
        {"server.behind_proxy", "believe X-Forwarded-For of a proxy on this machine", flag(&Config::behind_proxy)},
        {"server.threads", "threads that move bytes", number(&Config::threads, 1, 64)},
        {"server.workers", "threads that check signatures and read the database", number(&Config::workers, 1, 64)},
        {"centre.id", "id of the centre, part of everything signed", text(&Config::centre_id)},
        {"centre.name_zh", "name of the centre", text(&Config::centre_name_zh)},
        {"centre.name_en", "name of the centre in English", text(&Config::centre_name_en)},
        {"centre.origin", "origin of the log", text(&Config::origin)},
        {"trust.roots", "PEM files of the CA roots", list(&Config::roots)},
        {"trust.crls", "files of revocation lists", list(&Config::crls)},
        {"trust.refresh_seconds", "how often the files of revocation lists are read again",
         number(&Config::refresh_seconds, 1, 86'400)},
        {"trust.demo_ca", "run the demo CA and trust it", flag(&Config::demo_ca)},
        {"trust.staff", "id of the first member of staff", text(&Config::staff)},
        {"limits.part_bytes", "largest sealed part", number(&Config::part_bytes, 1, terabyte)},
        {"limits.person_bytes", "most bytes one person may upload for one lot",
         number(&Config::person_bytes, 1, terabyte * 1024)},
        {"limits.submission_bytes", "most bytes of submissions by one person for one lot",
         number(&Config::submission_bytes, 1 << 16, terabyte)},
        {"limits.upload_hours", "how long an unfinished upload is kept", number(&Config::upload_hours, 1, 8760)},
        {"limits.document_bytes", "largest tender document", number(&Config::document_bytes, 1, terabyte)},
        {"limits.queue", "commands that may wait for the writer", number(&Config::queue, 1, 1'000'000)},
        {"limits.requests_per_second", "per address and per session; 0 for no limit",
         number(&Config::requests_per_second, 0, 1'000'000)},
        {"limits.request_burst", "requests at once", number(&Config::request_burst, 1, 1'000'000)},
        {"limits.throttle_loopback", "throttle local programs too", flag(&Config::throttle_loopback)},
        {"limits.streams_per_session", "live streams of one session", number(&Config::streams_per_session, 1, 1000)},
        {"limits.connections", "open connections", number(&Config::connections, 1, 1'000'000)},
        {"limits.slow_milliseconds", "time for a request's head", number(&Config::slow_milliseconds, 100, 600'000)},
        {"log.cover_milliseconds", "mean time between batches of decoys",
         number(&Config::cover_milliseconds, 10, 3'600'000)},
        {"log.policy", "tlog-policy file: the witnesses to ask, with their addresses, and the quorum",
         text(&Config::policy)},
        {"log.witness_ca", "PEM file of the roots of https witnesses", text(&Config::witness_ca)},
        {"log.witness_milliseconds", "time between two checkpoints that are put to the witnesses",
         number(&Config::witness_milliseconds, 10, 3'600'000)},
        {"log.witness_patience_milliseconds", "time for a witness's answer",
         number(&Config::witness_patience_milliseconds, 100, 60'000)},
        {"log.witness_pause_milliseconds", "longest pause before a witness that failed is asked again",
         number(&Config::witness_pause_milliseconds, 100, 3'600'000)},
    };
    return table;
}

std::string variable_name(std::string key) {
    std::replace(key.begin(), key.end(), '.', '_');
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return "KAIBIAO_" + key;
}

bool in_a_section_of_ours(const std::string& variable) {
    return std::any_of(keys().begin(), keys().end(), [&](const Key& key) {
        const std::string name = key.name;
        return variable.starts_with(variable_name(name.substr(0, name.find('.'))) + "_");
    });
}

} // namespace

std::vector<KeyHelp> known_keys() {
    std::vector<KeyHelp> out;
    for (const Key& key : keys()) out.push_back({key.name, key.help});
    return out;
}

Status set_key(Config& config, const std::string& key, const std::string& value) {
    const auto found =
        std::find_if(keys().begin(), keys().end(), [&](const Key& candidate) { return candidate.name == key; });
    if (found == keys().end()) return Error(ErrorCode::config_unknown_key, key);
    const Status set = found->set(config, value);
    return set.ok() ? ok() : Status(Error(set.error().code, key, set.error().detail));
}

Status read_environment(Config& config, const std::map<std::string, std::string>& environment) {
    for (const auto& [variable, value] : environment) {
        const auto found = std::find_if(keys().begin(), keys().end(),
                                        [&name = variable](const Key& key) { return variable_name(key.name) == name; });
        if (found != keys().end())
            TRY(set_key(config, found->name, value));
        else if (in_a_section_of_ours(variable))
            return Error(ErrorCode::config_unknown_key, variable);
    }
    return ok();
}

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view pair = *entry;
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos) out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return out;
}

Result<ListenAddress> parse_listen(const std::string& text) {
    const auto refuse = [&text] {
        return malformed("server.listen: " + text,
                         "ADDRESS:PORT is expected, the address as a number or localhost, the port from 0 to 65535");
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return refuse();
    ListenAddress out{text.substr(0, colon), 0};
    if (out.address.starts_with('[') && out.address.ends_with(']'))
        out.address = out.address.substr(1, out.address.size() - 2);
    if (out.address == "localhost") out.address = "127.0.0.1";
    unsigned char buffer[16];
    const bool numeric =
        inet_pton(AF_INET, out.address.c_str(), buffer) == 1 || inet_pton(AF_INET6, out.address.c_str(), buffer) == 1;
    const char* end = text.data() + text.size();
    const auto [rest, failed] = std::from_chars(text.data() + colon + 1, end, out.port);
    if (numeric && out.address.find(':') != std::string::npos) { // as browsers write it
        char canonical[INET6_ADDRSTRLEN] = {};
        out.address = inet_ntop(AF_INET6, buffer, canonical, sizeof canonical);
    }
    if (!numeric || failed != std::errc() || rest != end) return refuse();
    return out;
}

} // namespace kaibiao::config
