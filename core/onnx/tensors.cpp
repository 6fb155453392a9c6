// SPDX-License-Identifier: GPL-3.0-or-later
#include "tensors.h"

#include <cmath>
#include <cstring>

namespace flambeau::onnx {
namespace {

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? "," : "") + std::to_string(shape[i]);
    return text + "]";
}

bool allFinite(const float* values, std::size_t count) {
    // A float is finite unless all bits of its exponent are set; no early exit, so that the compiler vectorises.
    std::uint32_t bad = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, values + i, sizeof bits);
        bad |= static_cast<std::uint32_t>((bits & 0x7f800000u) == 0x7f800000u);
    }
    return bad == 0;
}

bool allFinite(const model::Tensor& tensor) {
    if (tensor.type == model::DType::F32)  // in place: networks are large
        return allFinite(reinterpret_cast<const float*>(tensor.bytes.data()), tensor.bytes.size() / sizeof(float));
    const std::vector<float> values = tensor.toFloats();
    return allFinite(values.data(), values.size());
}

}  // namespace

Status checkWeights(const model::ModelSpec& spec, const model::Weights& weights) {
    for (const model::ParameterInfo& parameter : model::parametersOf(spec)) {
        if (parameter.integer)
            continue;  // a counter that only training reads
        const auto found = weights.tensors.find(parameter.name);
        if (found == weights.tensors.end()) {
            return Error{ErrorCode::InvalidArgument, "The weights have no tensor '" + parameter.name + "'.",
                         "Give the weights that belong to this model.json.", ""};
        }
        if (found->second.shape != parameter.shape) {
            return Error{ErrorCode::InvalidArgument,
                         "The weights' tensor '" + parameter.name + "' has the shape " +
                             shapeText(found->second.shape) + ", the network needs " + shapeText(parameter.shape) + ".",
                         "Give the weights that belong to this model.json.", ""};
        }
        if (!allFinite(found->second)) {
            return Error{ErrorCode::Corrupt,
                         "The weights' tensor '" + parameter.name + "' holds values that are not finite.",
                         "The training has diverged: take the weights of an earlier epoch, or a smaller lr.", ""};
        }
    }
    return {};
}

FloatTensor floatsOf(const model::Weights& weights, const std::string& name) {
    const model::Tensor& tensor = weights.tensors.at(name);
    return {tensor.shape, tensor.toFloats()};
}

void foldBatchNorm(const model::Weights& weights, const model::Node& norm, FloatTensor& weight, FloatTensor& bias) {
    const auto gamma = floatsOf(weights, norm.name + ".weight").values;
    const auto beta = floatsOf(weights, norm.name + ".bias").values;
    const auto mean = floatsOf(weights, norm.name + ".running_mean").values;
    const auto variance = floatsOf(weights, norm.name + ".running_var").values;
    const double eps = norm.real("eps", 1e-5);
    const std::size_t channels = gamma.size(), each = weight.values.size() / channels;
    if (bias.values.empty())
        bias = {{static_cast<std::int64_t>(channels)}, std::vector<float>(channels, 0.0f)};
    for (std::size_t c = 0; c < channels; ++c) {
        const double scale = gamma[c] / std::sqrt(double{variance[c]} + eps);
        for (std::size_t i = c * each; i < (c + 1) * each; ++i)
            weight.values[i] = static_cast<float>(weight.values[i] * scale);
        bias.values[c] = static_cast<float>((double{bias.values[c]} - mean[c]) * scale + beta[c]);
    }
}

}  // namespace flambeau::onnx
