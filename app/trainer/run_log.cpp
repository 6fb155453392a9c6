// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_log.h"

#include <cstdio>

#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"

namespace flambeau::trainer {

Result<RunLog> RunLog::open(const fs::path& runFolder, const std::string& run, int rank) {
    const std::string name = rank == 0 ? "events.jsonl" : "events-" + std::to_string(rank) + ".jsonl";
    FLAMBEAU_TRY(protocol::EventWriter writer, protocol::EventWriter::open(runFolder / name, run, rank));
    return RunLog(std::move(writer));
}

void RunLog::write(const protocol::Event& event) {
    Status status = m_writer.write(event);
    if (!status.ok() && !m_error)
        m_error = std::move(status).error();
}

Status RunLog::status() const {
    if (m_error)
        return *m_error;
    return {};
}

void RunLog::say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

void RunLog::note(const std::string& name, const std::string& text) {
    say(text);
    write(protocol::TextEvent{unixNow(), name, text});
}

void RunLog::metrics(std::int64_t step, double epoch, std::vector<std::pair<std::string, double>> values) {
    write(protocol::MetricEvent{unixNow(), step, epoch, std::move(values)});
}

void RunLog::progress(std::int64_t done, std::int64_t total, const char* what) {
    const double now = unixNow();
    if (done < total && now - m_lastProgress < 0.25)
        return;
    m_lastProgress = now;
    write(protocol::ProgressEvent{now, done, total, what});
}

void RunLog::artifact(const fs::path& runFolder, const std::string& path, const std::string& kind) {
    auto hash = sha256File(runFolder / path);
    if (!hash.ok()) {
        if (!m_error)
            m_error = std::move(hash).error();
        return;
    }
    write(protocol::ArtifactEvent{unixNow(), path, kind, *hash});
}

void RunLog::table(std::int64_t step, const std::string& name, const std::string& path) {
    write(protocol::MediaEvent{unixNow(), true, step, name, path});
}

void RunLog::failure(const Error& error) {
    write(protocol::TextEvent{unixNow(), "error",
                              error.hint.empty() ? error.message : error.message + ". " + error.hint});
}

}  // namespace flambeau::trainer
