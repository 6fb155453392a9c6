// SPDX-License-Identifier: GPL-3.0-or-later
// Field numbers in comments are those of onnx.proto.
#include "graph_writer.h"

namespace flambeau::onnx {
namespace {

using model::Node;
using model::Op;

constexpr int kFloat = 1, kUint8 = 2, kInt64 = 7;  // TensorProto.DataType

std::vector<std::int64_t> twice(std::int64_t value) {
    return {value, value};
}
std::vector<std::int64_t> fourTimes(std::int64_t value) {
    return {value, value, value, value};
}

Proto attributeProto(const Attribute& attribute) {
    Proto proto;
    proto.text(1, attribute.name);
    switch (attribute.kind) {
        case Attribute::Kind::Int:
            proto.integer(3, attribute.ints[0]);
            proto.integer(20, 2);  // AttributeType INT
            break;
        case Attribute::Kind::Ints:
            for (const std::int64_t value : attribute.ints)
                proto.integer(8, value);
            proto.integer(20, 7);  // INTS
            break;
        case Attribute::Kind::Float:
            proto.real(2, attribute.real);
            proto.integer(20, 1);  // FLOAT
            break;
    }
    return proto;
}

/// ValueInfoProto; a side of -1 is the batch, whose size is open.
Proto valueInfo(const char* name, int type, const std::vector<std::int64_t>& shape) {
    Proto sides;
    for (const std::int64_t side : shape) {
        Proto dimension;
        if (side < 0)
            dimension.text(2, "batch");
        else
            dimension.integer(1, side);
        sides.message(1, dimension);
    }
    Proto tensor;
    tensor.integer(1, type);
    tensor.message(2, sides);
    Proto typeProto;
    typeProto.message(1, tensor);
    Proto info;
    info.text(1, name);
    info.message(2, typeProto);
    return info;
}

}  // namespace

GraphWriter::GraphWriter(const model::ModelFile& file, const model::Weights& weights, const ExportOptions& options)
    : m_file(file), m_weights(weights), m_options(options), m_shapes(model::shapesOf(file.spec)) {
    std::map<std::string, std::pair<int, const Node*>> users;  // how many, and the last
    std::map<std::string, const Node*> byName;
    for (const Node& node : file.spec.nodes) {
        byName[node.name] = &node;
        for (const std::string& name : node.inputs) {
            ++users[name].first;
            users[name].second = &node;
        }
    }
    for (const auto& [name, user] : users) {
        const auto producer = byName.find(name);
        if (options.foldBatchNorm && producer != byName.end() && producer->second->op == Op::Conv2d &&
            user.first == 1 && user.second->op == Op::BatchNorm2d)
            m_folded[name] = user.second;
    }
}

Proto GraphWriter::write() {
    m_values["input"] = "input";
    if (m_options.preprocessing)
        preprocessing();
    for (const Node& node : m_file.spec.nodes)
        lower(node);
    const Node& last = m_file.spec.nodes.back();
    if (m_options.softmax)
        node("Softmax", "softmax", {m_values[last.name]}, "probabilities", {Attribute::integer("axis", 1)});
    else if (m_values[last.name] != "logits")  // the last node computes nothing when used, as Dropout
        node("Identity", "logits", {m_values[last.name]}, "logits");

    const std::int64_t side = m_file.spec.imageSize;
    Proto graph;
    graph.reserve(m_nodes.bytes().size() + m_initializers.bytes().size() + 1024);
    graph.append(m_nodes.bytes());         // node = 1
    graph.text(2, m_file.spec.arch);       // name
    graph.append(m_initializers.bytes());  // initializer = 5
    if (m_options.preprocessing)
        graph.message(11, valueInfo("input", kUint8, {-1, side, side, 3}));
    else
        graph.message(11, valueInfo("input", kFloat, {-1, 3, side, side}));
    graph.message(12, valueInfo(m_options.softmax ? "probabilities" : "logits", kFloat, {-1, m_file.spec.numClasses}));
    return graph;
}

void GraphWriter::node(const char* op, const std::string& name, const std::vector<std::string>& inputs,
                       const std::string& output, const std::vector<Attribute>& attributes) {
    Proto proto;
    for (const std::string& value : inputs)
        proto.text(1, value);
    proto.text(2, output);
    proto.text(3, name);
    proto.text(4, op);
    for (const Attribute& attribute : attributes)
        proto.message(5, attributeProto(attribute));
    m_nodes.message(1, proto);
}

void GraphWriter::floats(const std::string& name, const FloatTensor& tensor) {
    Proto head;
    for (const std::int64_t side : tensor.shape)
        head.integer(1, side);
    head.integer(2, kFloat);
    head.text(8, name);
    const std::string_view raw(reinterpret_cast<const char*>(tensor.values.data()),
                               tensor.values.size() * sizeof(float));
    head.open(9, raw.size());  // raw_data, little-endian
    m_initializers.open(5, head.bytes().size() + raw.size());
    m_initializers.append(head.bytes());
    m_initializers.append(raw);
}

void GraphWriter::integers(const std::string& name, const std::vector<std::int64_t>& values) {
    Proto proto;
    proto.integer(1, static_cast<std::int64_t>(values.size()));
    proto.integer(2, kInt64);
    proto.text(8, name);
    proto.text(9, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::int64_t)});
    m_initializers.message(5, proto);
}

