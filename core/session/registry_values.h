// SPDX-License-Identifier: GPL-3.0-or-later
// Between the store's rows and the registry's values. Pure functions.
#pragma once

#include <nlohmann/json.hpp>

#include "flambeau/session/registry_service.h"
#include "flambeau/store/models.h"

namespace flambeau::session {

ModelVersion fromStore(const store::ModelVersion& row);
/// The lineage column of a version.
std::string lineageText(const ModelVersion& version);
/// Text of a JSON value; bytes that are no UTF-8 are replaced.
std::string jsonText(const nlohmann::json& json);

}  // namespace flambeau::session
