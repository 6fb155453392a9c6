// SPDX-License-Identifier: GPL-3.0-or-later
#include "log_feed.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QMetaObject>
#include <QTimer>

#include "flambeau/readers/log_file.h"

namespace flambeau::ui::runs {
namespace {
constexpr int kLookMilliseconds = 330, kSliceMilliseconds = 60;
constexpr std::size_t kTailLines = 400, kFindLines = 8192;
constexpr qsizetype kMostText = 16 << 20;
constexpr int kKeptKilobytes = 24 << 10;
}  // namespace

ShownLine shownLine(const readers::LogLine& line) {
    ShownLine shown;
    shown.text = QString::fromStdString(line.text);
    shown.hiddenBytes = line.hiddenBytes;
    const bool plain = shown.text.size() == static_cast<qsizetype>(line.text.size());
    const auto place = [&](std::size_t byte) {
        return plain ? static_cast<qsizetype>(byte)
                     : QString::fromUtf8(line.text.data(), static_cast<qsizetype>(byte)).size();
    };
    for (const auto& span : line.spans)
        shown.spans.push_back({place(span.begin), place(span.end), span.style});
    return shown;
}

/// Lives on the feed's thread.
class LogFeed::Reader : public QObject {
public:
    Reader(LogFeed* feed, std::stop_token stop) : m_feed(feed), m_stop(stop) {}

    void open(const fs::path& path, quint64 generation) {
        m_path = path;
        m_generation = generation;
        m_file.reset();
        m_counted = false;
        m_told = false;
        look();
    }

    void setLive(bool live) {
        if (!m_timer) {
            m_timer = new QTimer(this);
            connect(m_timer, &QTimer::timeout, this, [this] { look(); });
        }
        if (live)
            m_timer->start(kLookMilliseconds);
        else
            m_timer->stop();
        look();
    }

    /// Opens it where that is not done, and counts what was added: a slice at a time, so that lines can be asked for.
    void look() {
        if (m_path.empty() || m_stop.stop_requested())
            return;
        if (m_file && identity() != m_identity) {  // another file has taken its name
            startAnew();
            return;
        }
        if (!m_file && !openFile())
            return;
        std::stop_source slice;
        QElapsedTimer timer;
        timer.start();
        const auto status = m_file->refresh(slice.get_token(), [&](std::uint64_t) {
            if (timer.elapsed() > kSliceMilliseconds || m_stop.stop_requested())
                slice.request_stop();
        });
        if (!status && status.error().code == ErrorCode::Conflict) {
            m_file.reset();  // another file by that name, or a shorter one
            m_counted = m_told = false;
            reset();
            QMetaObject::invokeMethod(
                this, [this] { look(); }, Qt::QueuedConnection);
            return;
        }
        const bool more = !status && status.error().code == ErrorCode::Canceled;
        if (!status && !more)
            complain(status.error());
        if (!more)
            m_counted = true;
        tell();
        if (more)
            QMetaObject::invokeMethod(
                this, [this] { look(); }, Qt::QueuedConnection);
    }

    void lines(quint64 block, quint64 generation) {
        auto found = std::make_shared<QVector<ShownLine>>();
        if (m_file && generation == m_generation) {
            auto lines = m_file->lines(block * kBlock, kBlock);
            if (lines) {
                for (const auto& line : *lines)
                    found->push_back(shownLine(line));
            }
        }
        answer([=](LogFeed& feed) { feed.took(block, found, generation); });
    }

    qint64 find(const std::string& what, quint64 from, bool backwards) {
        if (!m_file)
            return -1;
        if (backwards)
            return findBackwards(what, from);
        for (const quint64 start : {from, quint64{0}}) {
            const auto found = m_file->find(what, start, true, m_stop);
            if (found && *found)
                return static_cast<qint64>(**found);
        }
        return -1;
    }

    QString text(quint64 first, quint64 last) {
        QString text;
        for (quint64 at = first; m_file && at <= last && !m_stop.stop_requested();) {
            const auto lines = m_file->lines(at, std::min<quint64>(kBlock, last - at + 1));
            if (!lines || lines->empty())
                break;
            for (const auto& line : *lines)
                text += QString::fromStdString(line.text) + '\n';
            at += lines->size();
            if (text.size() > kMostText)
                return text + QCoreApplication::translate("flambeau", "… and more; the whole is in %1")
                                  .arg(QString::fromStdString(m_path.string()));
        }
        return text;
    }

    template <class F>
    void answer(F done) {
        QMetaObject::invokeMethod(
            m_feed, [feed = m_feed, done] { done(*feed); }, Qt::QueuedConnection);
    }

private:
    bool openFile() {
        auto opened = readers::LogFile::open(m_path);
        if (!opened) {
            if (opened.error().code != ErrorCode::NotFound)
                complain(opened.error());
            return false;
        }
        m_file.emplace(std::move(opened).value());
        m_identity = identity();
        // The end at once: lines of a long log take their time to be counted.
        auto end = readers::tailLines(m_path, kTailLines);
        auto tail = std::make_shared<QVector<ShownLine>>();
        if (end) {
            for (const auto& line : *end)
                tail->push_back(shownLine(line));
        }
        answer([tail, generation = m_generation](LogFeed& feed) {
            if (feed.m_generation != generation)
                return;
            feed.m_tail = *tail;
            feed.m_exists = true;
            feed.m_counting = true;
            emit feed.grown();
        });
        return true;
    }

    /// Which file the name stands for now; where none does, the one that is open (its end is still to be read).
    std::pair<dev_t, ino_t> identity() const {
        struct stat info {};
        return ::stat(m_path.c_str(), &info) == 0 ? std::pair(info.st_dev, info.st_ino) : m_identity;
    }

