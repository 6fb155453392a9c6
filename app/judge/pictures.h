// SPDX-License-Identifier: GPL-3.0-or-later
// From picture files to a network's inputs, on all cores. Pure functions on plain values.
#pragma once

#include <functional>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/model/model_file.h"
#include "runtime.h"

namespace flambeau::judge {

/// Decodes, resizes, crops and (unless the graph takes bytes) normalises one file into 3*S*S floats at `out`.
Status preparePicture(const fs::path& path, const model::Preprocessing& how, bool asBytes, float* out);

/// Calls `work(i)` for each i below `count`, on all cores; returns when all are done.
void inParallel(std::size_t count, const std::function<void(std::size_t)>& work);

/// The pixels from which normalised inputs were made, as rows of RGB: for a graph that normalises itself. Corrupt where
/// the inputs were not made from pixels of eight bits in this way.
Result<Inputs> pixelsOf(const Inputs& normalised, const model::Preprocessing& how);

}  // namespace flambeau::judge
