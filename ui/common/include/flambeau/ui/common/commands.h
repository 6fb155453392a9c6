// SPDX-License-Identifier: GPL-3.0-or-later
// Every action of the application under a name, with its key and the reason for which it cannot be done now; the
// command palette, menus and buttons are views of it. Owned by the window, GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QString>

namespace flambeau::ui {

struct Command {
    QString id;     ///< "run.new": stable, never shown
    QString text;   ///< "New run"
    QString group;  ///< "Runs": shown beside it
    QString icon;
    QList<QKeySequence> keys;
    std::function<void()> run;
    QString words;  ///< more words to find it by
};

/// Greys the action and says why; an empty reason makes it usable again.
void setBlocked(QAction* action, const QString& reason);
QString blockedBecause(const QAction* action);

/// What else the palette finds: a run, a dataset, by name.
struct SearchHit {
    QString text, detail, icon;
    std::function<void()> open;
};
/// Must answer at once, from memory; at most `limit` hits, best first.
using SearchProvider = std::function<std::vector<SearchHit>(const QString& text, int limit)>;

/// How well `text` answers `query`: all letters of the query in their order, better at starts of words and in one
/// piece. Negative: not at all. `places` receives the letters that matched.
int fuzzyScore(const QString& query, const QString& text, QList<int>* places = nullptr);

class CommandRegistry : public QObject {
    Q_OBJECT
public:
    /// The actions' shortcuts work in `window` and all in it.
    explicit CommandRegistry(QWidget* window);

    /// `owner`: the command goes with it. Of two with one id the later replaces the earlier.
    QAction* add(const Command& command, QObject* owner = nullptr);
    QAction* find(const QString& id) const;
    QList<QAction*> actions() const;
    void addProvider(QObject* owner, SearchProvider provider);
    std::vector<SearchHit> search(const QString& text, int limit) const;

    static QString id(const QAction* action);
    static QString group(const QAction* action);
    static QString iconName(const QAction* action);
    /// "Ctrl N"; empty where there is none.
    static QString keyText(const QAction* action);
    static QString words(const QAction* action);

signals:
    void changed();

private:
    struct Provider {
        QPointer<QObject> owner;
        SearchProvider search;
    };
    QWidget* m_window;
    QList<QPointer<QAction>> m_actions;
    std::vector<Provider> m_providers;
};

}  // namespace flambeau::ui
