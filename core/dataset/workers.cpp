// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/dataset/workers.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"

namespace flambeau::dataset {
namespace {

constexpr int tookTooLong = 75;  ///< flambeau-scan's exit code when its own clock ended it

struct Task {
    std::string input;  ///< what stdin gets for it, without the final NUL
    std::string path;
};

bool isComplete(const FileFacts& facts) {
    return !facts.ok() || (isSha256Hex(facts.sha256) && facts.width > 0 && facts.height > 0);
}

/// Runs tasks through processes of one mode of flambeau-scan.
class Pool {
public:
    Pool(const Crew& crew, std::string mode, std::vector<Task> tasks)
        : m_crew(crew), m_mode(std::move(mode)), m_tasks(std::move(tasks)), m_facts(m_tasks.size()) {}

    Result<std::vector<FileFacts>> run() {
        const std::stop_callback relay(m_crew.stop, [this] { m_stop.request_stop(); });
        const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
        const std::size_t wanted = m_crew.workers > 0 ? static_cast<std::size_t>(m_crew.workers) : cores;
        const std::size_t workers = std::clamp<std::size_t>(m_tasks.size() / 4, 1, wanted);
        m_chunk = std::clamp<std::size_t>(m_tasks.size() / (workers * 8), 8, 512);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < workers; ++i)
                threads.emplace_back([this] { work(); });
        }
        if (m_crew.stop.stop_requested())
            return Error{ErrorCode::Canceled, "The import was stopped", {}, {}};
        if (m_failure)
            return *m_failure;
        return std::move(m_facts);
    }

private:
    void work() {
        while (!m_stop.stop_requested()) {
            const std::size_t begin = m_next.fetch_add(m_chunk);
            if (begin >= m_tasks.size())
                return;
            const std::size_t end = std::min(begin + m_chunk, m_tasks.size());
            std::size_t at = begin;
            while (at < end && !m_stop.stop_requested()) {
                if (auto error = runProcessOver(at, end)) {
                    const std::lock_guard lock(m_mutex);
                    m_failure = std::move(*error);
                    m_stop.request_stop();
                    return;
                }
            }
        }
    }

    /// One process over [at, end); `at` moves behind the last file that is settled. An error: nothing can go on.
    std::optional<Error> runProcessOver(std::size_t& at, std::size_t end) {
        ProcessSpec spec;
        spec.argv = {m_crew.program.string(), m_mode,      "--root",
                     m_crew.root.string(),    "--seconds", formatDouble(m_crew.secondsPerFile)};
        for (std::size_t i = at; i < end; ++i)
            spec.input.append(m_tasks[i].input).push_back('\0');
        // The process ends itself when a file takes too long; this is for one that cannot even do that.
        const double patience = 30 + m_crew.secondsPerFile * 1.5 * static_cast<double>(end - at);
        spec.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(std::min(patience, 1e6) * 1000));
        spec.stop = m_stop.get_token();
        bool nonsense = false;
        spec.onStdoutLine = [&](std::string_view line) { nonsense = nonsense || at >= end || !takeLine(line, at); };
        const auto result = runProcess(spec);
        if (m_stop.stop_requested())
            return std::nullopt;
        if (!result.ok() && result.error().code != ErrorCode::Timeout)
            return Error{
                ErrorCode::Unavailable, "The program that opens pictures cannot run: " + result.error().message,
                "Check that " + m_crew.program.string() + " is there and can be started.", result.error().detail};
        if (at < end)
            blame(at, result, nonsense);
        return std::nullopt;
    }

    bool takeLine(std::string_view line, std::size_t& at) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (json.is_discarded())
            return false;
        auto facts = factsFromJson(json);
        if (!facts.ok() || facts->path != m_tasks[at].path || (m_mode == "check" && !isComplete(*facts)))
            return false;
        m_facts[at] = std::move(*facts);
        count(m_facts[at++], line);
        return true;
    }

    /// The process ended before it answered for tasks[at]: that file is the culprit.
    void blame(std::size_t& at, const Result<ProcessResult>& result, bool nonsense) {
        FileFacts facts;
        facts.path = m_tasks[at].path;
        const bool slow = !result.ok() || result->exitCode == tookTooLong;
        facts.error = slow ? "took_too_long" : "crashed_reader";
        if (slow)
            facts.detail = "Opening it took longer than " + formatDouble(m_crew.secondsPerFile) + " seconds.";
        else if (nonsense)
            facts.detail = "The reader gave no usable answer for it.";
        else if (result->signal != 0)
            facts.detail = std::string("Opening it ended the reader (") + ::strsignal(result->signal) + ").";
        else
            facts.detail = "Opening it ended the reader (exit " + std::to_string(result->exitCode) + ").";
        m_facts[at] = std::move(facts);
        count(m_facts[at++], {});
    }

    void count(const FileFacts& facts, std::string_view line) {
        const std::lock_guard lock(m_mutex);
        ++m_done;
        if (m_crew.found)
            m_crew.found(facts, line);
        if (m_crew.progress && (m_done % 16 == 0 || m_done == static_cast<std::int64_t>(m_tasks.size())))
            m_crew.progress(m_done);
    }

    const Crew& m_crew;
    std::string m_mode;
    std::vector<Task> m_tasks;
    std::vector<FileFacts> m_facts;
    std::size_t m_chunk = 1;
    std::atomic<std::size_t> m_next = 0;
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::int64_t m_done = 0;
    std::optional<Error> m_failure;
};

}  // namespace

Status checkProgram(const fs::path& program, std::stop_token stop) {
    ProcessSpec spec;
    spec.argv = {program.string(), "version"};
    spec.timeout = std::chrono::seconds(60);
    spec.stop = stop;
    const auto result = runProcess(spec);
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "The import was stopped", {}, {}};
    if (result.ok() && result->exitCode == 0 && startsWith(result->out, "flambeau-scan "))
        return {};
    return Error{ErrorCode::Unavailable, "The program that opens pictures cannot run",
                 "Check that " + program.string() + " is there and can be started.",
                 result.ok() ? toPlainText(result->err) : result.error().message};
}

Result<std::vector<FileFacts>> scanFiles(const Crew& crew, const std::vector<std::string>& paths) {
    std::vector<Task> tasks;
    tasks.reserve(paths.size());
    for (const auto& path : paths)
        tasks.push_back({path, path});
    return Pool(crew, "check", std::move(tasks)).run();
}

Status makeThumbnails(const Crew& crew, const std::vector<ThumbnailJob>& jobs) {
    std::vector<Task> tasks;
    tasks.reserve(jobs.size());
    for (const auto& job : jobs)
        tasks.push_back({job.target.string() + "\t" + job.path, job.path});
    const auto done = Pool(crew, "thumbs", std::move(tasks)).run();
    return done.ok() ? Status() : Status(done.error());
}

}  // namespace flambeau::dataset
