// SPDX-License-Identifier: GPL-3.0-or-later
#include "known.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::newrun {
namespace {

/// A number below a key, whatever else a host may have said there.
std::int64_t amountAt(const nlohmann::json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_number() ? found->get<std::int64_t>() : -1;
}

HostChoice choiceOf(const session::ComputeTarget& target) {
    HostChoice host;
    host.name = target.name;
    const nlohmann::json& facts = target.facts;
    if (!facts.is_object())
        return host;
    host.cores = static_cast<int>(std::max<std::int64_t>(0, amountAt(facts, "cpus")));
    host.memory = amountAt(facts.value("memory", nlohmann::json::object()), "total");
    for (const auto& gpu : facts.value("gpus", nlohmann::json::array())) {
        const auto name = gpu.is_object() ? gpu.find("name") : gpu.end();
        host.gpus.push_back(gpu.is_object() && name != gpu.end() && name->is_string() ? name->get<std::string>()
                                                                                      : "GPU");
        if (host.gpuMemory < 0)
            host.gpuMemory = amountAt(gpu, "memory_total");
    }
    for (const auto& one : facts.value("missing", nlohmann::json::array())) {
        const auto word = [&](const char* key) {
            const auto found = one.is_object() ? one.find(key) : one.end();
            return one.is_object() && found != one.end() && found->is_string() ? found->get<std::string>() : "";
        };
        if (word("for").find("the trainer") != std::string::npos)
            host.missing.push_back(word("what"));
    }
    return host;
}

constexpr std::size_t kNamesShown = 3;

std::vector<ModelChoice> modelChoices(const std::vector<session::ModelVersion>& versions) {
    std::vector<ModelChoice> choices;
    for (const auto& version : versions) {
        auto at = std::find_if(choices.begin(), choices.end(), [&](const auto& c) { return c.name == version.name; });
        if (at == choices.end())
            at = choices.insert(choices.end(), ModelChoice{version.name, 0, 0, std::nullopt});
        at->newest = std::max(at->newest, version.version);
        if (version.weights() != nullptr)
            at->usable = std::max(at->usable, version.version);
        const auto accuracy = version.metrics.find("val/acc");
        if (accuracy != version.metrics.end() && accuracy->is_number())
            at->best = std::max(at->best.value_or(0), accuracy->get<double>());
    }
    return choices;
}

int middleSide(const domain::DatasetManifest& manifest) {
    std::vector<int> sides;
    sides.reserve(manifest.files.size());
    for (const auto& file : manifest.files)
        sides.push_back(std::min(file.width, file.height));
    if (sides.empty())
        return 0;
    const auto middle = sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2);
    std::nth_element(sides.begin(), middle, sides.end());
    return *middle;
}

domain::Parameters parametersOf(const Form& form) {
    std::vector<domain::Problem> problems;
    const auto values = session::parameterValues(form.recipe, form.values, {}, problems);
    return problems.empty() ? values : domain::withDefaults(form.recipe, {});
}

}  // namespace

Result<HostNow> askHost(session::Services& services, const std::string& name, const session::Work& work) {
    HostNow now;
    FLAMBEAU_TRY(now.load, services.machines.load(name, work.stop));
    FLAMBEAU_TRY(now.queue, services.machines.queue(name, work.stop));
    FLAMBEAU_TRY(now.freeBytes, services.machines.room(name, work.stop));
    return now;
}

Result<HostTrainer> askHostEngine(session::Services& services, const std::string& name, bool gpus,
                                  const session::Work& work) {
    // Without an engine of its own this machine can still have one made there.
    const auto own = services.engines.engine(work.stop);
    return services.machines.engine(name, gpus, own ? *own : session::Engine(), work.stop);
}

const session::Cluster* Known::cluster(const std::string& name) const {
    const auto found = std::find_if(choices.clusters.begin(), choices.clusters.end(),
                                    [&](const auto& one) { return one.name == name; });
    return found == choices.clusters.end() ? nullptr : &*found;
}

const HostNow* Known::now(const std::string& name) const {
    const auto found = hosts.find(name);
    return found == hosts.end() || !found->second.ok() ? nullptr : &found->second.value();
}