    void startAnew() {
        m_file.reset();
        m_counted = m_told = false;
        reset();
        QMetaObject::invokeMethod(
            this, [this] { look(); }, Qt::QueuedConnection);
    }

    qint64 findBackwards(const std::string& what, quint64 from) {
        const QString wanted = QString::fromStdString(what);
        quint64 end = std::min<quint64>(from + 1, m_file->lineCount());
        for (int round = 0; round < 2; ++round, end = m_file->lineCount()) {
            while (end > 0 && !m_stop.stop_requested()) {
                const quint64 begin = end > kFindLines ? end - kFindLines : 0;
                const auto lines = m_file->lines(begin, end - begin);
                if (!lines)
                    return -1;
                for (quint64 i = lines->size(); i-- > 0;) {
                    if (QString::fromStdString((*lines)[i].text).contains(wanted, Qt::CaseInsensitive))
                        return static_cast<qint64>(begin + i);
                }
                end = begin;
            }
        }
        return -1;
    }

    void tell() {
        const quint64 count = m_file->lineCount(), bytes = m_file->bytes();
        std::error_code failed;
        const auto size = m_counted ? bytes : fs::file_size(m_path, failed);
        if (m_told && count == m_lastCount && bytes == m_lastBytes && m_counted)
            return;
        m_told = m_counted;
        const quint64 before = m_lastBytes == 0 ? 0 : m_lastCount;
        m_lastCount = count;
        m_lastBytes = bytes;
        const double share =
            m_counted || failed || size == 0 ? -1 : static_cast<double>(bytes) / static_cast<double>(size);
        answer([=, generation = m_generation, counted = m_counted](LogFeed& feed) {
            if (feed.m_generation != generation)
                return;
            feed.m_count = count;
            feed.m_bytes = bytes;
            feed.m_share = share;
            feed.m_counting = !counted;
            if (counted)
                feed.m_tail.clear();
            // The last line may have been a part of one: its block is read again.
            for (const quint64 block : {before / kBlock, before == 0 ? 0 : (before - 1) / kBlock})
                feed.m_blocks.remove(block);
            emit feed.grown();
        });
    }

    void reset() {
        m_lastCount = m_lastBytes = 0;
        answer([generation = m_generation](LogFeed& feed) {
            if (feed.m_generation != generation)
                return;
            feed.m_count = feed.m_bytes = 0;
            feed.m_blocks.clear();
            feed.m_asked.clear();
            emit feed.reset();
        });
    }

    void complain(const Error& error) {
        answer([message = QString::fromStdString(error.message)](LogFeed& feed) { emit feed.failed(message); });
    }

    LogFeed* m_feed;
    std::stop_token m_stop;
    fs::path m_path;
    quint64 m_generation = 0, m_lastCount = 0, m_lastBytes = 0;
    std::optional<readers::LogFile> m_file;
    std::pair<dev_t, ino_t> m_identity{};
    bool m_counted = false, m_told = false;
    QTimer* m_timer = nullptr;
};

LogFeed::LogFeed(QObject* parent) : QObject(parent), m_reader(new Reader(this, m_stop.get_token())) {
    m_blocks.setMaxCost(kKeptKilobytes);
    m_reader->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    m_thread.start();
}

LogFeed::~LogFeed() {
    m_stop.request_stop();
    m_thread.quit();
    m_thread.wait();
}

template <class F>
void LogFeed::post(F work) {
    QMetaObject::invokeMethod(m_reader, std::move(work), Qt::QueuedConnection);
}

void LogFeed::open(const fs::path& path) {
    if (path == m_path)
        return;
    m_path = path;
    ++m_generation;
    m_count = m_bytes = 0;
    m_counting = m_exists = false;
    m_share = -1;
    m_tail.clear();
    m_blocks.clear();
    m_asked.clear();
    post([reader = m_reader, path, generation = m_generation] { reader->open(path, generation); });
    emit reset();
}

void LogFeed::setLive(bool live) {
    if (live == m_live)
        return;
    m_live = live;
    post([reader = m_reader, live] { reader->setLive(live); });
}

const ShownLine* LogFeed::line(quint64 number) {
    if (number >= m_count)
        return nullptr;
    const auto* block = m_blocks.object(number / kBlock);
    const auto at = static_cast<qsizetype>(number % kBlock);
    if (block == nullptr || at >= block->size()) {
        want(number / kBlock);
        return nullptr;
    }
    return &(*block)[at];
}

void LogFeed::want(quint64 block) {
    if (m_asked.contains(block))
        return;
    m_asked.insert(block);
    post([reader = m_reader, block, generation = m_generation] { reader->lines(block, generation); });
}

void LogFeed::took(quint64 block, const std::shared_ptr<QVector<ShownLine>>& lines, quint64 generation) {
    if (generation != m_generation)
        return;
    m_asked.remove(block);
    qsizetype cost = 1;
    for (const ShownLine& line : *lines)
        cost += (line.text.size() * 2 + 80) / 1024;
    m_blocks.insert(block, new QVector<ShownLine>(*lines), cost);
    emit linesLoaded();
}

void LogFeed::find(const QString& what, quint64 from, bool backwards, std::function<void(qint64)> found) {
    post([reader = m_reader, what = what.toStdString(), from, backwards, found = std::move(found),
          generation = m_generation] {
        const qint64 line = reader->find(what, from, backwards);
        reader->answer([=](LogFeed& feed) {
            if (feed.m_generation == generation)
                found(line);
        });
    });
}

void LogFeed::text(quint64 first, quint64 last, std::function<void(const QString&)> done) {
    post([reader = m_reader, first, last, done = std::move(done)] {
        const QString text = reader->text(first, last);
        reader->answer([=](LogFeed&) { done(text); });
    });
}

}  // namespace flambeau::ui::runs
