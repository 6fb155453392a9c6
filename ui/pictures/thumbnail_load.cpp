// SPDX-License-Identifier: GPL-3.0-or-later
#include "thumbnail_load.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <QFile>
#include <QImageReader>
#include <QPainter>
#include <QTemporaryDir>

#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"

namespace flambeau::ui::pictures {
namespace {

constexpr std::size_t manifestsKept = 2;
constexpr std::size_t hashesKept = 20'000;
constexpr int largestSide = 512;  ///< flambeau-scan draws 256
constexpr double cornerRadius = 4;
constexpr std::chrono::seconds awayFor{20};

/// `file` scaled to `pixels` and rounded; null where it is no such thumbnail.
QImage prepared(const fs::path& file, const QSize& pixels, qreal scale, ThumbnailSource::Fit fit) {
    QFile bytes(QFile::decodeName(file.c_str()));
    if (!bytes.open(QIODevice::ReadOnly))
        return {};
    QImageReader reader(&bytes, "jpeg");
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > largestSide || size.height() > largestSide)
        return {};
    const bool cover = fit == ThumbnailSource::Fit::Cover;
    const QSize scaled =
        size.scaled(pixels, cover ? Qt::KeepAspectRatioByExpanding : Qt::KeepAspectRatio).expandedTo({1, 1});
    // An extreme panorama would be enlarged beyond all bounds to cover: cut first.
    QRect cut(QPoint(), size);
    if (cover) {
        const double factor = std::max(double(pixels.width()) / size.width(), double(pixels.height()) / size.height());
        const QSize seen = (QSizeF(pixels) / factor).toSize().boundedTo(size).expandedTo({1, 1});
        cut = QRect(QPoint((size.width() - seen.width()) / 2, (size.height() - seen.height()) / 2), seen);
    }
    QImage picture = reader.read();
    if (picture.isNull())
        return {};
    picture = picture.copy(cut).scaled(cover ? pixels : scaled, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    QImage rounded(picture.size(), QImage::Format_ARGB32_Premultiplied);
    rounded.fill(Qt::transparent);
    {
        QPainter painter(&rounded);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush(picture));
        painter.drawRoundedRect(QRectF(QPointF(), QSizeF(picture.size())), cornerRadius * scale, cornerRadius * scale);
    }
    rounded.setDevicePixelRatio(scale);
    return rounded;
}

}  // namespace

void ThumbnailSource::Library::provide(const std::string& dataset,
                                       std::shared_ptr<const domain::DatasetManifest> manifest) {
    const std::lock_guard lock(m_mutex);
    m_provided.remove_if([&](const Known& one) { return one.dataset == dataset; });
    m_provided.push_back({dataset, std::move(manifest), {}});
    if (m_provided.size() > manifestsKept)
        m_provided.pop_front();
}

void ThumbnailSource::Library::keep(Known known) {
    const auto& files = known.manifest->files;
    known.order.resize(files.size());
    std::iota(known.order.begin(), known.order.end(), 0u);
    std::sort(known.order.begin(), known.order.end(), [&](auto a, auto b) { return files[a].path < files[b].path; });
    m_known.remove_if([&](const Known& one) { return one.dataset == known.dataset; });
    m_known.push_front(std::move(known));
    if (m_known.size() > manifestsKept)
        m_known.pop_back();
}

/// Null where there is no such dataset. Valid until the next call.
const ThumbnailSource::Library::Known* ThumbnailSource::Library::known(session::Services& services,
                                                                       const std::string& dataset) {
    std::list<Known> provided;
    {
        const std::lock_guard lock(m_mutex);
        provided.swap(m_provided);
    }
    for (Known& one : provided)
        keep(std::move(one));
    const auto at =
        std::find_if(m_known.begin(), m_known.end(), [&](const Known& one) { return one.dataset == dataset; });
    if (at != m_known.end()) {
        m_known.splice(m_known.begin(), m_known, at);
        return &m_known.front();
    }
    auto found = services.datasets.find(dataset);
    if (!found)
        return nullptr;
    keep({dataset, std::make_shared<const domain::DatasetManifest>(std::move(found).value()), {}});
    return &m_known.front();
}

std::string ThumbnailSource::Library::hashOf(const fs::path& file, std::stop_token stop) {
    std::error_code problem;
    const auto bytes = static_cast<std::uint64_t>(fs::file_size(file, problem));
    const auto time = fs::last_write_time(file, problem).time_since_epoch().count();
    if (problem)
        return {};
    const auto at = m_hashed.find(file.string());
    if (at != m_hashed.end() && at->second.bytes == bytes && at->second.mtime == time)
        return at->second.sha256;
    const auto hash = sha256File(file, [&stop](std::uint64_t) { return !stop.stop_requested(); });
    if (!hash)
        return {};
    if (m_hashed.size() >= hashesKept)
        m_hashed.clear();
    m_hashed[file.string()] = {bytes, time, *hash};
    return *hash;
}