std::string GraphWriter::outputOf(const Node& node) const {
    const bool last = &node == &m_file.spec.nodes.back();
    return last && !m_options.softmax ? "logits" : node.name + ".out";
}

std::string GraphWriter::input(const Node& node, std::size_t index) const {
    return m_values.at(node.inputs[index]);
}

/// uint8 [N,S,S,3] -> float [N,3,S,S], normalised: (v - 255 mean) / (255 std).
void GraphWriter::preprocessing() {
    FloatTensor mean{{3, 1, 1}, {}}, std{{3, 1, 1}, {}};
    for (std::size_t c = 0; c < 3; ++c) {
        mean.values.push_back(static_cast<float>(255.0 * m_file.preprocessing.mean[c]));
        std.values.push_back(static_cast<float>(255.0 * m_file.preprocessing.std[c]));
    }
    floats("preprocessing.mean", mean);
    floats("preprocessing.std", std);
    node("Cast", "preprocessing.cast", {"input"}, "preprocessing.cast.out", {Attribute::integer("to", kFloat)});
    node("Transpose", "preprocessing.transpose", {"preprocessing.cast.out"}, "preprocessing.transpose.out",
         {Attribute::integers("perm", {0, 3, 1, 2})});
    node("Sub", "preprocessing.sub", {"preprocessing.transpose.out", "preprocessing.mean"}, "preprocessing.sub.out");
    node("Div", "preprocessing.div", {"preprocessing.sub.out", "preprocessing.std"}, "preprocessing.div.out");
    m_values["input"] = "preprocessing.div.out";
}

void GraphWriter::lower(const Node& node) {
    switch (node.op) {
        case Op::Conv2d:
            return convolution(node);
        case Op::BatchNorm2d:
            return batchNorm(node);
        case Op::Relu:
            return activation("Relu", node);
        case Op::Relu6:
            return relu6(node);
        case Op::HardSwish:
            return activation("HardSwish", node);
        case Op::HardSigmoid:
            return activation("HardSigmoid", node,
                              {Attribute::number("alpha", 1.0f / 6.0f), Attribute::number("beta", 0.5f)});
        case Op::Silu:
            this->node("Sigmoid", node.name + ".sigmoid", {input(node)}, node.name + ".sigmoid.out");
            this->node("Mul", node.name, {input(node), node.name + ".sigmoid.out"}, outputOf(node));
            break;
        case Op::MaxPool2d:
            return maxPool(node);
        case Op::GlobalAvgPool:
            return activation("GlobalAveragePool", node);
        case Op::Flatten:
            return activation("Flatten", node, {Attribute::integer("axis", 1)});
        case Op::Linear:
            return linear(node);
        case Op::Dropout:
            m_values[node.name] = input(node);
            return;
        case Op::Add:
            this->node("Add", node.name, {input(node, 0), input(node, 1)}, outputOf(node));
            break;
        case Op::Scale:
            return scale(node);
        case Op::Concat: {
            std::vector<std::string> inputs;
            for (std::size_t i = 0; i < node.inputs.size(); ++i)
                inputs.push_back(input(node, i));
            this->node("Concat", node.name, inputs, outputOf(node), {Attribute::integer("axis", 1)});
            break;
        }
    }
    m_values[node.name] = outputOf(node);
}

void GraphWriter::activation(const char* op, const Node& node, const std::vector<Attribute>& attributes) {
    this->node(op, node.name, {input(node)}, outputOf(node), attributes);
    m_values[node.name] = outputOf(node);
}

