// SPDX-License-Identifier: GPL-3.0-or-later
// The weights that a graph needs, checked and as floats. Internal to core/onnx.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights.h"

namespace flambeau::onnx {

struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// Every float parameter and running statistic of the spec is there, has its shape and is finite.
Status checkWeights(const model::ModelSpec& spec, const model::Weights& weights);

/// A tensor that checkWeights saw.
FloatTensor floatsOf(const model::Weights& weights, const std::string& name);

/// The weight and bias of a convolution with the batch norm behind it, worked out in double precision:
/// w * g / sqrt(var + eps) and (b - mean) * g / sqrt(var + eps) + beta.
void foldBatchNorm(const model::Weights& weights, const model::Node& norm, FloatTensor& weight, FloatTensor& bias);

}  // namespace flambeau::onnx
