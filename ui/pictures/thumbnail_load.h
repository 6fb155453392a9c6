// SPDX-License-Identifier: GPL-3.0-or-later
// What a thumbnail source does on the desk's lane: find a picture's content, its thumbnail's file, and make of it what
// is painted. Used by one lane's thread at a time; `provide` alone comes from the GUI thread.
#pragma once

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
};

struct ThumbnailSource::Library {
    void provide(const std::string& dataset, std::shared_ptr<const domain::DatasetManifest> manifest);

    /// One answer for each of `wanted`. `draw`: thumbnails that are not there are drawn, else ToDraw says so.
    Result<std::vector<Loaded>> load(session::Services& services, const std::vector<Wanted>& wanted, bool draw,
                                     std::stop_token stop);

    /// Where the picture lies; empty where the key leads nowhere.
    fs::path fileOf(session::Services& services, const PictureKey& key);

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
    Status drawMissing(session::Services& services, const std::vector<Place>& places, std::stop_token stop);

    std::mutex m_mutex;           // of m_provided alone, held for a moment: the GUI thread takes it too
    std::list<Known> m_provided;  // not taken over yet
    std::list<Known> m_known;     // the one that was used last in front
    std::unordered_map<std::string, Hashed> m_hashed;
};

/// By flambeau-scan, in a process of its own.
Result<FullPicture> openFull(const fs::path& file, std::stop_token stop);

}  // namespace flambeau::ui::pictures
