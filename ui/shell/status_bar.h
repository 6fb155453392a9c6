// SPDX-License-Identifier: GPL-3.0-or-later
// The line at the bottom: what runs and waits, what takes long in the background with its bar and Cancel, hosts, and
// how busy this machine is. Owned by the window.
#pragma once

#include <QHash>
#include <QStringList>
#include <QWidget>

#include "flambeau/ui/common/page.h"
#include "flambeau/ui/shell/status.h"

class QHBoxLayout;

namespace flambeau::ui {
class Button;
class ElidedLabel;
class ProgressLine;
}  // namespace flambeau::ui

namespace flambeau::ui::shell {

class StatusBar : public QWidget {
    Q_OBJECT
public:
    explicit StatusBar(QWidget* parent = nullptr);
    void setFacts(const StatusFacts& facts);
    /// An empty title ends the task. The first of several is shown, with how many there are.
    void setTask(const QString& id, const BackgroundTask& task);
    QString text() const;

protected:
    void paintEvent(QPaintEvent*) override;

private:
    void showTask();

    ElidedLabel* m_nothing;
    QWidget* m_runningIcon;
    ElidedLabel* m_running;
    ElidedLabel* m_queued;
    QWidget* m_rule;
    QWidget* m_noteBox;
    QHBoxLayout* m_noteRow;
    QList<ElidedLabel*> m_notes;
    QWidget* m_taskBox;
    ElidedLabel* m_taskText;
    ProgressLine* m_taskBar;
    Button* m_taskCancel;
    ElidedLabel* m_cpu;
    ElidedLabel* m_memory;
    QStringList m_order;
    QHash<QString, BackgroundTask> m_tasks;
};

}  // namespace flambeau::ui::shell
