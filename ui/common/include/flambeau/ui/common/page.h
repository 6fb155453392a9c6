// SPDX-License-Identifier: GPL-3.0-or-later
// A page of the window, and what the window offers to its pages. Pages know the host by this interface only, the window
// knows pages by Page only, so each page is a folder of its own. GUI thread; pages are owned by the window.
#pragma once

#include <functional>

#include <QByteArray>
#include <QList>
#include <QString>
#include <QWidget>

#include "flambeau/base/result.h"
#include "flambeau/ui/common/paint.h"

class QAction;
class QSettings;
class QUndoStack;

namespace flambeau::ui {

class CommandRegistry;
class DropRouter;

/// The line above a page.
struct PageHeader {
    QString title;
    QString chip;  ///< a state beside the title; empty: none
    Tone chipTone = Tone::Neutral;
    QString subtitle;
    QList<QAction*> actions;       ///< buttons at the right, in this order
    QAction* primary = nullptr;    ///< the one of `actions` that is the page's primary button
    QAction* dangerous = nullptr;  ///< the one of `actions` in bad's colour
};

class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(QWidget* parent = nullptr) : QWidget(parent) {}

    virtual PageHeader header() const = 0;
    /// F5, and whenever the page is shown after `stale()`.
    virtual void refresh() {}
    /// What the page shows of several: a run's id, a dataset's version. Called before the page is shown.
    virtual void open(const QString& what) { Q_UNUSED(what) }
    /// What open() would need to come back here.
    virtual QString place() const { return {}; }
    /// Esc: closes what lies on top within the page; false where nothing does.
    virtual bool closeTop() { return false; }
    /// Splitters, columns, zoom, selection: kept per workspace.
    virtual QByteArray saveLayout() const { return {}; }
    virtual void restoreLayout(const QByteArray& state) { Q_UNUSED(state) }

signals:
    void headerChanged();
};

/// An action of a page's header.
QAction* pageAction(QObject* owner, const QString& text, const QString& iconName, std::function<void()> run);

/// Something that takes longer than ten seconds, in the status bar.
struct BackgroundTask {
    QString title;
    double share = -1;        ///< below 0: not known
    double secondsLeft = -1;  ///< below 0: not known
    std::function<void()> cancel;
};

class PageHost {
public:
    virtual ~PageHost() = default;
    /// Shows a page: "runs", or one thing on it: ("run", id).
    virtual void openPage(const QString& page, const QString& what = {}) = 0;
    virtual CommandRegistry& commands() = 0;
    virtual DropRouter& drops() = 0;
    virtual QUndoStack& undoStack() = 0;
    /// A sentence at the bottom that goes by itself, with at most one thing to do about it.
    virtual void say(const QString& text, const QString& actionText = {}, std::function<void()> action = {}) = 0;
    /// The one place where errors reach the user.
    virtual void showError(const Error& error) = 0;
    /// Adds, changes; an empty title ends it.
    virtual void setTask(const QString& id, const BackgroundTask& task) = 0;
    virtual QSettings& settings() = 0;
};

/// Does something that Ctrl+Z takes back, and says so with an Undo button.
void doWithUndo(PageHost& host, const QString& text, std::function<void()> redo, std::function<void()> undo);

}  // namespace flambeau::ui
