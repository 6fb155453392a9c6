// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX Runtime through resources/onnxruntime_judge.py: its headers are in no Debian package, its wheel is on PyPI.
#include <nlohmann/json.hpp>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "runtime.h"

namespace flambeau::resources {
extern const std::string_view onnxruntimeJudge;
}

namespace flambeau::judge {
namespace {

using nlohmann::json;

/// A folder that only we can read, gone with the object.
class ScratchFolder {
public:
    static Result<ScratchFolder> make() {
        std::error_code failure;
        fs::path path = fs::temp_directory_path(failure) / ("flambeau-judge-" + newUuid());
        if (!failure)
            fs::create_directory(path, failure);
        if (!failure)
            fs::permissions(path, fs::perms::owner_all, failure);
        if (failure)
            return systemError(failure.value(), "Cannot make a temporary folder");
        return ScratchFolder(std::move(path));
    }
    ScratchFolder(ScratchFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    explicit ScratchFolder(fs::path path) : m_path(std::move(path)) {}
    fs::path m_path;
};

class PythonRuntime : public Runtime {
public:
    PythonRuntime(const OnnxFile& file, fs::path path, fs::path python)
        : m_path(std::move(path)),
          m_python(std::move(python)),
          m_side(file.imageSize),
          m_classes(file.classes),
          m_bytes(file.takesBytes) {}

    Result<Outputs> run(const Inputs& inputs, const std::vector<Plan>& plans) override {
        FLAMBEAU_TRY(const ScratchFolder folder, ScratchFolder::make());
        const fs::path in = folder.path() / "inputs", out = folder.path() / "outputs";
        FLAMBEAU_CHECK(writeFileAtomic(
            in, {reinterpret_cast<const char*>(inputs.values.data()), inputs.values.size() * sizeof(float)}));
        FLAMBEAU_TRY(const json answer, ask(request(inputs, plans, in, out)));
        FLAMBEAU_TRY(const std::string raw, readFile(out));
        m_version = answer.value("runtime_version", "");
        Outputs outputs;
        outputs.seconds = answer.value("seconds", 0.0);
        std::size_t place = 0;
        for (const Plan& plan : plans) {
            const auto count = static_cast<std::size_t>(plan.count) * static_cast<std::size_t>(m_classes);
            if (raw.size() - place < count * sizeof(float))
                return wrongShape();
            std::vector<float> rows(count);
            std::memcpy(rows.data(), raw.data() + place, count * sizeof(float));
            place += count * sizeof(float);
            outputs.plans.push_back(std::move(rows));
        }
        if (place != raw.size() || answer.value("columns", 0) != m_classes)
            return wrongShape();
        return outputs;
    }

    std::string title() const override { return "ONNX Runtime " + m_version; }
    std::string version() const override { return m_version; }
    std::int64_t chunk() const override { return 256; }

private:
    static Error wrongShape() {
        return {ErrorCode::Failed, "ONNX Runtime gives an output of another shape than the file says.",
                "Export the model again.", ""};
    }

    json request(const Inputs& inputs, const std::vector<Plan>& plans, const fs::path& in, const fs::path& out) const {
        json steps = json::array();
        for (const Plan& plan : plans)
            steps.push_back({{"batch", plan.batch}, {"count", plan.count}});
        const json shape = m_bytes ? json{inputs.count, m_side, m_side, 3} : json{inputs.count, 3, m_side, m_side};
        return {{"model", fs::absolute(m_path).string()},
                {"inputs", in.string()},
                {"outputs", out.string()},
                {"shape", shape},
                {"bytes", m_bytes},
                {"plans", std::move(steps)}};
    }

    Result<json> ask(const json& request) const {
        ProcessSpec spec;
        // -I: neither the current folder nor PYTHON… variables decide what is imported.
        spec.argv = {m_python.string(), "-I", "-c", std::string(resources::onnxruntimeJudge)};
        spec.input = request.dump(-1, ' ', false, json::error_handler_t::replace);
        FLAMBEAU_TRY(const ProcessResult ran, runProcess(spec));
        if (ran.exitCode != 0 && ran.err.find("ModuleNotFoundError") != std::string::npos) {
            return Error{ErrorCode::Unavailable, "The Python '" + m_python.string() + "' has no onnxruntime.",
                         "Prepare the environment for ONNX Runtime.", toPlainText(ran.err)};
        }
        if (ran.exitCode != 0) {
            return Error{ErrorCode::Failed, "ONNX Runtime could not run the file.", "Export the model again.",
                         toPlainText(ran.err)};
        }
        json answer = json::parse(ran.out, nullptr, false);
        if (!answer.is_object())
            return Error{ErrorCode::Failed, "The Python process answered with something else than JSON.", "",
                         toPlainText(ran.out.substr(0, 2000))};
        return answer;
    }

    fs::path m_path, m_python;
    int m_side, m_classes;
    bool m_bytes;
    std::string m_version;
};

}  // namespace

Result<std::unique_ptr<Runtime>> onnxRuntime(const OnnxFile& file, const fs::path& path, const fs::path& python) {
    return std::unique_ptr<Runtime>(std::make_unique<PythonRuntime>(file, path, python));
}

Result<std::unique_ptr<Runtime>> makeRuntime(const std::string& name, const OnnxFile& file, const fs::path& path,
                                             const fs::path& python) {
    if (name == "opencv")
        return openCvRuntime(file);
    if (python.empty()) {
        return Error{ErrorCode::InvalidArgument, "ONNX Runtime needs a Python environment.",
                     "Name it with --python: one with onnxruntime and numpy.", ""};
    }
    return onnxRuntime(file, path, python);
}

}  // namespace flambeau::judge
