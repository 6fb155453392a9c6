// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/dataset/thumbnails.h"

#include <set>

#include "flambeau/dataset/workers.h"

namespace flambeau::dataset {

fs::path thumbnailPath(const fs::path& folder, const std::string& sha256) {
    return folder / sha256.substr(0, 2) / (sha256 + ".jpg");
}

Result<std::int64_t> ensureThumbnails(const ThumbnailRequest& request,
                                      const std::function<void(std::int64_t, std::int64_t)>& progress,
                                      std::stop_token stop) {
    std::vector<ThumbnailJob> jobs;
    std::set<std::string> wanted;
    for (const auto& picture : request.pictures) {
        const fs::path target = thumbnailPath(request.folder, picture.sha256);
        std::error_code ignored;
        if (!fs::exists(target, ignored) && wanted.insert(picture.sha256).second)
            jobs.push_back({picture.path, target});
    }
    const auto total = static_cast<std::int64_t>(jobs.size());
    if (jobs.empty())
        return total;
    if (progress)
        progress(0, total);
    Crew crew;
    crew.program = request.scanProgram;
    crew.root = request.root;
    crew.workers = request.workers;
    crew.secondsPerFile = request.secondsPerFile;
    crew.progress = [&](std::int64_t done) {
        if (progress)
            progress(done, total);
    };
    crew.stop = stop;
    FLAMBEAU_CHECK(makeThumbnails(crew, jobs));
    return total;
}

}  // namespace flambeau::dataset
