// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include "flambeau/base/strings.h"
#include "runtime.h"

namespace flambeau::judge {
namespace {

/// OpenCV would print what it throws; the error that we return says it already.
int silent(int, const char*, const char*, const char*, int, void*) {
    return 0;
}

class OpenCvRuntime : public Runtime {
public:
    OpenCvRuntime(cv::dnn::Net net, const OnnxFile& file)
        : m_net(std::move(net)),
          m_side(file.imageSize),
          m_classes(file.classes),
          m_bytes(file.takesBytes),
          m_twin(file.hasClip) {}

    Result<Outputs> run(const Inputs& inputs, const std::vector<Plan>& plans) override {
        Outputs outputs;
        try {
            for (const Plan& plan : plans)
                FLAMBEAU_CHECK(runPlan(inputs, plan, outputs));
        } catch (const std::exception& failure) {
            return Error{ErrorCode::Failed, "OpenCV failed while running the network.",
                         "Judge the file with ONNX Runtime instead.", toPlainText(failure.what())};
        }
        return outputs;
    }

    std::string title() const override { return "OpenCV DNN " + openCvVersion(); }
    std::string version() const override { return openCvVersion(); }
    bool twin() const override { return m_twin; }
    std::string note() const override {
        return m_twin ? "OpenCV cannot read Clip: it ran a twin of the file in which each Clip is written as "
                        "6 - Relu(6 - Relu(x)) and all else is the same."
                      : "";
    }
    std::int64_t chunk() const override { return 64; }

private:
    Status runPlan(const Inputs& inputs, const Plan& plan, Outputs& outputs) {
        const std::size_t each =
            inputs.values.size() / static_cast<std::size_t>(std::max<std::int64_t>(inputs.count, 1));
        std::vector<float> rows;
        outputs.seconds = 0;
        for (std::int64_t first = 0; first < plan.count; first += plan.batch) {
            const int count = static_cast<int>(std::min(plan.batch, plan.count - first));
            const int bytesShape[] = {count, m_side, m_side, 3}, floatShape[] = {count, 3, m_side, m_side};
            // OpenCV takes no const data, and does not write into an input.
            auto* from = const_cast<float*>(inputs.values.data()) + static_cast<std::size_t>(first) * each;
            const cv::Mat blob(4, m_bytes ? bytesShape : floatShape, CV_32F, from);
            const auto started = std::chrono::steady_clock::now();
            m_net.setInput(blob);
            const cv::Mat result = m_net.forward();
            outputs.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
            if (result.type() != CV_32F || !result.isContinuous() ||
                result.total() != static_cast<std::size_t>(count) * static_cast<std::size_t>(m_classes)) {
                return Error{ErrorCode::Failed, "OpenCV gives an output of another shape than the file says.",
                             "Judge the file with ONNX Runtime instead.", ""};
            }
            rows.insert(rows.end(), result.ptr<float>(), result.ptr<float>() + result.total());
        }
        outputs.plans.push_back(std::move(rows));
        return {};
    }

    cv::dnn::Net m_net;
    int m_side, m_classes;
    bool m_bytes, m_twin;
};

}  // namespace

std::string openCvVersion() {
    return cv::getVersionString();
}

Result<std::unique_ptr<Runtime>> openCvRuntime(const OnnxFile& file) {
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError(silent);
    std::string twin;
    if (file.hasClip) {
        FLAMBEAU_TRY(twin, withoutClip(file.bytes));
    }
    const std::string& bytes = file.hasClip ? twin : file.bytes;
    try {
        cv::dnn::Net net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
        net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
        return std::unique_ptr<Runtime>(std::make_unique<OpenCvRuntime>(std::move(net), file));
    } catch (const std::exception& failure) {
        return Error{ErrorCode::Unsupported, "OpenCV " + openCvVersion() + " cannot read this ONNX file.",
                     "Judge it with ONNX Runtime, or export it with Flambeau.", toPlainText(failure.what())};
    }
}

}  // namespace flambeau::judge
