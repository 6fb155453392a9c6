// SPDX-License-Identifier: GPL-3.0-or-later
// ResNet-18, -34 and -50: K. He et al., "Deep Residual Learning for Image Recognition", CVPR 2016. Names, order and
// the place of the stride (on the 3x3 convolution of a bottleneck) are torchvision's, so that its weights load.
#include <array>

#include "spec_builder.h"

namespace flambeau::model {
namespace {

struct Block {
    std::string name;
    std::string input;
    std::int64_t in, width, stride;
};

/// The path that goes around a block; a projection where shape or resolution changes.
std::string shortcut(SpecBuilder& net, const Block& block, std::int64_t out) {
    if (block.stride == 1 && block.in == out)
        return block.input;
    const auto conv = net.conv(block.name + ".downsample.0", block.input,
                               {.in = block.in, .out = out, .kernel = 1, .stride = block.stride});
    return net.batchNorm(block.name + ".downsample.1", conv, out);
}

std::string basicBlock(SpecBuilder& net, const Block& b) {
    auto x = net.conv(b.name + ".conv1", b.input,
                      {.in = b.in, .out = b.width, .kernel = 3, .stride = b.stride, .padding = 1});
    x = net.batchNorm(b.name + ".bn1", x, b.width);
    x = net.plain(b.name + ".relu1", Op::Relu, x);
    x = net.conv(b.name + ".conv2", x, {.in = b.width, .out = b.width, .kernel = 3, .padding = 1});
    x = net.batchNorm(b.name + ".bn2", x, b.width);
    x = net.add(b.name + ".add", x, shortcut(net, b, b.width));
    return net.plain(b.name + ".relu2", Op::Relu, x);
}

std::string bottleneck(SpecBuilder& net, const Block& b) {
    const std::int64_t out = b.width * 4;
    auto x = net.conv(b.name + ".conv1", b.input, {.in = b.in, .out = b.width, .kernel = 1});
    x = net.batchNorm(b.name + ".bn1", x, b.width);
    x = net.plain(b.name + ".relu1", Op::Relu, x);
    x = net.conv(b.name + ".conv2", x, {.in = b.width, .out = b.width, .kernel = 3, .stride = b.stride, .padding = 1});
    x = net.batchNorm(b.name + ".bn2", x, b.width);
    x = net.plain(b.name + ".relu2", Op::Relu, x);
    x = net.conv(b.name + ".conv3", x, {.in = b.width, .out = out, .kernel = 1});
    x = net.batchNorm(b.name + ".bn3", x, out);
    x = net.add(b.name + ".add", x, shortcut(net, b, out));
    return net.plain(b.name + ".relu3", Op::Relu, x);
}

ModelSpec resnet(const char* arch, const std::array<int, 4>& depths, bool wide, int numClasses, int imageSize) {
    SpecBuilder net(arch, numClasses, imageSize);
    auto x = net.conv("conv1", "input", {.in = 3, .out = 64, .kernel = 7, .stride = 2, .padding = 3});
    x = net.batchNorm("bn1", x, 64);
    x = net.plain("relu", Op::Relu, x);
    x = net.maxPool("maxpool", x, 3, 2, 1);
    std::int64_t channels = 64;
    for (int stage = 0; stage < 4; ++stage) {
        const std::int64_t width = std::int64_t{64} << stage;
        for (int i = 0; i < depths[stage]; ++i) {
            const Block block{"layer" + std::to_string(stage + 1) + "." + std::to_string(i), x, channels, width,
                              stage > 0 && i == 0 ? 2 : 1};
            x = wide ? bottleneck(net, block) : basicBlock(net, block);
            channels = wide ? width * 4 : width;
        }
    }
    x = net.plain("avgpool", Op::GlobalAvgPool, x);
    x = net.plain("flatten", Op::Flatten, x);
    net.linear("fc", x, channels, numClasses);
    return net.finish({"fc"});
}

}  // namespace

Architecture resnet18() {
    return {{"resnet18", "ResNet-18", 224, "resnet18-f37072fd.pth", "f37072fd",
             "11.7 million parameters: a good first choice"},
            32,
            [](int classes, int size) {
                return resnet("resnet18", {2, 2, 2, 2}, false, classes, size);
            }};
}

Architecture resnet34() {
    return {{"resnet34", "ResNet-34", 224, "resnet34-b627a593.pth", "b627a593",
             "21.8 million parameters, twice the work of ResNet-18"},
            32,
            [](int classes, int size) {
                return resnet("resnet34", {3, 4, 6, 3}, false, classes, size);
            }};
}

Architecture resnet50() {
    return {{"resnet50", "ResNet-50", 224, "resnet50-0676ba61.pth", "0676ba61",
             "25.6 million parameters, the most accurate here; wants a GPU"},
            32,
            [](int classes, int size) {
                return resnet("resnet50", {3, 4, 6, 3}, true, classes, size);
            }};
}

}  // namespace flambeau::model
