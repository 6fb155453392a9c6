// SPDX-License-Identifier: GPL-3.0-or-later
// ModelSpec: a network as a small graph, from which the trainer builds torch modules and core/onnx writes ONNX. A
// node's name is torchvision's module path, so that its parameters carry torchvision's names (name + ".weight", …).
// Plain values; the registry of architectures is immutable. Adding an architecture is one file that registers a
// builder in arch_<name>.cpp and a line in architectures.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/result.h"

namespace flambeau::model {

enum class Op {
    Conv2d,       ///< in, out, kernel, stride, padding, dilation, groups, bias: weight [out,in/groups,k,k], bias [out]
    BatchNorm2d,  ///< features, eps: weight, bias, running_mean, running_var [features], num_batches_tracked (int64)
    Relu,
    Relu6,
    HardSwish,
    HardSigmoid,
    Silu,           ///< x * sigmoid(x)
    MaxPool2d,      ///< kernel, stride, padding, ceil_mode
    GlobalAvgPool,  ///< [N,C,H,W] -> [N,C,1,1]
    Flatten,        ///< [N,C,H,W] -> [N,C*H*W]
    Linear,         ///< in, out, bias: weight [out,in], bias [out]
    Dropout,        ///< p; nothing in eval mode
    Add,            ///< two inputs
    Scale,          ///< squeeze-excite: inputs [N,C,H,W] and [N,C,1,1] -> product
    Concat,         ///< along channels
};

/// One node computes one value, known to others by the node's name; the graph's input is "input".
struct Node {
    std::string name;
    Op op = Op::Relu;
    std::vector<std::string> inputs;
    std::map<std::string, double> attributes;  ///< names as in Op's comments; integers are exact in a double

    std::int64_t integer(const std::string& key, std::int64_t otherwise = 0) const;
    double real(const std::string& key, double otherwise = 0) const;
};

struct ModelSpec {
    std::string arch;
    int imageSize = 224;  ///< the side of the square input, pixels; input is [N,3,imageSize,imageSize]
    int numClasses = 0;
    std::vector<Node> nodes;  ///< in an order in which every input comes before its user; the last is the logits
    /// Parameters of nodes whose name starts with one of these are "the head", replaced for a new set of classes and
    /// trained when the backbone is frozen: "fc" or "classifier.1".
    std::vector<std::string> head;

    bool isHead(std::string_view parameterName) const;
};

/// A parameter or buffer that a spec's state dict holds, in torch's order of registration.
struct ParameterInfo {
    std::string name;  ///< "layer1.0.bn1.running_mean"
    std::vector<std::int64_t> shape;
    bool buffer = false;   ///< running statistics: not trained
    bool integer = false;  ///< num_batches_tracked, int64
};
std::vector<ParameterInfo> parametersOf(const ModelSpec& spec);

struct ArchitectureInfo {
    std::string name;                  ///< "resnet18"
    std::string title;                 ///< "ResNet-18"
    int defaultImageSize;              ///< 224; tiny: 32
    std::string imagenetFile;          ///< torchvision's file name "resnet18-f37072fd.pth"; empty: none published
    std::string imagenetSha256Prefix;  ///< as in the file's name: the first 8 digits of its SHA-256
    std::string note;                  ///< "2.2 million parameters, quick on a CPU"
};
const std::vector<ArchitectureInfo>& architectures();
const ArchitectureInfo* findArchitecture(std::string_view name);

/// InvalidArgument for an unknown architecture, fewer than one class, or an image too small for the network.
Result<ModelSpec> buildModelSpec(std::string_view arch, int numClasses, int imageSize);

nlohmann::json toJson(const ModelSpec& spec);
/// Hostile until checked: every reference, attribute range and size is verified; optional attributes are filled in.
Result<ModelSpec> modelSpecFromJson(const nlohmann::json& json);
/// What modelSpecFromJson checks, for a spec that is there already: names, references, attributes, and every shape from
/// the input to the logits. Corrupt, naming the node.
Status checkModelSpec(const ModelSpec& spec);
/// Of a spec that was checked, for one picture: each value's channels, height and width; [n,1,1] once it is flat.
std::map<std::string, std::array<std::int64_t, 3>> shapesOf(const ModelSpec& spec);
std::string_view toString(Op op);

}  // namespace flambeau::model
