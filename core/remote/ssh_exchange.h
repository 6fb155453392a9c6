// SPDX-License-Identifier: GPL-3.0-or-later
// What goes between the thread that wants a command run on a host and the one that drives the connection. Owned by
// both; everything but the constants is guarded by `mutex`, and bounded: a caller who does not take what came makes the
// host wait, a host that takes nothing makes the caller wait.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::remote {

struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0, at = 0;  ///< what is left is [at, size)
};

struct Exchange {
    static constexpr std::size_t kChunk = 256u << 10, kMostChunks = 3;
    /// So much may wait for the caller before the host is made to wait (what is on its way then still comes in).
    static constexpr std::size_t kMostWaiting = 1u << 20;

    Exchange(std::string line, bool wanted, bool isUrgent)
        : command(std::move(line)), wantsOut(wanted), urgent(isUrgent) {}

    const std::string command;  ///< for the login shell
    const bool wantsOut;        ///< else stdout is dropped
    const bool urgent;          ///< may use the channel that is kept for ending others

    std::mutex mutex;
    std::condition_variable changed;  ///< for the caller
    std::deque<Chunk> toSend;
    std::vector<Chunk> spare;
    bool inputEnded = false;    ///< nothing comes after `toSend`
    bool inputRefused = false;  ///< the command takes no more
    bool hungry = false;        ///< the command takes more than there is
    std::string out, err;
    bool held = false;       ///< more came than may wait here
    bool started = false;    ///< the command may run by now
    bool abandoned = false;  ///< the caller waits no longer
    std::optional<Result<int>> done;
};

}  // namespace flambeau::remote
