// SPDX-License-Identifier: GPL-3.0-or-later
// A log of any size, line by line, for the window: read by offset on a thread of its own, in pieces, so that a log of
// gigabytes is shown at once and grows while it is looked at. Until its lines are counted its end is there already.
// GUI thread; the end of the object stops and joins its thread.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <QCache>
#include <QObject>
#include <QSet>
#include <QString>
#include <QThread>
#include <QVector>

#include "flambeau/base/files.h"
#include "flambeau/readers/log_text.h"

namespace flambeau::ui::runs {

struct LogSpan {
    qsizetype begin = 0, end = 0;  ///< of the text's characters
    readers::TextStyle style;
};
struct ShownLine {
    QString text;
    QVector<LogSpan> spans;
    quint64 hiddenBytes = 0;
};
ShownLine shownLine(const readers::LogLine& line);

class LogFeed : public QObject {
    Q_OBJECT
public:
    explicit LogFeed(QObject* parent = nullptr);
    ~LogFeed() override;

    /// Empty: none. One that is not there is waited for while `live`.
    void open(const fs::path& path);
    const fs::path& path() const { return m_path; }
    /// Looks for what was added, three times a second.
    void setLive(bool live);

    quint64 lineCount() const { return m_count; }
    quint64 bytes() const { return m_bytes; }
    /// Null while it is being read; linesLoaded() tells.
    const ShownLine* line(quint64 number);
    /// Lines are still being counted: `tail` is what there is to show; share below 0: done.
    bool counting() const { return m_counting; }
    double countedShare() const { return m_share; }
    const QVector<ShownLine>& tail() const { return m_tail; }
    /// The file is there.
    bool exists() const { return m_exists; }

    /// The next line with `what` from `from` on (backwards: before and with it), going round at the end; -1: none.
    void find(const QString& what, quint64 from, bool backwards, std::function<void(qint64 line)> found);
    /// Lines [first, last] as text; at most some megabytes, then told so in the last line.
    void text(quint64 first, quint64 last, std::function<void(const QString&)> done);

signals:
    /// Another file, or shorter: nothing that was known holds.
    void reset();
    void grown();
    void linesLoaded();
    void failed(const QString& message);

private:
    class Reader;
    template <class F>
    void post(F work);
    void want(quint64 block);
    void took(quint64 block, const std::shared_ptr<QVector<ShownLine>>& lines, quint64 generation);

    static constexpr quint64 kBlock = 256;
    QThread m_thread;
    std::stop_source m_stop;
    Reader* m_reader;  // made with the stop source: after it
    fs::path m_path;
    quint64 m_generation = 0;
    quint64 m_count = 0, m_bytes = 0;
    bool m_counting = false, m_exists = false, m_live = false;
    double m_share = -1;
    QVector<ShownLine> m_tail;
    QCache<quint64, QVector<ShownLine>> m_blocks;
    QSet<quint64> m_asked;
};

}  // namespace flambeau::ui::runs
