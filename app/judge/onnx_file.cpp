// SPDX-License-Identifier: GPL-3.0-or-later
#include "onnx_file.h"

#include <cstring>
#include <map>
#include <optional>
#include <set>

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

#include "flambeau/base/strings.h"

namespace flambeau::judge {
namespace {

constexpr std::uint64_t kMaxBytes = 2'147'483'647;
constexpr int kMaxSide = 4096;
constexpr int kMaxClasses = 1'000'000;

Error corrupt(const std::string& name, const std::string& what, std::string detail = {}) {
    return {ErrorCode::Corrupt, name + " is not a usable ONNX file: " + what, "Export the model again.",
            toPlainText(detail)};
}
Error unsupported(const std::string& name, const std::string& what) {
    return {ErrorCode::Unsupported, name + " " + what, "Export the model with Flambeau.", ""};
}

/// Also refuses weights kept in other files: a foreign file could name any on this machine.
Status parse(const std::string& bytes, const std::string& name, onnx::ModelProto& model) {
    if (bytes.size() > kMaxBytes || !model.ParseFromString(bytes) || !model.has_graph())
        return corrupt(name, "its content is damaged or something else.");
    for (const onnx::TensorProto& tensor : model.graph().initializer()) {
        if (tensor.data_location() == onnx::TensorProto::EXTERNAL || tensor.external_data_size() > 0)
            return unsupported(name, "keeps its weights in other files.");
    }
    return {};
}

Status check(const onnx::ModelProto& model, const std::string& name) {
    try {
        onnx::checker::check_model(model);
    } catch (const std::exception& failure) {
        return corrupt(name, "onnx's checker refuses it.", failure.what());
    }
    return {};
}

/// The fixed sides of a value; -1 where a side is open.
std::vector<std::int64_t> sidesOf(const onnx::ValueInfoProto& value) {
    std::vector<std::int64_t> sides;
    for (const auto& side : value.type().tensor_type().shape().dim())
        sides.push_back(side.has_dim_value() ? side.dim_value() : -1);
    return sides;
}

Status describeInput(const onnx::GraphProto& graph, const std::string& name, OnnxFile& file) {
    std::set<std::string> constants;
    for (const auto& tensor : graph.initializer())
        constants.insert(tensor.name());
    const onnx::ValueInfoProto* input = nullptr;
    for (const auto& value : graph.input()) {
        if (constants.count(value.name()))
            continue;
        if (input)
            return unsupported(name, "has more than one input.");
        input = &value;
    }
    if (!input)
        return unsupported(name, "has no input.");
    const auto sides = sidesOf(*input);
    const int type = input->type().tensor_type().elem_type();
    file.takesBytes = type == onnx::TensorProto::UINT8;
    if ((!file.takesBytes && type != onnx::TensorProto::FLOAT) || sides.size() != 4)
        return unsupported(name, "does not take pictures.");
    if (sides[0] != -1)
        return unsupported(name, "takes only a fixed number of pictures at once.");
    const std::int64_t side = file.takesBytes ? sides[1] : sides[3];
    const bool square = sides[2] == side && sides[file.takesBytes ? 3 : 1] == 3;
    if (!square || side < 1 || side > kMaxSide)
        return unsupported(name, "does not take square pictures of three channels and a fixed size.");
    file.imageSize = static_cast<int>(side);
    return {};
}

Status describeOutput(const onnx::GraphProto& graph, const std::string& name, OnnxFile& file) {
    if (graph.output_size() != 1)
        return unsupported(name, "has not one output but " + std::to_string(graph.output_size()) + ".");
    const auto sides = sidesOf(graph.output(0));
    if (sides.size() != 2 || sides[1] < 1 || sides[1] > kMaxClasses ||
        graph.output(0).type().tensor_type().elem_type() != onnx::TensorProto::FLOAT)
        return unsupported(name, "does not give one number a class.");
    file.classes = static_cast<int>(sides[1]);
    for (const auto& node : graph.node()) {
        file.hasClip = file.hasClip || node.op_type() == "Clip";
        for (const auto& output : node.output()) {
            if (output == graph.output(0).name())
                file.probabilities = node.op_type() == "Softmax";
        }
    }
    return {};
}

/// The one float of a constant tensor.
std::optional<float> scalarOf(const onnx::TensorProto& tensor) {
    std::int64_t count = 1;
    for (const std::int64_t side : tensor.dims())
        count *= side;
    if (tensor.data_type() != onnx::TensorProto::FLOAT || count != 1)
        return std::nullopt;
    if (tensor.float_data_size() == 1)
        return tensor.float_data(0);
    if (tensor.raw_data().size() != sizeof(float))
        return std::nullopt;
    float value = 0;
    std::memcpy(&value, tensor.raw_data().data(), sizeof value);
    return value;
}

std::map<std::string, float> scalarsOf(const onnx::GraphProto& graph) {
    std::map<std::string, float> scalars;
    for (const auto& tensor : graph.initializer()) {
        if (const auto value = scalarOf(tensor))
            scalars[tensor.name()] = *value;
    }
    for (const auto& node : graph.node()) {
        if (node.op_type() != "Constant" || node.attribute_size() != 1 || node.output_size() != 1)
            continue;
        if (const auto value = scalarOf(node.attribute(0).t()))
            scalars[node.output(0)] = *value;
    }
    return scalars;
}

void addNode(onnx::GraphProto& graph, const std::string& op, const std::string& name,
             const std::vector<std::string>& inputs, const std::string& output) {
    onnx::NodeProto* node = graph.add_node();
    node->set_op_type(op);
    node->set_name(name);
    for (const std::string& input : inputs)
        node->add_input(input);
    node->add_output(output);
}

/// Writes what stands for one Clip behind the nodes of `graph`; its name comes from the value that the Clip gave.
Status rewriteClip(const onnx::NodeProto& clip, const std::map<std::string, float>& scalars, onnx::GraphProto& graph) {
    const auto low = clip.input_size() == 3 ? scalars.find(clip.input(1)) : scalars.end();
    const auto high = clip.input_size() == 3 ? scalars.find(clip.input(2)) : scalars.end();
    if (low == scalars.end() || high == scalars.end() || low->second != 0.0f || !(high->second > 0.0f))
        return unsupported("The file",
                           "has a Clip that is not written for OpenCV: its limits are not 0 and a constant.");
    const std::string base = "twin." + clip.output(0);
    onnx::TensorProto* limit = graph.add_initializer();
    limit->set_name(base + ".limit");
    limit->set_data_type(onnx::TensorProto::FLOAT);
    limit->set_raw_data(&high->second, sizeof(float));
    addNode(graph, "Relu", base + ".relu1", {clip.input(0)}, base + ".relu1.out");
    addNode(graph, "Sub", base + ".sub1", {base + ".limit", base + ".relu1.out"}, base + ".sub1.out");
    addNode(graph, "Relu", base + ".relu2", {base + ".sub1.out"}, base + ".relu2.out");
    addNode(graph, "Sub", base + ".sub2", {base + ".limit", base + ".relu2.out"}, clip.output(0));
    return {};
}

}  // namespace

Status checkOnnx(const std::string& bytes) {
    onnx::ModelProto model;
    FLAMBEAU_CHECK(parse(bytes, "The file", model));
    return check(model, "The file");
}

Result<OnnxFile> openOnnx(std::string bytes, const std::string& shownName) {
    onnx::ModelProto model;
    FLAMBEAU_CHECK(parse(bytes, shownName, model));
    FLAMBEAU_CHECK(check(model, shownName));
    OnnxFile file;
    FLAMBEAU_CHECK(describeInput(model.graph(), shownName, file));
    FLAMBEAU_CHECK(describeOutput(model.graph(), shownName, file));
    file.bytes = std::move(bytes);
    return file;
}

Result<OnnxFile> readOnnxFile(const fs::path& path) {
    FLAMBEAU_TRY(std::string bytes, readFile(path, kMaxBytes));
    return openOnnx(std::move(bytes), "'" + toPlainText(path.string()) + "'");
}

Status checkFits(const OnnxFile& file, const model::ModelFile& model) {
    if (file.imageSize != model.spec.imageSize || file.classes != model.spec.numClasses) {
        return Error{ErrorCode::InvalidArgument,
                     "The ONNX file and model.json do not belong together: the file takes " +
                         std::to_string(file.imageSize) + " pixels and gives " + std::to_string(file.classes) +
                         " classes, model.json says " + std::to_string(model.spec.imageSize) + " and " +
                         std::to_string(model.spec.numClasses) + ".",
                     "Name the model.json that the file was exported with.", ""};
    }
    return {};
}

Result<std::string> withoutClip(const std::string& bytes) {
    onnx::ModelProto model;
    FLAMBEAU_CHECK(parse(bytes, "The file", model));
    const auto scalars = scalarsOf(model.graph());
    onnx::GraphProto nodes;
    for (const auto& node : model.graph().node()) {
        if (node.op_type() != "Clip") {
            *nodes.add_node() = node;
            continue;
        }
        FLAMBEAU_CHECK(rewriteClip(node, scalars, nodes));
    }
    model.mutable_graph()->mutable_node()->Swap(nodes.mutable_node());
    for (auto& tensor : *nodes.mutable_initializer())
        *model.mutable_graph()->add_initializer() = std::move(tensor);
    return model.SerializeAsString();
}

bool sameGraph(const std::string& left, const std::string& right) {
    onnx::ModelProto a, b;
    return a.ParseFromString(left) && b.ParseFromString(right) &&
           a.graph().SerializeAsString() == b.graph().SerializeAsString();
}

}  // namespace flambeau::judge
