// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing a dataset with the disk, and the sample.
#include <chrono>
#include <set>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/paths.h"
#include "host_probe.h"

namespace flambeau::session {

namespace {

constexpr std::size_t kFilesAtMost = 5'000'000;  ///< a listing of a disk's root must end

bool looksLikePicture(const fs::path& path) {
    static const std::set<std::string> kEndings = {".jpg", ".jpeg", ".png", ".bmp", ".gif",  ".tif",
                                                   ".tiff", ".webp", ".ppm", ".pgm", ".heic"};
    return kEndings.contains(toLowerAscii(path.extension().string()));
}

/// Pictures that lie under the root and that the manifest, findings included, does not know.
Result<std::vector<std::string>> unknownPictures(const domain::DatasetManifest& manifest, std::stop_token stop) {
    std::set<std::string> known, badNames;
    for (const domain::DatasetFile& file : manifest.files)
        known.insert(file.path);
    for (const domain::Finding& finding : manifest.findings) {
        known.insert(finding.path);
        known.insert(finding.files.begin(), finding.files.end());
        if (finding.kind == "bad_name")
            badNames.insert(finding.files.begin(), finding.files.end());
    }
    std::vector<std::string> added;
    std::error_code error;
    std::size_t seen = 0;
    fs::recursive_directory_iterator walk(manifest.root, fs::directory_options::skip_permission_denied, error);
    for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
        if (stop.stop_requested())
            return Error{ErrorCode::Canceled, "The check was stopped.", {}, {}};
        if (++seen > kFilesAtMost)
            break;
        const std::string name = walk->path().filename().string();
        if (startsWith(name, ".") || name == "__MACOSX") {
            walk.disable_recursion_pending();
            continue;
        }
        // A finding names what is no text with its bad bytes replaced; in such a folder nothing was looked at.
        if (badNames.contains(toValidUtf8(walk->path().lexically_relative(manifest.root).generic_string()))) {
            walk.disable_recursion_pending();
            continue;
        }
        std::error_code ignored;
        if (!looksLikePicture(walk->path()) || !walk->is_regular_file(ignored))
            continue;
        const std::string path = walk->path().lexically_relative(manifest.root).generic_string();
        if (!known.contains(path))
            added.push_back(path);
    }
    return added;
}

}  // namespace

Result<DatasetCheck> DatasetService::check(const domain::DatasetManifest& manifest, bool full, std::stop_token stop,
                                           const ProgressCallback& progress) {
    if (!manifest.on.empty()) {
        FLAMBEAU_TRY(const auto helper, probe(manifest.on, stop, progress));
        domain::DatasetManifest compared = manifest;
        return compareThere(*helper, compared, full, progress);
    }
    DatasetCheck found;
    std::uint64_t done = 0;
    for (const domain::DatasetFile& file : manifest.files) {
        if (stop.stop_requested())
            return Error{ErrorCode::Canceled, "The check was stopped.", {}, {}};
        if (progress)
            progress("comparing with the disk", done, manifest.files.size());
        ++done;
        const fs::path path = fs::path(manifest.root) / file.path;
        std::error_code error;
        const std::uint64_t bytes = fs::file_size(path, error);
        if (error) {
            found.missing.push_back(file.path);
            continue;
        }
        const auto time = std::chrono::file_clock::to_sys(fs::last_write_time(path, error)).time_since_epoch();
        const bool sameTime =
            !error && std::chrono::duration_cast<std::chrono::nanoseconds>(time).count() == file.mtimeNs;
        if (bytes == file.bytes && sameTime && !full)
            continue;
        const auto hash = bytes == file.bytes ? sha256File(path) : Result<std::string>(std::string());
        if (!hash.ok() || *hash != file.sha256)
            found.changed.push_back(file.path);
        else if (!sameTime)
            found.touched.push_back(file.path);
    }
    FLAMBEAU_TRY(found.added, unknownPictures(manifest, stop));
    return found;
}

Status DatasetService::drawSample(const fs::path& folder, std::stop_token stop) {
    std::error_code ignored;
    if (fs::exists(folder, ignored) && !fs::is_empty(folder, ignored))
        return Error{ErrorCode::AlreadyExists, folder.string() + " is there already and not empty.",
                     "Name a folder that does not exist yet.", {}};
    FLAMBEAU_TRY(const fs::path scan, findProgram(Program::Scan));
    ProcessSpec spec;
    spec.argv = {scan.string(), "sample", folder.string()};
    spec.stop = stop;
    spec.timeout = std::chrono::minutes(10);
    FLAMBEAU_TRY(const ProcessResult result, runProcess(spec));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "flambeau-scan could not draw the sample (exit " +
                                            std::to_string(result.exitCode) + ").",
                     "Is there space, and may the folder be written?", toPlainText(result.err)};
    return {};
}

}  // namespace flambeau::session
