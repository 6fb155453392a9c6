// SPDX-License-Identifier: GPL-3.0-or-later
// (ModelFile, weights) -> the bytes of an ONNX file: IR version 8, opset 17, dynamic batch, in the forms that the
// checker, ONNX Runtime and OpenCV's DNN module read alike. Format: onnx.proto of https://github.com/onnx/onnx,
// operators: its docs/Operators.md. Pure function on plain values, safe on any thread. The same arguments give the same
// bytes.
//
// Input "input": float32 [batch,3,S,S], preprocessed; or, with `preprocessing`, uint8 [batch,S,S,3]: the RGB pixels of
// the resized and cropped picture as they are, and the graph normalises them itself.
// Output "logits": float32 [batch, classes]; or, with `softmax`, "probabilities", the same shape.
// metadata_props: class_labels (JSON array), preprocessing (JSON object; "in_graph" says whether the graph normalises),
// arch, and where model.json has them run and dataset_fingerprint.
#pragma once

#include <string>

#include "flambeau/base/result.h"
#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"

namespace flambeau::onnx {

enum class Form {
    Fast,      ///< Relu6 is Clip: what ONNX Runtime runs fastest, and OpenCV 4.6 cannot read
    Portable,  ///< Relu6 is 6 - Relu(6 - Relu(x)), equal to the last bit but for rounding; all else is the same
};

struct ExportOptions {
    bool softmax = false;
    bool preprocessing = false;
    /// Batch norm that follows a convolution is multiplied into its weights, in double precision.
    bool foldBatchNorm = true;
    Form form = Form::Fast;
    std::string producerVersion;
};

/// Whether `Form` makes a difference for this network.
bool hasForms(const model::ModelSpec& spec);

/// InvalidArgument where a weight is missing or has another shape, Corrupt where one is not finite, Unsupported beyond
/// the 2 GB that one ONNX file can hold.
Result<std::string> writeOnnx(const model::ModelFile& file, const model::Weights& weights,
                              const ExportOptions& options = {});

}  // namespace flambeau::onnx
