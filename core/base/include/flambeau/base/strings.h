// SPDX-License-Identifier: GPL-3.0-or-later
// Text helpers without state; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flambeau {

/// One POSIX shell word that expands to exactly `text` (any bytes but NUL): plain words as they are, else in single
/// quotes. The only quoting function of the house.
std::string shellQuote(std::string_view text);
std::string shellJoin(const std::vector<std::string>& words);

/// Names of datasets, models, experiments' folders, hosts: 1 to 100 of [A-Za-z0-9._-], not starting with '.' or '-'.
bool isValidName(std::string_view name);
/// The nearest valid name: other characters become '-'; "" becomes "unnamed".
std::string toValidName(std::string_view text);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string toLowerAscii(std::string_view text);
bool startsWith(std::string_view text, std::string_view prefix);
bool endsWith(std::string_view text, std::string_view suffix);

/// Whole text or nothing; a decimal point only, whatever the locale. "nan", "inf" and "-inf" are numbers.
std::optional<double> parseDouble(std::string_view text);
std::optional<std::int64_t> parseInt(std::string_view text);
/// Shortest text that parses back to the same double; locale-free.
std::string formatDouble(double value);

/// "4.2 MB", "812 bytes": powers of 1000, the largest unit above 1.
std::string formatBytes(std::uint64_t bytes);
/// 1234567 -> "1,234,567".
std::string formatCount(std::int64_t value);

/// Valid UTF-8 with each bad byte replaced by U+FFFD.
std::string toValidUtf8(std::string_view bytes);
/// Safe to show: valid UTF-8, no escape sequences, no control characters but newline and tab.
std::string toPlainText(std::string_view bytes);
/// A name as it may be printed: control characters, bytes that are no UTF-8 and characters that turn the direction of
/// writing stand as \n, \t, \x1b, \u202e, so that a name can neither steer a terminal nor pose as a line of ours. With
/// `keepLines`, newlines and tabs stay: for text of several lines.
std::string escapeControls(std::string_view bytes, bool keepLines = false);

/// The edit distance, for "did you mean".
std::size_t editDistance(std::string_view a, std::string_view b);

}  // namespace flambeau
