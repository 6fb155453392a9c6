// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a folder, before any file is opened. Symbolic links are followed, loops are cut. And a listing as lines
// of text, for one that was made on another machine: what such lines say is checked, for they may be anybody's. Values,
// and one blocking function that is safe on any thread.
#pragma once

#include <algorithm>
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
    std::vector<std::string> badNames;  ///< not UTF-8 (bad bytes replaced), or with control characters
    std::vector<std::string> loops;     ///< folders that lead back to one of their parents
    std::vector<std::string> closed;    ///< folders and files that the system does not let us look at
    std::vector<std::string> special;   ///< sockets, pipes, devices, links to nothing
};

Result<Listing> listFolder(const fs::path& root, const std::function<void(std::int64_t)>& progress,
                           std::stop_token stop);

/// The listing of the folder at `root` (its path without links) as lines of JSON without LF, the last says that it is
/// whole.
void writeListing(const std::string& root, const Listing& listing,
                  const std::function<void(const std::string& line)>& line);

/// A line before the others: so many files were seen so far.
std::string walkedLine(std::int64_t count);

/// Takes what writeListing wrote, line by line.
class ListingReader {
public:
    /// Corrupt: a line is not understood, names something outside the folder, or there are more than may be.
    Status take(std::string_view line);
    /// Those that it knows of, or that the walk had seen by its last word.
    std::int64_t files() const { return std::max(m_walked, static_cast<std::int64_t>(m_listing.files.size())); }
    const std::string& root() const { return m_root; }
    bool whole() const { return m_whole; }
    /// Sorted as listFolder's. Corrupt where the end is missing, or a file is named twice.
    Result<Listing> finish();

private:
    std::string m_root;
    Listing m_listing;
    std::size_t m_entries = 0, m_bytes = 0;
    std::int64_t m_walked = 0;
    bool m_whole = false;
};

/// The part after the last '/'.
std::string_view baseName(std::string_view path);
/// The lower-case extension with its dot, or "".
std::string extensionOf(std::string_view path);
/// The extensions that torchvision's ImageFolder takes: .jpg .jpeg .png .ppm .bmp .pgm .tif .tiff .webp
bool hasPictureExtension(std::string_view path);

}  // namespace flambeau::dataset
