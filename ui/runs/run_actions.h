// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to runs, from wherever: the table, a run's page, the command palette, the keyboard. Does it through
// the desk, says what came of it, and lets what destroys be taken back. One for each window; GUI thread.
#pragma once

#include <functional>

#include <QObject>
#include <QPointer>
#include <QStringList>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

class QAction;

namespace flambeau::ui::runs {

class RunList;

class RunActions : public QObject {
    Q_OBJECT
public:
    /// The host's own; goes with its window.
    static RunActions& of(PageHost& host, session::Desk& desk);
    RunActions(PageHost& host, session::Desk& desk, QObject* parent);

    /// The commands under the ids "run.…"; `owner`: they go with it.
    void addCommands(QObject* owner);
    /// The runs that commands are about: of the page that is shown. `page` null or another one's: none.
    void setCurrent(QWidget* page, const QStringList& runs);
    void leave(QWidget* page);
    /// What renames within the page, in place of asking: of the table.
    void setRenamer(QWidget* page, std::function<void()> rename);

    void openRun(const QString& run);
    void cancel(const QStringList& runs);
    void resume(const QString& run);
    void again(const QString& run);
    void cloneAndEdit(const QString& run);
    void rename(const QString& run, const QString& name);
    void remove(const QStringList& runs);
    void restore(const QStringList& runs);
    /// For good; asked first, since nothing brings it back.
    void purge(const QStringList& runs);
    void setTags(const QStringList& runs, const QStringList& tags);
    void setNotes(const QString& run, const QString& notes);
    void registerModel(const QString& run, const QString& model);

    void askName(const QString& run, QWidget* over);
    void askTags(const QStringList& runs, QWidget* over);
    void askNotes(const QString& run, QWidget* over);
    void askModel(const QString& run, QWidget* over);

    /// Why it cannot be done now; empty where it can.
    QString cannotCancel(const QStringList& runs) const;
    QString cannotResume(const QString& run) const;
    QString cannotRemove(const QStringList& runs) const;
    QString cannotRegister(const QString& run) const;

signals:
    /// A piece of work began or ended for this run: buttons are to be looked at again.
    void busyChanged();

private:
    using Change = std::function<Status(session::Services&, const RunId&)>;
    /// Each run in turn; what failed is told together.
    void change(session::Lane lane, const QStringList& runs, Change change, std::function<void()> done = {});
    void startOther(const QString& run, const QString& what, bool resumes);
    void updateCommands();
    QString namesOf(const QStringList& runs) const;

    PageHost& m_host;
    session::Desk& m_desk;
    RunList& m_list;
    QPointer<QWidget> m_page;
    QStringList m_current;
    std::function<void()> m_rename;
    QSet<QString> m_busy;  ///< runs that are being canceled or started anew
    struct Entry {
        QPointer<QAction> action;
        std::function<QString()> reason;
    };
    std::vector<Entry> m_commands;
};

}  // namespace flambeau::ui::runs
