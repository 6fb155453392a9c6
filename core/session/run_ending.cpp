// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_ending.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/readers/failing_line.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/settings.h"

namespace flambeau::session {

namespace {

constexpr std::string_view keepPrefix = "pending.outputs.";
constexpr std::string_view registerPrefix = "pending.register.";

struct Kept {
    std::vector<store::RunOutput> outputs;
    std::vector<std::string> changed;  ///< content is not what exit.json recorded
    bool refused = false;              ///< outputs is no folder but a link, say: nothing of it is taken

    std::string note() const {
        if (refused)
            return "its outputs are not kept: outputs is a link or no folder";
        return changed.empty() ? "" : "changed after the run's end: " + join(changed, ", ");
    }
};

/// Everything below outputs/, into the artifact store by hash. On this machine the store lies on the same disk: a link.
Result<Kept> keepOutputs(Workspace& workspace, const RunId& run, const std::map<std::string, std::string>& recorded,
                         std::stop_token stop) {
    Kept kept;
    const store::Artifacts artifacts(workspace.store());
    const auto folder = workspace.paths().runs() / run.str();
    const auto root = folder / "outputs";
    std::error_code failed;
    const auto type = fs::symlink_status(root, failed).type();
    if (type == fs::file_type::not_found)
        return kept;
    if (type == fs::file_type::none)
        return Error{ErrorCode::Io, "The outputs at " + root.string() + " cannot be looked at", "", failed.message()};
    failed.clear();
    kept.refused = type != fs::file_type::directory;
    if (kept.refused)
        return kept;
    for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        if (it->is_symlink(ignored) || !it->is_regular_file(ignored))
            continue;
        const auto path = it->path().lexically_relative(folder).generic_string();
        if (toValidUtf8(path) != path)
            continue;
        auto artifact = artifacts.putFile(it->path(), store::PutMode::LinkOrCopy, stop);
        if (!artifact && fs::symlink_status(it->path(), ignored).type() == fs::file_type::not_found)
            continue;
        if (!artifact)
            return std::move(artifact).error();
        if (const auto known = recorded.find(path);
            known != recorded.end() && !known->second.empty() && known->second != artifact->sha256)
            kept.changed.push_back(path);
        kept.outputs.push_back({path, artifact->bytes, artifact->sha256});
    }
    if (failed)
        return Error{ErrorCode::Io, "The outputs at " + root.string() + " cannot be listed", "", failed.message()};
    std::sort(kept.outputs.begin(), kept.outputs.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return kept;
}

std::map<std::string, std::string> recordedHashes(const launch::RunEvidence& evidence) {
    std::map<std::string, std::string> hashes;
    if (evidence.exit) {
        for (const auto& file : evidence.exit->files)
            hashes.emplace(file.path, file.sha256);
    }
    return hashes;
}

/// What finishPending needs of the evidence, which may be gone by then.
std::string pendingHashes(const launch::RunEvidence& evidence) {
    return nlohmann::json(recordedHashes(evidence)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::map<std::string, std::string> hashesOf(const std::string& pending) {
    std::map<std::string, std::string> hashes;
    const auto json = nlohmann::json::parse(pending, nullptr, false);
    if (!json.is_object())
        return hashes;
    for (const auto& [path, hash] : json.items()) {
        if (hash.is_string())
            hashes.emplace(path, hash.get<std::string>());
    }
    return hashes;
}

domain::RegisterRule ruleOf(const store::Run& run) {
    const auto json = nlohmann::json::parse(run.definition, nullptr, false);
    if (json.is_discarded())
        return {};
    const auto definition = domain::runDefinitionFromJson(json);
    return definition ? definition->registerAs : domain::RegisterRule{};
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

std::string causeOfFailure(Workspace& workspace, remote::Transport& transport, const RunId& run,
                           const launch::RunEvidence& evidence, const launch::Verdict& verdict) {
    auto cause = programsWord(workspace.store(), run);
    if (cause.empty() && evidence.exit && evidence.exit->exitCode) {
        const auto folder = launch::runFolder(workspace.paths().local().string(), run.str());
        cause = failingLineOnHost(transport, folder + "/" + launch::logName(evidence.exit->rank));
    }
    if (cause.size() > 500)
        cause = toValidUtf8(cause.substr(0, 500)) + " …";
    const auto& seen = verdict.reason;
    if (cause.empty() || cause == seen)
        return seen;
    return seen.empty() ? cause : cause + " (" + seen + ")";
}

Status endRun(Workspace& workspace, remote::Transport& transport, const RunId& run, const launch::RunEvidence& evidence,
              const launch::Verdict& verdict, std::stop_token stop) {
    auto& db = workspace.store();
    const store::Runs runs(db);
    FLAMBEAU_TRY(const auto record, runs.get(run));
    auto reason = verdict.reason;
    if (verdict.state == domain::RunState::Failed)
        reason = causeOfFailure(workspace, transport, run, evidence, verdict);
    if (evidence.exit && !evidence.exit->left.empty())
        reason = appended(reason, "these processes could not be ended: " + join(evidence.exit->left, ", "));
    if (evidence.exit) {
        for (const auto& file : evidence.files) {
            const auto recorded = evidence.exit->sizeOf(file.path);
            if (recorded && file.bytes < *recorded)
                reason = appended(reason, file.path + " is shorter than the supervisor recorded");
        }
    }
    const auto kept = keepOutputs(workspace, run, recordedHashes(evidence), stop);
    if (!kept && kept.error().code == ErrorCode::Canceled)
        return kept.error();
    if (kept)
        reason = appended(reason, kept->note());
    if (!kept)
        reason = appended(reason, "outputs are not in the artifact store yet: " + kept.error().message);
    const auto rule = ruleOf(record);
    return db.transaction([&]() -> Status {
        const store::Settings settings(db);
        FLAMBEAU_CHECK(kept ? runs.setOutputs(run, kept->outputs)
                            : settings.set(std::string(keepPrefix) + run.str(), pendingHashes(evidence)));
        if (verdict.state == domain::RunState::Completed && !rule.model.empty()) {
            FLAMBEAU_CHECK(settings.set(std::string(registerPrefix) + run.str(), rule.model));
        }
        const double since = evidence.exit && evidence.exit->ended > 0 ? evidence.exit->ended : unixNow();
        FLAMBEAU_TRY([[maybe_unused]] const bool recorded, runs.setState(run, verdict.state, reason, since));
        return {};
    });
}

namespace {

Status registerPending(Workspace& workspace, ModelRegistrar& registrar, const RunId& run, std::stop_token stop) {
    auto& db = workspace.store();
    const store::Settings settings(db);
    const auto key = std::string(registerPrefix) + run.str();
    const auto record = store::Runs(db).get(run);
    if (!record)
        return record.error().code == ErrorCode::NotFound ? settings.remove(key) : Status(record.error());
    if (!record->outputsKept)
        return Error{ErrorCode::Unavailable, "Outputs are not kept yet", "", ""};
    const auto rule = ruleOf(*record);
    const auto made = registrar.registerRun(run, rule, stop);
    if (!made && made.error().code == ErrorCode::Canceled)
        return made.error();
    std::string text = "Not registered: " + rule.model + " has a version that is as good";
    if (!made)
        text = "Not registered as " + rule.model + ": " + made.error().message;
    else if (!made->empty())
        text = "Registered as " + *made;
    store::StreamBatch note;
    note.add(protocol::TextEvent{unixNow(), "register", text});
    return db.transaction([&]() -> Status {
        FLAMBEAU_CHECK(store::Metrics(db).append(run, note));
        return settings.remove(key);
    });
}

Status keepPending(Workspace& workspace, const RunId& run, const std::string& pending, std::stop_token stop) {
    auto& db = workspace.store();
    const store::Settings settings(db);
    const auto key = std::string(keepPrefix) + run.str();
    if (const auto record = store::Runs(db).get(run); !record)
        return record.error().code == ErrorCode::NotFound ? settings.remove(key) : Status(record.error());
    FLAMBEAU_TRY(const auto kept, keepOutputs(workspace, run, hashesOf(pending), stop));
    store::StreamBatch note;
    if (const auto text = kept.note(); !text.empty())
        note.add(protocol::TextEvent{unixNow(), "outputs", text});
    return db.transaction([&]() -> Status {
        FLAMBEAU_CHECK(store::Runs(db).setOutputs(run, kept.outputs));
        FLAMBEAU_CHECK(store::Metrics(db).append(run, note));
        return settings.remove(key);
    });
}

}  // namespace

Status finishRegistrations(Workspace& workspace, ModelRegistrar& registrar, std::stop_token stop,
                           const std::function<void(const RunId&)>& done) {
    FLAMBEAU_TRY(const auto settings, store::Settings(workspace.store()).all());
    Status first;
    for (const auto& [key, value] : settings) {
        if (!startsWith(key, registerPrefix) || stop.stop_requested())
            continue;
        const RunId run(key.substr(registerPrefix.size()));
        const Status status = registerPending(workspace, registrar, run, stop);
        if (status)
            done(run);
        else if (first)
            first = status;
    }
    return first;
}

Result<std::size_t> finishPending(Workspace& workspace, ModelRegistrar* registrar, std::stop_token stop) {
    FLAMBEAU_TRY(const auto settings, store::Settings(workspace.store()).all());
    std::size_t done = 0;
    std::optional<Error> problem;
    for (const auto& [key, value] : settings) {
        Status status;
        if (startsWith(key, keepPrefix))
            status = keepPending(workspace, RunId(key.substr(keepPrefix.size())), value, stop);
        else if (startsWith(key, registerPrefix) && registrar)
            status = registerPending(workspace, *registrar, RunId(key.substr(registerPrefix.size())), stop);
        else
            continue;
        if (status)
            ++done;
        else if (!problem)
            problem = status.error();
    }
    if (problem)
        return *problem;
    return done;
}

}  // namespace flambeau::session
