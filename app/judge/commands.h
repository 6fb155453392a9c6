// SPDX-License-Identifier: GPL-3.0-or-later
// The three things that flambeau-judge does, each from plain options to one JSON value. Blocking.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::judge {

struct ExportRequest {
    fs::path model, weights, out;
    bool softmax = false, preprocess = false, portable = false, keepBatchNorm = false;
};
Result<nlohmann::json> exportOnnx(const ExportRequest& request);

struct JudgeRequest {
    fs::path onnx, model, weights, reference, dataRoot, python;
    bool all = false;
    std::string runtime = "opencv";
};
/// The verdict. What was not run against at least one picture is an error, never a verdict.
Result<nlohmann::json> judgeOnnx(const JudgeRequest& request);

struct PredictRequest {
    fs::path onnx, model, python;
    std::string runtime = "opencv";
    int top = 5;
    std::vector<std::string> files;
};
/// `answer` gets one object a file, in the order of the files, as they come.
Status predict(const PredictRequest& request, const std::function<void(nlohmann::json)>& answer);

nlohmann::json toJson(const Error& error);

}  // namespace flambeau::judge
