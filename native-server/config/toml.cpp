#include "config/config.h"

#include <toml++/toml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace kaibiao::config {

namespace {

std::string line_of(const toml::source_region& source) { return "line " + std::to_string(source.begin.line); }

Result<std::string> value_text(const toml::node& node, const std::string& key) {
    if (const auto* value = node.as_string()) return value->get();
    if (const auto* value = node.as_integer()) return std::to_string(value->get());
    if (const auto* value = node.as_boolean()) return std::string(value->get() ? "true" : "false");
    if (const auto* items = node.as_array()) {
        std::string out;
        for (const toml::node& item : *items) {
            TRY_ASSIGN(const std::string text, value_text(item, key));
            out += (out.empty() ? "" : ",") + text;
        }
        return out;
    }
    return Error(ErrorCode::config_malformed, line_of(node.source()), key);
}

/// A folder opens like a file, and reads like an empty one.
Result<std::string> text_of(const std::filesystem::path& file) {
    std::error_code failed;
    if (std::filesystem::is_directory(file, failed))
        return Error(ErrorCode::file_unreadable, file.string(), std::strerror(EISDIR));
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error(ErrorCode::file_unreadable, file.string(), std::strerror(errno));
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

} // namespace

Status read_toml(Config& config, const std::filesystem::path& file) {
    TRY_ASSIGN(const std::string text, text_of(file));
    toml::table document;
    try {
        document = toml::parse(text);
    } catch (const toml::parse_error& problem) {
        return Error(ErrorCode::config_malformed, line_of(problem.source()), std::string(problem.description()));
    }
    for (const auto& [section, members] : document) {
        const toml::table* table = members.as_table();
        if (table == nullptr)
            return Error(ErrorCode::config_unknown_key, line_of(members.source()), std::string(section.str()));
        for (const auto& [name, node] : *table) {
            const std::string key = std::string(section.str()) + "." + std::string(name.str());
            TRY_ASSIGN(const std::string value, value_text(node, key));
            const Status set = set_key(config, key, value);
            if (set.ok()) continue;
            const std::string& why = set.error().detail;
            return Error(set.error().code, line_of(node.source()), why.empty() ? key : key + ": " + why);
        }
    }
    return ok();
}

} // namespace kaibiao::config
