// SPDX-License-Identifier: GPL-3.0-or-later
// What the files arch_<name>.cpp write their graphs with: each call adds a node and returns its name, which is the
// next one's input. Internal to core/model; one object on one thread, thrown away once the spec is built.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "flambeau/model/spec.h"

namespace flambeau::model {

struct ConvShape {
    std::int64_t in = 0, out = 0, kernel = 1, stride = 1, padding = 0, groups = 1;
    bool bias = false;
};

class SpecBuilder {
public:
    SpecBuilder(std::string arch, int numClasses, int imageSize);

    std::string conv(const std::string& name, const std::string& input, const ConvShape& shape);
    std::string batchNorm(const std::string& name, const std::string& input, std::int64_t features);
    /// An operator without attributes: activations, GlobalAvgPool, Flatten.
    std::string plain(const std::string& name, Op op, const std::string& input);
    std::string maxPool(const std::string& name, const std::string& input, int kernel, int stride, int padding);
    std::string add(const std::string& name, const std::string& left, const std::string& right);
    std::string dropout(const std::string& name, const std::string& input, double p);
    std::string linear(const std::string& name, const std::string& input, std::int64_t in, std::int64_t out);

    ModelSpec finish(std::vector<std::string> head);

private:
    std::string append(Node node);
    ModelSpec m_spec;
};

/// One known network: its description and the function that draws its graph for checked arguments.
struct Architecture {
    ArchitectureInfo info;
    int minImageSize = 32;
    ModelSpec (*build)(int numClasses, int imageSize) = nullptr;
};

// One line for each network of arch_<name>.cpp; architectures.cpp puts them into the list.
Architecture resnet18();
Architecture resnet34();
Architecture resnet50();
Architecture mobilenetV2();
Architecture tiny();

}  // namespace flambeau::model
