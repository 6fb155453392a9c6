// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_on_host.h"

#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/launch/run_files.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/host_engine.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {
/// Progress is recorded this often at most; who sits at the window sees more of it.
constexpr double kTellEvery = 0.5;
}  // namespace

Result<launch::PrepareAnswer> makeRunFolder(const HostPlace& place, const RunId& run, std::stop_token stop) {
    FLAMBEAU_TRY(const auto out,
                 executeThere(place, launch::prepareScript(place.folder, run.str()), "Making the run's folder", stop));
    FLAMBEAU_TRY(auto answer, launch::parsePrepare(out));
    if (!answer.missing.empty())
        return Error{ErrorCode::Unavailable,
                     (place.local ? "This machine" : place.name) +
                         " lacks what runs are supervised with: " + join(answer.missing, ", "),
                     "Install the packages that hold these commands" + std::string(place.local ? "." : " there."), ""};
    return answer;
}

RunService::OnHost::OnHost(Workspace& workspace, domain::RunDefinition& definition, Inputs& inputs,
                           std::stop_token stop, const ProgressCallback& progress)
    : m_workspace(workspace), m_definition(definition), m_inputs(inputs), m_stop(stop), m_progress(progress) {}

Status RunService::OnHost::stage(const std::string& what) {
    if (m_progress)
        m_progress(what, 0, 0);
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY([[maybe_unused]] const bool news, runs.setState(m_definition.id, domain::RunState::Preparing, what));
    if (m_stop.stop_requested())
        return Error{ErrorCode::Canceled, "The start was stopped", "", ""};
    return {};
}

void RunService::OnHost::tell(const std::string& what, std::uint64_t done, std::uint64_t total) {
    if (m_progress)
        m_progress(what, done, total);
    const double now = unixNow();
    if (now - m_told < kTellEvery)
        return;
    m_told = now;
    (void)store::Runs(m_workspace.store())
        .setProgress(m_definition.id, {now, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), what});
}

Status RunService::OnHost::prepare() {
    FLAMBEAU_CHECK(writeHere());
    FLAMBEAU_CHECK(stage("making the run's folder on " + m_inputs.place.name));
    FLAMBEAU_TRY(const auto answer, makeRunFolder(m_inputs.place, m_definition.id, m_stop));
    FLAMBEAU_CHECK(makeEngine());
    FLAMBEAU_CHECK(send(answer.freeBytes));
    FLAMBEAU_CHECK(writeFiles());
    if (m_stop.stop_requested())
        return Error{ErrorCode::Canceled, "The start was stopped", "", ""};
    return store::Runs(m_workspace.store()).setProgress(m_definition.id, {});
}

/// The run's folder on this machine holds its definition, its manifest, and the logs as they come.
Status RunService::OnHost::writeHere() const {
    const auto folder = m_workspace.paths().runs() / m_definition.id.str();
    FLAMBEAU_CHECK(makeDirs(folder / "data"));
    FLAMBEAU_CHECK(makeDirs(folder / "logs"));
    return writeFileAtomic(folder / "data" / "manifest.json", domain::toJson(m_inputs.manifest).dump());
}

Status RunService::OnHost::makeEngine() {
    FLAMBEAU_CHECK(stage("looking for an engine on " + m_inputs.place.name));
    std::ofstream log(m_workspace.paths().runs() / m_definition.id.str() / "logs" / "prepare.log", std::ios::app);
    HostEngineRequest request;
    request.hostFolder = m_inputs.place.folder;
    request.libtorch = m_inputs.place.libtorch;
    request.wantCuda = m_definition.gpus > 0;
    std::string last;
    Status recorded;
    FLAMBEAU_TRY(const auto engine,
                 m_inputs.makeEngine(
                     *m_inputs.place.transport, m_inputs.place.facts, request, m_inputs.engine, m_stop,
                     [&](const std::string& what, std::uint64_t done, std::uint64_t total) {
                         if (total == 0 && what != last && recorded)
                             recorded = stage(last = what);
                         else
                             tell(what, done, total);
                     },
                     [&](const std::string& line) { log << line << '\n'
                                                        << std::flush; }));
    FLAMBEAU_CHECK(recorded);
    m_inputs.trainer = engine.trainer;
    m_definition.engine = engine.key;
    return store::Runs(m_workspace.store())
        .completeDefinition(m_definition.id, domain::toJson(m_definition).dump(), m_definition.hash());
}

