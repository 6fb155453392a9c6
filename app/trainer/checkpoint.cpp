// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint.h"

#include "flambeau/base/strings.h"
#include "weights_io.h"

namespace flambeau::trainer {
namespace {

constexpr int checkpointVersion = 1;

/// Sorts "model.conv1.weight" into checkpoint.model["conv1.weight"]; nothing for a name of no kind.
TensorMap* placeOf(Checkpoint& checkpoint, std::string& name) {
    for (auto [prefix, map] : {std::pair{"model.", &checkpoint.model},
                               {"best.", &checkpoint.best},
                               {"optimizer.", &checkpoint.optimizer},
                               {"rng.", &checkpoint.rng}}) {
        if (!startsWith(name, prefix))
            continue;
        name.erase(0, std::string_view(prefix).size());
        return map;
    }
    return nullptr;
}

Error unusable(const fs::path& path, const std::string& why) {
    return {ErrorCode::Corrupt,
            "The checkpoint " + path.string() + " cannot be used: " + why,
            "Start the run anew, or resume from another checkpoint.",
            {}};
}

}  // namespace

Status writeCheckpoint(const Checkpoint& checkpoint, const fs::path& path) {
    FLAMBEAU_CHECK(makeDirs(path.parent_path()));
    model::Weights file;
    for (auto [prefix, map] : {std::pair{"model.", &checkpoint.model},
                               {"best.", &checkpoint.best},
                               {"optimizer.", &checkpoint.optimizer},
                               {"rng.", &checkpoint.rng}}) {
        for (const auto& [name, tensor] : *map)
            file.tensors.emplace(prefix + name, fromTorch(tensor));
    }
    const nlohmann::json json{
        {"version", checkpointVersion}, {"state", toJson(checkpoint.state)}, {"identity", checkpoint.identity}};
    file.metadata["checkpoint"] = json.dump();
    file.metadata["next_step"] = std::to_string(checkpoint.state.step + 1);
    return model::writeSafetensors(path, file);
}

Result<Checkpoint> readCheckpoint(const fs::path& path) {
    FLAMBEAU_TRY(const model::Weights file, model::readSafetensors(path));
    const auto described = file.metadata.find("checkpoint");
    if (described == file.metadata.end())
        return unusable(path, "it holds weights only");
    const auto json = nlohmann::json::parse(described->second, nullptr, false);
    if (!json.is_object() || !json.contains("state") || !json.contains("identity"))
        return unusable(path, "its description cannot be read");
    if (json.value("version", 0) != checkpointVersion)
        return unusable(path, "another version of Flambeau wrote it");
    Checkpoint checkpoint;
    FLAMBEAU_TRY(checkpoint.state, trainStateFromJson(json["state"]));
    checkpoint.identity = json["identity"];
    for (const auto& [fullName, tensor] : file.tensors) {
        std::string name = fullName;
        if (TensorMap* map = placeOf(checkpoint, name))
            map->emplace(name, toTorch(tensor));
    }
    return checkpoint;
}

}  // namespace flambeau::trainer
