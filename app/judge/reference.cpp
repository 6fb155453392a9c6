// SPDX-License-Identifier: GPL-3.0-or-later
#include "reference.h"

#include <cmath>

#include "flambeau/model/weights.h"

namespace flambeau::judge {
namespace {

Error corrupt(const std::string& what) {
    return {ErrorCode::Corrupt, "The reference cannot be used: " + what,
            "Take reference.safetensors from the outputs of the model's run.", ""};
}

bool allFinite(const std::vector<float>& values) {
    for (const float value : values) {
        if (!std::isfinite(value))
            return false;
    }
    return true;
}

Result<std::vector<std::string>> pathsOf(const model::Weights& file) {
    std::vector<std::string> paths;
    const auto found = file.metadata.find("paths");
    if (found == file.metadata.end())
        return paths;
    const auto list = nlohmann::json::parse(found->second, nullptr, false);
    if (!list.is_array())
        return corrupt("its list of paths is no list.");
    for (const auto& item : list) {
        if (!item.is_string() || !isSafeRelativePath(item.get_ref<const std::string&>()))
            return corrupt("its list of paths names a file outside the dataset.");
        paths.push_back(item.get<std::string>());
    }
    return paths;
}

}  // namespace

Result<Reference> readReference(const fs::path& path, const model::ModelFile& model) {
    FLAMBEAU_TRY(const model::Weights file, model::readSafetensors(path));
    const auto logits = file.tensors.find("logits");
    if (logits == file.tensors.end() || logits->second.type != model::DType::F32 || logits->second.shape.size() != 2 ||
        logits->second.shape[0] < 1)
        return corrupt("it holds no logits.");
    if (logits->second.shape[1] != model.spec.numClasses) {
        return corrupt("it has logits of " + std::to_string(logits->second.shape[1]) + " classes, the model " +
                       std::to_string(model.spec.numClasses) + ".");
    }
    Reference reference;
    reference.count = logits->second.shape[0];
    reference.logits = logits->second.toFloats();
    FLAMBEAU_TRY(reference.paths, pathsOf(file));
    if (!reference.paths.empty() && static_cast<std::int64_t>(reference.paths.size()) != reference.count)
        return corrupt("it has not as many paths as logits.");
    if (const auto inputs = file.tensors.find("inputs"); inputs != file.tensors.end()) {
        const std::int64_t side = model.spec.imageSize;
        const auto& shape = inputs->second.shape;
        if (inputs->second.type != model::DType::F32 || shape.size() != 4 || shape[0] > reference.count ||
            shape[1] != 3 || shape[2] != side || shape[3] != side)
            return corrupt("its inputs do not fit the model.");
        reference.inputs = {shape[0], inputs->second.toFloats()};
    }
    if (!allFinite(reference.logits) || !allFinite(reference.inputs.values))
        return corrupt("it holds values that are not finite.");
    return reference;
}

}  // namespace flambeau::judge
