// SPDX-License-Identifier: GPL-3.0-or-later
// Runs another program with pipes, never through a shell. The child is in a process group of its own, has no other
// descriptor of ours open, and the whole group is killed when the call is stopped or the object goes away.
// Blocking: never on the GUI thread. One object on one thread; runProcess is safe on any.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau {

struct ProcessSpec {
    std::vector<std::string> argv;  ///< argv[0] is looked up on PATH where it has no slash.
    std::map<std::string, std::string> environment;  ///< added to (or, empty, removed from) our own
    fs::path workingDir;
    std::string input;  ///< all of stdin
    std::optional<std::chrono::milliseconds> timeout;
    std::size_t maxOutput = 64u << 20;  ///< of stdout and of stderr kept; more is read and dropped
    std::function<void(std::string_view line)> onStdoutLine;  ///< lines without LF, as they come; then out stays empty
    std::function<void(std::string_view line)> onStderrLine;  ///< likewise
    std::stop_token stop;
    /// Gives more of stdin after `input`: fills at most `size` bytes; 0: no more; negative: it cannot (Io).
    std::function<long(char* into, std::size_t size)> moreInput;
    std::function<bool(std::string_view bytes)> onStdout;  ///< as it comes; then out stays empty; false: Canceled
};

struct ProcessResult {
    int exitCode = 0;  ///< 128 + signal where a signal ended it
    int signal = 0;
    std::string out;
    std::string err;
    bool truncated = false;
};

/// Runs to the end. Errors: NotFound (no such program), Timeout, Canceled (stop requested), Io.
/// A non-zero exit is no error of this function.
Result<ProcessResult> runProcess(const ProcessSpec& spec);

}  // namespace flambeau
