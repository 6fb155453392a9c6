// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec_rules.h"

namespace flambeau::model {
namespace {

constexpr double kMaxChannels = 65536;
constexpr double kMaxFeatures = 4194304;
constexpr int kManyInputs = 256;

const std::vector<OpRule>& rules() {
    static const std::vector<OpRule> table{
        {Op::Conv2d,
         "Conv2d",
         1,
         1,
         {{"in", 1, kMaxChannels},
          {"out", 1, kMaxChannels},
          {"kernel", 1, 64},
          {"stride", 1, 64, true, 1.0},
          {"padding", 0, 64, true, 0.0},
          {"dilation", 1, 64, true, 1.0},
          {"groups", 1, kMaxChannels, true, 1.0},
          {"bias", 0, 1}}},
        {Op::BatchNorm2d, "BatchNorm2d", 1, 1, {{"features", 1, kMaxChannels}, {"eps", 1e-12, 1.0, false, 1e-5}}},
        {Op::Relu, "Relu", 1, 1, {}},
        {Op::Relu6, "Relu6", 1, 1, {}},
        {Op::HardSwish, "HardSwish", 1, 1, {}},
        {Op::HardSigmoid, "HardSigmoid", 1, 1, {}},
        {Op::Silu, "Silu", 1, 1, {}},
        {Op::MaxPool2d,
         "MaxPool2d",
         1,
         1,
         {{"kernel", 1, 64}, {"stride", 1, 64}, {"padding", 0, 32, true, 0.0}, {"ceil_mode", 0, 1, true, 0.0}}},
        {Op::GlobalAvgPool, "GlobalAvgPool", 1, 1, {}},
        {Op::Flatten, "Flatten", 1, 1, {}},
        {Op::Linear, "Linear", 1, 1, {{"in", 1, kMaxFeatures}, {"out", 1, kMaxFeatures}, {"bias", 0, 1}}},
        {Op::Dropout, "Dropout", 1, 1, {{"p", 0, 0.99, false}}},
        {Op::Add, "Add", 2, 2, {}},
        {Op::Scale, "Scale", 2, 2, {}},
        {Op::Concat, "Concat", 2, kManyInputs, {}},
    };
    return table;
}

}  // namespace

const OpRule& ruleOf(Op op) {
    return rules().at(static_cast<std::size_t>(op));
}

const OpRule* findRule(std::string_view name) {
    for (const OpRule& rule : rules()) {
        if (rule.name == name)
            return &rule;
    }
    return nullptr;
}

}  // namespace flambeau::model
