// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnails of a dataset: asked for when somebody looks, drawn once, shared by all versions.
#include <map>

#include "flambeau/dataset/thumbnails.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/workspace.h"

namespace flambeau::session {

Result<std::vector<fs::path>> DatasetService::thumbnails(const domain::DatasetManifest& manifest,
                                                         const std::vector<std::string>& paths, std::stop_token stop,
                                                         const ProgressCallback& progress) {
    std::map<std::string, const std::string*> hashes;
    for (const auto& file : manifest.files)
        hashes[file.path] = &file.sha256;
    dataset::ThumbnailRequest request;
    request.root = manifest.root;
    request.folder = m_workspace.paths().thumbnails();
    FLAMBEAU_TRY(request.scanProgram, findProgram(Program::Scan));
    for (const auto& path : paths) {
        const auto known = hashes.find(path);
        if (known == hashes.end())
            return Error{ErrorCode::NotFound, "The dataset " + manifest.name + " keeps no picture '" + path + "'",
                         "Give a path as `dataset show` prints it.", {}};
        request.pictures.push_back({path, *known->second});
    }
    const auto told = [&progress](std::int64_t done, std::int64_t total) {
        if (progress)
            progress("thumbnails", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    };
    FLAMBEAU_CHECK(dataset::ensureThumbnails(request, told, stop));
    std::vector<fs::path> files;
    for (const auto& picture : request.pictures) {
        fs::path file = dataset::thumbnailPath(request.folder, picture.sha256);
        std::error_code ignored;
        files.push_back(fs::exists(file, ignored) ? std::move(file) : fs::path());
    }
    return files;
}

}  // namespace flambeau::session
