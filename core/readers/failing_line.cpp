// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/readers/failing_line.h"

#include <array>
#include <string_view>

#include "flambeau/base/strings.h"
#include "flambeau/readers/log_file.h"

namespace flambeau::readers {

namespace {

constexpr std::size_t linesOfFile = 2000;
// A traceback this near to the end ended the program; one further up may have been survived.
constexpr std::size_t nearTheEnd = 40;
constexpr std::size_t maxText = 2000;

bool contains(std::string_view text, std::string_view what) {
    return text.find(what) != std::string_view::npos;
}

// "[rank3]: " of torch and "[1,2]<stderr>:" of mpirun stand before each line of a rank.
std::string_view withoutRank(std::string_view line) {
    if (line.empty() || line[0] != '[')
        return line;
    const std::size_t close = line.find(']');
    if (close == std::string_view::npos || close > 40)
        return line;
    std::string_view rest = line.substr(close + 1);
    if (startsWith(rest, "<stderr>:") || startsWith(rest, "<stdout>:"))
        return rest.substr(9);
    if (startsWith(line, "[rank") && startsWith(rest, ":"))
        return rest.substr(startsWith(rest, ": ") ? 2 : 1);
    return line;
}

// A launcher's account of its ranks, which says only that one of them failed.
bool isSummary(std::string_view line) {
    return contains(line, "ChildFailedError") || contains(line, "ProcessRaisedException") ||
           contains(line, "ProcessExitedException") || startsWith(line, "subprocess.CalledProcessError");
}

// The exception's own line of the last traceback that is no summary.
std::optional<std::size_t> lastException(std::span<const LogLine> lines) {
    std::optional<std::size_t> best, summary;
    bool inside = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = withoutRank(lines[i].text);
        if (contains(line, "Traceback (most recent call last):")) {
            inside = true;
        } else if (inside && !line.empty() && line[0] != ' ' && line[0] != '\t') {
            inside = false;
            (isSummary(line) ? summary : best) = i;
        }
    }
    return best ? best : summary;
}

bool namesError(std::string_view line) {
    static constexpr std::array begins = {std::string_view("error:"),
                                          std::string_view("Error:"),
                                          std::string_view("ERROR"),
                                          std::string_view("fatal:"),
                                          std::string_view("FATAL"),
                                          std::string_view("Fatal"),
                                          std::string_view("flambeau"),
                                          std::string_view("Killed"),
                                          std::string_view("Aborted"),
                                          std::string_view("terminate called"),
                                          std::string_view("Segmentation fault"),
                                          std::string_view("Bus error")};
    static constexpr std::array holds = {std::string_view(": error: "),
                                         std::string_view("CUDA error"),
                                         std::string_view("out of memory"),
                                         std::string_view("No space left on"),
                                         std::string_view("what():"),
                                         std::string_view("command not found"),
                                         std::string_view("Permission denied"),
                                         std::string_view("No such file or"),
                                         std::string_view("Segmentation fault"),
                                         std::string_view("Assertion `"),
                                         std::string_view("undefined symbol")};
    for (std::string_view begin : begins) {
        if (startsWith(line, begin))
            return true;
    }
    for (std::string_view hold : holds) {
        if (contains(line, hold))
            return true;
    }
    return false;
}

bool saysSomething(std::string_view line) {
    return !trim(line).empty();
}

}  // namespace

std::optional<FailingLine> failingLine(std::span<const LogLine> lines) {
    std::optional<std::size_t> last, error;
    std::size_t saidSinceException = 0;
    const auto exception = lastException(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = withoutRank(trim(lines[i].text));
        if (!saysSomething(line))
            continue;
        last = i;
        if (exception && i > *exception)
            ++saidSinceException;
        // "Aborted" is how a program ended; a line before it says why.
        if (namesError(line) && !(error && startsWith(line, "Aborted")))
            error = i;
    }
    if (!last)
        return std::nullopt;
    std::size_t index = *last;
    if (exception && (saidSinceException < nearTheEnd || !error || *error <= *exception))
        index = *exception;
    else if (error)
        index = *error;
    std::string text(trim(withoutRank(trim(lines[index].text))));
    if (text.size() > maxText)
        text = toValidUtf8(text.substr(0, maxText)) + " …";
    return FailingLine{std::move(text), index};
}

Result<std::optional<FailingLine>> failingLineOf(const std::filesystem::path& log) {
    FLAMBEAU_TRY(const auto lines, tailLines(log, linesOfFile));
    return failingLine(lines);
}

}  // namespace flambeau::readers
