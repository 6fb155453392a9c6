// SPDX-License-Identifier: GPL-3.0-or-later
// What is being prepared for this machine: an engine, the ONNX Runtime. One for each desk, a child of it, so that it
// goes on whichever page is shown; the page and the command are views of it. GUI thread; the work is the desk's.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/session/engine_prepare.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::environments {

class Preparations : public QObject {
    Q_OBJECT
public:
    enum What { Engine, OnnxRuntime };
    static Preparations& of(PageHost& host, session::Desk& desk);

    /// One of a kind at a time; nothing happens while one is under way.
    void prepareEngine(const session::EnginePrepareOptions& options);
    void prepareOnnxRuntime();
    void cancel(What what);

    struct Progress {
        bool running = false;
        QString doing;
        double share = -1;   ///< below 0: not known
        double seconds = 0;  ///< since it began
        Error failure;       ///< of the last one; an empty message: it went well, or there was none
    };
    Progress progress(What what) const;
    /// Of the last engine that was prepared.
    const QStringList& log() const { return m_log; }

signals:
    void changed();
    void logged(const QStringList& lines);

private:
    Preparations(PageHost& host, session::Desk& desk);
    struct One {
        session::TaskHandle task;
        QString doing;
        double share = -1;
        QElapsedTimer clock;
        Error failure;
    };
    struct Buffer;  // lines on their way from the worker
    void begin(What what, const QString& doing);
    void end(What what, const Error& failure);
    void showTask(What what);
    void takeLines();
    PageHost* host() const { return m_alive ? &m_host : nullptr; }

    PageHost& m_host;
    session::Desk& m_desk;
    QPointer<QObject> m_alive;  // the host, as long as it is there
    One m_one[2];
    std::shared_ptr<Buffer> m_buffer;
    QStringList m_log;
    QTimer m_tick;
};

}  // namespace flambeau::ui::environments
