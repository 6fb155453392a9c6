// SPDX-License-Identifier: GPL-3.0-or-later
// LogText: raw bytes of a program's output -> the lines a terminal would show. A carriage return goes back to the
// line's start (progress bars: the last one wins), a backspace one column, tabs go to the next eighth column; SGR
// colours become spans; every other escape sequence and control character is dropped; a bad byte is U+FFFD.
// Bounded: a line keeps its first 64 KiB or so and counts the rest, a sequence that never ends is given up.
// Plain values; one object on one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace flambeau::readers {

/// How text looks. Colours are -1 (the default), 0 to 255 (the terminal's palette), or 0x1000000 + 0xRRGGBB.
struct TextStyle {
    int foreground = -1;
    int background = -1;
    bool bold = false, faint = false, italic = false, underline = false, inverse = false;
    bool operator==(const TextStyle&) const = default;
};

/// Bytes [begin, end) of the line's text have `style`. Spans are sorted, do not overlap; unstyled text has none.
struct TextSpan {
    std::size_t begin = 0, end = 0;
    TextStyle style;
    bool operator==(const TextSpan&) const = default;
};

struct LogLine {
    std::string text;  ///< valid UTF-8, no control characters
    std::vector<TextSpan> spans;
    std::uint64_t hiddenBytes = 0;  ///< raw bytes of the line that are not shown because it is too long
    bool complete = true;           ///< its newline has come
    bool operator==(const LogLine&) const = default;
};

class LogText {
public:
    using Sink = std::function<void(LogLine)>;
    static constexpr std::size_t maxColumns = 64 * 1024;

    /// `sink` gets each line whose newline has come, in order.
    explicit LogText(Sink sink);
    ~LogText();
    LogText(LogText&&) noexcept;
    LogText& operator=(LogText&&) noexcept;

    /// Where the bytes are cut makes no difference.
    void feed(std::string_view bytes);
    /// The line that is being written, as it stands now; `complete` is false. Empty text where there is none.
    LogLine pending() const;
    /// Colours go on over newlines; this forgets them and the pending line.
    void reset();

private:
    struct State;
    State* m_state;
};

/// All lines of `bytes`; the last one without a newline is there too, if it shows anything.
std::vector<LogLine> logLines(std::string_view bytes);
/// The same as plain text, without colours.
std::string plainLog(std::string_view bytes);
/// A line with its colours as SGR sequences, for a terminal; nothing else that could steer it.
std::string toTerminal(const LogLine& line);

}  // namespace flambeau::readers
