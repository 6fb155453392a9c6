// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights_io.h"

#include <cmath>
#include <cstring>

#include "flambeau/base/strings.h"

namespace flambeau::trainer {
namespace {

using model::Op;

at::Generator generatorOf(std::uint64_t seed) {
    at::Generator generator = at::globalContext().defaultGenerator(at::kCPU).clone();
    generator.set_current_seed(seed);
    return generator;
}

void initialiseLinear(const model::ModelSpec& spec, at::Tensor& weight, at::Tensor* bias, at::Generator& generator) {
    if (startsWith(spec.arch, "mobilenet")) {
        weight.normal_(0, 0.01, generator);
        if (bias)
            bias->zero_();
        return;
    }
    const double bound = 1 / std::sqrt(static_cast<double>(weight.size(1)));
    weight.uniform_(-bound, bound, generator);
    if (bias)
        bias->uniform_(-bound, bound, generator);
}

std::string shapeText(c10::IntArrayRef shape) {
    std::vector<std::string> sides;
    for (const auto side : shape)
        sides.push_back(std::to_string(side));
    return std::string("[").append(join(sides, ",")).append("]");
}

std::string named(const char* what, const std::vector<std::string>& names) {
    constexpr std::size_t shown = 40;
    if (names.empty())
        return {};
    std::string line = what;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        line.append(i == 0 ? ": " : ", ").append(names[i]);
    if (names.size() > shown)
        line.append(" and ").append(std::to_string(names.size() - shown)).append(" more");
    return line.append("\n");
}

}  // namespace

void initialise(Network& network, std::uint64_t seed) {
    at::NoGradGuard noGradient;
    at::Generator generator = generatorOf(seed);
    for (const auto& node : network.spec().nodes) {
        const auto find = [&](const char* name) -> at::Tensor* {
            const std::string full = node.name + "." + name;
            for (const auto& info : network.infos()) {
                if (info.name == full)
                    return &network.tensor(full);
            }
            return nullptr;
        };
        if (node.op == Op::Conv2d) {
            at::Tensor& weight = *find("weight");
            // As torch counts it: out channels x kernel area, groups or not.
            const double fanOut = static_cast<double>(weight.size(0) * weight.size(2) * weight.size(3));
            weight.normal_(0, std::sqrt(2 / fanOut), generator);
            if (at::Tensor* bias = find("bias"))
                bias->zero_();
        } else if (node.op == Op::BatchNorm2d) {
            find("weight")->fill_(1);
            find("bias")->zero_();
            find("running_mean")->zero_();
            find("running_var")->fill_(1);
        } else if (node.op == Op::Linear) {
            initialiseLinear(network.spec(), *find("weight"), find("bias"), generator);
        }
    }
}

std::string LoadReport::summary() const {
    std::string text = std::to_string(matched.size()) + " of the file's tensors were taken over";
    if (!missing.empty())
        text += ", " + std::to_string(missing.size()) + " of the network are not in it and start anew";
    if (!misshapen.empty())
        text += ", " + std::to_string(misshapen.size()) + " have another shape and start anew";
    if (!unexpected.empty())
        text += ", " + std::to_string(unexpected.size()) + " have no place in the network";
    return text + ".";
}

std::string LoadReport::details() const {
    return named("start anew, not in the file", missing) + named("start anew, other shape", misshapen) +
           named("not used", unexpected);
}

Result<LoadReport> loadMatching(Network& network, const model::Weights& weights) {
    at::NoGradGuard noGradient;
    LoadReport report;
    std::size_t backboneMatches = 0;
    std::map<std::string, bool> known;
    for (const auto& info : network.infos()) {
        known[info.name] = true;
        const auto it = weights.tensors.find(info.name);
        if (it == weights.tensors.end()) {
            if (!info.integer)
                report.missing.push_back(info.name);
            continue;
        }
        if (it->second.shape != info.shape) {
            report.misshapen.push_back(info.name + " " + shapeText(it->second.shape) + " here " +
                                       shapeText(info.shape));
            continue;
        }
        network.tensor(info.name).copy_(toTorch(it->second));
        report.matched.push_back(info.name);
        backboneMatches += network.spec().isHead(info.name) ? 0 : 1;
    }
    for (const auto& [name, tensor] : weights.tensors) {
        if (!known.count(name))
            report.unexpected.push_back(name);
    }
    if (backboneMatches == 0)
        return Error{ErrorCode::InvalidArgument,
                     "The weights do not belong to " + network.spec().arch + ": no tensor fits by name and shape",
                     "Choose the architecture that they were trained with.", report.details()};
    return report;
}

Status loadExactly(Network& network, const model::Weights& weights) {
    FLAMBEAU_TRY(const LoadReport report, loadMatching(network, weights));
    if (report.missing.empty() && report.misshapen.empty() && report.unexpected.empty())
        return {};
    return Error{ErrorCode::InvalidArgument, "The weights do not fit the model: " + report.summary(),
                 "Give the model.json and the weights of the same run.", report.details()};
}

at::Tensor toTorch(const model::Tensor& tensor) {
    if (tensor.type == model::DType::I64 || tensor.type == model::DType::U8) {
        at::Tensor whole = at::empty(tensor.shape, tensor.type == model::DType::U8 ? at::kByte : at::kLong);
        std::memcpy(whole.data_ptr(), tensor.bytes.data(), tensor.bytes.size());
        return whole;
    }
    at::Tensor floats = at::empty(tensor.shape, at::kFloat);
    if (tensor.type == model::DType::F32) {
        std::memcpy(floats.data_ptr(), tensor.bytes.data(), tensor.bytes.size());
    } else {
        const std::vector<float> values = tensor.toFloats();
        std::memcpy(floats.data_ptr(), values.data(), values.size() * sizeof(float));
    }
    return floats;
}

model::Tensor fromTorch(const at::Tensor& tensor) {
    at::NoGradGuard noGradient;
    const at::Tensor dense = tensor.detach().to(at::kCPU).contiguous(at::MemoryFormat::Contiguous);
    model::Tensor out;
    out.type = dense.scalar_type() == at::kLong   ? model::DType::I64
               : dense.scalar_type() == at::kByte ? model::DType::U8
                                                  : model::DType::F32;
    const at::Tensor plain = out.type == model::DType::F32 ? dense.to(at::kFloat) : dense;
    out.shape = plain.sizes().vec();
    out.bytes.resize(plain.nbytes());
    if (!out.bytes.empty())
        std::memcpy(out.bytes.data(), plain.data_ptr(), out.bytes.size());
    return out;
}

model::Weights stateDict(const Network& network) {
    model::Weights weights;
    for (const auto& info : network.infos())
        weights.tensors.emplace(info.name, fromTorch(network.tensor(info.name)));
    return weights;
}

}  // namespace flambeau::trainer
