// SPDX-License-Identifier: GPL-3.0-or-later
// The Transport to this machine: files through the file system, commands through runProcess. Never Unreachable.
// Thread rules as in transport.h.
#pragma once

#include "flambeau/remote/transport.h"

namespace flambeau::remote {

class LocalTransport : public Transport {
public:
    /// `shell` reads scripts from its stdin: {"sh", "-s"}, for the tests {"busybox", "sh", "-s"}.
    explicit LocalTransport(std::vector<std::string> shell = {"sh", "-s"}) : m_shell(std::move(shell)) {}

    std::string name() const override { return "this machine"; }
    bool isLocal() const override { return true; }
    Result<CommandResult> exec(const Command& command) override;
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
    std::vector<std::string> m_shell;
};

}  // namespace flambeau::remote
