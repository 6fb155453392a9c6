// SPDX-License-Identifier: GPL-3.0-or-later
// MobileNetV2: M. Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018, width 1.0.
// Names and order are torchvision's, so that its weights load.
#include "spec_builder.h"

namespace flambeau::model {
namespace {

/// Convolution, batch norm and Relu6 as three numbered children of `name`.
std::string convBnRelu(SpecBuilder& net, const std::string& name, const std::string& input, const ConvShape& shape) {
    auto x = net.conv(name + ".0", input, shape);
    x = net.batchNorm(name + ".1", x, shape.out);
    return net.plain(name + ".2", Op::Relu6, x);
}

/// Widen (unless `expand` is 1), filter each channel by itself, project back; around it where shapes allow.
std::string invertedResidual(SpecBuilder& net, const std::string& name, const std::string& input, std::int64_t in,
                             std::int64_t out, std::int64_t stride, std::int64_t expand) {
    const std::int64_t hidden = in * expand;
    const std::string prefix = name + ".conv.";
    int child = 0;
    auto x = input;
    if (expand != 1)
        x = convBnRelu(net, prefix + std::to_string(child++), x, {.in = in, .out = hidden, .kernel = 1});
    x = convBnRelu(net, prefix + std::to_string(child++), x,
                   {.in = hidden, .out = hidden, .kernel = 3, .stride = stride, .padding = 1, .groups = hidden});
    x = net.conv(prefix + std::to_string(child++), x, {.in = hidden, .out = out, .kernel = 1});
    x = net.batchNorm(prefix + std::to_string(child), x, out);
    return stride == 1 && in == out ? net.add(name + ".add", input, x) : x;
}

struct Stage {
    std::int64_t expand, out;
    int repeats;
    std::int64_t stride;
};

ModelSpec build(int numClasses, int imageSize) {
    static constexpr Stage stages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                       {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    SpecBuilder net("mobilenet_v2", numClasses, imageSize);
    auto x = convBnRelu(net, "features.0", "input", {.in = 3, .out = 32, .kernel = 3, .stride = 2, .padding = 1});
    std::int64_t channels = 32;
    int index = 1;
    for (const Stage& stage : stages) {
        for (int i = 0; i < stage.repeats; ++i) {
            x = invertedResidual(net, "features." + std::to_string(index++), x, channels, stage.out,
                                 i == 0 ? stage.stride : 1, stage.expand);
            channels = stage.out;
        }
    }
    x = convBnRelu(net, "features." + std::to_string(index), x, {.in = channels, .out = 1280, .kernel = 1});
    x = net.plain("avgpool", Op::GlobalAvgPool, x);
    x = net.plain("flatten", Op::Flatten, x);
    x = net.dropout("classifier.0", x, 0.2);
    net.linear("classifier.1", x, 1280, numClasses);
    return net.finish({"classifier.1"});
}

}  // namespace

Architecture mobilenetV2() {
    return {{"mobilenet_v2", "MobileNetV2", 224, "mobilenet_v2-b0353104.pth", "b0353104",
             "3.5 million parameters, quick on a CPU and small when exported"},
            32,
            build};
}

}  // namespace flambeau::model
