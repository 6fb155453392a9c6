// SPDX-License-Identifier: GPL-3.0-or-later
// Whole texts through LogText, and lines back to a terminal.
#include <algorithm>
#include <utility>

#include "flambeau/base/strings.h"
#include "flambeau/readers/log_text.h"

namespace flambeau::readers {

std::vector<LogLine> logLines(std::string_view bytes) {
    std::vector<LogLine> lines;
    LogText text([&](LogLine line) { lines.push_back(std::move(line)); });
    text.feed(bytes);
    if (LogLine last = text.pending(); !last.text.empty() || last.hiddenBytes > 0)
        lines.push_back(std::move(last));
    return lines;
}

std::string plainLog(std::string_view bytes) {
    std::string out;
    for (const LogLine& line : logLines(bytes)) {
        out += line.text;
        if (line.hiddenBytes > 0)
            out += " … (" + formatBytes(line.hiddenBytes) + " more)";
        if (line.complete)
            out += '\n';
    }
    return out;
}

namespace {

void appendColour(std::string& codes, int colour, int base) {
    if (colour < 0)
        return;
    const std::string head = ";" + std::to_string(base + 8);
    if (colour >= 0x1000000)
        codes += head + ";2;" + std::to_string((colour >> 16) & 0xFF) + ";" + std::to_string((colour >> 8) & 0xFF) +
                 ";" + std::to_string(colour & 0xFF);
    else if (colour < 8)
        codes += ";" + std::to_string(base + colour);
    else if (colour < 16)
        codes += ";" + std::to_string(base + 60 + colour - 8);
    else
        codes += head + ";5;" + std::to_string(std::min(colour, 255));
}

std::string sgr(const TextStyle& style) {
    std::string codes = "\x1b[0";
    for (const auto& [on, code] : {std::pair{style.bold, 1}, std::pair{style.faint, 2}, std::pair{style.italic, 3},
                                   std::pair{style.underline, 4}, std::pair{style.inverse, 7}}) {
        if (on)
            codes += ";" + std::to_string(code);
    }
    appendColour(codes, style.foreground, 30);
    appendColour(codes, style.background, 40);
    return codes + "m";
}

}  // namespace

std::string toTerminal(const LogLine& line) {
    std::string out;
    std::size_t at = 0;
    for (const TextSpan& span : line.spans) {
        out += line.text.substr(at, span.begin - at);
        out += sgr(span.style);
        out += line.text.substr(span.begin, span.end - span.begin);
        out += "\x1b[0m";
        at = span.end;
    }
    out += line.text.substr(at);
    if (line.hiddenBytes > 0)
        out += " … (" + formatBytes(line.hiddenBytes) + " more)";
    return out;
}

}  // namespace flambeau::readers
