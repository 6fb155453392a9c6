// SPDX-License-Identifier: GPL-3.0-or-later
// What a thumbnail source does on the desk's lane: find a picture's content, its thumbnail's file, and make of it what
// is painted. Used by one lane's thread at a time; `provide` alone comes from the GUI thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "flambeau/ui/pictures/thumbnail_source.h"

namespace flambeau::ui::pictures {

/// What a piece of work found out about one picture.
struct ThumbnailSource::Loaded {
    enum class What { Image, Missing, ToDraw } what = What::Missing;
    QImage image;
    std::shared_ptr<const Error> away;  ///< why the host that it lies on could not be asked
};

struct ThumbnailSource::Library {
    void provide(const std::string& dataset, std::shared_ptr<const domain::DatasetManifest> manifest);

    /// One answer for each of `wanted`. `draw`: thumbnails that are not there are drawn, else ToDraw says so.
    Result<std::vector<Loaded>> load(session::Services& services, const std::vector<Wanted>& wanted, bool draw,
                                     std::stop_token stop);

    /// The whole picture; one that lies on a host is fetched for as long as it is opened.
    Result<FullPicture> open(session::Services& services, const PictureKey& key, std::stop_token stop);

private:
    struct Known {
        std::string dataset;
        std::shared_ptr<const domain::DatasetManifest> manifest;
        std::vector<std::uint32_t> order;  ///< of its files by path
    };
    struct Hashed {
        std::uint64_t bytes = 0;
        std::int64_t mtime = 0;
        std::string sha256;
    };
    struct Place {
        std::string root;
        session::PictureContent content;
    };
    void keep(Known known);
    const Known* known(session::Services& services, const std::string& dataset);
    Place find(session::Services& services, const PictureKey& key);
    Place placeOf(session::Services& services, const PictureKey& key, std::stop_token stop);
    std::string hashOf(const fs::path& file, std::stop_token stop);
    Result<FullPicture> openThere(session::Services& services, const std::string& dataset, const Place& place,
                                  std::stop_token stop);
    /// Whether it was not long ago that this host could not be asked.
    bool isAway(const std::string& on);
    Status drawMissing(session::Services& services, const std::vector<Place>& places, std::stop_token stop);

    std::mutex m_mutex;           // of m_provided alone, held for a moment: the GUI thread takes it too
    std::list<Known> m_provided;  // not taken over yet
    std::list<Known> m_known;     // the one that was used last in front
    std::unordered_map<std::string, Hashed> m_hashed;
    struct Away {
        std::chrono::steady_clock::time_point since;
        std::shared_ptr<const Error> why;
    };
    std::unordered_map<std::string, Away> m_away;  ///< by host: each try to reach one takes its time
};

/// By flambeau-scan, in a process of its own.
Result<FullPicture> openFull(const fs::path& file, std::stop_token stop);

}  // namespace flambeau::ui::pictures
