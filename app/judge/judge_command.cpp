// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "commands.h"
#include "compare.h"
#include "flambeau/base/strings.h"
#include "flambeau/onnx/writer.h"
#include "pictures.h"
#include "reference.h"
#include "runtime.h"

namespace flambeau::judge {
namespace {

using nlohmann::json;

constexpr std::int64_t kBatch = 8;
constexpr std::int64_t kSingles = 2;  // pictures that are run one by one as well: another shape, the same sums

struct Job {
    const JudgeRequest& request;
    const model::ModelFile& model;
    const OnnxFile& file;
    const Reference& reference;
    Runtime& runtime;
};

struct Work {
    std::int64_t pictures = 0;
    double seconds = 0;
};

std::vector<Plan> plansFor(std::int64_t count, bool singlesToo) {
    std::vector<Plan> plans;
    if (singlesToo)
        plans.push_back({1, std::min(count, kSingles)});
    plans.push_back({kBatch, count});
    return plans;
}

Status runChunk(const Job& job, const Inputs& inputs, Comparison& comparison, Work& work) {
    FLAMBEAU_TRY(const Outputs outputs, job.runtime.run(inputs, plansFor(inputs.count, work.pictures == 0)));
    for (const auto& rows : outputs.plans)
        comparison.add(rows, static_cast<std::size_t>(work.pictures));
    work.pictures += inputs.count;
    work.seconds += outputs.seconds;
    return {};
}

/// The inputs that the trainer kept.
Status judgeKept(const Job& job, Comparison& comparison, Work& work) {
    if (!job.file.takesBytes)
        return runChunk(job, job.reference.inputs, comparison, work);
    FLAMBEAU_TRY(const Inputs pixels, pixelsOf(job.reference.inputs, job.model.preprocessing));
    return runChunk(job, pixels, comparison, work);
}

Result<Inputs> prepare(const Job& job, std::int64_t first, std::int64_t count) {
    const std::size_t each =
        3u * static_cast<std::size_t>(job.file.imageSize) * static_cast<std::size_t>(job.file.imageSize);
    Inputs inputs{count, std::vector<float>(static_cast<std::size_t>(count) * each)};
    std::vector<Status> done(static_cast<std::size_t>(count));
    inParallel(done.size(), [&](std::size_t i) {
        const fs::path path = job.request.dataRoot / job.reference.paths[static_cast<std::size_t>(first) + i];
        done[i] = preparePicture(path, job.model.preprocessing, job.file.takesBytes, inputs.values.data() + i * each);
    });
    for (std::size_t i = 0; i < done.size(); ++i) {
        if (done[i].ok())
            continue;
        Error error = done[i].error();
        error.message = "The picture '" + toPlainText(job.reference.paths[static_cast<std::size_t>(first) + i]) +
                        "' of the reference cannot be read: " + error.message;
        return error;
    }
    return inputs;
}

/// Every picture that the reference has an answer for, decoded anew.
Status judgeAll(const Job& job, Comparison& comparison, Work& work) {
    for (std::int64_t first = 0; first < job.reference.count; first += job.runtime.chunk()) {
        const std::int64_t count = std::min(job.runtime.chunk(), job.reference.count - first);
        FLAMBEAU_TRY(const Inputs inputs, prepare(job, first, count));
        FLAMBEAU_CHECK(runChunk(job, inputs, comparison, work));
    }
    return {};
}

Status checkRequest(const JudgeRequest& request, const Reference& reference) {
    if (!request.all && reference.inputs.count < 1) {
        return Error{ErrorCode::InvalidArgument, "The reference holds no prepared pictures to judge with.",
                     "Judge the pictures themselves: --all --data-root FOLDER.", ""};
    }
    if (request.all && request.dataRoot.empty())
        return Error{ErrorCode::InvalidArgument, "--all needs the dataset's folder.", "Name it with --data-root.", ""};
    if (request.all && reference.paths.empty()) {
        return Error{ErrorCode::InvalidArgument, "The reference does not say which pictures it answers for.",
                     "Judge without --all.", ""};
    }
    return {};
}

/// Where a file disagrees: was it written from these weights at all?
std::string explain(const JudgeRequest& request, const model::ModelFile& model, const OnnxFile& file) {
    if (request.weights.empty())
        return {};
    const auto weights = model::readWeights(request.weights);
    if (!weights.ok())
        return "The weights cannot be read: " + weights.error().message;
    for (const bool fold : {true, false}) {
        for (const onnx::Form form : {onnx::Form::Fast, onnx::Form::Portable}) {
            const auto bytes = onnx::writeOnnx(model, *weights, {file.probabilities, file.takesBytes, fold, form, ""});
            if (!bytes.ok())
                return "The weights do not fit model.json: " + bytes.error().message;
            if (sameGraph(*bytes, file.bytes))
                return "The file is what Flambeau writes from these weights: the reference belongs to others, or the "
                       "runtime computes wrongly.";
        }
    }
    return "The file was not written from these weights and this model.json.";
}

std::string noteOf(const Job& job, const Comparison& comparison) {
    std::vector<std::string> notes;
    if (!job.runtime.note().empty())
        notes.push_back(job.runtime.note());
    if (job.file.probabilities)
        notes.emplace_back("The file ends in a softmax: probabilities were compared.");
    if (!comparison.finite())
        notes.emplace_back("The runtime gave values that are not finite.");
    if (!comparison.agrees()) {
        if (const std::string why = explain(job.request, job.model, job.file); !why.empty())
            notes.push_back(why);
    }
    return join(notes, " ");
}

}  // namespace

Result<json> judgeOnnx(const JudgeRequest& request) {
    FLAMBEAU_TRY(const model::ModelFile model, model::readModelFile(request.model));
    FLAMBEAU_TRY(const OnnxFile file, readOnnxFile(request.onnx));
    FLAMBEAU_CHECK(checkFits(file, model));
    FLAMBEAU_TRY(Reference reference, readReference(request.reference, model));
    FLAMBEAU_CHECK(checkRequest(request, reference));
    FLAMBEAU_TRY(const auto runtime, makeRuntime(request.runtime, file, request.onnx, request.python));

    const std::int64_t judged = request.all ? reference.count : reference.inputs.count;
    const auto classes = static_cast<std::size_t>(file.classes);
    reference.logits.resize(static_cast<std::size_t>(judged) * classes);
    Comparison comparison(reference.logits, classes, file.probabilities);
    const Job job{request, model, file, reference, *runtime};
    Work work;
    FLAMBEAU_CHECK(request.all ? judgeAll(job, comparison, work) : judgeKept(job, comparison, work));
    if (work.pictures < 1)
        return Error{ErrorCode::Failed, "No picture was judged.", "Give a reference with pictures.", ""};
    return json{{"verified_by", runtime->title()},
                {"runtime", request.runtime},
                {"runtime_version", runtime->version()},
                {"twin", runtime->twin()},
                {"agrees", comparison.agrees()},
                {"max_abs_diff", comparison.maxDifference()},
                {"max_logit", comparison.largest()},
                {"top1_agreement", comparison.topAgreement()},
                {"pictures", work.pictures},
                {"batches", {1, kBatch}},
                {"ms_per_image", work.seconds * 1000 / static_cast<double>(work.pictures)},
                {"note", noteOf(job, comparison)}};
}

}  // namespace flambeau::judge
