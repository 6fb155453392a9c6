// SPDX-License-Identifier: GPL-3.0-or-later
#include "registry_bench.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "flambeau/domain/run_definition.h"
#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"

namespace flambeau::test {

Variables::Variables(const Values& values) {
    for (const auto& [name, value] : values) {
        const char* before = std::getenv(name.c_str());
        m_before[name] = before ? before : "";
        setenv(name.c_str(), value.c_str(), 1);
    }
}

Variables::~Variables() {
    for (const auto& [name, value] : m_before) {
        if (value.empty())
            unsetenv(name.c_str());
        else
            setenv(name.c_str(), value.c_str(), 1);
    }
}

Bench::Bench()
    : variables(Values{{"FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan"},
                 {"FLAMBEAU_JUDGE", FLAMBEAU_BIN "/flambeau-judge"},
                 {"XDG_CONFIG_HOME", (dir / "config").string()},
                 {"XDG_CACHE_HOME", (dir / "cache").string()},
                 {"TORCH_HOME", (dir / "torch").string()}}),
      workspace(must(session::Workspace::open(dir / "workspace"))),
      registry(*workspace) {}

RunId Bench::completedRun(const std::map<std::string, std::string>& outputs, double accuracy,
                          const std::string& learningRate) {
    store::Workspace& store = workspace->store();
    domain::RunDefinition definition;
    definition.id = RunId::create();
    definition.name = "made-by-hand";
    definition.experiment = "default";
    definition.recipe = "image-classification";
    definition.dataset = {"shapes", 3, std::string(64, 'a')};
    definition.parameters = domain::withDefaults("image-classification", {});
    definition.parameters["arch"] = std::string("tiny");
    definition.parameters["lr"] = std::stod(learningRate);
    definition.engine = std::string(64, 'e');
    definition.created = 1;
    const store::Runs runs(store);
    must(runs.create(store::NewRun::from(definition)));
    std::vector<store::RunOutput> rows;
    for (const auto& [path, bytes] : outputs) {
        const auto artifact = must(store::Artifacts(store).putBytes(bytes));
        rows.push_back({"outputs/" + path, artifact.bytes, artifact.sha256});
    }
    must(runs.setOutputs(definition.id, rows));
    store::StreamBatch batch;
    batch.add("val/acc", 1, 1, 1.0, accuracy / 2);
    batch.add("val/acc", 2, 2, 2.0, accuracy);
    batch.add("system/cpu", 2, 2, 2.0, 99);
    must(store::Metrics(store).append(definition.id, batch));
    must(runs.setState(definition.id, domain::RunState::Completed, "", 2));
    return definition.id;
}

std::map<std::string, std::string> untrainedOutputs(const fs::path& scratch) {
    model::ModelFile file;
    file.spec = must(model::buildModelSpec("tiny", 3, 32));
    file.classes = {"circle", "square", "star"};
    file.preprocessing = model::defaultPreprocessing(32);
    model::Weights weights;
    float value = 0.01f;
    for (const model::ParameterInfo& info : model::parametersOf(file.spec)) {
        std::int64_t count = 1;
        for (const std::int64_t side : info.shape)
            count *= side;
        if (info.integer) {
            weights.tensors[info.name] = model::Tensor::fromInts(info.shape, std::vector<std::int64_t>(count, 1));
            continue;
        }
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float& one : values)  // different, small, and positive where a variance stands
            one = value = value > 0.2f ? 0.01f : value * 1.07f;
        weights.tensors[info.name] = model::Tensor::fromFloats(info.shape, values);
    }
    must(model::writeSafetensors(scratch / "weights", weights));
    model::Weights reference;
    reference.tensors["logits"] = model::Tensor::fromFloats({2, 3}, std::vector<float>(6, 0));
    reference.tensors["labels"] = model::Tensor::fromInts({2}, {0, 1});
    reference.tensors["inputs"] = model::Tensor::fromFloats({2, 3, 32, 32}, std::vector<float>(2 * 3 * 32 * 32, 0.5f));
    reference.metadata["paths"] = R"(["val/circle/a.png","val/square/b.png"])";
    must(model::writeSafetensors(scratch / "reference", reference));
    return {{"best.safetensors", read(scratch / "weights")},
            {"last.safetensors", read(scratch / "weights") + " "},
            {"model.json", model::toJson(file).dump()},
            {"model.ts", "a TorchScript archive"},
            {"state_dict.pt", "a state dict"},
            {"reference.safetensors", read(scratch / "reference")},
            {"tables/confusion.json", R"({"columns":[],"rows":[]})"},
            {"checkpoint/checkpoint.safetensors", "a checkpoint"}};
}

}  // namespace flambeau::test
