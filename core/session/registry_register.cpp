// SPDX-License-Identifier: GPL-3.0-or-later
// Making versions: from a run's outputs, by hand or by its rule, and from files that come from elsewhere.
#include <algorithm>
#include <cmath>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/domain/metric_name.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/model/look.h"
#include "flambeau/model/model_file.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/models.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "registry_values.h"

namespace flambeau::session {

struct RegistryService::Origin {
    std::optional<RunId> run;
    std::string source;
    std::vector<ModelFileEntry> files;  ///< their contents are in the artifact store
};

namespace {

constexpr std::size_t kFilesAtMost = 10'000;  ///< in one version
constexpr std::string_view kOutputs = "outputs/";

/// What a model is used with. The checkpoint (optimizer's state included) and the last weights stay with the run.
bool belongsToModel(std::string_view path) {
    static const std::set<std::string_view> kNames = {"best.safetensors", "model.json", "model.ts", "state_dict.pt",
                                                      "reference.safetensors"};
    return kNames.contains(path) || startsWith(path, "tables/");
}

/// "outputs/x" and "x" mean the same; "." and "outputs" mean all of them.
Result<std::string> normalOutputPath(const std::string& path) {
    std::string normal = fs::path(path).lexically_normal().generic_string();
    while (endsWith(normal, "/"))
        normal.pop_back();
    if (normal == "outputs" || normal == ".")
        return std::string();
    if (startsWith(normal, kOutputs))
        normal = normal.substr(kOutputs.size());
    if (!isSafeRelativePath(normal))
        return Error{ErrorCode::InvalidArgument,
                     "'" + toPlainText(path) + "' is no path inside a run's outputs.",
                     "`flambeau-cli run outputs RUN` lists them.",
                     {}};
    return normal;
}

/// The outputs at `path`, as files of a version: the folder that was asked for is taken off.
std::vector<ModelFileEntry> chosenOutputs(const std::vector<store::RunOutput>& outputs, const std::string& path,
                                          bool everything) {
    std::vector<ModelFileEntry> files;
    for (const store::RunOutput& output : outputs) {
        std::string inside = output.path;
        if (startsWith(inside, kOutputs))
            inside = inside.substr(kOutputs.size());
        if (path.empty()) {
            if (everything || belongsToModel(inside))
                files.push_back({inside, output.sha256, output.bytes});
        } else if (inside == path) {
            files.push_back({fs::path(inside).filename().string(), output.sha256, output.bytes});
        } else if (startsWith(inside, path + "/")) {
            files.push_back({inside.substr(path.size() + 1), output.sha256, output.bytes});
        }
    }
    return files;
}

/// The best value of each metric that says something about the model.
nlohmann::json bestMetrics(store::Workspace& store, const RunId& run) {
    nlohmann::json metrics = nlohmann::json::object();
    const auto list = store::Metrics(store).list(run);
    if (!list.ok())
        return metrics;
    for (const store::SeriesInfo& info : *list) {
        if (startsWith(info.name, "system/") || info.name == "lr" || endsWith(info.name, "images_per_s"))
            continue;
        const double best = info.statistics.best(domain::lowerIsBetter(info.name));
        if (std::isfinite(best))
            metrics[info.name] = best;
    }
    return metrics;
}

void takeDefinition(store::Workspace& store, const store::Run& run, ModelVersion& version) {
    const auto json = nlohmann::json::parse(run.definition, nullptr, false);
    const auto definition = domain::runDefinitionFromJson(json);
    if (!definition.ok())
        return;
    version.dataset = definition->dataset;
    version.engine = definition->engine;
    version.parameters = domain::toJson(definition->parameters);
    // Where the reference's pictures lie: the run's own manifest says it, also when the dataset is long gone.
    const auto text = readFile(store.runDir(run.id) / "data" / "manifest.json");
    const auto manifest = nlohmann::json::parse(text.ok() ? *text : "", nullptr, false);
    if (manifest.is_object() && manifest.contains("root") && manifest["root"].is_string())
        version.dataRoot = manifest["root"].get<std::string>();
    if (manifest.is_object() && manifest.contains("on") && manifest["on"].is_string())
        version.dataRoot = manifest["on"].get<std::string>() + ":" + version.dataRoot;
}

Error noOutputs(const store::Run& run, const std::string& path, std::size_t outputs) {
    const std::string id = run.id.str().substr(0, 8);
    if (outputs == 0)
        return {ErrorCode::NotFound,
                "Run " + id + " left nothing that could be registered.",
                "`flambeau-cli run show " + id + "` says how it ended.",
                {}};
    return {
        ErrorCode::NotFound,
        path.empty() ? "Run " + id + " left no model." : "Run " + id + " left nothing at " + toPlainText(path) + ".",
        "`flambeau-cli run outputs " + id + "` lists its files; choose one with --path.",
        {}};
}

/// What a name promises must be there: a torn download, or a page saved under a model's name, is no model.
Status checkPromise(const fs::path& file) {
    const std::string ending = toLowerAscii(file.extension().string());
    static const std::set<std::string> kModels = {".pth", ".pt", ".safetensors", ".onnx", ".ts"};
    if (!kModels.contains(ending))
        return {};
    const auto look = model::lookAtModelFile(file);
    if (!look.ok()) {
        Error error = look.error();
        error.hint = (error.hint.empty() ? "" : error.hint + " ") +
                     std::string("To keep it as it is, give it a name that does not end in ") + ending + ".";
        return error;
    }
    using enum model::FileKind;
    const bool fits = ending == ".safetensors" ? look->kind == Safetensors
                      : ending == ".onnx"      ? look->kind == Onnx
                      : ending == ".ts"        ? look->kind == TorchScript
                                               : look->kind != Onnx;
    if (!fits)
        return Error{ErrorCode::Unsupported,
                     "'" + toPlainText(file.string()) + "' is not what its name says: it is " +
                         std::string(model::title(look->kind)) + ".",
                     "Name it by what it is.",
                     {}};
    return {};
}

/// Copies one foreign file, or every file of a folder, into the artifact store.
Result<std::vector<ModelFileEntry>> takeFiles(store::Workspace& store, const fs::path& path, std::stop_token stop,
                                              const ProgressCallback& progress) {
    std::error_code error;
    std::vector<std::pair<fs::path, std::string>> found;
    if (fs::is_regular_file(path, error)) {
        found.emplace_back(path, path.filename().string());
    } else if (fs::is_directory(path, error)) {
        for (fs::recursive_directory_iterator walk(path, error), end; !error && walk != end; walk.increment(error)) {
            if (walk->is_regular_file(error) && !walk->is_symlink(error))
                found.emplace_back(walk->path(), walk->path().lexically_relative(path).generic_string());
            if (found.size() > kFilesAtMost)
                return Error{
                    ErrorCode::Unsupported,
                    toPlainText(path.string()) + " holds more than " + std::to_string(kFilesAtMost) + " files.",
                    "Give the folder that holds the model alone.",
                    {}};
        }
    } else {
        return Error{ErrorCode::NotFound, "There is no file or folder at " + toPlainText(path.string()) + ".", {}, {}};
    }
    if (error)
        return systemError(error.value(), "Cannot list " + path.string());
    if (found.empty())
        return Error{ErrorCode::NotFound, toPlainText(path.string()) + " is an empty folder.", {}, {}};
    std::sort(found.begin(), found.end());
    for (const auto& [from, name] : found)
        FLAMBEAU_CHECK(checkPromise(from));
    std::vector<ModelFileEntry> files;
    for (const auto& [from, name] : found) {
        const store::Progress told = [&progress, &name = name](std::uint64_t done, std::uint64_t total) {
            if (progress)
                progress("copying " + name, done, total);
        };
        FLAMBEAU_TRY(const store::Artifact artifact,
                     store::Artifacts(store).putFile(from, store::PutMode::Copy, stop, told));
        files.push_back({name, artifact.sha256, artifact.bytes});
    }
    return files;
}

}  // namespace

Result<ModelVersion> RegistryService::add(const std::string& name, Origin origin) {
    if (!isValidName(name))
        return Error{ErrorCode::InvalidArgument,
                     "'" + toPlainText(name) + "' cannot be a model's name.",
                     "Use letters, digits, '.', '_' and '-', for example " + toValidName(name) + ".",
                     {}};
    store::Workspace& store = m_workspace.store();
    ModelVersion version;
    version.name = name;
    version.source = origin.source;
    version.files = std::move(origin.files);
    if (origin.run) {
        FLAMBEAU_TRY(const store::Run run, store::Runs(store).get(*origin.run));
        takeDefinition(store, run, version);
        version.metrics = bestMetrics(store, *origin.run);
    }
    if (const ModelFileEntry* file = version.file("model.json")) {
        FLAMBEAU_TRY(const fs::path path, blob(*file));
        FLAMBEAU_TRY(const model::ModelFile described, model::readModelFile(path));
        version.classes = described.classes;
    }
    store::NewModelVersion row;
    row.name = name;
    row.run = origin.run;
    row.lineage = lineageText(version);
    row.metrics = jsonText(version.metrics);
    for (const ModelFileEntry& file : version.files)
        row.files.push_back({file.path, file.sha256, file.bytes});
    FLAMBEAU_TRY(const store::ModelVersion kept, store::Models(store).add(row));
    return fromStore(kept);
}

Result<ModelVersion> RegistryService::registerOutputs(const RunId& id, const std::string& name, const std::string& path,
                                                      std::stop_token stop, const ProgressCallback& progress) {
    store::Workspace& store = m_workspace.store();
    FLAMBEAU_TRY(const store::Run run, store::Runs(store).get(id));
    const std::string shortId = id.str().substr(0, 8);
    if (!domain::isFinal(run.state))
        return Error{ErrorCode::Conflict,
                     "Run " + shortId + " is not over yet: it is " + std::string(domain::toString(run.state)) + ".",
                     "Wait for its end: flambeau-cli run watch " + shortId,
                     {}};
    if (!run.outputsKept)
        return Error{ErrorCode::Conflict,
                     "The outputs of run " + shortId + " are not in the workspace yet.",
                     "`flambeau-cli run watch " + shortId + "` takes them over.",
                     {}};
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "The registration was stopped.", {}, {}};
    if (progress)
        progress("registering " + name, 0, 0);
    std::string inside;
    if (!path.empty()) {
        FLAMBEAU_TRY(inside, normalOutputPath(path));
    }
    FLAMBEAU_TRY(const auto outputs, store::Runs(store).outputs(id));
    Origin origin;
    origin.run = id;
    origin.source = path.empty() ? "run " + id.str() : "run " + id.str() + ", " + path;
    origin.files = chosenOutputs(outputs, inside, !path.empty());
    if (origin.files.empty())
        return noOutputs(run, path, outputs.size());
    // Weights alone are of no use to anyone but with the description that lies beside them.
    if (origin.files.size() == 1 && endsWith(origin.files.front().path, ".safetensors")) {
        const auto described = chosenOutputs(outputs, "model.json", false);
        origin.files.insert(origin.files.end(), described.begin(), described.end());
    }
    return add(name, std::move(origin));
}

