// SPDX-License-Identifier: GPL-3.0-or-later
#include "csv.h"

#include <algorithm>
#include <array>

#include "flambeau/base/strings.h"

namespace flambeau::dataset {
namespace {

/// The separator that cuts the first lines into the most equal number of cells.
char guessSeparator(std::string_view text) {
    constexpr std::array<char, 3> candidates{',', ';', '\t'};
    char best = ',';
    std::size_t bestScore = 0;
    for (const char candidate : candidates) {
        std::size_t lines = 0, smallest = SIZE_MAX, found = 0;
        bool quoted = false;
        for (const char c : text.substr(0, 20'000)) {
            if (c == '"')
                quoted = !quoted;
            else if (c == candidate && !quoted)
                ++found;
            else if (c == '\n' && !quoted) {
                if (++lines > 20)
                    break;
                smallest = std::min(smallest, found);
                found = 0;
            }
        }
        const std::size_t score = smallest == SIZE_MAX ? found : smallest;
        if (score > bestScore) {
            bestScore = score;
            best = candidate;
        }
    }
    return best;
}

class Parser {
public:
    Parser(std::string_view text, char separator) : m_text(text), m_separator(separator) {}

    Result<std::vector<CsvRow>> run() {
        while (m_at < m_text.size()) {
            CsvRow row;
            row.line = m_line;
            FLAMBEAU_CHECK(readRow(row));
            if (row.cells.size() > 1 || !row.cells.front().empty())
                m_rows.push_back(std::move(row));
        }
        return std::move(m_rows);
    }

private:
    Status readRow(CsvRow& row) {
        for (;;) {
            std::string cell;
            FLAMBEAU_CHECK(readCell(cell));
            row.cells.push_back(std::move(cell));
            if (m_at >= m_text.size())
                return {};
            const char c = m_text[m_at++];
            if (c == m_separator)
                continue;
            if (c == '\r' && m_at < m_text.size() && m_text[m_at] == '\n')
                ++m_at;
            ++m_line;
            return {};
        }
    }

    Status readCell(std::string& cell) {
        if (m_at < m_text.size() && m_text[m_at] == '"')
            FLAMBEAU_CHECK(readQuoted(cell));
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != '\n' && m_text[m_at] != '\r')
            ++m_at;
        cell += m_text.substr(begin, m_at - begin);
        cell = std::string(trim(cell));
        return {};
    }

    Status readQuoted(std::string& cell) {
        const std::size_t opened = m_line;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                    cell += '"';
                    ++m_at;
                    continue;
                }
                ++m_at;
                return {};
            }
            m_line += c == '\n' ? 1u : 0u;
            cell += c;
        }
        return Error{ErrorCode::InvalidArgument,
                     "The quote that opens on line " + std::to_string(opened) + " is never closed",
                     "Close the quote, or save the table again as CSV.",
                     {}};
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0, m_line = 1;
    std::vector<CsvRow> m_rows;
};

}  // namespace

Result<Csv> parseCsv(std::string_view text) {
    if (startsWith(text, "\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (text.find('\0') != std::string_view::npos)
        return Error{ErrorCode::InvalidArgument,
                     "The table holds bytes that are no text",
                     "Save it as CSV in UTF-8 (a spreadsheet's own format does not do).",
                     {}};
    Csv csv;
    csv.separator = guessSeparator(text);
    FLAMBEAU_TRY(csv.rows, Parser(text, csv.separator).run());
    return csv;
}

}  // namespace flambeau::dataset
