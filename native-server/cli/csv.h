#pragma once
/// Tables that people hand over as CSV files: RFC 4180, but a row is one line.

#include "kaibiao/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::cli {

/// A field may be quoted, and keeps its separators then; a doubled quotation mark in it is one. Errors:
/// request_malformed for a quotation mark anywhere else, or without its pair.
Result<std::vector<std::string>> split_fields(std::string_view line, char separator = ',');

struct CsvRow {
    std::size_t line = 0; ///< from 1
    std::vector<std::string> fields;
    std::string place() const { return "line " + std::to_string(line); } ///< in errors
};
/// A byte order mark and empty lines are passed over. Errors: those of split_fields with `line N`.
Result<std::vector<CsvRow>> read_csv(std::string_view text);

} // namespace kaibiao::cli
