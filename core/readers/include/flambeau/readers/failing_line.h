// SPDX-License-Identifier: GPL-3.0-or-later
// The line of a failed run's log that tells most: what a person would look for first. Pure function.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "flambeau/base/result.h"
#include "flambeau/readers/log_text.h"

namespace flambeau::readers {

struct FailingLine {
    std::string text;       ///< plain text
    std::size_t index = 0;  ///< among the lines given
};

/// Of the log's last lines: the exception that ended the last Python traceback (the first of a chain of several ranks'
/// wins over torchrun's summary), a line that begins with or names an error (C++ terminate, CUDA, "Killed",
/// segmentation faults, "No space left"), else the last line that says anything. Empty: the log is empty.
std::optional<FailingLine> failingLine(std::span<const LogLine> lines);
/// Of a file: looks at its last 2,000 lines.
Result<std::optional<FailingLine>> failingLineOf(const std::filesystem::path& log);

}  // namespace flambeau::readers
