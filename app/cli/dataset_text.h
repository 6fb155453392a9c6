// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset as a person reads it. Pure text.
#pragma once

#include <string>

#include "flambeau/domain/dataset.h"

namespace flambeau::cli {

/// Counts by class and split, then the findings, the worst first.
std::string datasetText(const domain::DatasetManifest& manifest);

}  // namespace flambeau::cli
