// SPDX-License-Identifier: GPL-3.0-or-later
// The logs of a run on a host, kept as they grow in the run's folder on this machine, where everything that shows logs
// looks. The file here is its own offset: what it holds is what was read. Private to the follower; one object on one
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/launch/exit_record.h"
#include "flambeau/remote/transport.h"

namespace flambeau::session {

class RunLogs {
public:
    /// `there`: the run's folder on the host; `here`: on this machine.
    RunLogs(remote::Transport& transport, std::string there, fs::path here)
        : m_transport(transport), m_there(std::move(there)), m_here(std::move(here)) {}

    /// "logs/stdout.log", "logs/rank-<n>.log"
    static bool isLogName(std::string_view name);
    /// More of a log than that is not kept here.
    static bool isFull(std::uint64_t bytes);
    /// What is here of each log that is known, stdout.log in any case.
    std::map<std::string, std::uint64_t> offsets() const;
    /// Bytes that begin where the file here ends; Conflict where they do not.
    Status append(const std::string& name, std::uint64_t offset, std::string_view bytes);
    /// Reads every log to its present end. How many bytes that were.
    Result<std::uint64_t> catchUp(std::stop_token stop);
    /// The run is over: what is here is made what was recorded, read anew where it differs; what cannot be had so stays
    /// as it is.
    Status settle(const std::vector<launch::RecordedFile>& recorded, std::stop_token stop);

private:
    Status readAnew(const launch::RecordedFile& file, std::stop_token stop);
    Result<std::uint64_t> readOn(const std::string& name, std::uint64_t size, std::stop_token stop);

    remote::Transport& m_transport;
    std::string m_there;
    fs::path m_here;
};

}  // namespace flambeau::session
