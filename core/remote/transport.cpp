// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/remote/transport.h"

#include "flambeau/base/pause.h"

namespace flambeau::remote {

Status Transport::follow(const std::string& path, std::uint64_t offset, const FollowSink& sink, std::stop_token stop,
                         const FollowOptions& options) {
    std::uint64_t at = offset;
    bool seen = false;
    while (!stop.stop_requested()) {
        auto chunk = readRange(path, at, options.maxChunk);
        if (!chunk.ok() && chunk.error().code != ErrorCode::NotFound)
            return std::move(chunk).error();
        if (chunk.ok() && !chunk->empty()) {
            if (!sink(at, *chunk))
                return {};
            at += chunk->size();
            seen = true;
            continue;
        }
        // Nothing new: is the file still as long as what was read?
        seen = seen || chunk.ok();
        if (at > 0 && seen) {
            FLAMBEAU_TRY(auto entry, stat(path));
            if (!entry || entry->bytes < at)
                return Error{ErrorCode::Conflict,
                             path + " became shorter while it was being followed.",
                             "Read it from its beginning.",
                             {}};
        }
        pauseFor(options.interval, stop);
    }
    return {};
}

}  // namespace flambeau::remote
