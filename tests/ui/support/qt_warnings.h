// SPDX-License-Identifier: GPL-3.0-or-later
// While it lives, what Qt warns of is a failure of the test, said with its text where it came. GUI thread, one at a
// time.
#pragma once

#include <QMutex>
#include <QStringList>
#include <QtGlobal>

#include "ui_support.h"

namespace flambeau::ui::test {

class QtWarnings {
public:
    QtWarnings() : m_before(qInstallMessageHandler(&QtWarnings::hear)) { take(); }
    ~QtWarnings() {
        qInstallMessageHandler(m_before);
        CHECK(take() == QStringList());
    }
    QtWarnings(const QtWarnings&) = delete;
    QtWarnings& operator=(const QtWarnings&) = delete;

    /// What was warned of since it was asked last.
    static QStringList take() {
        const QMutexLocker lock(&mutex());
        return std::exchange(heard(), {});
    }

private:
    static void hear(QtMsgType type, const QMessageLogContext&, const QString& text) {
        if (type == QtDebugMsg || type == QtInfoMsg)
            return;
        // What a screen that is none cannot do, of each window that opens.
        for (const char* what : {"raise()", "grabbing the keyboard", "propagateSizeHints()"}) {
            if (text == QString("This plugin does not support %1").arg(what))
                return;
        }
        const QMutexLocker lock(&mutex());
        heard() << text;
    }
    static QStringList& heard() {
        static QStringList texts;
        return texts;
    }
    static QMutex& mutex() {
        static QMutex one;
        return one;
    }
    QtMessageHandler m_before;
};

}  // namespace flambeau::ui::test