Status RunService::OnHost::send(std::uint64_t freeBytes) {
    std::vector<remote::StoreItem> items;
    std::set<std::string> known;
    const auto add = [&](const std::string& sha256, std::uint64_t bytes, const fs::path& file) {
        if (known.insert(sha256).second)
            items.push_back({sha256, bytes, file});
    };
    for (const auto& file : m_inputs.manifest.files) {
        if (m_inputs.manifest.on.empty() && file.split != "test")  // a run neither trains nor judges with it
            add(file.sha256, file.bytes, m_inputs.manifest.locate(file));
    }
    std::error_code ignored;
    if (m_inputs.weights)
        add(m_inputs.weights->sha256, fs::file_size(m_inputs.weights->file, ignored), m_inputs.weights->file);
    if (m_definition.resumedFrom)
        add(m_definition.resumedFrom->sha256, fs::file_size(m_inputs.checkpoint, ignored), m_inputs.checkpoint);
    remote::HostStore store(*m_inputs.place.transport, m_inputs.place.folder);
    FLAMBEAU_TRY(const auto missing, store.missing(items, m_stop));
    const std::set<std::string> wanted(missing.begin(), missing.end());
    std::uint64_t bytes = 0;
    for (const auto& item : items)
        bytes += wanted.contains(item.sha256) ? item.bytes : 0;
    FLAMBEAU_TRY(const auto own, estimateRunBytes(m_definition, m_inputs.manifest, 0));
    FLAMBEAU_CHECK(checkSpace(own + bytes, freeBytes, m_inputs.place.name + ":" + m_inputs.place.folder));
    if (missing.empty())
        return {};
    std::erase_if(items, [&](const auto& item) { return !wanted.contains(item.sha256); });
    const auto what = "sending " + formatCount(static_cast<std::int64_t>(items.size())) +
                      (items.size() == 1 ? " file (" : " files (") + formatBytes(bytes) + ") to " + m_inputs.place.name;
    FLAMBEAU_CHECK(stage(what));
    FLAMBEAU_TRY([[maybe_unused]] const auto sent,
                 store.put(
                     items, [&](const remote::TransferProgress& at) { tell(what, at.bytes, at.bytesTotal); }, m_stop));
    return {};
}

Status RunService::OnHost::writeFiles() {
    const auto& place = m_inputs.place;
    std::vector<std::pair<std::string, std::string>> placed;
    if (m_inputs.weights)
        placed.emplace_back(m_definition.initialWeights.sha256, m_definition.initialWeights.path);
    if (m_definition.resumedFrom)
        placed.emplace_back(m_definition.resumedFrom->sha256, m_definition.resumedFrom->path);
    if (!placed.empty()) {
        FLAMBEAU_TRY(const auto out,
                     executeThere(place, launch::placeScript(place.folder, m_definition.id.str(), placed),
                                  "Placing the run's weights", m_stop));
        FLAMBEAU_CHECK(launch::parsePlace(out));
    }
    const auto folder = launch::runFolder(place.folder, m_definition.id.str());
    auto manifest = m_inputs.manifest;
    if (manifest.on.empty()) {
        manifest.store = place.folder + "/store";
    } else {  // it is read where it lies; the link is for people
        const auto link = folder + "/data/images";
        FLAMBEAU_TRY([[maybe_unused]] const auto out,
                     executeThere(place,
                                  "[ -h " + shellQuote(link) + " ] || ln -s " + shellQuote(manifest.root) + " " +
                                      shellQuote(link) + "\n",
                                  "Linking the dataset into the run", m_stop));
    }
    FLAMBEAU_CHECK(place.transport->putBytes(folder + "/data/manifest.json", domain::toJson(manifest).dump()));
    const auto definition = domain::toJson(m_definition).dump(2) + "\n";
    FLAMBEAU_CHECK(place.transport->putBytes(folder + "/run.json", definition));
    return writeFileAtomic(m_workspace.paths().runs() / m_definition.id.str() / "run.json", definition);
}

}  // namespace flambeau::session
