// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/dataset/listing.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "flambeau/base/strings.h"

namespace flambeau::dataset {
namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t mostFiles = 20'000'000;

struct CloseDir {
    void operator()(DIR* dir) const { ::closedir(dir); }
};

bool isGoodName(std::string_view name) {
    if (toValidUtf8(name) != name)
        return false;
    return std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
}

bool isHidden(std::string_view name) {
    const std::string lower = toLowerAscii(name);
    return name.front() == '.' || name == "__MACOSX" || lower == "thumbs.db" || lower == "desktop.ini" ||
           lower == "ehthumbs.db";
}

class Walker {
public:
    Walker(Listing& listing, const std::function<void(std::int64_t)>& progress, std::stop_token stop)
        : m_listing(listing), m_progress(progress), m_stop(std::move(stop)) {}

    Status walk(const std::string& full, const std::string& relative) {
        const std::unique_ptr<DIR, CloseDir> dir(::opendir(full.c_str()));
        if (!dir) {
            if (relative.empty())
                return systemError(errno, "Cannot open the folder " + full);
            m_listing.closed.push_back(relative);
            return {};
        }
        std::vector<std::string> names;
        while (const dirent* entry = ::readdir(dir.get())) {
            const std::string_view name(entry->d_name);
            if (name != "." && name != "..")
                names.emplace_back(name);
        }
        std::sort(names.begin(), names.end());
        for (const auto& name : names)
            FLAMBEAU_CHECK(take(::dirfd(dir.get()), full, relative, name));
        return {};
    }

private:
    struct Place {
        dev_t device;
        ino_t inode;
        bool operator==(const Place&) const = default;
    };

    Status take(int folder, const std::string& full, const std::string& relative, const std::string& name) {
        if (m_stop.stop_requested())
            return Error{ErrorCode::Canceled, "The import was stopped", {}, {}};
        const std::string path = relative.empty() ? name : relative + "/" + name;
        if (!isGoodName(name)) {
            m_listing.badNames.push_back(toValidUtf8(path));
            return {};
        }
        if (isHidden(name)) {
            m_listing.hidden[name].push_back(path);
            return {};
        }
        struct stat info {};
        if (::fstatat(folder, name.c_str(), &info, 0) != 0) {
            (errno == ENOENT || errno == ELOOP ? m_listing.special : m_listing.closed).push_back(path);
            return {};
        }
        if (S_ISDIR(info.st_mode))
            return enter(full + "/" + name, path, {info.st_dev, info.st_ino});
        if (!S_ISREG(info.st_mode)) {
            m_listing.special.push_back(path);
            return {};
        }
        if (m_listing.files.size() >= mostFiles)
            return Error{
                ErrorCode::Unsupported, "The folder holds more than " + formatCount(mostFiles) + " files", {}, {}};
        m_listing.files.push_back({path, static_cast<std::uint64_t>(info.st_size),
                                   std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec});
        if (m_progress && m_listing.files.size() % 1000 == 0)
            m_progress(static_cast<std::int64_t>(m_listing.files.size()));
        return {};
    }

    Status enter(const std::string& full, const std::string& path, Place place) {
        if (std::find(m_parents.begin(), m_parents.end(), place) != m_parents.end() || m_parents.size() >= deepest) {
            m_listing.loops.push_back(path);
            return {};
        }
        m_listing.folders.push_back(path);
        m_parents.push_back(place);
        Status status = walk(full, path);
        m_parents.pop_back();
        return status;
    }

public:
    void startAt(const std::string& root) {
        struct stat info {};
        if (::stat(root.c_str(), &info) == 0)
            m_parents.push_back({info.st_dev, info.st_ino});
    }

private:
    Listing& m_listing;
    const std::function<void(std::int64_t)>& m_progress;
    std::stop_token m_stop;
    std::vector<Place> m_parents;
};

}  // namespace

Result<Listing> listFolder(const fs::path& root, const std::function<void(std::int64_t)>& progress,
                           std::stop_token stop) {
    Listing listing;
    Walker walker(listing, progress, std::move(stop));
    walker.startAt(root.string());
    FLAMBEAU_CHECK(walker.walk(root.string(), ""));
    std::sort(listing.files.begin(), listing.files.end(),
              [](const ListedFile& a, const ListedFile& b) { return a.path < b.path; });
    std::sort(listing.folders.begin(), listing.folders.end());
    return listing;
}

std::string_view baseName(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string extensionOf(std::string_view path) {
    const auto name = baseName(path);
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? "" : toLowerAscii(name.substr(dot));
}

bool hasPictureExtension(std::string_view path) {
    static constexpr std::array<std::string_view, 9> known{".jpg", ".jpeg", ".png",  ".ppm", ".bmp",
                                                           ".pgm", ".tif",  ".tiff", ".webp"};
    return std::find(known.begin(), known.end(), extensionOf(path)) != known.end();
}

}  // namespace flambeau::dataset
