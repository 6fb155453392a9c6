// SPDX-License-Identifier: GPL-3.0-or-later
// Following many runs of a host through one channel: the script that Transport::stream runs there for as long as it is
// wanted, and the incremental parser of what it sends. What comes is hostile until it was read here: only runs that
// were asked for, only names of streams and logs, each byte once and in order, every size bounded. Owned by who follows
// the host; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/launch/evidence.h"

namespace flambeau::launch {

/// state.jsonl and events.jsonl are followed in any case, from 0 where no offset is given, and every events-<n>.jsonl
/// as it appears; logs/<name>.log only where it stands here.
struct FollowedRun {
    std::string run;  ///< UUID
    std::map<std::string, std::uint64_t> offsets;
};

/// What the script may use beside a POSIX shell. Best: Perl where the host has it, for a tenth of the processor's time.
enum class FollowHelper { Best, NoPerl, PlainTools };

/// Looks every 50 ms while something grows (every second while more than four runs do), down to twice a second when all
/// has been quiet for a minute. It ends by itself when every run has its exit.json, and when nobody reads it any more.
std::string followScript(const std::string& hostFolder, const std::vector<FollowedRun>& runs,
                         FollowHelper helper = FollowHelper::Best);

/// Called in the order of the stream. An error ends the parsing and comes out of feed() as it is. Empty: not wanted.
struct FollowSink {
    /// The next bytes of `file` of `run`; they begin at `offset`, which is where the last ended.
    std::function<Status(const std::string& run, const std::string& file, std::uint64_t offset, std::string_view bytes)>
        data;
    /// The file is shorter than what was read of it; no more comes of it.
    std::function<Status(const std::string& run, const std::string& file)> shortened;
    /// What one look at all the files has found has been given.
    std::function<Status()> looked;
    /// exit.json is there, and everything written before it has been given; no more comes of the run but in a poll,
    /// which follows at once and holds the record.
    std::function<Status(const std::string& run)> ended;
    /// At least each second: the host lives; its clock, seconds since 1970.
    std::function<Status(double now)> tick;
    /// Every two seconds, as pollScript.
    std::function<Status(const HostEvidence& evidence)> poll;
};

class FollowParser {
public:
    FollowParser(const std::vector<FollowedRun>& runs, FollowSink sink);

    /// The next bytes from the host, cut anywhere. Corrupt where they are not what the script prints, Failed with the
    /// host's words where it could not begin; after an error nothing is taken any more.
    Status feed(std::string_view bytes);
    /// Every run has ended and has been told of.
    bool finished() const { return m_finished; }

private:
    struct File {
        std::uint64_t at = 0;
        bool given = true;  ///< false: it was shortened
    };
    struct Run {
        std::map<std::string, File> files;
        bool ended = false;
    };
    enum class Next { Heading, Line, Data, DataEnd, Poll };

    Status step(bool& progressed);
    Status takeHeading(bool& progressed);
    Status takeLine(std::string_view line);
    Status takeData(const std::vector<std::string>& words);
    Status takeDataEnd(std::string_view line);
    Status takePoll(std::string_view text);
    Status takeShort(const std::string& run, const std::string& file);
    File* fileOf(const std::string& run, const std::string& name);

    std::map<std::string, Run> m_runs;
    FollowSink m_sink;
    std::string m_buffer;
    std::size_t m_at = 0;  ///< read of m_buffer
    Next m_next = Next::Heading;
    std::size_t m_size = 0;  ///< of the bytes that Data or Poll waits for
    std::string m_run, m_file;
    std::string m_piece;  ///< a piece that is whole, until its last word has come
    bool m_finished = false, m_broken = false;
};

}  // namespace flambeau::launch
