#include "cli/csv.h"

#include <algorithm>

namespace kaibiao::cli {

namespace {

/// The field at the beginning of `rest`, and what is behind it. Nothing for a quotation mark that is out of place.
bool take_quoted(std::string_view& rest, char separator, std::string& field) {
    rest.remove_prefix(1);
    for (;;) {
        const std::size_t mark = rest.find('"');
        if (mark == std::string_view::npos) return false;
        field += rest.substr(0, mark);
        rest.remove_prefix(mark + 1);
        if (!rest.starts_with('"')) return rest.empty() || rest.front() == separator;
        field += '"';
        rest.remove_prefix(1);
    }
}

bool take_plain(std::string_view& rest, char separator, std::string& field) {
    field = rest.substr(0, rest.find(separator));
    rest.remove_prefix(field.size());
    return field.find('"') == std::string::npos;
}

} // namespace

Result<std::vector<std::string>> split_fields(std::string_view line, char separator) {
    std::vector<std::string> fields;
    for (std::string_view rest = line;; rest.remove_prefix(1)) {
        std::string field;
        const bool whole =
            rest.starts_with('"') ? take_quoted(rest, separator, field) : take_plain(rest, separator, field);
        if (!whole)
            return Error(ErrorCode::request_malformed, {}, "引号不成对或位置不对 a quotation mark is out of place");
        fields.push_back(std::move(field));
        if (rest.empty()) return fields;
    }
}

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::vector<CsvRow> rows;
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        CsvRow row{number, {}};
        auto fields = split_fields(line);
        if (!fields.ok()) return Error(fields.error().code, row.place(), fields.error().detail);
        row.fields = std::move(*fields);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace kaibiao::cli
