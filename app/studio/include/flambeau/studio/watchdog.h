// SPDX-License-Identifier: GPL-3.0-or-later
// Measures for how long the GUI thread does not answer: a thread of its own posts a beat to it, waits for the answer,
// and begins again. What it tells is what a person's click would have waited. Lives on the GUI thread; its thread ends
// with it. Costs two hundred beats a second, so it runs only where somebody wants to know.
#pragma once

#include <memory>

#include <QObject>
#include <QString>
#include <QVector>

namespace flambeau::studio {

struct Pause {
    QString phase;
    double longestMs = 0;      ///< between a beat and its answer
    double longestBusyMs = 0;  ///< of the longest such time that the GUI thread itself was computing
    qint64 beats = 0;
    qint64 above50 = 0;  ///< beats that waited longer than 50 ms
};

class Watchdog : public QObject {
    Q_OBJECT
public:
    explicit Watchdog(QObject* parent = nullptr);
    ~Watchdog() override;

    /// What follows is counted under this name; a name that was there goes on.
    void setPhase(const QString& phase);
    /// In the order in which they began.
    QVector<Pause> pauses() const;
    /// Of all phases.
    Pause longest() const;

protected:
    bool event(QEvent* event) override;

private:
    struct Beats;
    void note(double waitedMs, double busyMs);

    std::unique_ptr<Beats> m_beats;
    QVector<Pause> m_pauses;
    int m_phase = 0;
};

}  // namespace flambeau::studio