bool mayGoTo(const std::string& place, const DatasetFacts& dataset, const Known& known) {
    const session::Cluster* cluster = known.cluster(place);
    return dataset.on.empty() || place == dataset.on ||
           (cluster != nullptr &&
            std::find(cluster->hosts.begin(), cluster->hosts.end(), dataset.on) != cluster->hosts.end());
}

int gpusWanted(const Form& form, const Known& known) {
    if (form.gpus)
        return *form.gpus;
    std::vector<std::string> names{form.compute};
    if (const auto* cluster = known.cluster(form.compute))
        names = cluster->hosts;
    return std::any_of(names.begin(), names.end(), [&](const auto& name) {
        const HostChoice* host = known.host(name);
        return host != nullptr && !host->gpus.empty();
    });
}

std::string hostOf(const Form& form, const Known& known) {
    const session::Cluster* cluster = known.cluster(form.compute);
    if (cluster == nullptr)
        return form.compute;
    if (known.dataset && known.dataset->ok() && !known.dataset->value().on.empty())
        return known.dataset->value().on;
    const int gpus = gpusWanted(form, known);
    std::vector<session::HostRoom> rooms;
    for (const auto& name : cluster->hosts)
        if (const HostNow* now = known.now(name))
            rooms.push_back(session::roomOf(name, now->load, now->queue, gpus));
    const int chosen = session::chooseHost(rooms, gpus);
    return chosen < 0 ? std::string() : rooms[static_cast<std::size_t>(chosen)].host;
}

std::string trainerKey(const std::string& host, bool gpus) {
    return host + (gpus ? ":gpu" : ":cpu");
}

const HostChoice* Known::host(const std::string& name) const {
    const auto found =
        std::find_if(choices.hosts.begin(), choices.hosts.end(), [&](const auto& host) { return host.name == name; });
    return found == choices.hosts.end() ? nullptr : &*found;
}

Result<Choices> askChoices(session::Services& services) {
    Choices choices;
    FLAMBEAU_TRY(const auto targets, services.computes.list());
    for (const auto& target : targets)
        choices.hosts.push_back(choiceOf(target));
    FLAMBEAU_TRY(choices.clusters, session::Clusters(services.workspace).list());
    FLAMBEAU_TRY(const auto datasets, services.datasets.list());
    for (const auto& entry : datasets)
        choices.datasets.push_back(
            {entry.name, entry.source, entry.version, entry.images, entry.classes, entry.created});
    std::stable_sort(choices.datasets.begin(), choices.datasets.end(),
                     [](const auto& a, const auto& b) { return a.created > b.created; });
    FLAMBEAU_TRY(const auto versions, services.models.list());
    choices.models = modelChoices(versions);
    FLAMBEAU_TRY(const auto experiments, services.catalog.experiments());
    for (const auto& experiment : experiments)
        choices.experiments.push_back(experiment.name);
    FLAMBEAU_TRY(choices.drafts, session::RunDrafts(services.workspace).list());
    return choices;
}

Result<DatasetFacts> askDataset(session::Services& services, const std::string& reference) {
    FLAMBEAU_TRY(const auto manifest, services.datasets.find(reference));
    DatasetFacts facts;
    facts.name = manifest.name;
    facts.version = manifest.version;
    facts.classes = static_cast<int>(manifest.classes.size());
    facts.bytes = manifest.totalBytes();
    facts.on = manifest.on;
    facts.side = middleSide(manifest);
    for (const auto& file : manifest.files)
        ++(file.split == "train" ? facts.train : file.split == "val" ? facts.val : facts.test);
    for (const auto& finding : manifest.findings) {
        facts.findings += finding.severity != domain::Severity::Info;
        facts.badFindings += finding.severity == domain::Severity::Bad && finding.action == "leave_out";
    }
    return facts;
}

