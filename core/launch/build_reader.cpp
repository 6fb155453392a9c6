// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "flambeau/base/strings.h"
#include "flambeau/launch/host_engine.h"

namespace flambeau::launch {
namespace {

constexpr std::size_t kLongestLine = 2000, kLongestAnswer = 256u << 10, kErrorLines = 12, kLastLines = 20;

/// What a compiler, a linker, CMake, pip or the kernel calls an error.
bool namesError(const std::string& line) {
    for (const char* part : {"error:", "Error:", "ERROR:", "CMake Error", "undefined reference", "Killed",
                             "fatal error", "No space left on device", "cannot execute"})
        if (line.find(part) != std::string::npos)
            return true;
    return false;
}

}  // namespace

std::optional<BuildCount> buildCount(std::string_view line) {
    const auto end = line.find(']');
    if (line.empty() || line.front() != '[' || end == std::string_view::npos)
        return std::nullopt;
    const std::string_view inside = trim(line.substr(1, end - 1));
    const auto slash = inside.find('/');
    std::optional<std::int64_t> done, total;
    if (slash != std::string_view::npos) {
        done = parseInt(inside.substr(0, slash));
        total = parseInt(inside.substr(slash + 1));
    } else if (endsWith(inside, "%")) {
        done = parseInt(trim(inside.substr(0, inside.size() - 1)));
        total = 100;
    }
    if (!done || !total || *done < 0 || *total < 1 || *done > *total)
        return std::nullopt;
    return BuildCount{static_cast<std::uint64_t>(*done), static_cast<std::uint64_t>(*total)};
}

BuildReader::Line BuildReader::take(std::string_view bytes) {
    Line line;
    if (m_answered) {
        if (m_answer.size() + bytes.size() < kLongestAnswer)
            m_answer.append(bytes).push_back('\n');
        return line;
    }
    if (startsWith(bytes, m_mark + " ")) {
        const std::string_view word = bytes.substr(m_mark.size() + 1);
        if (startsWith(word, "step ") && isValidName(word.substr(5))) {
            m_step = word.substr(5);
            line.step = true;
        }
        m_answered = word == "answer";
        return line;
    }
    line.text = toPlainText(bytes.substr(0, kLongestLine));
    if (m_step == "build")
        line.count = buildCount(line.text);
    if (!m_error.empty() ? m_error.size() < kErrorLines : namesError(line.text))
        m_error.push_back(line.text);
    m_last.push_back(line.text);
    if (m_last.size() > kLastLines)
        m_last.pop_front();
    return line;
}

std::string BuildReader::firstError() const {
    return m_error.empty() ? join({m_last.begin(), m_last.end()}, "\n") : join(m_error, "\n");
}

}  // namespace flambeau::launch
