// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/pictures/thumbnail_source.h"

#include <algorithm>

#include <QTimer>

#include "thumbnail_load.h"

namespace flambeau::ui::pictures {
namespace {

constexpr std::size_t loadedAtOnce = 24, drawnAtOnce = 16;
constexpr char16_t rawByte = 0xDC00;  ///< a lone low surrogate stands for a byte that is no UTF-8

}  // namespace

size_t qHash(const PictureKey& key, size_t seed) {
    return qHashMulti(seed, key.dataset, key.path);
}

size_t qHash(const ThumbnailSource::Wanted& wanted, size_t seed) {
    return qHashMulti(seed, wanted.key, wanted.pixels.width(), wanted.pixels.height(), static_cast<int>(wanted.fit));
}

QString pathText(const std::string& path) {
    const QString text = QString::fromStdString(path);
    if (!text.contains(QChar(0xFFFD)))
        return text;
    // Byte after byte, so that what is no UTF-8 can be told apart and put back.
    QString exact;
    for (std::size_t i = 0; i < path.size();) {
        const auto lead = static_cast<unsigned char>(path[i]);
        const std::size_t wanted = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const QByteArray bytes(path.data() + i, static_cast<qsizetype>(std::min(wanted, path.size() - i)));
        const QString one = QString::fromUtf8(bytes);
        if (one.toUtf8() == bytes && one.size() <= 2) {
            exact += one;
            i += wanted;
        } else {
            exact += QChar(static_cast<char16_t>(rawByte + lead));
            ++i;
        }
    }
    return exact;
}

std::string pathBytes(const QString& path) {
    std::string bytes;
    QString run;
    const auto flush = [&] {
        bytes += run.toStdString();
        run.clear();
    };
    for (qsizetype i = 0; i < path.size(); ++i) {
        const QChar unit = path[i];
        if (unit.isHighSurrogate() && i + 1 < path.size() && path[i + 1].isLowSurrogate()) {
            run += unit;
            run += path[++i];
        } else if (unit.unicode() > rawByte + 0x7F && unit.unicode() <= rawByte + 0xFF) {
            flush();
            bytes += static_cast<char>(unit.unicode() - rawByte);
        } else {
            run += unit;
        }
    }
    flush();
    return bytes;
}

ThumbnailSource& ThumbnailSource::of(session::Desk& desk) {
    if (auto* there = desk.findChild<ThumbnailSource*>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new ThumbnailSource(desk, &desk);
}

ThumbnailSource::ThumbnailSource(session::Desk& desk, QObject* parent)
    : QObject(parent), m_desk(desk), m_library(std::make_shared<Library>()), m_images(kKeptKilobytes) {
    connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Datasets)
            forgetMissing();
    });
}

ThumbnailSource::~ThumbnailSource() = default;

ThumbnailSource::Thumbnail ThumbnailSource::get(const PictureKey& key, const QSize& size, qreal scale, Fit fit) {
    if (key.path.isEmpty() || size.isEmpty())
        return {State::None, {}};
    const Wanted wanted{key, (QSizeF(size) * scale).toSize(), scale, fit};
    if (const QImage* there = m_images.object(wanted))
        return {State::Ready, *there};
    if (m_missing.contains(key))
        return {State::None, {}};
    want(wanted);
    return {};
}

session::TaskHandle ThumbnailSource::full(const PictureKey& key, QObject* context,
                                          std::function<void(Result<FullPicture>)> done) {
    return m_desk.ask(
        session::Lane::Pictures, context,
        [library = m_library, key](session::Services& services, const session::Work& work) -> Result<FullPicture> {
            return library->open(services, key, work.stop);
        },
        std::move(done));
}

void ThumbnailSource::provide(const QString& dataset, std::shared_ptr<const domain::DatasetManifest> manifest) {
    if (manifest)
        m_library->provide(dataset.toStdString(), std::move(manifest));
}

void ThumbnailSource::forgetMissing() {
    m_missing.clear();
    m_failed = m_saidAway = false;
}

void ThumbnailSource::want(const Wanted& wanted) {
    if (m_failed)
        return;
    if (m_asked.contains(wanted)) {
        // Looked at again: to the front of the line, unless it is on its way.
        const auto at = std::find(m_wanted.begin(), m_wanted.end(), wanted);
        if (at != m_wanted.end() && at != m_wanted.end() - 1)
            std::rotate(at, at + 1, m_wanted.end());
        return;
    }
    m_asked.insert(wanted);
    m_wanted.push_back(wanted);
    if (m_wanted.size() > kWaitingAtMost) {
        m_asked.remove(m_wanted.front());
        m_wanted.pop_front();
    }
    if (!m_pumpSoon) {
        m_pumpSoon = true;
        QTimer::singleShot(0, this, &ThumbnailSource::pump);  // when this paint has asked for all that it shows
    }
}

void ThumbnailSource::pump() {
    m_pumpSoon = false;
    if (m_busy || m_failed)
        return;
    if (!m_wanted.empty())
        take(m_wanted, false);
    else if (!m_toDraw.empty())
        take(m_toDraw, true);
}

void ThumbnailSource::take(std::deque<Wanted>& queue, bool draw) {
    std::vector<Wanted> asked;
    const std::size_t most = draw ? drawnAtOnce : loadedAtOnce;
    while (!queue.empty() && asked.size() < most) {
        asked.push_back(std::move(queue.back()));
        queue.pop_back();
    }
    m_busy = true;
    m_desk.ask(
        session::Lane::Pictures, this,
        [library = m_library, asked, draw](session::Services& services, const session::Work& work) {
            return library->load(services, asked, draw, work.stop);
        },
        [this, asked, draw](Result<std::vector<Loaded>> loaded) { answer(asked, std::move(loaded), draw); });
}

void ThumbnailSource::answer(const std::vector<Wanted>& asked, Result<std::vector<Loaded>> loaded, bool drew) {
    m_busy = false;
    if (!loaded) {
        m_failed = true;
        m_asked.clear();
        m_wanted.clear();
        m_toDraw.clear();
        if (loaded.error().code != ErrorCode::Canceled)
            emit failed(loaded.error());
        return;
    }
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const Wanted& wanted = asked[i];
        Loaded& one = (*loaded)[i];
        if (one.what == Loaded::What::ToDraw && !drew) {
            m_toDraw.push_front(wanted);  // asked holds the newest first
            continue;
        }
        m_asked.remove(wanted);
        if (one.what == Loaded::What::Image) {
            ++m_loaded;
            const auto kilobytes = std::max<qsizetype>(1, one.image.sizeInBytes() / 1024);
            m_images.insert(wanted, new QImage(std::move(one.image)), kilobytes);
        } else {
            m_missing.insert(wanted.key);
        }
        if (one.away && !m_saidAway) {
            m_saidAway = true;
            emit away(*one.away);
        }
        emit ready(wanted.key);
    }
    while (m_toDraw.size() > kWaitingAtMost) {
        m_asked.remove(m_toDraw.front());
        m_toDraw.pop_front();
    }
    pump();
}

}  // namespace flambeau::ui::pictures
