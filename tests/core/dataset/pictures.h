// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of small pictures, and an import of them with the real flambeau-scan.
#pragma once

#include <string>
#include <vector>

#include "flambeau/dataset/import.h"
#include "flambeau/image/image.h"
#include "test_support.h"

namespace flambeau::test {

/// A smooth picture of its own for each number.
image::Image picture(unsigned number, int width = 48, int height = 40);
std::string jpeg(unsigned number, int quality = 92, int width = 48, int height = 40);
std::string png(unsigned number);

/// `count` different JPEGs, numbered from `first`.
void fill(const fs::path& folder, unsigned first, unsigned count);

dataset::ImportRequest requestFor(const fs::path& source);
dataset::ImportOutcome import(const fs::path& source);

/// All findings of a kind.
std::vector<domain::Finding> ofKind(const domain::DatasetManifest& manifest, const std::string& kind);
/// Whether a finding of the kind has the file.
bool names(const domain::DatasetManifest& manifest, const std::string& kind, const std::string& path);
std::string splitOf(const domain::DatasetManifest& manifest, const std::string& path);  ///< "" where it is not kept
std::string classOf(const domain::DatasetManifest& manifest, const std::string& path);

}  // namespace flambeau::test
