// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_ending.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/readers/failing_line.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/settings.h"
#include "run_outputs.h"
#include "run_rules.h"

namespace flambeau::session {

namespace {

constexpr std::string_view keepPrefix = "pending.outputs.";

/// Outputs that take a moment on most ways are fetched before the end is recorded.
constexpr std::uint64_t kFetchAtOnce = 64u << 20;

std::uint64_t bytesOf(const std::vector<launch::RecordedFile>& files) {
    std::uint64_t bytes = 0;
    for (const auto& file : files)
        bytes = std::min<std::uint64_t>(bytes + std::min<std::uint64_t>(file.bytes, 1ull << 60), 1ull << 60);
    return bytes;
}

std::vector<launch::RecordedFile> recordedFiles(const launch::RunEvidence& evidence) {
    return evidence.exit ? evidence.exit->files : std::vector<launch::RecordedFile>();
}

/// What finishPending needs of the evidence, which may be gone by then.
std::string pendingText(const std::vector<launch::RecordedFile>& files) {
    auto json = nlohmann::json::object();
    for (const auto& file : files)
        json[file.path] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<launch::RecordedFile> filesOf(const std::string& pending) {
    std::vector<launch::RecordedFile> files;
    const auto json = nlohmann::json::parse(pending, nullptr, false);
    if (!json.is_object())
        return files;
    for (const auto& [path, file] : json.items()) {
        if (!isSafeRelativePath(path))
            continue;
        if (file.is_string())  // as versions before hosts wrote it
            files.push_back({path, 0, file.get<std::string>()});
        else if (file.is_object() && file.contains("sha256") && file["sha256"].is_string())
            files.push_back({path, file.value("bytes", std::uint64_t{0}), file["sha256"].get<std::string>()});
    }
    return files;
}

std::string appended(std::string text, const std::string& more) {
    if (more.empty())
        return text;
    return text.empty() ? more : text + "; " + more;
}

/// The program's own word on how it failed, from its stream.
std::string programsWord(const store::Workspace& workspace, const RunId& run) {
    const std::string prefix = "failed: ";
    const auto text = store::Metrics(workspace).lastText(run, "state", prefix);
    if (!text || !*text)
        return "";
    const auto word = toPlainText((*text)->substr(prefix.size()));
    return std::string(trim(word));
}

/// The last 256 KB of a log, on whatever host it lies.
std::string failingLineOnHost(remote::Transport& transport, const std::string& path) {
    const auto there = transport.stat(path);
    if (!there || !*there)
        return "";
    constexpr std::uint64_t tail = 256u << 10;
    const auto size = (*there)->bytes;
    const auto bytes = transport.readRange(path, size > tail ? size - tail : 0, tail);
    if (!bytes)
        return "";
    const auto lines = readers::logLines(*bytes);
    const auto line = readers::failingLine(lines);
    return line ? std::string(trim(line->text)) : "";
}

}  // namespace

std::string causeOfFailure(Workspace& workspace, const HostPlace& place, const RunId& run,
                           const launch::RunEvidence& evidence, const launch::Verdict& verdict) {
    auto cause = programsWord(workspace.store(), run);
    if (cause.empty() && evidence.exit && evidence.exit->exitCode) {
        const auto folder = launch::runFolder(place.folder, run.str());
        cause = failingLineOnHost(*place.transport, folder + "/" + launch::logName(evidence.exit->rank));
    }
    if (cause.size() > 500)
        cause = toValidUtf8(cause.substr(0, 500)) + " …";
    const auto& seen = verdict.reason;
    if (cause.empty() || cause == seen)
        return seen;
    return seen.empty() ? cause : cause + " (" + seen + ")";
}

Status endRun(Workspace& workspace, const HostPlace& place, const RunId& run, const launch::RunEvidence& evidence,
              const launch::Verdict& verdict, std::stop_token stop) {
    auto& db = workspace.store();
    const store::Runs runs(db);
    FLAMBEAU_TRY(const auto record, runs.get(run));
    auto reason = verdict.reason;
    if (verdict.state == domain::RunState::Failed)
        reason = causeOfFailure(workspace, place, run, evidence, verdict);
    if (evidence.exit && !evidence.exit->left.empty())
        reason = appended(reason, "these processes could not be ended: " + join(evidence.exit->left, ", "));
    if (evidence.exit) {
        for (const auto& file : evidence.files) {
            const auto size = evidence.exit->sizeOf(file.path);
            if (size && file.bytes < *size)
                reason = appended(reason, file.path + " is shorter than the supervisor recorded");
        }
    }
    const auto recorded = recordedFiles(evidence);
    // What is large comes after the end is known: no other run of the host waits for it.
    // Of a lost run nobody has said how large it is.
    const bool later = !place.local && (!evidence.exit || bytesOf(recorded) > kFetchAtOnce);
    const auto kept = later ? Result<KeptOutputs>(Error{ErrorCode::Unavailable, "They are still to be fetched", "", ""})
                            : keepOutputs(workspace, place, run, recorded, stop);
    if (!kept && kept.error().code == ErrorCode::Canceled)
        return kept.error();
    if (kept)
        reason = appended(reason, kept->note());
    if (!kept && !later)
        reason = appended(reason, "outputs are not in the artifact store yet: " + kept.error().message);
    return db.transaction([&]() -> Status {
        const store::Settings settings(db);
        FLAMBEAU_CHECK(kept ? runs.setOutputs(run, kept->outputs)
                            : settings.set(std::string(keepPrefix) + run.str(), pendingText(recorded)));
        FLAMBEAU_CHECK(noteRules(workspace, record, verdict.state, evidence));
        const double since = evidence.exit && evidence.exit->ended > 0 ? evidence.exit->ended : unixNow();
        FLAMBEAU_TRY([[maybe_unused]] const bool recorded, runs.setState(run, verdict.state, reason, since));
        return {};
    });
}

namespace {

/// False: they are another machine's.
Result<bool> keepPending(Workspace& workspace, const HostPlace& place, const RunId& run, const std::string& pending,
                         std::stop_token stop) {
    auto& db = workspace.store();
    const store::Settings settings(db);
    const auto key = std::string(keepPrefix) + run.str();
    const auto record = store::Runs(db).get(run);
    if (!record && record.error().code == ErrorCode::NotFound) {
        FLAMBEAU_CHECK(settings.remove(key));
        return true;
    }
    if (!record)
        return record.error();
    if (record->compute != place.name)
        return false;
    FLAMBEAU_TRY(const auto kept, keepOutputs(workspace, place, run, filesOf(pending), stop));
    store::StreamBatch note;
    if (const auto text = kept.note(); !text.empty())
        note.add(protocol::TextEvent{unixNow(), "outputs", text});
    FLAMBEAU_CHECK(db.transaction([&]() -> Status {
        FLAMBEAU_CHECK(store::Runs(db).setOutputs(run, kept.outputs));
        FLAMBEAU_CHECK(store::Metrics(db).append(run, note));
        return settings.remove(key);
    }));
    return true;
}

}  // namespace

Result<std::size_t> finishPending(Workspace& workspace, const HostPlace& place, const RunRules& rules,
                                  std::stop_token stop) {
    FLAMBEAU_TRY(const auto settings, store::Settings(workspace.store()).all());
    std::size_t done = 0;
    std::optional<Error> problem;
    for (const auto& [key, value] : settings) {
        Result<bool> mine = true;
        if (startsWith(key, keepPrefix)) {
            mine = keepPending(workspace, place, RunId(key.substr(keepPrefix.size())), value, stop);
        } else if (const auto ruled = finishRule(workspace, rules, key, stop)) {
            if (!*ruled) {
                // Another machine may be away for a rule: that says nothing of this one.
                mine = ruled->error().code == ErrorCode::Unreachable
                           ? Error{ErrorCode::Unavailable, ruled->error().message, ruled->error().hint,
                                   ruled->error().detail}
                           : ruled->error();
            }
        } else {
            continue;
        }
        if (mine && *mine)
            ++done;
        else if (!mine && !problem)
            problem = mine.error();
    }
    if (problem)
        return *problem;
    return done;
}

Result<std::vector<std::string>> hostsWithPending(Workspace& workspace) {
    FLAMBEAU_TRY(const auto settings, store::Settings(workspace.store()).all());
    std::set<std::string> hosts;
    for (const auto& [key, value] : settings) {
        if (!startsWith(key, keepPrefix))
            continue;
        const auto record = store::Runs(workspace.store()).get(RunId(key.substr(keepPrefix.size())));
        if (record && !domain::isThisMachine(record->compute))
            hosts.insert(record->compute);
    }
    return std::vector<std::string>(hosts.begin(), hosts.end());
}

}  // namespace flambeau::session
