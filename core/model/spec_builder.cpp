// SPDX-License-Identifier: GPL-3.0-or-later
#include "spec_builder.h"

namespace flambeau::model {

SpecBuilder::SpecBuilder(std::string arch, int numClasses, int imageSize) {
    m_spec.arch = std::move(arch);
    m_spec.numClasses = numClasses;
    m_spec.imageSize = imageSize;
}

std::string SpecBuilder::append(Node node) {
    m_spec.nodes.push_back(std::move(node));
    return m_spec.nodes.back().name;
}

std::string SpecBuilder::conv(const std::string& name, const std::string& input, const ConvShape& shape) {
    return append({name,
                   Op::Conv2d,
                   {input},
                   {{"in", double(shape.in)},
                    {"out", double(shape.out)},
                    {"kernel", double(shape.kernel)},
                    {"stride", double(shape.stride)},
                    {"padding", double(shape.padding)},
                    {"dilation", 1},
                    {"groups", double(shape.groups)},
                    {"bias", shape.bias ? 1.0 : 0.0}}});
}

std::string SpecBuilder::batchNorm(const std::string& name, const std::string& input, std::int64_t features) {
    return append({name, Op::BatchNorm2d, {input}, {{"features", double(features)}, {"eps", 1e-5}}});
}

std::string SpecBuilder::plain(const std::string& name, Op op, const std::string& input) {
    return append({name, op, {input}, {}});
}

std::string SpecBuilder::maxPool(const std::string& name, const std::string& input, int kernel, int stride,
                                 int padding) {
    return append(
        {name,
         Op::MaxPool2d,
         {input},
         {{"kernel", double(kernel)}, {"stride", double(stride)}, {"padding", double(padding)}, {"ceil_mode", 0}}});
}

std::string SpecBuilder::add(const std::string& name, const std::string& left, const std::string& right) {
    return append({name, Op::Add, {left, right}, {}});
}

std::string SpecBuilder::dropout(const std::string& name, const std::string& input, double p) {
    return append({name, Op::Dropout, {input}, {{"p", p}}});
}

std::string SpecBuilder::linear(const std::string& name, const std::string& input, std::int64_t in, std::int64_t out) {
    return append({name, Op::Linear, {input}, {{"in", double(in)}, {"out", double(out)}, {"bias", 1}}});
}

ModelSpec SpecBuilder::finish(std::vector<std::string> head) {
    m_spec.head = std::move(head);
    return std::move(m_spec);
}

}  // namespace flambeau::model