/// Its hash is there only where a manifest has it.
ThumbnailSource::Library::Place ThumbnailSource::Library::find(session::Services& services, const PictureKey& key) {
    const std::string path = pathBytes(key.path);
    fs::path file(path);
    if (!key.dataset.isEmpty()) {
        const Known* one = known(services, key.dataset.toStdString());
        if (one == nullptr || !isSafeRelativePath(path))
            return {};
        const auto& files = one->manifest->files;
        const auto at = std::lower_bound(one->order.begin(), one->order.end(), path,
                                         [&](auto row, const std::string& wanted) { return files[row].path < wanted; });
        if (at != one->order.end() && files[*at].path == path)
            return {one->manifest->place(), {path, files[*at].sha256}};
        if (!one->manifest->on.empty())
            return {one->manifest->place(), {path, {}}};
        file = fs::path(one->manifest->root) / path;  // left out, but somebody wants to see what it is
    }
    if (!file.is_absolute())
        return {};
    return {"/", {file.relative_path().string(), {}}};
}

Result<FullPicture> ThumbnailSource::Library::open(session::Services& services, const PictureKey& key,
                                                   std::stop_token stop) {
    const Place place = find(services, key);
    if (place.root.empty())
        return Error{ErrorCode::NotFound, "It is not there any more.", {}, {}};
    if (domain::datasetPlaceFrom(place.root).on.empty())
        return openFull(fs::path(place.root) / place.content.path, stop);
    return openThere(services, key.dataset.toStdString(), place, stop);
}

Result<FullPicture> ThumbnailSource::Library::openThere(session::Services& services, const std::string& dataset,
                                                        const Place& place, std::stop_token stop) {
    if (place.content.sha256.empty())
        return Error{
            ErrorCode::Unsupported, "It was left out, and lies on a host: its content is not known here.", {}, {}};
    const Known* one = known(services, dataset);
    if (one == nullptr)
        return Error{ErrorCode::NotFound, "It is not there any more.", {}, {}};
    const QTemporaryDir scratch;
    const fs::path folder = QFile::encodeName(scratch.path()).toStdString();
    FLAMBEAU_TRY(const auto fetched, services.datasets.fetch(*one->manifest, {place.content.path}, folder, stop, {}));
    if (fetched.pictures == 0)
        return fetched.problem.value_or(Error{ErrorCode::NotFound, "It is not there any more.", {}, {}});
    FLAMBEAU_TRY(auto picture, openFull(folder / place.content.path, stop));
    picture.file = pathText(place.root + "/" + place.content.path);
    return picture;
}

bool ThumbnailSource::Library::isAway(const std::string& on) {
    const auto known = m_away.find(on);
    if (known == m_away.end())
        return false;
    if (std::chrono::steady_clock::now() - known->second.since < awayFor)
        return true;
    m_away.erase(known);
    return false;
}

ThumbnailSource::Library::Place ThumbnailSource::Library::placeOf(session::Services& services, const PictureKey& key,
                                                                  std::stop_token stop) {
    Place place = find(services, key);
    if (!place.root.empty() && place.content.sha256.empty())
        place.content.sha256 = hashOf(fs::path(place.root) / place.content.path, stop);
    return place;
}

Status ThumbnailSource::Library::drawMissing(session::Services& services, const std::vector<Place>& places,
                                             std::stop_token stop) {
    std::map<std::string, std::vector<session::PictureContent>> byRoot;
    for (const Place& place : places) {
        if (!place.content.sha256.empty())
            byRoot[place.root].push_back(place.content);
    }
    for (const auto& [root, contents] : byRoot) {
        const std::string on = domain::datasetPlaceFrom(root).on;
        if (!on.empty() && isAway(on))
            continue;
        const auto drawn = services.looks.thumbnails(fs::path(root), contents, stop, {});
        if (drawn)
            continue;
        // Of a host it says nothing of other pictures.
        if (on.empty() || drawn.error().code == ErrorCode::Canceled)
            return drawn.error();
        m_away[on] = {std::chrono::steady_clock::now(), std::make_shared<const Error>(drawn.error())};
    }
    return {};
}

Result<std::vector<ThumbnailSource::Loaded>> ThumbnailSource::Library::load(session::Services& services,
                                                                            const std::vector<Wanted>& wanted,
                                                                            bool draw, std::stop_token stop) {
    std::vector<Place> places;
    for (const Wanted& one : wanted)
        places.push_back(placeOf(services, one.key, stop));
    if (draw)
        FLAMBEAU_CHECK(drawMissing(services, places, stop));
    std::vector<Loaded> loaded(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (stop.stop_requested())
            return Error{ErrorCode::Canceled, "Canceled", "", ""};
        const fs::path file = services.datasets.thumbnailFile(places[i].content.sha256);
        std::error_code ignored;
        if (file.empty()) {
            loaded[i].what = Loaded::What::Missing;
        } else if (!fs::exists(file, ignored)) {
            loaded[i].what = draw ? Loaded::What::Missing : Loaded::What::ToDraw;
            if (const std::string on = domain::datasetPlaceFrom(places[i].root).on; draw && !on.empty() && isAway(on))
                loaded[i].away = m_away[on].why;
        } else {
            loaded[i].image = prepared(file, wanted[i].pixels, wanted[i].scale, wanted[i].fit);
            loaded[i].what = loaded[i].image.isNull() ? Loaded::What::Missing : Loaded::What::Image;
        }
    }
    return loaded;
}

}  // namespace flambeau::ui::pictures