Result<WholeReport> askWhole(session::Services& services, const std::string& reference, const session::Work& work) {
    FLAMBEAU_TRY(const auto manifest, services.datasets.find(reference));
    FLAMBEAU_TRY(const auto check, services.looks.check(manifest, false, work.stop, work.progress));
    WholeReport report;
    report.missing = static_cast<std::int64_t>(check.missing.size());
    report.changed = static_cast<std::int64_t>(check.changed.size());
    if (!check.missing.empty())
        report.first = check.missing.front();
    else if (!check.changed.empty())
        report.first = check.changed.front();
    return report;
}

Result<EngineReport> askEngine(session::Services& services, const session::Work& work) {
    EngineReport report;
    report.facts = services.engines.facts(work.stop);
    report.choices = session::engineChoices();
    report.gpus = session::findGpus(work.stop);
    report.gpuThere = !report.gpus.gpus.empty();
    return report;
}

Result<Situation> askSituation(session::Services& services, const Form& form, const DatasetFacts& dataset,
                               std::uint64_t weightsBytes) {
    Situation now;
    now.machine = session::machineFacts();
    const auto usual = session::chooseWorkspace({});
    if (!usual || *usual != services.workspace.paths().root)
        now.workspace = services.workspace.paths().root.string();
    FLAMBEAU_TRY(now.queue, services.runs.queue());
    for (const RunId& id : now.queue.running) {
        if (now.runningNames.size() >= kNamesShown)
            break;
        if (const auto view = services.catalog.view(id))
            now.runningNames.push_back(view->name);
    }
    FLAMBEAU_TRY(now.diskFree, freeDiskBytes(services.workspace.paths().local()));
    if (dataset.name.empty())
        return now;
    const auto parameters = parametersOf(form);
    FLAMBEAU_TRY(now.freeName, session::freeRunName(services.workspace, dataset.name));
    FLAMBEAU_TRY(now.time, session::timeOutlook(services.workspace, form.recipe, parameters, dataset.pictures()));
    // Of settings that no network can be built with, the settings themselves are the problem that is shown.
    if (const auto memory = session::memoryOutlook(parameters, dataset.classes, dataset.pictures()))
        now.memory = *memory;
    if (const auto disk = session::diskOutlook(parameters, dataset.classes, dataset.val, weightsBytes))
        now.diskNeeded = *disk;
    return now;
}

std::optional<TrainingGpu> trainingGpu(const Form& form, const Known& known) {
    if (!known.engine || !known.engine->facts.ok())
        return std::nullopt;
    const session::EngineFacts& facts = known.engine->facts.value();
    const std::string device = form.value("device");
    const auto number = parseInt(startsWith(device, "cuda:") ? device.substr(5) : "0");
    if (!facts.cuda || (device != "auto" && !startsWith(device, "cuda")) || !number || *number < 0)
        return std::nullopt;
    const auto index = static_cast<std::size_t>(*number);
    TrainingGpu taken;
    if (index < facts.devices.size())
        taken.name = text(facts.devices[index]);
    // The n-th of its name there is the n-th of its name here; where no name is the same, the same place.
    std::size_t before = 0;
    for (std::size_t i = 0; i < index && index < facts.devices.size(); ++i)
        before += facts.devices[i] == facts.devices[index] ? 1 : 0;
    const auto& gpus = known.engine->gpus.gpus;
    const session::Gpu* found = index < gpus.size() ? &gpus[index] : nullptr;
    for (const session::Gpu& gpu : gpus) {
        if (gpu.name.empty() || !taken.name.startsWith(text(gpu.name)))
            continue;  // the engine writes the size of its memory behind the name
        found = &gpu;
        if (before-- == 0)
            break;
    }
    if (found != nullptr && found->memoryTotal >= 0)
        taken.memory = std::max<std::int64_t>(0, found->memoryTotal - std::max<std::int64_t>(0, found->memoryUsed));
    if (found != nullptr && !found->name.empty())
        taken.name = text(found->name);
    return taken;
}

Result<session::WeightsOutlook> askWeights(session::Services& services, const Form& form, int classes) {
    const auto size = parseInt(trim(form.value("image_size"))).value_or(0);
    return session::weightsOutlook(services.models, std::string(trim(form.value("weights"))), form.value("arch"),
                                   classes, size);
}

}  // namespace flambeau::ui::newrun
