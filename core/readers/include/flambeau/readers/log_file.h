// SPDX-License-Identifier: GPL-3.0-or-later
// LogFile: a log on disk, of any size, line by line: a sparse index of line offsets (one entry each 256 lines), so that
// a log of 1 GB costs a few megabytes; the file may go on growing. Colours that began before the lines asked for are
// unknown to them (as in `less`).
// Blocking on disk; one object on one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/readers/log_text.h"

namespace flambeau::readers {

class LogFile {
public:
    static Result<LogFile> open(const std::filesystem::path& path);
    LogFile(LogFile&&) noexcept;
    LogFile& operator=(LogFile&&) noexcept;
    ~LogFile();

    /// Looks at what was added since; the index grows. `progress(bytes indexed)`. Canceled leaves a usable, shorter
    /// index. Conflict where the file became shorter.
    Status refresh(std::stop_token stop = {}, const std::function<void(std::uint64_t)>& progress = {});
    /// Lines that the index knows, the last unfinished one included.
    std::uint64_t lineCount() const;
    std::uint64_t bytes() const;

    /// Lines [first, first + count), as many as there are.
    Result<std::vector<LogLine>> lines(std::uint64_t first, std::size_t count) const;
    /// The first line at or after `from` whose shown text contains `what`; ASCII case is ignored if asked.
    Result<std::optional<std::uint64_t>> find(std::string_view what, std::uint64_t from, bool ignoreCase,
                                              std::stop_token stop = {}) const;

private:
    LogFile();
    struct State;
    State* m_state;
};

/// The last `count` lines, without reading or indexing the rest.
Result<std::vector<LogLine>> tailLines(const std::filesystem::path& path, std::size_t count);

}  // namespace flambeau::readers
