// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that a training tells: the event stream for programs, stdout for people. Owned by the training, used by
// its thread. A stream that cannot be written is remembered and ends the run: points must not get lost in silence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/protocol/writer.h"

namespace flambeau::trainer {

class RunLog {
public:
    static Result<RunLog> open(const fs::path& runFolder, const std::string& run, int rank);

    /// A line on stdout.
    void say(const std::string& line);
    /// A text event, and the same on stdout.
    void note(const std::string& name, const std::string& text);
    void metrics(std::int64_t step, double epoch, std::vector<std::pair<std::string, double>> values);
    /// At most four a second, but for the last.
    void progress(std::int64_t done, std::int64_t total, const char* what);
    /// Hashes the file; `path` is relative to the run's folder.
    void artifact(const fs::path& runFolder, const std::string& path, const std::string& kind);
    void table(std::int64_t step, const std::string& name, const std::string& path);
    /// The last event of a run that went wrong.
    void failure(const Error& error);

    /// The first event that could not be written.
    Status status() const;
    protocol::EventWriter& writer() { return m_writer; }

private:
    explicit RunLog(protocol::EventWriter writer) : m_writer(std::move(writer)) {}
    void write(const protocol::Event& event);

    protocol::EventWriter m_writer;
    std::optional<Error> m_error;
    double m_lastProgress = 0;
};

}  // namespace flambeau::trainer
