// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-scan as a crew: several processes, each fed with a list of files, each file answered by one line. A file
// that ends its process, or keeps it too long, is named and left behind; the rest goes on in a fresh one. For
// flambeau-probe, which is such a program and hands its answers on; everybody else takes import.h and thumbnails.h.
// Blocking, one call on one thread (it starts threads of its own and joins them).
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/dataset/facts.h"

namespace flambeau::dataset {

struct Crew {
    fs::path program;
    fs::path root;
    int workers = 0;  ///< 0: one a core
    double secondsPerFile = 60;
    std::function<void(std::int64_t done)> progress;  ///< one call at a time
    std::stop_token stop;
    /// Each answer as it comes, one call at a time; `line` as the program wrote it, empty where it did not answer.
    std::function<void(const FileFacts& facts, std::string_view line)> found;
};

/// Whether the program starts at all.
Status checkProgram(const fs::path& program, std::stop_token stop);

/// The facts of each path, in the order of `paths`.
Result<std::vector<FileFacts>> scanFiles(const Crew& crew, const std::vector<std::string>& paths);

struct ThumbnailJob {
    std::string path;
    fs::path target;  ///< "-": the picture comes in the answer (inline_picture.h)
};
/// Makes the thumbnails; a picture that fails has none, and that is all.
Status makeThumbnails(const Crew& crew, const std::vector<ThumbnailJob>& jobs);

}  // namespace flambeau::dataset
