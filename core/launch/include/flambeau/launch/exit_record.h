// SPDX-License-Identifier: GPL-3.0-or-later
// exit.json: the supervisor's last word about a run. Written once, complete or not at all. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/domain/run_state.h"

namespace flambeau::launch {

struct RecordedFile {
    std::string path;  ///< relative to the run's folder, safe to join to another folder
    std::uint64_t bytes = 0;
    std::string sha256;  ///< empty where the host had no tool for it
};

struct RankExit {
    int rank = 0;
    std::optional<int> exitCode;  ///< 128 + signal where a signal ended it; empty: not known (its watcher was killed)
    int signal = 0;
    double ended = 0;
};

struct ExitRecord {
    std::string run;
    domain::RunState state = domain::RunState::Failed;  ///< Completed, Failed or Canceled
    std::string reason;                                 ///< plain text, one sentence; empty for Completed
    std::optional<int> exitCode;  ///< of the rank that decided; empty: no program was started, or it is not known
    int signal = 0;
    int rank = 0;           ///< the rank that decided: the first that failed, else 0
    bool timedOut = false;  ///< the run's time limit ended it
    bool stoppedOutside = false;  ///< its supervisor was told to end, as a machine does that goes down
    double started = 0, ended = 0;
    std::vector<RankExit> ranks;
    std::vector<std::string> left;     ///< "<pid> <name>" of processes that could not be ended
    std::vector<RecordedFile> files;   ///< everything under outputs/ and logs/, and the streams; bytewise sorted
    std::vector<std::string> skipped;  ///< under outputs/: links, sockets, names that are no UTF-8
    std::optional<std::uint64_t> sizeOf(std::string_view path) const;
};

/// Corrupt where it is not such a record. A file whose path is not safe is moved to `skipped`.
Result<ExitRecord> parseExitRecord(std::string_view text);

}  // namespace flambeau::launch
