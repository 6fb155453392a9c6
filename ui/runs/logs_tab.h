// SPDX-License-Identifier: GPL-3.0-or-later
// The log of a run with what is done with it: search, follow, wrap, copy, which of several. GUI thread, owned by its
// parent; the feed must outlive it.
#pragma once

#include <QWidget>

#include "flambeau/base/files.h"
#include "log_view.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace flambeau::ui {
class Button;
class ElidedLabel;
class EmptyState;
}  // namespace flambeau::ui

namespace flambeau::ui::runs {

class LogsTab : public QWidget {
    Q_OBJECT
public:
    explicit LogsTab(LogFeed& feed, QWidget* parent = nullptr);

    /// The logs that there are, and where the main one will be. Opens the first where none of them is open.
    void setLogs(const std::vector<fs::path>& logs, const fs::path& main);
    void setGoing(bool going);
    /// Looks for the text from the end and shows it.
    void showText(const QString& text);
    LogView* view() const { return m_view; }
    QLineEdit* search() const { return m_search; }
    /// Esc: ends the search.
    bool closeTop();

private:
    QWidget* makeBar();
    void listen();
    void find(bool backwards);
    void describe();

    LogFeed& m_feed;
    LogView* m_view;
    QLineEdit* m_search;
    Button* m_previous;
    Button* m_next;
    ElidedLabel* m_note;
    QCheckBox* m_follow;
    QCheckBox* m_wrap;
    QComboBox* m_which;
    Button* m_copy;
    EmptyState* m_empty;
    qint64 m_found = -1;
    bool m_searching = false;
    std::vector<fs::path> m_logs;
};

}  // namespace flambeau::ui::runs