Result<ModelVersion> RegistryService::registerFiles(const fs::path& given, const std::string& name,
                                                    std::stop_token stop, const ProgressCallback& progress) {
    std::error_code error;
    fs::path path = fs::absolute(given, error).lexically_normal();
    if (!path.has_filename())
        path = path.parent_path();
    if (!isValidName(name))  // before gigabytes are copied
        return Error{ErrorCode::InvalidArgument,
                     "'" + toPlainText(name) + "' cannot be a model's name.",
                     "Use letters, digits, '.', '_' and '-', for example " + toValidName(name) + ".",
                     {}};
    Origin origin;
    origin.source = path.string();
    FLAMBEAU_TRY(origin.files, takeFiles(m_workspace.store(), path, stop, progress));
    return add(name, std::move(origin));
}

namespace {

/// Whether judgeNew came to its end for this version, whatever it found.
bool judgedToTheEnd(const nlohmann::json& onnx) {
    if (!onnx.is_object() || !onnx.contains("judges") || !onnx["judges"].is_object())
        return false;
    const auto found = onnx["judges"].find("opencv");
    if (found == onnx["judges"].end() || !found->is_object())
        return false;
    const auto note = found->find("note");
    const bool gaveUp = note != found->end() && note->is_string() &&
                        note->get_ref<const std::string&>().find("ot judged: ") != std::string::npos;
    return gaveUp || found->value("whole", nlohmann::json(false)) == true;
}

}  // namespace

