// SPDX-License-Identifier: GPL-3.0-or-later
// A model's version as a person reads it. Pure text.
#pragma once

#include <string>
#include <vector>

#include "flambeau/session/registry_service.h"

namespace flambeau::cli {

std::string modelText(const session::ModelVersion& version);
/// For `model list`: model, aliases, val/acc, arch, dataset, ONNX, registered.
std::vector<std::string> modelRow(const session::ModelVersion& version);
/// "verified by …", "FAILED …", "not judged …": one line, never more than was seen.
std::string verdictText(const nlohmann::json& onnx);

}  // namespace flambeau::cli
