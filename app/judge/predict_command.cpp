// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "commands.h"
#include "compare.h"
#include "flambeau/base/strings.h"
#include "pictures.h"
#include "runtime.h"

namespace flambeau::judge {
namespace {

using nlohmann::json;

constexpr std::int64_t kBatch = 8;

/// The classes of one row, the likeliest first.
json topOf(const float* row, const OnnxFile& file, const model::ModelFile& model, int top) {
    const auto classes = static_cast<std::size_t>(file.classes);
    const std::vector<double> probability =
        file.probabilities ? std::vector<double>(row, row + classes) : softmax(row, classes);
    std::vector<std::size_t> order(classes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto shown = std::min<std::size_t>(classes, static_cast<std::size_t>(top));
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                      [&](std::size_t a, std::size_t b) {
                          return probability[a] != probability[b] ? probability[a] > probability[b] : a < b;
                      });
    json list = json::array();
    for (std::size_t i = 0; i < shown; ++i)
        list.push_back({{"class", model.classes[order[i]]}, {"probability", probability[order[i]]}});
    return list;
}

bool allFinite(const float* row, int count) {
    return std::all_of(row, row + count, [](float value) { return std::isfinite(value); });
}

struct Job {
    const PredictRequest& request;
    const model::ModelFile& model;
    const OnnxFile& file;
    Runtime& runtime;
};

Status predictChunk(const Job& job, std::size_t first, std::size_t count, const std::function<void(json)>& answer) {
    const std::size_t each =
        3u * static_cast<std::size_t>(job.file.imageSize) * static_cast<std::size_t>(job.file.imageSize);
    Inputs inputs{static_cast<std::int64_t>(count), std::vector<float>(count * each)};
    std::vector<Status> done(count);
    inParallel(count, [&](std::size_t i) {
        done[i] = preparePicture(job.request.files[first + i], job.model.preprocessing, job.file.takesBytes,
                                 inputs.values.data() + i * each);
    });
    // Files that cannot be read are run as what is in their place: rows stay where they belong, answers are dropped.
    FLAMBEAU_TRY(const Outputs outputs, job.runtime.run(inputs, {{kBatch, inputs.count}}));
    for (std::size_t i = 0; i < count; ++i) {
        json object{{"path", job.request.files[first + i]}};
        const float* row = outputs.plans[0].data() + i * static_cast<std::size_t>(job.file.classes);
        if (!done[i].ok())
            object["error"] = toJson(done[i].error());
        else if (!allFinite(row, job.file.classes))
            object["error"] = toJson(Error{ErrorCode::Failed, "The network gave values that are not finite.",
                                           "Export the model again.", ""});
        else
            object["top"] = topOf(row, job.file, job.model, job.request.top);
        answer(std::move(object));
    }
    return {};
}

}  // namespace

json toJson(const Error& error) {
    json object{{"code", toString(error.code)}, {"message", error.message}, {"hint", error.hint}};
    if (!error.detail.empty())
        object["detail"] = error.detail;
    return object;
}

Status predict(const PredictRequest& request, const std::function<void(json)>& answer) {
    FLAMBEAU_TRY(const model::ModelFile model, model::readModelFile(request.model));
    FLAMBEAU_TRY(const OnnxFile file, readOnnxFile(request.onnx));
    FLAMBEAU_CHECK(checkFits(file, model));
    FLAMBEAU_TRY(const auto runtime, makeRuntime(request.runtime, file, request.onnx, request.python));
    const Job job{request, model, file, *runtime};
    const auto chunk = static_cast<std::size_t>(runtime->chunk());
    for (std::size_t first = 0; first < request.files.size(); first += chunk)
        FLAMBEAU_CHECK(predictChunk(job, first, std::min(chunk, request.files.size() - first), answer));
    return {};
}

}  // namespace flambeau::judge
