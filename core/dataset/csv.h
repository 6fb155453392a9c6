// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as text: comma, semicolon or tab between cells, quotes as RFC 4180 has them, a UTF-8 byte order mark skipped.
// Private to the module; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::dataset {

struct CsvRow {
    std::size_t line = 0;  ///< where it begins, counted from 1
    std::vector<std::string> cells;
};
struct Csv {
    char separator = ',';
    std::vector<CsvRow> rows;  ///< empty lines are left out
};

/// Fails where a quote is never closed, or the bytes are no text.
Result<Csv> parseCsv(std::string_view text);

}  // namespace flambeau::dataset
