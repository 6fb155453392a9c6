// SPDX-License-Identifier: GPL-3.0-or-later
// How a dataset's version was imported: options and decisions, kept as JSON in the workspace's settings so that the
// same folder can be imported again with one decision more. A plain value.
#pragma once

#include <map>
#include <string>

#include "flambeau/session/dataset_service.h"

namespace flambeau::session {

struct DatasetService::Recipe {
    AddOptions options;
    std::map<std::string, bool> decisions;          ///< path relative to the root -> whether it is left out (else kept)
    std::map<std::string, std::string> relabelled;  ///< likewise -> the class that the user put it in

    std::string text() const;
    /// What cannot be understood keeps its default.
    void read(const std::string& text);
};

}  // namespace flambeau::session
