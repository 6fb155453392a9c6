// SPDX-License-Identifier: GPL-3.0-or-later
#include "outputs.h"

#include "network.h"
#include "state_dict.h"
#include "torchscript.h"
#include "weights_io.h"

namespace flambeau::trainer {
namespace {

Status writeReference(const fs::path& path, const Reference& reference) {
    std::vector<std::int64_t> labels;
    nlohmann::json paths = nlohmann::json::array();
    for (const auto& sample : reference.samples) {
        labels.push_back(sample.label);
        paths.push_back(sample.path);
    }
    model::Weights file;
    file.tensors["logits"] = fromTorch(reference.logits);
    file.tensors["labels"] = model::Tensor::fromInts({static_cast<std::int64_t>(labels.size())}, labels);
    file.tensors["inputs"] = fromTorch(reference.inputs);
    file.metadata["paths"] = paths.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    file.metadata["split"] = reference.split;
    return model::writeSafetensors(path, file);
}

Status writeTable(const fs::path& runFolder, const std::string& name, const nlohmann::json& table, std::int64_t step,
                  RunLog& log) {
    const std::string path = "outputs/tables/" + name + ".json";
    FLAMBEAU_CHECK(makeDirs((runFolder / path).parent_path()));
    FLAMBEAU_CHECK(
        writeFileAtomic(runFolder / path, table.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
    log.table(step, name, path);
    return {};
}

}  // namespace

Status writeBest(const fs::path& runFolder, const model::ModelFile& model, const model::Weights& best) {
    const fs::path outputs = runFolder / "outputs";
    FLAMBEAU_CHECK(makeDirs(outputs));
    FLAMBEAU_CHECK(model::writeSafetensors(outputs / "best.safetensors", best));
    return writeFileAtomic(outputs / "model.json",
                           model::toJson(model).dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Status writeOutputs(const fs::path& runFolder, const FinalOutputs& outputs, RunLog& log) {
    const fs::path folder = runFolder / "outputs";
    FLAMBEAU_CHECK(writeBest(runFolder, outputs.model, outputs.best));
    FLAMBEAU_CHECK(model::writeSafetensors(folder / "last.safetensors", outputs.last));
    Network network(outputs.model.spec);  // on the CPU, in the plain layout
    FLAMBEAU_CHECK(loadExactly(network, outputs.best));
    FLAMBEAU_CHECK(writeStateDict(network, folder / "state_dict.pt"));
    FLAMBEAU_CHECK(writeTorchScript(network, folder / "model.ts"));
    FLAMBEAU_CHECK(writeReference(folder / "reference.safetensors", outputs.reference));
    for (const auto& [file, kind] : {std::pair{"best.safetensors", "weights"},
                                     {"last.safetensors", "weights"},
                                     {"model.json", "model"},
                                     {"state_dict.pt", "state_dict"},
                                     {"model.ts", "torchscript"},
                                     {"reference.safetensors", "reference"},
                                     {"checkpoint/checkpoint.safetensors", "checkpoint"}})
        log.artifact(runFolder, std::string("outputs/") + file, kind);
    const auto& samples = outputs.reference.samples;
    if (outputs.reference.split == "val") {
        const auto& classes = outputs.model.classes;
        FLAMBEAU_CHECK(
            writeTable(runFolder, "per_class", perClassTable(outputs.evaluation, samples, classes), outputs.step, log));
        FLAMBEAU_CHECK(writeTable(runFolder, "confusion", confusionTable(outputs.evaluation, samples, classes),
                                  outputs.step, log));
    }
    return log.status();
}

}  // namespace flambeau::trainer
