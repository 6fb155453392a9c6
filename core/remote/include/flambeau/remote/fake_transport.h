// SPDX-License-Identifier: GPL-3.0-or-later
// FakeTransport: a host in memory, for tests of what happens when a host goes away, is full or answers nonsense.
// Files live in a map; commands are answered by a function that the test supplies. Faults are set per operation.
// Thread-safe (a test changes files while another thread follows them).
#pragma once

#include <map>
#include <mutex>
#include <set>

#include "flambeau/remote/transport.h"

namespace flambeau::remote {

class FakeTransport : public Transport {
public:
    using Answer = std::function<Result<CommandResult>(const Command&)>;

    FakeTransport();
    std::string name() const override { return "fake host"; }

    /// What exec answers; without one every command exits with 127.
    void onExec(Answer answer);
    /// While set, every call fails with Unreachable.
    void setUnreachable(bool unreachable);
    /// The next `count` calls fail with `error`, then things go on as before.
    void failNext(int count, Error error);
    /// Bytes that still fit; putBytes and putFile beyond it fail with DiskFull and change nothing.
    void setFreeBytes(std::uint64_t bytes);

    void write(const std::string& path, std::string bytes);
    void append(const std::string& path, std::string_view bytes);
    std::vector<Command> commands() const;  ///< all that were asked, without their stop tokens

    Result<CommandResult> exec(const Command& command) override;
    /// As a command with the script and, as its input, all that `input` gives.
    Result<CommandResult> stream(const StreamCommand& command) override;
    Status putBytes(const std::string& path, std::string_view bytes, unsigned mode = 0644) override;
    Status putFile(const fs::path& from, const std::string& to, const Progress& progress = {},
                   std::stop_token stop = {}) override;
    Status getFile(const std::string& from, const fs::path& to, const Progress& progress = {},
                   std::stop_token stop = {}) override;
    Result<std::vector<Entry>> list(const std::string& folder) override;
    Result<std::optional<Entry>> stat(const std::string& path) override;
    Result<std::string> readRange(const std::string& path, std::uint64_t offset, std::size_t maxBytes) override;
    Status makeDirs(const std::string& path) override;
    Status removeTree(const std::string& path) override;
    Result<std::string> home() override;

private:
    struct File {
        std::string bytes;
        double mtime = 0;
    };
    Status fault();
    Status store(const std::string& path, std::string bytes);

    mutable std::mutex m_mutex;
    std::map<std::string, File> m_files;
    std::set<std::string> m_folders;
    std::vector<Command> m_commands;
    Answer m_answer;
    bool m_unreachable = false;
    int m_failures = 0;
    Error m_failure;
    std::uint64_t m_free = ~0ull;
};

}  // namespace flambeau::remote
