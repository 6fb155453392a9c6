// SPDX-License-Identifier: GPL-3.0-or-later
// Transport: the one way to a host, this machine included. Whatever it does can be said over an exec channel (a command
// with stdin, stdout, stderr and an exit status), so that a host needs a POSIX shell and nothing else.
// Owned by whoever follows the host. Every call blocks: never on the GUI thread. An object is used by one thread at a
// time; two threads take two objects.
// Errors: Unreachable where the host or the way to it is gone (nothing is known about the file or the run; wait and try
// again); every other code is the host's own answer and trying again will not change it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::remote {

/// What runs on the host: either `script`, POSIX sh text that `sh` reads from stdin as a whole before it acts (its
/// commands then read /dev/null), or `argv` with `input` on stdin. argv needs no quoting by the caller.
struct Command {
    std::string script;
    std::vector<std::string> argv;
    std::string input;
    std::optional<std::chrono::milliseconds> timeout;
    std::size_t maxOutput = 64u << 20;  ///< of stdout and of stderr kept; more is read and dropped
    std::stop_token stop;
};

struct CommandResult {
    int exitCode = 0;  ///< 128 + signal where a signal ended it
    std::string out;
    std::string err;
    bool truncated = false;  ///< more than maxOutput came
};

/// A script with a stream in and a stream out. The callbacks are called on the caller's thread, during the call.
struct StreamCommand {
    std::string script;  ///< POSIX sh; the host reads all of it before it acts, then its commands read `input` as stdin
    /// Fills at most `size` bytes; 0: the input has ended. Negative: it cannot be read (the call fails with Io). Empty:
    /// there is none.
    std::function<long(char* into, std::size_t size)> input;
    /// What comes on stdout, as it comes. False: enough; the command is ended and the call returns Canceled. While it
    /// works, the host waits (once what the way there holds is full). Empty: it is dropped.
    std::function<bool(std::string_view bytes)> out;
    std::optional<std::chrono::milliseconds> timeout;
    std::size_t maxErr = 1u << 20;
    std::stop_token stop;
};

struct Entry {
    enum class Kind { File, Folder, Link, Other };
    std::string name;  ///< of `list`: without the folder; any bytes but '/' and NUL
    Kind kind = Kind::File;
    std::uint64_t bytes = 0;
    double mtime = 0;  ///< seconds since 1970; a host may give whole seconds only
};

/// Called with the bytes done so far; false stops (the call returns Canceled and leaves no half file behind).
using Progress = std::function<bool(std::uint64_t bytesDone)>;
/// `offset` is where `bytes` begin in the file. False ends the following.
using FollowSink = std::function<bool(std::uint64_t offset, std::string_view bytes)>;

struct FollowOptions {
    std::chrono::milliseconds interval{100};  ///< between looks at a file that does not grow
    std::size_t maxChunk = 1u << 20;          ///< bytes a call of the sink
};

class Transport {
public:
    virtual ~Transport() = default;

    /// For a person: "this machine", "anna@gpu1".
    virtual std::string name() const = 0;
    /// Whether the host's paths are this machine's.
    virtual bool isLocal() const { return false; }

    /// From now on every call ends with Canceled once `stop` is asked for, those too that take no token of their own.
    virtual void stopBy(std::stop_token) {}

    /// A non-zero exit is no error of this call. Errors: Unreachable, Timeout, Canceled, NotFound (argv[0] is not
    /// there).
    virtual Result<CommandResult> exec(const Command& command) = 0;

    /// Exit status and stderr of the script. Errors: as exec; Io where `input` fails.
    virtual Result<CommandResult> stream(const StreamCommand& command) = 0;

    /// Atomic: a reader sees the old file or the new one. The folder must be there.
    virtual Status putBytes(const std::string& path, std::string_view bytes, unsigned mode = 0644) = 0;
    /// Atomic likewise; streams, so a file may be larger than memory.
    virtual Status putFile(const fs::path& from, const std::string& to, const Progress& progress = {},
                           std::stop_token stop = {}) = 0;
    /// Atomic on this side. NotFound where the host has no such file.
    virtual Status getFile(const std::string& from, const fs::path& to, const Progress& progress = {},
                           std::stop_token stop = {}) = 0;

    /// The folder's entries, bytewise sorted by name, without "." and "..". Links are not followed.
    virtual Result<std::vector<Entry>> list(const std::string& folder) = 0;
    /// Empty: nothing is there. Links are not followed.
    virtual Result<std::optional<Entry>> stat(const std::string& path) = 0;
    /// Up to `maxBytes` from `offset`; fewer or none at the file's end. NotFound where there is no file.
    virtual Result<std::string> readRange(const std::string& path, std::uint64_t offset, std::size_t maxBytes) = 0;
    /// Gives the file's bytes from `offset` on, and goes on as it grows, until `stop` or the sink says no (both are
    /// success). A file that is not there yet is waited for; one that became shorter than what was read is Conflict.
    virtual Status follow(const std::string& path, std::uint64_t offset, const FollowSink& sink, std::stop_token stop,
                          const FollowOptions& options = {});

    /// Like `mkdir -p`.
    virtual Status makeDirs(const std::string& path) = 0;
    /// The folder and all in it, never through a link; nothing there is success. Refuses "/", "" and relative paths.
    virtual Status removeTree(const std::string& path) = 0;
    /// The user's home folder on the host.
    virtual Result<std::string> home() = 0;
};

/// Whether `error` says that nothing is known of the host, as opposed to an answer of it.
inline bool isUnreachable(const Error& error) {
    return error.code == ErrorCode::Unreachable;
}

}  // namespace flambeau::remote
