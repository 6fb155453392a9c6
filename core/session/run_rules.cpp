// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_rules.h"

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/settings.h"

namespace flambeau::session {

namespace {

constexpr std::string_view kRegister = "pending.register.";
constexpr std::string_view kResume = "pending.resume.";

std::optional<domain::RunDefinition> definitionOf(const store::Run& run) {
    const auto json = nlohmann::json::parse(run.definition, nullptr, false);
    if (json.is_discarded())
        return std::nullopt;
    auto definition = domain::runDefinitionFromJson(json);
    return definition ? std::optional(std::move(definition).value()) : std::nullopt;
}

/// What became of the rule stands among the run's notes from then on.
Status settled(Workspace& workspace, const RunId& run, const std::string& key, const char* rule,
               const std::string& text) {
    auto& db = workspace.store();
    store::StreamBatch note;
    note.add(protocol::TextEvent{unixNow(), rule, text});
    return db.transaction([&]() -> Status {
        FLAMBEAU_CHECK(store::Metrics(db).append(run, note));
        return store::Settings(db).remove(key);
    });
}

Status registerPending(Workspace& workspace, ModelRegistrar& registrar, const std::string& key, const store::Run& run,
                       std::stop_token stop) {
    if (!run.outputsKept)
        return Error{ErrorCode::Unavailable, "Outputs are not kept yet", "", ""};
    const auto definition = definitionOf(run);
    const auto rule = definition ? definition->registerAs : domain::RegisterRule{};
    const auto made = registrar.registerRun(run.id, rule, stop);
    if (!made && made.error().code == ErrorCode::Canceled)
        return made.error();
    std::string text = "Not registered: " + rule.model + " has a version that is as good";
    if (!made)
        text = "Not registered as " + rule.model + ": " + made.error().message;
    else if (!made->empty())
        text = "Registered as " + *made;
    return settled(workspace, run.id, key, "register", text);
}

/// What another look may find otherwise: a machine that is away, or has just come back and is not ready.
bool mayPass(const Error& error) {
    return error.code == ErrorCode::Canceled || error.code == ErrorCode::Unreachable ||
           error.code == ErrorCode::Timeout;
}

Status resumePending(Workspace& workspace, LostRunResumer& resumer, const std::string& key, const store::Run& run,
                     const std::string& as, std::stop_token stop) {
    if (!run.outputsKept)
        return Error{ErrorCode::Unavailable, "Its checkpoint is still to be fetched", "", ""};
    if (run.trashed > 0)
        return settled(workspace, run.id, key, "resume", "Did not go on by itself: it was thrown away");
    const store::Runs runs(workspace.store());
    RunId next(as);
    if (const auto there = runs.get(next); there && domain::isFinal(there->state) && there->started <= 0) {
        // An earlier try ended before it began: out of sight, and another one under another id.
        next = RunId::create();
        FLAMBEAU_CHECK(workspace.store().transaction([&]() -> Status {
            FLAMBEAU_CHECK(runs.moveToTrash(there->id));
            return store::Settings(workspace.store()).set(key, next.str());
        }));
    }
    const auto made = resumer.goOn(run.id, next, stop);
    if (!made && mayPass(made.error()))
        return made.error();
    std::string text = made ? "Went on by itself" : "Did not go on by itself: " + made.error().message;
    if (made) {
        if (const auto after = runs.get(*made))
            text += " as " + after->name;
    }
    return settled(workspace, run.id, key, "resume", text);
}

}  // namespace

Status noteRules(Workspace& workspace, const store::Run& run, domain::RunState ended,
                 const launch::RunEvidence& evidence) {
    const auto definition = definitionOf(run);
    if (!definition)
        return {};
    const store::Settings settings(workspace.store());
    if (ended == domain::RunState::Completed && !definition->registerAs.model.empty())
        FLAMBEAU_CHECK(settings.set(std::string(kRegister) + run.id.str(), definition->registerAs.model));
    // The id of the run that goes on is settled now: however often this is tried, there is one.
    const bool machineWent = ended == domain::RunState::Lost ||
                             (ended == domain::RunState::Failed && evidence.exit && evidence.exit->stoppedOutside);
    if (machineWent && !evidence.cancelMark && definition->resumes > 0)
        FLAMBEAU_CHECK(settings.set(std::string(kResume) + run.id.str(), RunId::create().str()));
    return {};
}

std::optional<Status> finishRule(Workspace& workspace, const RunRules& rules, const std::string& key,
                                 std::stop_token stop) {
    const bool registers = startsWith(key, kRegister) && rules.registrar != nullptr;
    const bool resumes = startsWith(key, kResume) && rules.resumer != nullptr;
    if (!registers && !resumes)
        return std::nullopt;
    auto& db = workspace.store();
    const store::Settings settings(db);
    const auto record = store::Runs(db).get(RunId(key.substr((registers ? kRegister : kResume).size())));
    if (!record)
        return record.error().code == ErrorCode::NotFound ? settings.remove(key) : Status(record.error());
    if (registers)
        return registerPending(workspace, *rules.registrar, key, *record, stop);
    const auto as = settings.get(key);
    if (!as)
        return Status(as.error());
    return *as ? resumePending(workspace, *rules.resumer, key, *record, **as, stop) : Status();
}

Status finishRules(Workspace& workspace, const RunRules& rules, std::stop_token stop,
                   const std::function<void(const RunId&)>& done) {
    FLAMBEAU_TRY(const auto settings, store::Settings(workspace.store()).all());
    Status first;
    for (const auto& [key, value] : settings) {
        if (stop.stop_requested())
            break;
        const auto status = finishRule(workspace, rules, key, stop);
        if (status && *status)
            done(RunId(key.substr(key.rfind('.') + 1)));
        else if (status && first)
            first = *status;
    }
    return first;
}

}  // namespace flambeau::session
