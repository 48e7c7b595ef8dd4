#pragma once
/// Tables that people hand over as CSV files.

#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::cli {

/// RFC 4180 fields of one line: a quoted field keeps its separators, a doubled quote in it is one.
std::vector<std::string> split_fields(std::string_view line, char separator = ',');

struct CsvRow {
    std::size_t line = 0; ///< from 1
    std::vector<std::string> fields;
};
/// One row a line; a byte order mark and empty lines are passed over.
std::vector<CsvRow> read_csv(std::string_view text);

} // namespace kaibiao::cli
