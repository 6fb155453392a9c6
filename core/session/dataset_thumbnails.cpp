// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnails: asked for when somebody looks, drawn once, kept by content and so shared by all versions and datasets.
#include <map>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/dataset/thumbnails.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/paths.h"
#include "flambeau/session/workspace.h"

namespace flambeau::session {

fs::path DatasetService::thumbnailFile(const std::string& sha256) const {
    return isSha256Hex(sha256) ? dataset::thumbnailPath(m_workspace.paths().thumbnails(), sha256) : fs::path();
}

Result<std::vector<fs::path>> DatasetService::thumbnails(const fs::path& root,
                                                         const std::vector<PictureContent>& pictures,
                                                         std::stop_token stop, const ProgressCallback& progress) {
    if (const auto place = domain::datasetPlaceFrom(root.string()); !place.on.empty()) {
        FLAMBEAU_CHECK(drawThere(place, pictures, stop, progress));
        return drawnThumbnails(pictures);
    }
    dataset::ThumbnailRequest request;
    request.root = root;
    request.folder = m_workspace.paths().thumbnails();
    FLAMBEAU_TRY(request.scanProgram, findProgram(Program::Scan));
    for (const auto& picture : pictures) {
        if (isSha256Hex(picture.sha256))
            request.pictures.push_back({picture.path, picture.sha256});
    }
    const auto told = [&progress](std::int64_t done, std::int64_t total) {
        if (progress)
            progress("thumbnails", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    };
    FLAMBEAU_CHECK(dataset::ensureThumbnails(request, told, stop));
    return drawnThumbnails(pictures);
}

/// Those that are drawn.
std::vector<fs::path> DatasetService::drawnThumbnails(const std::vector<PictureContent>& pictures) const {
    std::vector<fs::path> files;
    for (const auto& picture : pictures) {
        fs::path file = thumbnailFile(picture.sha256);
        std::error_code ignored;
        files.push_back(!file.empty() && fs::exists(file, ignored) ? std::move(file) : fs::path());
    }
    return files;
}

Result<std::vector<fs::path>> DatasetService::thumbnails(const domain::DatasetManifest& manifest,
                                                         const std::vector<std::string>& paths, std::stop_token stop,
                                                         const ProgressCallback& progress) {
    std::map<std::string, const std::string*> hashes;
    for (const auto& file : manifest.files)
        hashes[file.path] = &file.sha256;
    std::vector<PictureContent> pictures;
    for (const auto& path : paths) {
        const auto known = hashes.find(path);
        if (known == hashes.end())
            return Error{ErrorCode::NotFound,
                         "The dataset " + manifest.name + " keeps no picture '" + path + "'",
                         "Give a path as `dataset show` prints it.",
                         {}};
        pictures.push_back({path, *known->second});
    }
    return thumbnails(fs::path(manifest.place()), pictures, std::move(stop), progress);
}

Result<std::vector<fs::path>> DatasetService::thumbnailsOfFiles(const std::vector<fs::path>& files,
                                                                std::stop_token stop,
                                                                const ProgressCallback& progress) {
    std::vector<PictureContent> pictures;
    for (const auto& file : files) {
        if (!file.is_absolute())
            return Error{ErrorCode::InvalidArgument, toPlainText(file.string()) + " is no absolute path.", {}, {}};
        auto hash = sha256File(file, [&stop](std::uint64_t) { return !stop.stop_requested(); });
        if (!hash.ok() && hash.error().code == ErrorCode::Canceled)
            return hash.error();
        // What cannot be read has no thumbnail; that is no error.
        pictures.push_back({file.relative_path().string(), hash.ok() ? *hash : std::string()});
    }
    return thumbnails(fs::path("/"), pictures, std::move(stop), progress);
}

}  // namespace flambeau::session
