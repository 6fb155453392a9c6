// SPDX-License-Identifier: GPL-3.0-or-later
// ProgressLine and Table.
#include <algorithm>
#include <cstdio>
#include <iostream>

#include <unistd.h>

#include "context.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

constexpr double kTerminalSeconds = 0.1;  ///< between two redraws of the line
constexpr double kPlainSeconds = 3;       ///< between two lines where stderr is a file or a pipe

/// Columns that UTF-8 text takes in a terminal, near enough: continuation bytes count nothing.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string amount(std::uint64_t value, bool bytes) {
    return bytes ? formatBytes(value) : formatCount(static_cast<std::int64_t>(value));
}

}  // namespace

ProgressLine::ProgressLine(bool quiet)
    : m_terminal(isatty(STDERR_FILENO) == 1), m_quiet(quiet), m_last(m_terminal ? 0 : unixNow()) {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(const std::string& what, std::uint64_t done, std::uint64_t total, bool bytes) {
    std::string line = what;
    if (total > 0) {
        const auto percent = static_cast<int>(100.0 * static_cast<double>(done) / static_cast<double>(total));
        line += "  " + amount(done, bytes) + " of " + amount(total, bytes) + "  " + std::to_string(percent) + " %";
    } else if (done > 0) {
        line += "  " + amount(done, bytes);
    }
    const bool other = what != m_lastWhat;
    m_lastWhat = what;
    if (m_terminal && (other || (total > 0 && done >= total)))
        m_last = 0;  // the first and the last of each are always shown
    text(line);
}

void ProgressLine::text(const std::string& line) {
    if (m_quiet)
        return;
    const double now = unixNow();
    if (now - m_last < (m_terminal ? kTerminalSeconds : kPlainSeconds))
        return;
    m_last = now;
    const std::string plain = escapeControls(line);
    if (m_terminal)
        std::cerr << "\r\033[K" << plain << std::flush;
    else
        std::cerr << plain << '\n';
    m_shown = true;
}

void ProgressLine::clear() {
    if (m_terminal && m_shown)
        std::cerr << "\r\033[K" << std::flush;
    m_shown = false;
}

session::ProgressCallback ProgressLine::callback(bool bytes) {
    return [this, bytes](const std::string& what, std::uint64_t done, std::uint64_t total) {
        show(what, done, total, bytes);
    };
}

Table::Table(std::vector<std::string> head, std::vector<std::size_t> right)
    : m_head(std::move(head)), m_right(std::move(right)) {}

void Table::add(std::vector<std::string> row) {
    row.resize(m_head.size());
    for (std::string& cell : row)
        cell = escapeControls(cell);
    m_rows.push_back(std::move(row));
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const std::string& cell : m_head)
        widths.push_back(width(cell));
    for (const auto& row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string out;
    const auto line = [&](const std::vector<std::string>& row) {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string space(widths[i] - width(row[i]), ' ');
            const bool right = std::find(m_right.begin(), m_right.end(), i) != m_right.end();
            text += (i ? "  " : "") + (right ? space + row[i] : row[i] + space);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += (out.empty() ? "" : "\n") + text;
    };
    if (std::any_of(m_head.begin(), m_head.end(), [](const std::string& cell) { return !cell.empty(); }))
        line(m_head);
    for (const auto& row : m_rows)
        line(row);
    return out;
}

}  // namespace flambeau::cli
