#include "config/config.h"

#include <toml++/toml.h>

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

} // namespace

Status read_toml(Config& config, const std::filesystem::path& file) {
    toml::table document;
    try {
        document = toml::parse_file(file.string());
    } catch (const toml::parse_error& problem) {
        const bool found = std::filesystem::exists(file);
        return Error(found ? ErrorCode::config_malformed : ErrorCode::file_unreadable,
                     found ? line_of(problem.source()) : file.string(), std::string(problem.description()));
    }
    for (const auto& [section, members] : document) {
        const toml::table* table = members.as_table();
        if (table == nullptr)
            return Error(ErrorCode::config_unknown_key, line_of(members.source()), std::string(section.str()));
        for (const auto& [name, node] : *table) {
            const std::string key = std::string(section.str()) + "." + std::string(name.str());
            TRY_ASSIGN(const std::string text, value_text(node, key));
            const Status set = set_key(config, key, text);
            if (!set.ok()) return Error(set.error().code, line_of(node.source()), key + " " + set.error().detail);
        }
    }
    return ok();
}

} // namespace kaibiao::config
