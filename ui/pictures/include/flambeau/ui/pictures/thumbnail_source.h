// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures, ready to be painted. They are asked for from paint(), loaded on the desk's lane for pictures (the
// last asked first, so that what is looked at now comes first), scaled and rounded there, and kept up to a bound. What
// is painted was drawn by flambeau-scan: the window opens no foreign picture. GUI thread; one for each desk, of(desk).
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QCache>
#include <QHash>
#include <QImage>
#include <QMetaType>
#include <QObject>
#include <QSet>
#include <QSize>
#include <QString>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/desk.h"

namespace flambeau::ui::pictures {

/// Which picture. `dataset` is "NAME@2" and `path` relative to its root, as the manifest has it; or `dataset` is empty
/// and `path` an absolute path on this machine.
struct PictureKey {
    QString dataset, path;
    bool operator==(const PictureKey&) const = default;
};
size_t qHash(const PictureKey& key, size_t seed = 0);

/// A path as the file system has it, as a QString and back; bytes that are no UTF-8 survive the way there and back.
QString pathText(const std::string& path);
std::string pathBytes(const QString& path);

/// A picture as the file has it, for looking at it large.
struct FullPicture {
    std::vector<QImage> levels;  ///< the first with all its pixels (of a huge one with fewer), each other half the size
    QSize size;                  ///< of the file, upright
    QString file;                ///< its absolute path
};

class ThumbnailSource : public QObject {
    Q_OBJECT
public:
    /// The desk's own: pages share what is loaded.
    static ThumbnailSource& of(session::Desk& desk);
    explicit ThumbnailSource(session::Desk& desk, QObject* parent = nullptr);
    ~ThumbnailSource() override;

    enum class Fit {
        Cover,    ///< fills the size, cut at the longer side
        Contain,  ///< the whole picture within the size
    };
    enum class State { Waiting, Ready, None };
    struct Thumbnail {
        State state = State::Waiting;
        QImage image;  ///< of at most size * scale device pixels, its corners rounded, its device pixel ratio set
    };
    /// What is there; where nothing is, it is loaded and ready() tells. Cheap: to be called from paint().
    Thumbnail get(const PictureKey& key, const QSize& size, qreal scale, Fit fit = Fit::Cover);

    /// The whole picture, opened by flambeau-scan. `done` comes unless `context` is gone; the handle cancels.
    session::TaskHandle full(const PictureKey& key, QObject* context, std::function<void(Result<FullPicture>)> done);

    /// Saves looking into the store again for a manifest that the caller has. `dataset`: "NAME@2".
    void provide(const QString& dataset, std::shared_ptr<const domain::DatasetManifest> manifest);
    /// Pictures without a thumbnail are looked for again: files may have come back.
    void forgetMissing();

    /// In a line or on their way. For tests and diagnostics, as are the next two.
    qsizetype waiting() const { return m_asked.size(); }
    qsizetype kept() const { return m_images.size(); }
    qint64 loadedEver() const { return m_loaded; }

    static constexpr int kWaitingAtMost = 200;
    static constexpr int kKeptKilobytes = 64 << 10;

signals:
    /// This picture can be painted now, or has no thumbnail.
    void ready(const flambeau::ui::pictures::PictureKey& key);
    /// The host that pictures lie on cannot be reached, with the reason; at most once until forgetMissing().
    void away(const flambeau::Error& error);
    /// Thumbnails cannot be drawn at all, with the reason; at most once until forgetMissing().
    void failed(const flambeau::Error& error);

private:
    struct Wanted {
        PictureKey key;
        QSize pixels;
        qreal scale = 1;
        Fit fit = Fit::Cover;
        bool operator==(const Wanted&) const = default;
    };
    friend size_t qHash(const Wanted& wanted, size_t seed);
    struct Loaded;
    struct Library;  // lives on the lane: manifests that were looked up
    void want(const Wanted& wanted);
    void pump();
    void take(std::deque<Wanted>& queue, bool draw);
    void answer(const std::vector<Wanted>& asked, Result<std::vector<Loaded>> answer, bool drew);

    session::Desk& m_desk;
    std::shared_ptr<Library> m_library;
    QCache<Wanted, QImage> m_images;
    QSet<PictureKey> m_missing;
    std::deque<Wanted> m_wanted, m_toDraw;  // the newest at the back
    QSet<Wanted> m_asked;                   // in a queue or on its way
    bool m_busy = false, m_failed = false, m_pumpSoon = false, m_saidAway = false;
    qint64 m_loaded = 0;
};

}  // namespace flambeau::ui::pictures

Q_DECLARE_METATYPE(flambeau::ui::pictures::PictureKey)
