// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/model_keep.h"

#include <algorithm>
#include <set>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/look.h"
#include "flambeau/model/model_file.h"

namespace flambeau::session {

namespace {

bool isOneOf(const std::string& name, const std::set<std::string_view>& names) {
    return names.contains(toLowerAscii(name));
}

Result<KeptModel> keepFolder(RegistryService& registry, const fs::path& path, const std::string& name,
                             std::stop_token stop, const ProgressCallback& progress) {
    FLAMBEAU_TRY([[maybe_unused]] const model::ModelFile described, model::readModelFile(path / "model.json"));
    FLAMBEAU_TRY(ModelVersion version, registry.registerFiles(path, name, stop, progress));
    return KeptModel{std::move(version), false, "a folder with model.json"};
}

/// The version that is this one file and nothing else.
const ModelVersion* sameAs(const std::vector<ModelVersion>& versions, const std::string& hash) {
    for (const ModelVersion& version : versions) {
        if (version.run.empty() && version.files.size() == 1 && version.files.front().sha256 == hash)
            return &version;
    }
    return nullptr;
}

}  // namespace

bool isModelFileName(const fs::path& path) {
    return isOneOf(path.extension().string(), {".pt", ".pth", ".safetensors", ".onnx"});
}

std::string modelNameFor(const fs::path& path) {
    const fs::path clean = path.has_filename() ? path : path.parent_path();
    const std::string stem = isModelFileName(clean) ? clean.stem().string() : clean.filename().string();
    if (!isOneOf(stem, {"model", "best", "last", "final", "weights", "checkpoint", "state_dict", "pytorch_model"}))
        return toValidName(stem);
    const std::string folder = clean.parent_path().filename().string();
    if (folder.empty() || isOneOf(folder, {"downloads", "desktop", "documents", "tmp", "outputs", "checkpoints",
                                           "weights", "models", "home"}))
        return toValidName(stem);
    return toValidName(folder);
}

Result<KeptModel> keepModel(Workspace& workspace, const fs::path& path, const std::string& name, std::stop_token stop,
                            const ProgressCallback& progress) {
    RegistryService registry(workspace);
    std::error_code failed;
    if (fs::is_directory(path, failed))
        return keepFolder(registry, path, name, stop, progress);
    FLAMBEAU_TRY(const model::FileLook look, model::lookAtModelFile(path));
    if (progress)
        progress("reading", 0, 0);
    FLAMBEAU_TRY(const std::string hash, sha256File(path, [&](std::uint64_t) { return !stop.stop_requested(); }));
    FLAMBEAU_TRY(const auto versions, registry.list());
    const ModelVersion* known = sameAs(versions, hash);
    const std::string what(model::title(look.kind));
    if (known)
        return KeptModel{*known, true, what};
    FLAMBEAU_TRY(ModelVersion version, registry.registerFiles(path, name, stop, progress));
    return KeptModel{std::move(version), false, what};
}

}  // namespace flambeau::session
