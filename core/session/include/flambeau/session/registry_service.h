// SPDX-License-Identifier: GPL-3.0-or-later
// The model registry: versions of named models with their files (in the artifact store, by hash), lineage, aliases,
// tags, and the ONNX file that was written from them with the verdict of the runtime that ran it. One object on one
// thread; calls block and honour their stop token. Nothing here runs a model: exporting, judging and predicting are
// flambeau-judge's and flambeau-scan's processes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/domain/run_definition.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class Hosts;
class Workspace;

struct ModelFileEntry {
    std::string path;  ///< relative, with '/'
    std::string sha256;
    std::uint64_t bytes = 0;
};

/// An alias that a version lost to another one while it was in the trash.
struct LostAlias {
    std::string alias;
    std::string now;  ///< the reference of the version that has it: "birds@3"
};

struct ModelVersion {
    std::string name;
    int version = 0;
    std::vector<std::string> aliases;
    std::vector<LostAlias> lostAliases;  ///< said by `restore` alone
    std::vector<std::string> tags;
    std::string description;
    std::string run;     ///< the run's id; empty for files from elsewhere
    std::string source;  ///< what was registered: "run <id>", or the path given
    domain::DatasetRef dataset;
    std::string engine;
    nlohmann::json parameters = nlohmann::json::object();
    nlohmann::json metrics = nlohmann::json::object();  ///< name -> best value
    std::vector<std::string> classes;
    std::vector<ModelFileEntry> files;
    nlohmann::json onnx;  ///< the verdict (CONTRACTS, `model show`); null where there is no ONNX file
    double created = 0;
    double removed = 0;  ///< when it went to the trash; 0: it is not there

    std::string reference() const { return name + "@" + std::to_string(version); }
    const ModelFileEntry* file(std::string_view path) const;
    /// The folder of the validation pictures that the reference speaks of, of a host as "box:/data/birds"; may be gone.
    std::string dataRoot;

    /// Whether flambeau-judge can use it: model.json and weights are among the files.
    bool usable() const { return file("model.json") && weights(); }
    /// Why Flambeau can keep and hand out this version but not run it, as a sentence; empty where it can.
    std::string note() const;
    const ModelFileEntry* weights() const;  ///< best.safetensors, else weights.safetensors, else the only one there is
};

/// "NAME", "NAME@2", "NAME@champion", "NAME@latest", taken apart and checked.
struct ModelReference {
    std::string name;
    std::string selector;  ///< "", a number, or an alias
};
Result<ModelReference> parseModelReference(std::string_view text);

nlohmann::json toJson(const ModelVersion& version);

struct ModelDifference {
    std::string what;  ///< "parameter lr", "metric val/acc", "dataset", …
    std::string first, second;
};

struct ExportOptions {
    std::string format = "onnx";  ///< "onnx", "torchscript", "state_dict", "safetensors"
    bool softmax = false;         ///< of onnx
    bool preprocess = false;      ///< of onnx: takes uint8 pictures
    bool portable = false;        ///< of onnx: operators that older readers know too
};

class RegistryService : public ModelRegistrar {
public:
    /// `hosts` is the way to validation pictures that lie on one.
    explicit RegistryService(Workspace& workspace, Hosts* hosts = nullptr) : m_workspace(workspace), m_hosts(hosts) {}

    // Registering ----------------------------------------------------------------------------------------------------
    /// Judges the version too; stopped while it does, the next call for the run goes on with that.
    Result<std::string> registerRun(const RunId& run, const domain::RegisterRule& rule,
                                    std::stop_token stop = {}) override;
    /// The run whose id begins so, or whose name it is.
    Result<RunId> resolveRun(const std::string& text);
    /// A run's outputs, or the part of them at `path` (a file or a folder). The run must be over and its outputs in
    /// the artifact store. Without `path`: what a model is used with, not the checkpoint.
    Result<ModelVersion> registerOutputs(const RunId& run, const std::string& name, const std::string& path,
                                         std::stop_token stop, const ProgressCallback& progress);
    /// A file or folder from elsewhere. Nothing in it is executed. A file whose name ends as a model's does (.pth, .pt,
    /// .safetensors, .onnx, .ts) must be one: Unsupported or Corrupt, and nothing is kept. Anything else is kept, and
    /// the version's note() says what it is not good for.
    Result<ModelVersion> registerFiles(const fs::path& path, const std::string& name, std::stop_token stop,
                                       const ProgressCallback& progress);

