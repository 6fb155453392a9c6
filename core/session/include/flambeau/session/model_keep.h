// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping a model file that came from elsewhere: what it is, under which name, and whether it is kept already. Plain
// functions; keepModel on the thread of the workspace, it blocks and honours its stop token.
#pragma once

#include <string>

#include "flambeau/session/registry_service.h"

namespace flambeau::session {

class Workspace;

/// .pt, .pth, .safetensors, .onnx, whatever the case. Of the name alone.
bool isModelFileName(const fs::path& path);
/// A valid model name from the file's: "best.pt" and the like take their folder's. Of the path alone.
std::string modelNameFor(const fs::path& path);

struct KeptModel {
    ModelVersion version;
    bool known = false;  ///< the same file was kept before: `version` is that one
    std::string what;    ///< "PyTorch weights", "ONNX", "a folder with model.json"
};

/// Looks into the file (or the folder with a model.json), then registers it as the next version of `name`. Unsupported
/// where it is no model; nothing is kept then, and nothing in it is executed.
Result<KeptModel> keepModel(Workspace& workspace, const fs::path& path, const std::string& name, std::stop_token stop,
                            const ProgressCallback& progress);

}  // namespace flambeau::session
