// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/watchdog.h"

#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <QCoreApplication>
#include <QEvent>

namespace flambeau::studio {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kBetweenBeats = std::chrono::milliseconds(5);
constexpr double kLong = 50;
const auto kBeat = static_cast<QEvent::Type>(QEvent::registerEventType());

double cpuMilliseconds(clockid_t clock) {
    timespec time{};
    if (clock_gettime(clock, &time) != 0)
        return 0;
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

class Beat : public QEvent {
public:
    Beat(Clock::time_point sent, double busyBefore) : QEvent(kBeat), sent(sent), busyBefore(busyBefore) {}
    Clock::time_point sent;
    double busyBefore;
};

}  // namespace

struct Watchdog::Beats {
    clockid_t gui{};
    std::mutex mutex;
    std::condition_variable changed;
    bool answered = true, stop = false;
    std::thread thread;

    void run(Watchdog* watched) {
        for (;;) {
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, [this] { return answered || stop; });
                if (changed.wait_for(lock, kBetweenBeats, [this] { return stop; }))
                    return;
                answered = false;
            }
            QCoreApplication::postEvent(watched, new Beat(Clock::now(), cpuMilliseconds(gui)), Qt::HighEventPriority);
        }
    }
};

Watchdog::Watchdog(QObject* parent) : QObject(parent), m_beats(std::make_unique<Beats>()) {
    m_pauses.push_back({});
    pthread_getcpuclockid(pthread_self(), &m_beats->gui);
    m_beats->thread = std::thread([this] { m_beats->run(this); });
}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(m_beats->mutex);
        m_beats->stop = true;
    }
    m_beats->changed.notify_all();
    m_beats->thread.join();
    QCoreApplication::removePostedEvents(this);
}

bool Watchdog::event(QEvent* event) {
    if (event->type() != kBeat)
        return QObject::event(event);
    const auto* beat = static_cast<const Beat*>(event);
    const double busy = cpuMilliseconds(m_beats->gui) - beat->busyBefore;
    note(std::chrono::duration<double, std::milli>(Clock::now() - beat->sent).count(), busy);
    {
        const std::lock_guard lock(m_beats->mutex);
        m_beats->answered = true;
    }
    m_beats->changed.notify_all();
    return true;
}

void Watchdog::note(double waitedMs, double busyMs) {
    Pause& pause = m_pauses[m_phase];
    ++pause.beats;
    pause.longestMs = std::max(pause.longestMs, waitedMs);
    pause.longestBusyMs = std::max(pause.longestBusyMs, busyMs);
    pause.above50 += waitedMs > kLong;
}

void Watchdog::setPhase(const QString& phase) {
    for (int i = 0; i < m_pauses.size(); ++i) {
        if (m_pauses[i].phase == phase) {
            m_phase = i;
            return;
        }
    }
    m_pauses.push_back({phase});
    m_phase = static_cast<int>(m_pauses.size()) - 1;
}

QVector<Pause> Watchdog::pauses() const {
    QVector<Pause> seen;
    std::copy_if(m_pauses.begin(), m_pauses.end(), std::back_inserter(seen),
                 [](const Pause& pause) { return pause.beats > 0; });
    return seen;
}

Pause Watchdog::longest() const {
    Pause longest;
    for (const Pause& pause : m_pauses) {
        if (pause.longestMs > longest.longestMs)
            longest.phase = pause.phase;
        longest.longestMs = std::max(longest.longestMs, pause.longestMs);
        longest.longestBusyMs = std::max(longest.longestBusyMs, pause.longestBusyMs);
        longest.beats += pause.beats;
        longest.above50 += pause.above50;
    }
    return longest;
}

}  // namespace flambeau::studio