void GraphWriter::convolution(const Node& node) {
    FloatTensor weight = floatsOf(m_weights, node.name + ".weight"), bias;
    if (node.integer("bias"))
        bias = floatsOf(m_weights, node.name + ".bias");
    if (const auto folded = m_folded.find(node.name); folded != m_folded.end())
        foldBatchNorm(m_weights, *folded->second, weight, bias);
    floats(node.name + ".weight", weight);
    std::vector<std::string> inputs{input(node), node.name + ".weight"};
    if (!bias.values.empty()) {
        floats(node.name + ".bias", bias);
        inputs.push_back(node.name + ".bias");
    }
    // OpenCV takes no default: every attribute is written out.
    this->node("Conv", node.name, inputs, outputOf(node),
               {Attribute::integers("dilations", twice(node.integer("dilation", 1))),
                Attribute::integer("group", node.integer("groups", 1)),
                Attribute::integers("kernel_shape", twice(node.integer("kernel"))),
                Attribute::integers("pads", fourTimes(node.integer("padding"))),
                Attribute::integers("strides", twice(node.integer("stride", 1)))});
    m_values[node.name] = outputOf(node);
}

void GraphWriter::batchNorm(const Node& node) {
    if (m_folded.count(node.inputs[0])) {
        m_values[node.name] = input(node);
        return;
    }
    std::vector<std::string> inputs{input(node)};
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        floats(node.name + part, floatsOf(m_weights, node.name + part));
        inputs.push_back(node.name + part);
    }
    this->node("BatchNormalization", node.name, inputs, outputOf(node),
               {Attribute::number("epsilon", static_cast<float>(node.real("eps", 1e-5)))});
    m_values[node.name] = outputOf(node);
}

void GraphWriter::linear(const Node& node) {
    const FloatTensor weight = floatsOf(m_weights, node.name + ".weight");
    FloatTensor bias{{weight.shape[0]}, std::vector<float>(static_cast<std::size_t>(weight.shape[0]), 0.0f)};
    if (node.integer("bias"))
        bias = floatsOf(m_weights, node.name + ".bias");
    floats(node.name + ".weight", weight);
    floats(node.name + ".bias", bias);
    this->node("Gemm", node.name, {input(node), node.name + ".weight", node.name + ".bias"}, outputOf(node),
               {Attribute::number("alpha", 1), Attribute::number("beta", 1), Attribute::integer("transB", 1)});
    m_values[node.name] = outputOf(node);
}

void GraphWriter::maxPool(const Node& node) {
    activation("MaxPool", node,
               {Attribute::integer("ceil_mode", node.integer("ceil_mode")),
                Attribute::integers("kernel_shape", twice(node.integer("kernel"))),
                Attribute::integers("pads", fourTimes(node.integer("padding"))),
                Attribute::integers("strides", twice(node.integer("stride", 1)))});
}

void GraphWriter::relu6(const Node& node) {
    const std::string& name = node.name;
    if (m_options.form == Form::Fast) {
        floats(name + ".min", {{}, {0.0f}});
        floats(name + ".max", {{}, {6.0f}});
        this->node("Clip", name, {input(node), name + ".min", name + ".max"}, outputOf(node));
    } else {
        floats(name + ".six", {{}, {6.0f}});
        this->node("Relu", name + ".relu1", {input(node)}, name + ".relu1.out");
        this->node("Sub", name + ".sub1", {name + ".six", name + ".relu1.out"}, name + ".sub1.out");
        this->node("Relu", name + ".relu2", {name + ".sub1.out"}, name + ".relu2.out");
        this->node("Sub", name, {name + ".six", name + ".relu2.out"}, outputOf(node));
    }
    m_values[name] = outputOf(node);
}

/// x[N,C,H,W] * s[N,C,1,1], as channels of one picture: OpenCV fails on the plain product for batches above one.
void GraphWriter::scale(const Node& node) {
    const std::string& name = node.name;
    integers(name + ".together", {1, -1, 0, 0});
    this->node("Reshape", name + ".reshape1", {input(node, 0), name + ".together"}, name + ".reshape1.out");
    this->node("Reshape", name + ".reshape2", {input(node, 1), name + ".together"}, name + ".reshape2.out");
    this->node("Mul", name + ".mul", {name + ".reshape1.out", name + ".reshape2.out"}, name + ".mul.out");
    integers(name + ".apart", {-1, m_shapes.at(name)[0], 0, 0});
    this->node("Reshape", name, {name + ".mul.out", name + ".apart"}, outputOf(node));
    m_values[name] = outputOf(node);
}

}  // namespace flambeau::onnx