    // Looking --------------------------------------------------------------------------------------------------------
    Result<ModelVersion> find(const std::string& reference);
    Result<std::vector<ModelVersion>> list(bool trash = false);
    /// Newest first.
    Result<std::vector<ModelVersion>> versions(const std::string& name);
    static std::vector<ModelDifference> compare(const ModelVersion& first, const ModelVersion& second);
    /// The blob of one of its files, in the artifact store; its hash is not checked again.
    Result<fs::path> blob(const ModelFileEntry& file) const;

    // Changing -------------------------------------------------------------------------------------------------------
    Result<ModelVersion> setAlias(const std::string& reference, const std::string& alias);
    Status removeAlias(const std::string& name, const std::string& alias);
    Result<ModelVersion> changeTags(const std::string& reference, const std::vector<std::string>& add,
                                    const std::vector<std::string>& remove);
    Result<ModelVersion> setDescription(const std::string& reference, const std::string& text);
    /// To the trash, from which `restore` brings it back with its number and with those of its aliases that no other
    /// version has got meanwhile (the others are in `lostAliases`). Returned as it was, with its aliases.
    Result<ModelVersion> remove(const std::string& reference);
    Result<ModelVersion> restore(const std::string& name, int version);

    // Files ----------------------------------------------------------------------------------------------------------
    /// Copies every file into `folder` (made if it is not there, empty otherwise), checking each hash on the way.
    Result<std::vector<ModelFileEntry>> download(const ModelVersion& version, const fs::path& folder,
                                                 std::stop_token stop, const ProgressCallback& progress);
    Result<ModelFileEntry> exportTo(const ModelVersion& version, const fs::path& file, const ExportOptions& options,
                                    std::stop_token stop);

    // ONNX -----------------------------------------------------------------------------------------------------------
    enum class Extent { Sixteen, WholeValidationSet };
    /// Writes model.onnx if the version has none, runs it against the reference, records the verdict, whichever it is.
    /// `runtime`: "opencv" or "onnxruntime". The verdict of the stronger runtime is the version's; each is kept.
    Result<ModelVersion> judge(const ModelVersion& version, Extent extent, const std::string& runtime,
                               std::stop_token stop, const ProgressCallback& progress);
    /// What follows a registration: sixteen pictures at once, the whole validation set right after. What cannot be
    /// judged (no judge, no reference, pictures gone) is recorded in the verdict's note, and is no error.
    Result<ModelVersion> judgeNew(const ModelVersion& version, std::stop_token stop, const ProgressCallback& progress);
    /// [{"path","top":[{"class","probability"}]} or {"path","error":{…}}, …] in the order given. What is no picture, is
    /// not there, or even crashes the judge is an error of its own row.
    Result<nlohmann::json> predict(const ModelVersion& version, const std::vector<fs::path>& pictures, int top,
                                   std::stop_token stop, const ProgressCallback& progress);

private:
    struct Origin;  // what a new version is made from
    Result<ModelVersion> add(const std::string& name, Origin origin);
    Result<ModelVersion> withOnnx(const ModelVersion& version, std::stop_token stop);
    std::string dataRoot(const ModelVersion& version) const;
    Result<std::string> fetchedDataRoot(const ModelVersion& version, const fs::path& scratch, std::stop_token stop,
                                        const ProgressCallback& progress);
    Result<ModelVersion> recordVerdict(const ModelVersion& version, const std::string& runtime,
                                       const nlohmann::json& verdict);
    Result<nlohmann::json> predictSome(const std::vector<std::string>& arguments, const std::vector<std::string>& paths,
                                       int& crashes, std::stop_token stop);
    Result<nlohmann::json> runJudge(std::vector<std::string> arguments, std::string input, std::stop_token stop);

    Workspace& m_workspace;
    Hosts* m_hosts;
};

/// The Python of the environment with ONNX Runtime that Flambeau prepares on request, in the user's cache folder.
fs::path onnxRuntimePython();
/// What is in it: "1.31.0", or nothing where it is not prepared.
std::optional<std::string> onnxRuntimeVersion();
/// Makes it: python3 -m venv, pip install onnxruntime numpy. READY is written last.
Status prepareOnnxRuntime(std::stop_token stop, const ProgressCallback& progress);

}  // namespace flambeau::session
