// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/onnx/writer.h"

#include <algorithm>

#include "flambeau/base/strings.h"
#include "graph_writer.h"

namespace flambeau::onnx {
namespace {

using nlohmann::json;

constexpr int kIrVersion = 8;
constexpr int kOpset = 17;
constexpr std::size_t kMaxBytes = 2'000'000'000;  // protocol buffers end at 2 GiB

void metadata(Proto& model, const char* key, const std::string& value) {
    Proto entry;
    entry.text(1, key);
    entry.text(2, value);
    model.message(14, entry);
}

/// A text of the training record; model.json comes from anywhere, so another type counts as absent.
std::string trainingText(const json& training, const json::json_pointer& place) {
    const json none;
    const json& found = training.contains(place) ? training.at(place) : none;
    return found.is_string() ? toValidUtf8(found.get<std::string>()) : std::string();
}

void allMetadata(Proto& model, const model::ModelFile& file, const ExportOptions& options) {
    constexpr auto replace = json::error_handler_t::replace;
    metadata(model, "arch", file.spec.arch);
    metadata(model, "class_labels", json(file.classes).dump(-1, ' ', false, replace));
    json preprocessing = toJson(file)["preprocessing"];
    preprocessing["colour"] = "RGB";
    preprocessing["in_graph"] = options.preprocessing;
    preprocessing["input"] = options.preprocessing ? "uint8 NHWC, 0 to 255" : "float32 NCHW, (x / 255 - mean) / std";
    metadata(model, "preprocessing", preprocessing.dump());
    for (const auto& [key, place] : {std::pair{"run", "/run"}, {"dataset_fingerprint", "/dataset/fingerprint"}}) {
        if (const std::string text = trainingText(file.training, json::json_pointer(place)); !text.empty())
            metadata(model, key, text);
    }
}

}  // namespace

bool hasForms(const model::ModelSpec& spec) {
    return std::any_of(spec.nodes.begin(), spec.nodes.end(),
                       [](const model::Node& node) { return node.op == model::Op::Relu6; });
}

Result<std::string> writeOnnx(const model::ModelFile& file, const model::Weights& weights,
                              const ExportOptions& options) {
    FLAMBEAU_CHECK(model::checkModelSpec(file.spec));
    FLAMBEAU_CHECK(checkWeights(file.spec, weights));
    const Proto graph = GraphWriter(file, weights, options).write();
    if (graph.bytes().size() > kMaxBytes) {
        return Error{ErrorCode::Unsupported, "The network is too large for one ONNX file: more than 2 GB of weights.",
                     "Export it as safetensors or TorchScript.", ""};
    }
    Proto model;
    model.reserve(graph.bytes().size() + 65536);
    model.integer(1, kIrVersion);
    model.text(2, "Flambeau");
    if (!options.producerVersion.empty())
        model.text(3, options.producerVersion);
    model.message(7, graph);
    Proto opset;
    opset.text(1, "");
    opset.integer(2, kOpset);
    model.message(8, opset);
    allMetadata(model, file, options);
    return model.take();
}

}  // namespace flambeau::onnx
