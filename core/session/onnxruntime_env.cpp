// SPDX-License-Identifier: GPL-3.0-or-later
// The small Python environment in which ONNX Runtime judges; made on request only, in the user's cache folder.
#include <chrono>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/registry_service.h"

namespace flambeau::session {

namespace {

constexpr const char* kReady = "READY";  ///< written last, with ONNX Runtime's version in it; without it: garbage

fs::path environmentFolder() { return userCacheDir() / "flambeau" / "onnxruntime-env"; }

Result<ProcessResult> runStep(std::vector<std::string> argv, std::stop_token stop) {
    ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.stop = stop;
    spec.timeout = std::chrono::minutes(20);
    return runProcess(spec);
}

}  // namespace

fs::path onnxRuntimePython() { return environmentFolder() / "bin" / "python3"; }

std::optional<std::string> onnxRuntimeVersion() {
    const auto text = readFile(environmentFolder() / kReady, 1000);
    std::error_code ignored;
    if (!text.ok() || !fs::exists(onnxRuntimePython(), ignored))
        return std::nullopt;
    return std::string(trim(*text));
}

Status prepareOnnxRuntime(std::stop_token stop, const ProgressCallback& progress) {
    const fs::path folder = environmentFolder();
    FLAMBEAU_CHECK(makeDirs(folder.parent_path()));
    FLAMBEAU_TRY(const FileLock onlyOne, FileLock::acquire(folder.string() + ".lock"));
    if (onnxRuntimeVersion())
        return {};
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    const auto tell = [&progress](const char* what) {
        if (progress)
            progress(what, 0, 0);
    };
    tell("making a Python environment");
    // Debian's Python first: one earlier on PATH may be a build without venv.
    const std::string python = fs::exists("/usr/bin/python3", ignored) ? "/usr/bin/python3" : "python3";
    FLAMBEAU_TRY(const ProcessResult venv, runStep({python, "-m", "venv", folder.string()}, stop));
    if (venv.exitCode != 0)
        return Error{ErrorCode::Failed, "The Python environment could not be made.",
                     "On Debian it needs the package python3-venv.", toPlainText(venv.err + venv.out)};
    tell("installing onnxruntime and numpy from PyPI");
    FLAMBEAU_TRY(const ProcessResult pip, runStep({onnxRuntimePython().string(), "-m", "pip", "install", "--quiet",
                                                   "--disable-pip-version-check", "onnxruntime", "numpy"},
                                                  stop));
    if (pip.exitCode != 0)
        return Error{ErrorCode::Unreachable, "ONNX Runtime could not be installed from PyPI.",
                     "It needs the network once. Behind a mirror, pip's own settings (PIP_INDEX_URL) are used.",
                     toPlainText(pip.err)};
    FLAMBEAU_TRY(const ProcessResult version,
                 runStep({onnxRuntimePython().string(), "-c", "import onnxruntime; print(onnxruntime.__version__)"}, stop));
    if (version.exitCode != 0)
        return Error{ErrorCode::Failed, "ONNX Runtime was installed and does not start.",
                     "Its wheel may not fit this processor or this Python.", toPlainText(version.err)};
    return writeFileAtomic(folder / kReady, version.out);
}

}  // namespace flambeau::session
