// SPDX-License-Identifier: GPL-3.0-or-later
// An .onnx file as libonnx sees it: checked, and its outside known. The file may come from anybody. Plain value.
#pragma once

#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/model/model_file.h"

namespace flambeau::judge {

struct OnnxFile {
    std::string bytes;
    bool takesBytes = false;     ///< input is uint8 [batch,S,S,3] and not float [batch,3,S,S]
    bool probabilities = false;  ///< a softmax is the last node
    bool hasClip = false;
    int imageSize = 0;
    int classes = 0;
};

/// onnx's checker over the bytes of a file: Corrupt with the checker's words as detail.
Status checkOnnx(const std::string& bytes);

/// Reads, checks, and finds out what goes in and comes out. Unsupported where that is not one picture input with an
/// open batch and one row of numbers a picture, or where the file refers to other files.
Result<OnnxFile> readOnnxFile(const fs::path& path);
Result<OnnxFile> openOnnx(std::string bytes, const std::string& shownName);

/// Whether the file takes and gives what model.json says.
Status checkFits(const OnnxFile& file, const model::ModelFile& model);

/// The same file but for this: each Clip(x, 0, m) is written m - Relu(m - Relu(x)), which OpenCV's reader understands.
/// Unsupported for a Clip with other or computed limits.
Result<std::string> withoutClip(const std::string& bytes);

/// Whether two files hold the same graph, byte for byte.
bool sameGraph(const std::string& left, const std::string& right);

}  // namespace flambeau::judge
