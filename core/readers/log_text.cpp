// SPDX-License-Identifier: GPL-3.0-or-later
// A small terminal of one line: ECMA-48 sequences are recognised in order to be dropped, SGR (CSI … m) in order to be
// kept as colours. Cells are UTF-8 characters, one column each (wide characters count as one: only overwriting by a
// carriage return could tell, and there the whole bar is written anew).
#include "flambeau/readers/log_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sgr.h"

namespace flambeau::readers {

namespace {

struct Cell {
    std::array<char, 4> bytes{};
    std::uint8_t length = 0;
    std::uint16_t style = 0;
};

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t maxStyles = 4096;       // of one line
constexpr std::size_t maxSequence = 256;      // bytes of a CSI's parameters that are looked at
constexpr std::size_t maxString = 64 * 1024;  // bytes of an OSC or DCS after which it is given up

enum class Mode { Text, Escape, EscapeMore, Csi, String, StringEscape };

}  // namespace

struct LogText::State {
    Sink sink;
    std::vector<Cell> cells;
    std::vector<TextStyle> styles{TextStyle{}};
    TextStyle style;
    std::uint16_t styleIndex = 0;
    std::size_t column = 0;
    std::uint64_t hidden = 0;
    Mode mode = Mode::Text;
    std::string sequence;
    std::size_t sequenceBytes = 0;
    std::array<char, 4> partial{};  // an unfinished UTF-8 character
    std::size_t partialLength = 0, partialNeed = 0;

