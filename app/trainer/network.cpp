// SPDX-License-Identifier: GPL-3.0-or-later
#include "network.h"

#include "torch_version.h"

namespace flambeau::trainer {

using model::Node;
using model::Op;

Network::Network(model::ModelSpec spec) : m_spec(std::move(spec)), m_infos(model::parametersOf(m_spec)) {
    for (const auto& info : m_infos) {
        at::Tensor tensor = info.integer ? at::zeros(info.shape, at::kLong) : at::zeros(info.shape, at::kFloat);
        if (!info.buffer)
            tensor.set_requires_grad(true);
        m_tensors.emplace(info.name, std::move(tensor));
    }
    for (std::size_t i = 0; i < m_spec.nodes.size(); ++i) {
        const Node& node = m_spec.nodes[i];
        for (const auto& input : node.inputs)
            m_lastUse[input] = i;
        if (node.op == Op::Conv2d || node.op == Op::BatchNorm2d || node.op == Op::Add || node.op == Op::Linear)
            m_fresh.insert(node.name);
    }
    m_split = findSplit();
}

std::optional<Network::Split> Network::findSplit() const {
    const auto& nodes = m_spec.nodes;
    std::size_t first = nodes.size();
    for (std::size_t i = 0; i < nodes.size() && first == nodes.size(); ++i) {
        const bool learns = nodes[i].op == Op::Conv2d || nodes[i].op == Op::Linear || nodes[i].op == Op::BatchNorm2d;
        if (learns && m_spec.isHead(nodes[i].name + ".weight"))
            first = i;
    }
    // Random nodes right before the head belong to it: what is computed once must not have been drawn.
    while (first > 0 && first < nodes.size() && nodes[first - 1].op == Op::Dropout)
        --first;
    if (first == 0 || first == nodes.size())
        return std::nullopt;
    std::set<std::string> before{"input"}, crossing;
    for (std::size_t i = 0; i < first; ++i)
        before.insert(nodes[i].name);
    for (std::size_t i = first; i < nodes.size(); ++i) {
        for (const auto& input : nodes[i].inputs) {
            if (before.count(input))
                crossing.insert(input);
        }
    }
    if (crossing.size() != 1)
        return std::nullopt;
    return Split{first, *crossing.begin()};
}

at::Tensor Network::forward(const at::Tensor& input, Mode mode) {
    return run({{"input", input}}, 0, m_spec.nodes.size(), mode);
}

at::Tensor Network::features(const at::Tensor& input) {
    at::NoGradGuard noGradient;
    return run({{"input", input}}, 0, m_split->firstHeadNode, Mode::Eval);
}

at::Tensor Network::head(const at::Tensor& features, Mode mode) {
    return run({{m_split->value, features}}, m_split->firstHeadNode, m_spec.nodes.size(), mode);
}

Mode Network::modeOf(std::size_t index, Mode mode) const {
    if (!m_frozen)
        return mode;
    const bool backbone =
        m_split ? index < m_split->firstHeadNode : !m_spec.isHead(m_spec.nodes[index].name + ".weight");
    return backbone ? Mode::Eval : mode;
}

at::Tensor Network::run(Values values, std::size_t from, std::size_t to, Mode mode) {
    at::Tensor last;
    for (std::size_t i = from; i < to; ++i) {
        const Node& node = m_spec.nodes[i];
        std::vector<at::Tensor> inputs;
        bool mayOverwrite = !m_tracing;
        for (const auto& name : node.inputs) {
            inputs.push_back(values.at(name));
            const bool free = m_lastUse.at(name) == i;
            mayOverwrite = mayOverwrite && free && i > from && m_fresh.count(name) > 0;
            if (free)
                values.erase(name);
        }
        last = apply(node, inputs, mayOverwrite, modeOf(i, mode));
        values[node.name] = last;
    }
    // A split's value is not always the last node's.
    return m_split && to == m_split->firstHeadNode ? values.at(m_split->value) : last;
}

const at::Tensor& Network::parameter(const Node& node, const char* name) const {
    static const at::Tensor none;
    const auto it = m_tensors.find(node.name + "." + name);
    return it == m_tensors.end() ? none : it->second;
}

at::Tensor Network::batchNorm(const Node& node, const at::Tensor& input, Mode mode) {
    const bool training = mode == Mode::Train;
    if (training) {
        at::NoGradGuard noGradient;
        m_tensors.at(node.name + ".num_batches_tracked").add_(1);
    }
    return at::batch_norm(input, parameter(node, "weight"), parameter(node, "bias"), parameter(node, "running_mean"),
                          parameter(node, "running_var"), training, node.real("momentum", 0.1), node.real("eps", 1e-5),
                          true);
}

at::Tensor Network::activation(const Node& node, at::Tensor input, bool mayOverwrite) const {
    switch (node.op) {
        case Op::Relu:
            return mayOverwrite ? at::relu_(input) : at::relu(input);
        case Op::Relu6:
#if !FLAMBEAU_TORCH_AT_LEAST(2, 0)
            if (input.scalar_type() == at::kBFloat16)  // hardtanh has no bf16 gradient there
                return at::clamp(input, 0, 6);
#endif
            return mayOverwrite ? at::hardtanh_(input, 0, 6) : at::hardtanh(input, 0, 6);
        case Op::HardSwish:
            return at::hardswish(input);
        case Op::HardSigmoid:
            return at::hardsigmoid(input);
        default:
            return at::silu(input);
    }
}

at::Tensor Network::apply(const Node& node, const std::vector<at::Tensor>& inputs, bool mayOverwrite, Mode mode) {
    const auto pair = [&](const char* key, std::int64_t otherwise) {
        const std::int64_t value = node.integer(key, otherwise);
        return std::vector<std::int64_t>{value, value};
    };
    const at::Tensor& input = inputs.front();
    switch (node.op) {
        case Op::Conv2d: {
            const at::Tensor& bias = parameter(node, "bias");
            return at::conv2d(input, parameter(node, "weight"),
                              bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt, pair("stride", 1),
                              pair("padding", 0), pair("dilation", 1), node.integer("groups", 1));
        }
        case Op::BatchNorm2d:
            return batchNorm(node, input, mode);
        case Op::MaxPool2d:
            return at::max_pool2d(input, pair("kernel", 2), pair("stride", node.integer("kernel", 2)),
                                  pair("padding", 0), pair("dilation", 1), node.integer("ceil_mode", 0) != 0);
        case Op::GlobalAvgPool:
            return at::adaptive_avg_pool2d(input, {1, 1});
        case Op::Flatten:
            return at::flatten(input, 1);
        case Op::Linear: {
            const at::Tensor& bias = parameter(node, "bias");
            return at::linear(input, parameter(node, "weight"),
                              bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt);
        }
        case Op::Dropout:
            return at::dropout(input, node.real("p", 0.5), mode == Mode::Train);
        case Op::Add:
            return at::add(inputs.at(0), inputs.at(1));
        case Op::Scale:
            return at::mul(inputs.at(0), inputs.at(1));
        case Op::Concat:
            return at::cat(inputs, 1);
        default:
            return activation(node, input, mayOverwrite);
    }
}

void Network::freezeBackbone() {
    m_frozen = true;
    for (const auto& info : m_infos) {
        if (!info.buffer)
            m_tensors.at(info.name).set_requires_grad(m_spec.isHead(info.name));
    }
}

std::vector<std::string> Network::trainable() const {
    std::vector<std::string> names;
    for (const auto& info : m_infos) {
        if (!info.buffer && (!m_frozen || m_spec.isHead(info.name)))
            names.push_back(info.name);
    }
    return names;
}

std::vector<std::string> Network::changing() const {
    std::vector<std::string> names;
    for (const auto& info : m_infos) {
        if (!m_frozen || m_spec.isHead(info.name))
            names.push_back(info.name);
    }
    return names;
}

void Network::to(at::Device device) {
    at::NoGradGuard noGradient;
    m_device = device;
    for (const auto& info : m_infos) {
        at::Tensor& tensor = m_tensors.at(info.name);
        const bool learns = tensor.requires_grad();
        at::Tensor moved = tensor.detach().to(device);
        // NHWC: measured faster than NCHW with every convolution here, on CPU and GPU.
        if (moved.dim() == 4)
            moved = moved.contiguous(at::MemoryFormat::ChannelsLast);
        tensor = moved;
        tensor.set_requires_grad(learns);
    }
}

bool Network::allFinite() const {
    at::NoGradGuard noGradient;
    for (const auto& [name, tensor] : m_tensors) {
        if (tensor.is_floating_point() && !at::isfinite(tensor).all().item<bool>())
            return false;
    }
    return true;
}

}  // namespace flambeau::trainer
