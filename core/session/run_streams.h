// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the streams of one run's folder from the store's offsets on and commits what is whole. Private to the follower;
// one object on one thread. It remembers offsets only to save a query: the store has the last word.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "flambeau/protocol/decoder.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

struct StreamReport {
    std::uint64_t points = 0;
    std::uint64_t bytes = 0;
    bool exitThere = false;  ///< exit.json lies in the folder
};

class RunStreams {
public:
    RunStreams(store::Workspace& workspace, remote::Transport& transport, RunId run, std::string folder);

    using Callback = std::function<void(const RunChange&)>;
    /// Reads each stream file to its present end. A torn last line stays for the next time, but with `toTheEnd` (the
    /// run is over: its rest will never come) it is counted as a bad line and passed.
    Result<StreamReport> read(bool toTheEnd, const Callback& changed, std::stop_token stop);
    /// Bytes that came without being asked for one by one; they begin at `offset`, which is where the last of the file
    /// ended. Commits what is whole of them to `store`, another connection perhaps. False: somebody else was quicker;
    /// the file is to be followed anew.
    Result<bool> feed(store::Workspace& store, const std::string& name, std::uint64_t offset, std::string_view bytes,
                      const Callback& changed, StreamReport& report);
    /// What is committed of the files that are known here.
    Result<std::map<std::string, std::uint64_t>> offsets();
    /// What is committed of a file.
    Result<std::uint64_t> offset(const std::string& file);

private:
    struct File {
        std::uint64_t offset = 0;
        std::unique_ptr<protocol::StreamDecoder> decoder;
        std::string torn;  ///< fed and not committed: behind `offset`
    };
    struct Piece;

    Result<File*> file(store::Workspace& store, const std::string& name);
    Status readFile(const std::string& name, std::uint64_t size, bool toTheEnd, const Callback& changed,
                    std::stop_token stop, StreamReport& report);
    /// Commits `used` bytes that are decoded in m_batch. False: what was read counts for nothing.
    Result<bool> keep(store::Workspace& store, const std::string& name, File& file, std::uint64_t used,
                      std::uint64_t bad, const Piece& piece, const Callback& changed, StreamReport& report);
    std::uint64_t decode(const std::string& name, File& file, std::string_view bytes, bool wantsNames, Piece& piece);
    Result<store::CommitOutcome> commit(store::Workspace& store, const std::string& name, std::uint64_t begin,
                                        std::uint64_t end, const Piece& piece);

    store::Workspace& m_workspace;
    remote::Transport& m_transport;
    RunId m_run;
    std::string m_folder;
    std::map<std::string, File> m_files;
    store::StreamBatch m_batch;
};

/// "state.jsonl", "events.jsonl", "events-<n>.jsonl".
bool isStreamName(std::string_view name);

}  // namespace flambeau::session