    void put(std::string_view character);
    void putColumns(std::size_t count);
    void text(unsigned char byte);
    void control(unsigned char byte);
    void escape(unsigned char byte);
    void csi(unsigned char byte);
    void string(unsigned char byte);
    void flushPartial();
    void erase(int how);
    void newline();
    void restyle();
    std::size_t plainRun(std::string_view bytes);
    LogLine line() const;
};

void LogText::State::put(std::string_view character) {
    if (column >= maxColumns) {
        hidden += character.size();
        return;
    }
    while (cells.size() < column)
        cells.push_back(Cell{{' '}, 1, 0});
    Cell cell;
    std::copy(character.begin(), character.end(), cell.bytes.begin());
    cell.length = static_cast<std::uint8_t>(character.size());
    cell.style = styleIndex;
    if (column == cells.size())
        cells.push_back(cell);
    else
        cells[column] = cell;
    ++column;
}

// The style may have been forgotten with its line, or the line may hold too many of them.
void LogText::State::restyle() {
    auto it = std::find(styles.begin(), styles.end(), style);
    if (it == styles.end()) {
        if (styles.size() >= maxStyles) {
            styleIndex = 0;
            return;
        }
        styles.push_back(style);
        it = styles.end() - 1;
    }
    styleIndex = static_cast<std::uint16_t>(it - styles.begin());
}

void LogText::State::flushPartial() {
    // One mark for each byte, as flambeau::toValidUtf8 has it.
    for (std::size_t i = 0; i < partialLength; ++i)
        put(replacement);
    partialLength = partialNeed = 0;
}

void LogText::State::text(unsigned char byte) {
    if (partialNeed > 0) {
        // The second byte rules out what is too long, a surrogate or beyond the last code point.
        const auto lead = static_cast<unsigned char>(partial[0]);
        unsigned char low = 0x80, high = 0xBF;
        if (partialLength == 1) {
            low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        }
        if (byte >= low && byte <= high) {
            partial[partialLength++] = static_cast<char>(byte);
            if (partialLength == partialNeed) {
                const bool c1 = partialNeed == 2 && lead == 0xC2 && byte < 0xA0;
                const std::string_view character(partial.data(), partialLength);
                partialNeed = 0;
                partialLength = 0;
                if (!c1)
                    put(character);
            }
            return;
        }
        flushPartial();
    }
    if (byte >= 0xC2 && byte <= 0xF4) {
        partial[0] = static_cast<char>(byte);
        partialLength = 1;
        partialNeed = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    } else if (byte >= 0x80) {
        put(replacement);
    } else if (byte < 0x20 || byte == 0x7F) {
        control(byte);
    } else {
        const char one = static_cast<char>(byte);
        put(std::string_view(&one, 1));
    }
}

void LogText::State::control(unsigned char byte) {
    switch (byte) {
        case '\n':
            newline();
            break;
        case '\r':
            column = 0;
            break;
        case '\b':
            column -= column > 0 ? 1 : 0;
            break;
        case '\t':
            putColumns(8 - column % 8);
            break;
        case 0x1B:
            mode = Mode::Escape;
            break;
        default:
            break;
    }
}

// A tab moves over what is there, as a terminal does, and makes blanks where nothing is.
void LogText::State::putColumns(std::size_t count) {
    for (; count > 0; --count) {
        if (column < cells.size())
            ++column;
        else
            put(" ");
    }
}

void LogText::State::escape(unsigned char byte) {
    if (byte == '[') {
        mode = Mode::Csi;
        sequence.clear();
        sequenceBytes = 0;
    } else if (byte == ']' || byte == 'P' || byte == 'X' || byte == '^' || byte == '_') {
        mode = Mode::String;
        sequenceBytes = 0;
    } else if (byte >= 0x20 && byte <= 0x2F) {
        mode = Mode::EscapeMore;
    } else {
        mode = Mode::Text;
        if (byte < 0x20 || byte >= 0x7F)
            text(byte);  // no sequence after all: the byte speaks for itself
    }
}

void LogText::State::csi(unsigned char byte) {
    if (byte >= 0x20 && byte <= 0x3F) {
        if (sequence.size() < maxSequence)
            sequence += static_cast<char>(byte);
        if (++sequenceBytes > maxString)
            mode = Mode::Text;
        return;
    }
    mode = Mode::Text;
    if (byte < 0x20 || byte >= 0x7F) {
        text(byte);
        return;
    }
    if (sequenceBytes > maxSequence)
        return;
    const auto parameters = sgrNumbers(sequence);
    if (byte == 'm' && !parameters.empty()) {
        applySgr(style, parameters);
        restyle();
    } else if (byte == 'K' && !parameters.empty()) {
        erase(parameters[0]);
    } else if (byte == 'G' && !parameters.empty()) {
        column = std::min<std::size_t>(static_cast<std::size_t>(std::max(1, parameters[0]) - 1), cells.size());
    }
}

// EL: progress bars clear the rest of their line before they write it anew.
void LogText::State::erase(int how) {
    if (how == 0 && column < cells.size())
        cells.resize(column);
    else if (how == 2)
        cells.clear();
    else if (how == 1) {
        for (std::size_t i = 0; i < cells.size() && i <= column; ++i)
            cells[i] = Cell{{' '}, 1, 0};
    }
}

void LogText::State::string(unsigned char byte) {
    if (byte == 0x07 || byte == 0x18 || byte == 0x1A)
        mode = Mode::Text;
    else if (byte == 0x1B)
        mode = Mode::StringEscape;
    else if (byte == '\n' || ++sequenceBytes > maxString) {
        // No terminal title holds a line break; a torn sequence must not swallow the log.
        mode = Mode::Text;
        text(byte);
    }
}

LogLine LogText::State::line() const {
    LogLine line;
    line.hiddenBytes = hidden;
    std::uint16_t current = 0;
    std::size_t begin = 0;
    const auto close = [&] {
        if (styles[current] != TextStyle{} && begin < line.text.size())
            line.spans.push_back({begin, line.text.size(), styles[current]});
    };
    for (const Cell& cell : cells) {
        if (cell.style != current) {
            close();
            begin = line.text.size();
            current = cell.style;
        }
        line.text.append(cell.bytes.data(), cell.length);
    }
    close();
    return line;
}

void LogText::State::newline() {
    LogLine done = line();
    cells.clear();
    styles.assign(1, TextStyle{});
    restyle();
    column = 0;
    hidden = 0;
    sink(std::move(done));
}

// Most of a log is plain ASCII at the line's end: taken in one go. The number of bytes taken.
std::size_t LogText::State::plainRun(std::string_view bytes) {
    std::size_t count = 0;
    if (mode != Mode::Text || partialNeed > 0)
        return 0;
    if (column < maxColumns && column != cells.size())
        return 0;
    while (count < bytes.size() && static_cast<unsigned char>(bytes[count]) >= 0x20 &&
           static_cast<unsigned char>(bytes[count]) < 0x7F)
        ++count;
    const std::size_t shown = std::min(count, maxColumns - std::min(maxColumns, column));
    for (std::size_t i = 0; i < shown; ++i)
        cells.push_back(Cell{{bytes[i]}, 1, styleIndex});
    column += shown;
    hidden += count - shown;
    return count;
}

LogText::LogText(Sink sink) : m_state(new State) {
    m_state->sink = std::move(sink);
}

LogText::~LogText() {
    delete m_state;
}

LogText::LogText(LogText&& other) noexcept : m_state(std::exchange(other.m_state, nullptr)) {}

LogText& LogText::operator=(LogText&& other) noexcept {
    std::swap(m_state, other.m_state);
    return *this;
}

void LogText::feed(std::string_view bytes) {
    State& state = *m_state;
    for (std::size_t i = 0; i < bytes.size();) {
        i += state.plainRun(bytes.substr(i));
        if (i >= bytes.size())
            break;
        const auto byte = static_cast<unsigned char>(bytes[i++]);
        switch (state.mode) {
            case Mode::Text:
                state.text(byte);
                break;
            case Mode::Escape:
                state.escape(byte);
                break;
            case Mode::EscapeMore:
                if (byte < 0x20 || byte > 0x2F) {
                    state.mode = Mode::Text;
                    if (byte < 0x20 || byte >= 0x7F)
                        state.text(byte);
                }
                break;
            case Mode::Csi:
                state.csi(byte);
                break;
            case Mode::String:
                state.string(byte);
                break;
            case Mode::StringEscape:
                state.mode = Mode::Text;
                if (byte != '\\')
                    state.escape(byte);
                break;
        }
    }
}

LogLine LogText::pending() const {
    State copy = *m_state;
    copy.flushPartial();
    LogLine line = copy.line();
    line.complete = false;
    return line;
}

void LogText::reset() {
    Sink sink = std::move(m_state->sink);
    *m_state = State{};
    m_state->sink = std::move(sink);
}

}  // namespace flambeau::readers
