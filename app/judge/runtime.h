// SPDX-License-Identifier: GPL-3.0-or-later
// A program that can run an ONNX graph: OpenCV's DNN module in this process, ONNX Runtime in a Python process.
// One object on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "onnx_file.h"

namespace flambeau::judge {

/// Prepared pictures, one behind the other: each 3*S*S floats, channels first, or rows of RGB pixels from 0 to 255
/// where the graph takes bytes.
struct Inputs {
    std::int64_t count = 0;
    std::vector<float> values;
};

/// Run the first `count` pictures, `batch` at once.
struct Plan {
    std::int64_t batch = 1;
    std::int64_t count = 0;
};

struct Outputs {
    std::vector<std::vector<float>> plans;  ///< of each plan: count rows of the file's classes
    double seconds = 0;                     ///< in the runtime, of the last plan
};

class Runtime {
public:
    virtual ~Runtime() = default;
    virtual Result<Outputs> run(const Inputs& inputs, const std::vector<Plan>& plans) = 0;
    /// "OpenCV DNN 4.6.0"; of ONNX Runtime the version is known after the first run.
    virtual std::string title() const = 0;
    virtual std::string version() const = 0;
    /// Whether it runs a twin of the file, because it cannot read the file itself.
    virtual bool twin() const { return false; }
    virtual std::string note() const { return {}; }
    /// How many pictures to give it at once, so that starting it does not matter and memory is bounded.
    virtual std::int64_t chunk() const = 0;
};

Result<std::unique_ptr<Runtime>> openCvRuntime(const OnnxFile& file);
/// `python` is that of an environment with onnxruntime and numpy; `path` the file that `file` was read from.
Result<std::unique_ptr<Runtime>> onnxRuntime(const OnnxFile& file, const fs::path& path, const fs::path& python);
std::string openCvVersion();

/// By name: "opencv" or "onnxruntime".
Result<std::unique_ptr<Runtime>> makeRuntime(const std::string& name, const OnnxFile& file, const fs::path& path,
                                             const fs::path& python);

}  // namespace flambeau::judge
