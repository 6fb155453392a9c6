// SPDX-License-Identifier: GPL-3.0-or-later
// tiny: Flambeau's own small residual network for tiny images, made to learn from nothing on a CPU in a minute or two.
// Three stages of 32, 64 and 128 channels see 1, 1/2 and 1/4 of the resolution behind the stem. The stem's stride and
// pooling follow the image size, so that the stages always work on 16 to 64 pixels: the weights are the same for all.
#include "spec_builder.h"

namespace flambeau::model {
namespace {

/// One convolution that changes the width, one around which the value also passes unchanged.
std::string stage(SpecBuilder& net, const std::string& name, const std::string& input, std::int64_t in,
                  std::int64_t out) {
    auto x = net.conv(name + ".conv1", input, {.in = in, .out = out, .kernel = 3, .padding = 1});
    x = net.batchNorm(name + ".bn1", x, out);
    const auto around = net.plain(name + ".relu1", Op::Relu, x);
    x = net.conv(name + ".conv2", around, {.in = out, .out = out, .kernel = 3, .padding = 1});
    x = net.batchNorm(name + ".bn2", x, out);
    x = net.add(name + ".add", x, around);
    return net.plain(name + ".relu2", Op::Relu, x);
}

ModelSpec build(int numClasses, int imageSize) {
    SpecBuilder net("tiny", numClasses, imageSize);
    const std::int64_t stemStride = imageSize >= 64 ? 2 : 1;
    auto x = net.conv("stem.conv", "input", {.in = 3, .out = 32, .kernel = 3, .stride = stemStride, .padding = 1});
    x = net.batchNorm("stem.bn", x, 32);
    x = net.plain("stem.relu", Op::Relu, x);
    if (imageSize >= 128)
        x = net.maxPool("stem.pool", x, 2, 2, 0);
    x = stage(net, "stage1", x, 32, 32);
    x = net.maxPool("pool1", x, 2, 2, 0);
    x = stage(net, "stage2", x, 32, 64);
    x = net.maxPool("pool2", x, 2, 2, 0);
    x = stage(net, "stage3", x, 64, 128);
    x = net.plain("avgpool", Op::GlobalAvgPool, x);
    x = net.plain("flatten", Op::Flatten, x);
    x = net.dropout("dropout", x, 0.1);
    net.linear("classifier", x, 128, numClasses);
    return net.finish({"classifier"});
}

}  // namespace

Architecture tiny() {
    return {{"tiny", "Tiny", 32, "", "", "0.3 million parameters, for pictures of 16 to 256 pixels; learns on a CPU"},
            16,
            build};
}

}  // namespace flambeau::model
