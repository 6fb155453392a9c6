// SPDX-License-Identifier: GPL-3.0-or-later
// model.json: what stands beside a model's weights so that they can be used without asking anyone: the graph, the
// classes, how pictures are prepared, how it was trained. Plain values.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/model/spec.h"

namespace flambeau::model {

/// EXIF orientation applied, RGB, the shorter side resized to `resize` (bilinear, antialiased, as torchvision's Resize
/// on a PIL image), centre crop of `crop`, to [0,1], (x - mean) / std per channel.
struct Preprocessing {
    int resize = 256;
    int crop = 224;
    std::array<float, 3> mean{0.485f, 0.456f, 0.406f};
    std::array<float, 3> std{0.229f, 0.224f, 0.225f};
};

/// torchvision's ratio: crop = imageSize, resize = round(imageSize * 256 / 224).
Preprocessing defaultPreprocessing(int imageSize);

struct ModelFile {
    ModelSpec spec;
    std::vector<std::string> classes;
    Preprocessing preprocessing;
    nlohmann::json training = nlohmann::json::object();  ///< run, dataset fingerprint, parameters, metrics, engine
};

nlohmann::json toJson(const ModelFile& file);
Result<ModelFile> modelFileFromJson(const nlohmann::json& json);
Result<ModelFile> readModelFile(const fs::path& path);

}  // namespace flambeau::model
