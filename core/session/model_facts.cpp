// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/model_facts.h"

#include <optional>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/domain/dataset.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {

constexpr std::uint64_t kTableAtMost = 256u << 20;
constexpr std::uint64_t kDescriptionAtMost = 64u << 20;
constexpr std::size_t kClassesAtMost = 100'000;

Result<nlohmann::json> jsonFile(Workspace& workspace, const ModelFileEntry& file, std::uint64_t atMost) {
    FLAMBEAU_TRY(const store::Artifact artifact, store::Artifacts(workspace.store()).get(file.sha256));
    FLAMBEAU_TRY(const std::string text, readFile(artifact.path, atMost));
    auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, toPlainText(file.path) + " is no JSON.", "Register the run again.", {}};
    return json;
}

std::string textAt(const nlohmann::json& json, const char* key) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    return json.is_object() && found != json.end() && found->is_string() ? toPlainText(found->get<std::string>())
                                                                         : std::string();
}

void takeTraining(const nlohmann::json& described, ModelOrigin& origin) {
    if (!described.is_object() || !described.contains("training"))
        return;
    const auto& training = described["training"];
    const std::string torch = textAt(training, "torch"), device = textAt(training, "device");
    if (!torch.empty())
        origin.engine = "libtorch " + torch + (startsWith(device, "cuda") ? ", CUDA" : device == "cpu" ? ", CPU" : "");
    if (origin.architecture.empty() && training.is_object() && training.contains("parameters"))
        origin.architecture = textAt(training["parameters"], "arch");
}

/// The version's dataset where the workspace has it with the same content.
std::optional<store::DatasetVersion> datasetOf(Workspace& workspace, const ModelVersion& version) {
    if (version.dataset.name.empty() || version.dataset.version < 1)
        return std::nullopt;
    const auto found = store::Datasets(workspace.store()).get(version.dataset.name, version.dataset.version);
    if (!found.ok() || found->trashed > 0 || found->fingerprint != version.dataset.fingerprint)
        return std::nullopt;
    return *found;
}

/// One row of the table: actual, predicted, count, files. False where it is none.
bool takeRow(const nlohmann::json& row, Confusion& confusion) {
    if (!row.is_array() || row.size() < 3 || !row[0].is_string() || !row[1].is_string() || !row[2].is_number_integer())
        return false;
    ConfusionCell cell;
    cell.actual = toPlainText(row[0].get<std::string>());
    cell.predicted = toPlainText(row[1].get<std::string>());
    cell.count = row[2].get<std::int64_t>();
    if (cell.count < 0 || cell.count > 1'000'000'000)
        return false;
    if (row.size() > 3 && row[3].is_array()) {
        for (const auto& file : row[3]) {
            // It is joined to a folder: a path that leaves it is not taken.
            if (file.is_string() && isSafeRelativePath(file.get_ref<const std::string&>()))
                cell.files.push_back(file.get<std::string>());
        }
    }
    if (cell.count == 0)
        return true;
    confusion.pictures += cell.count;
    if (cell.actual != cell.predicted)
        confusion.wrong += cell.count;
    confusion.cells.push_back(std::move(cell));
    return true;
}

}  // namespace

Result<ModelOrigin> modelOrigin(Workspace& workspace, const ModelVersion& version) {
    ModelOrigin origin;
    if (isUuid(version.run)) {
        const auto run = store::Runs(workspace.store()).get(RunId(version.run));
        if (run.ok()) {
            origin.runName = run->name;
            origin.runThere = run->trashed == 0;
        }
    }
    origin.datasetThere = datasetOf(workspace, version).has_value();
    origin.architecture = textAt(version.parameters, "arch");
    if (const ModelFileEntry* file = version.file("model.json")) {
        const auto described = jsonFile(workspace, *file, kDescriptionAtMost);
        if (described.ok())
            takeTraining(*described, origin);
    }
    return origin;
}

Result<Confusion> modelConfusion(Workspace& workspace, const ModelVersion& version) {
    const ModelFileEntry* file = version.file("tables/confusion.json");
    if (!file)
        return Error{ErrorCode::NotFound,
                     version.reference() + " holds no table of what it got wrong.",
                     "Runs of the built-in recipes leave one, tables/confusion.json.",
                     {}};
    FLAMBEAU_TRY(const nlohmann::json json, jsonFile(workspace, *file, kTableAtMost));
    const Error broken{ErrorCode::Corrupt,
                       "The table of what " + version.reference() + " got wrong is not understood.",
                       "Register the run again.",
                       {}};
    if (!json.is_object() || !json.contains("rows") || !json["rows"].is_array())
        return broken;
    Confusion confusion;
    for (const auto& row : json["rows"]) {
        if (!takeRow(row, confusion))
            return broken;
    }
    confusion.classes = version.classes;
    std::set<std::string> known(confusion.classes.begin(), confusion.classes.end());
    for (const ConfusionCell& cell : confusion.cells) {
        for (const std::string& name : {cell.actual, cell.predicted}) {
            if (known.insert(name).second)
                confusion.classes.push_back(name);
        }
    }
    if (confusion.classes.size() > kClassesAtMost)
        return broken;
    const auto dataset = datasetOf(workspace, version);
    std::error_code ignored;
    const bool there = dataset && !domain::datasetPlaceFrom(dataset->root).on.empty();
    confusion.lookedAt = version.dataRoot.empty() && dataset ? dataset->root : version.dataRoot;
    if (!version.dataRoot.empty() && fs::is_directory(version.dataRoot, ignored))
        confusion.root = version.dataRoot;
    else if (dataset && (there || fs::is_directory(dataset->root, ignored)))
        confusion.root = dataset->root;
    if (dataset)
        confusion.dataset = dataset->name + "@" + std::to_string(dataset->version);
    return confusion;
}

Status copyModelFile(Workspace& workspace, const ModelVersion& version, const std::string& path, const fs::path& to,
                     std::stop_token stop, const ProgressCallback& progress) {
    const ModelFileEntry* file = version.file(path);
    if (!file)
        return Error{ErrorCode::NotFound, version.reference() + " holds no file " + toPlainText(path) + ".", {}, {}};
    const store::Progress told = [&](std::uint64_t done, std::uint64_t total) {
        if (progress)
            progress("downloading", done, total);
    };
    return store::Artifacts(workspace.store()).copyTo(file->sha256, to, stop, told);
}

}  // namespace flambeau::session
