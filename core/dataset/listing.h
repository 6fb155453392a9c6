// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a folder, before any file is opened. Symbolic links are followed, loops are cut. Private to the module;
// values, and one blocking function that is safe on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::dataset {

struct ListedFile {
    std::string path;  ///< relative to the root, '/' between folders; valid UTF-8 without control characters
    std::uint64_t bytes = 0;
    std::int64_t mtimeNs = 0;
};

struct Listing {
    std::vector<ListedFile> files;                           ///< sorted by path
    std::vector<std::string> folders;                        ///< sorted; every visible folder below the root
    std::map<std::string, std::vector<std::string>> hidden;  ///< basename (".DS_Store", "__MACOSX") -> paths
    std::vector<std::string> badNames;                       ///< not UTF-8 (bad bytes replaced), or with control characters
    std::vector<std::string> loops;                          ///< folders that lead back to one of their parents
    std::vector<std::string> closed;   ///< folders and files that the system does not let us look at
    std::vector<std::string> special;  ///< sockets, pipes, devices, links to nothing
};

Result<Listing> listFolder(const fs::path& root, const std::function<void(std::int64_t)>& progress,
                           std::stop_token stop);

/// The part after the last '/'.
std::string_view baseName(std::string_view path);
/// The lower-case extension with its dot, or "".
std::string extensionOf(std::string_view path);
/// The extensions that torchvision's ImageFolder takes: .jpg .jpeg .png .ppm .bmp .pgm .tif .tiff .webp
bool hasPictureExtension(std::string_view path);

}  // namespace flambeau::dataset
