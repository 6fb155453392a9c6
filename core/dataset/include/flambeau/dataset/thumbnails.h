// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures of a dataset's pictures, drawn by flambeau-scan and kept by content: <folder>/<aa>/<sha256>.jpg, 256
// pixels on the long side, as the picture is seen (EXIF orientation applied). Blocking; starts threads of its own and
// joins them; safe on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::dataset {

struct ThumbnailSource {
    std::string path;  ///< relative to the root
    std::string sha256;
};

struct ThumbnailRequest {
    fs::path root;         ///< what the paths are relative to
    fs::path folder;       ///< where thumbnails are kept
    fs::path scanProgram;  ///< flambeau-scan
    int workers = 0;       ///< 0: one a core
    double secondsPerFile = 60;
    std::vector<ThumbnailSource> pictures;
};

fs::path thumbnailPath(const fs::path& folder, const std::string& sha256);

/// Draws those that are missing; how many were. A picture that cannot be opened has none, and that is no error.
Result<std::int64_t> ensureThumbnails(const ThumbnailRequest& request,
                                      const std::function<void(std::int64_t done, std::int64_t total)>& progress = {},
                                      std::stop_token stop = {});

}  // namespace flambeau::dataset
