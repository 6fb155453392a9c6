// SPDX-License-Identifier: GPL-3.0-or-later
// ExecTransport: every file operation of a Transport said as POSIX sh over `exec` alone. A transport to a real host
// derives from it and supplies exec (and faster streams where it has them). The host's answers are hostile until
// checked. Thread rules as in transport.h.
#pragma once

#include "flambeau/remote/transport.h"

namespace flambeau::remote {

class ExecTransport : public Transport {
public:
    /// All of the input is read before the command is sent, and its output given as one: for a way that has no better.
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
    Result<std::string> output(std::string script, const std::string& what, std::stop_token stop = {});
    Status append(const std::string& path, std::string_view bytes, bool first, unsigned mode, std::stop_token stop);
};

/// The command that an exec channel, which takes one string for the user's own login shell, runs for `command`: the
/// words quoted for argv; "exec sh -s" for a script, which then goes in as stdin.
std::string channelCommand(const Command& command);
/// A script wrapped so that sh has read all of it before it acts and its commands cannot eat the rest from stdin.
std::string wholeScript(const std::string& script);

}  // namespace flambeau::remote
