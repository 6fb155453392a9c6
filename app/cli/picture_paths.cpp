// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_paths.h"

#include <algorithm>
#include <set>

#include "flambeau/base/strings.h"

namespace flambeau::cli {

namespace {

constexpr std::size_t kPicturesAtMost = 1'000'000;

Status addFolder(const fs::path& folder, std::vector<fs::path>& pictures) {
    static const std::set<std::string> kEndings = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".pgm"};
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::recursive_directory_iterator walk(folder, error), end; !error && walk != end; walk.increment(error)) {
        std::error_code ignored;
        if (startsWith(walk->path().filename().string(), ".")) {
            if (walk->is_directory(ignored))
                walk.disable_recursion_pending();
            continue;
        }
        if (walk->is_regular_file(ignored) && kEndings.contains(toLowerAscii(walk->path().extension().string())))
            found.push_back(walk->path());
        if (pictures.size() + found.size() > kPicturesAtMost)
            return Error{ErrorCode::Unsupported, "There are more than a million pictures in " + folder.string() + ".",
                         "Take a part of the folder at a time.", {}};
    }
    if (error)
        return systemError(error.value(), "Cannot list " + folder.string());
    if (found.empty())
        return Error{ErrorCode::NotFound, "There is no picture in " + folder.string() + ".",
                     "Looked for jpg, png, webp, tiff, bmp and ppm.", {}};
    std::sort(found.begin(), found.end());
    pictures.insert(pictures.end(), found.begin(), found.end());
    return {};
}

}  // namespace

Result<std::vector<fs::path>> picturePaths(const std::vector<fs::path>& given) {
    std::vector<fs::path> pictures;
    for (const fs::path& path : given) {
        std::error_code error;
        if (fs::is_directory(path, error)) {
            FLAMBEAU_CHECK(addFolder(path, pictures));
        } else {
            pictures.push_back(path);  // one that is not there is named in its own row, and the others go on
        }
    }
    return pictures;
}

}  // namespace flambeau::cli