Result<std::string> RegistryService::registerRun(const RunId& run, const domain::RegisterRule& rule,
                                                 std::stop_token stop) {
    // What goes wrong with judging stands in the verdict's note; only a stop leaves it for another time.
    const auto judged = [&](const ModelVersion& version) -> Result<std::string> {
        const auto done = judgeNew(version, stop, {});
        if (!done.ok() && done.error().code == ErrorCode::Canceled)
            return done.error();
        return version.reference();
    };
    const store::Models models(m_workspace.store());
    FLAMBEAU_TRY(const auto ofRun, models.ofRun(run));
    for (const store::ModelVersion& row : ofRun) {
        if (row.name != rule.model)
            continue;
        const ModelVersion version = fromStore(row);
        // The process that registered it may not have come to the verdict.
        return judgedToTheEnd(version.onnx) || !version.usable() ? version.reference() : judged(version);
    }
    FLAMBEAU_TRY(const auto trash, models.trash());
    for (const store::ModelVersion& row : trash) {
        if (row.name == rule.model && row.run && *row.run == run)
            return std::string();  // the user has thrown it away: it does not come back by itself
    }
    const std::string metric = rule.metric.empty() ? "val/acc" : rule.metric;
    const nlohmann::json mine = bestMetrics(m_workspace.store(), run);
    FLAMBEAU_TRY(const auto others, list());
    for (const ModelVersion& other : others) {
        if (other.name != rule.model || !other.metrics.contains(metric) || !other.metrics[metric].is_number() ||
            !mine.contains(metric))
            continue;
        const double theirs = other.metrics[metric].get<double>(), ours = mine[metric].get<double>();
        if (domain::lowerIsBetter(metric) ? ours >= theirs : ours <= theirs)
            return std::string();  // not better than what is there
    }
    FLAMBEAU_TRY(const ModelVersion version, registerOutputs(run, rule.model, {}, stop, {}));
    return judged(version);
}

}  // namespace flambeau::session
