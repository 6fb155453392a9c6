// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"
#include "flambeau/base/sha256.h"
#include "flambeau/onnx/writer.h"
#include "onnx_file.h"

namespace flambeau::judge {

Result<nlohmann::json> exportOnnx(const ExportRequest& request) {
    FLAMBEAU_TRY(const model::ModelFile file, model::readModelFile(request.model));
    FLAMBEAU_TRY(const model::Weights weights, model::readWeights(request.weights));
    onnx::ExportOptions options;
    options.softmax = request.softmax;
    options.preprocessing = request.preprocess;
    options.foldBatchNorm = !request.keepBatchNorm;
    options.form = request.portable ? onnx::Form::Portable : onnx::Form::Fast;
    options.producerVersion = FLAMBEAU_VERSION;
    FLAMBEAU_TRY(const std::string bytes, onnx::writeOnnx(file, weights, options));
    FLAMBEAU_CHECK(checkOnnx(bytes));
    FLAMBEAU_CHECK(writeFileAtomic(request.out, bytes));
    return nlohmann::json{{"path", request.out.string()},
                          {"bytes", bytes.size()},
                          {"sha256", sha256Hex(bytes)},
                          {"opset", 17},
                          {"checker", "onnx " ONNX_LIBRARY_VERSION},
                          {"form", request.portable || !onnx::hasForms(file.spec) ? "portable" : "fast"},
                          {"input", request.preprocess ? "uint8 [batch,S,S,3]" : "float32 [batch,3,S,S]"},
                          {"output", request.softmax ? "probabilities" : "logits"},
                          {"image_size", file.spec.imageSize},
                          {"classes", file.spec.numClasses}};
}

}  // namespace flambeau::judge
