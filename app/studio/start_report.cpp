// SPDX-License-Identifier: GPL-3.0-or-later
#include "start_report.h"

#include <time.h>

#include <cstdio>

#include <QEvent>
#include <QTimer>

#include "flambeau/studio/studio.h"
#include "flambeau/ui/home/home_page.h"

namespace flambeau::studio {
namespace {

/// The clock that whoever started the program can read too.
double now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

void StartReport::install(Studio& studio) {
    if (!qEnvironmentVariableIsEmpty("FLAMBEAU_REPORT_START"))
        new StartReport(studio);
}

StartReport::StartReport(Studio& studio) : QObject(&studio), m_studio(studio) {
    m_studio.window().installEventFilter(this);
}

bool StartReport::eventFilter(QObject* object, QEvent* event) {
    // A window is painted, with all in it, while it handles this.
    if (event->type() == QEvent::UpdateRequest || event->type() == QEvent::Paint)
        QMetaObject::invokeMethod(this, &StartReport::painted, Qt::QueuedConnection);
    return QObject::eventFilter(object, event);
}

void StartReport::painted() {
    if (m_first == 0)
        m_first = now();
    const auto* home = qobject_cast<ui::home::HomePage*>(m_studio.window().currentPage());
    if (m_told || home == nullptr || !home->known())
        return;
    m_told = true;
    m_studio.window().repaint();  // what is known may have come after the last painting: only what is seen counts
    std::printf("{\"first_paint\":%.6f,\"filled\":%.6f}\n", m_first, now());
    std::fflush(stdout);
    QTimer::singleShot(0, &m_studio, &Studio::closeNow);
}

}  // namespace flambeau::studio
