// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/program.h"

#include <cstdio>
#include <utility>

#include <QApplication>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>

#include "flambeau/session/maintenance.h"
#include "flambeau/session/overview.h"
#include "flambeau/session/workspace.h"
#include "flambeau/studio/pulse.h"
#include "flambeau/studio/studio.h"
#include "flambeau/ui/common/format.h"
#include "message_window.h"
#include "other_instance.h"
#include "start_report.h"
#include "translations.h"
#include "workspace_files.h"

namespace flambeau::studio {
namespace {

QString copyTime(const fs::path& copy) {
    return ui::format::exactDate(QFileInfo(QString::fromStdString(copy.string())).lastModified());
}

}  // namespace

Program::Program(ui::ThemeController& themes, QObject* parent) : QObject(parent), m_themes(themes) {}

Program::~Program() {
    m_mover.request_stop();
    if (m_mover.joinable())
        m_mover.join();
}

Opened Program::open(const fs::path& workspace, bool make) {
    if (!m_studio) {
        m_wanted = workspace;
        m_make = make;
    }
    if (const Status may = mayOpen(workspace, make); !may) {
        showProblem(may.error());
        return Opened::Failed;
    }
    auto lock = session::takeWindowLock(workspace);
    if (!lock) {
        showProblem(lock.error());
        return Opened::Failed;
    }
    if (!*lock) {
        if (askToComeForward(workspace))
            return Opened::Elsewhere;
        showProblem({ErrorCode::Conflict,
                     tr("The workspace %1 is open in another window")
                         .arg(QString::fromStdString(workspace.string()))
                         .toStdString(),
                     tr("Close that window, or open another workspace.").toStdString(),
                     {}});
        return Opened::Failed;
    }
    m_wanted = workspace;
    m_make = make;
    m_chosen = false;
    m_before = m_studio && m_studio->workspace() != workspace ? m_studio->workspace() : fs::path();
    m_studio.reset();
    m_forward.reset();
    m_lock = std::move(*lock);
    this->make(workspace);
    return Opened::Here;
}

void Program::make(const fs::path& workspace) {
    m_message.reset();
    m_studio = std::make_unique<Studio>(m_themes, workspace);
    m_forward = std::make_unique<ComeForward>(workspace);
    connect(m_forward.get(), &ComeForward::wanted, m_studio.get(), &Studio::show);
    // Each of these ends in another window, or none: not while the one that asked is in its event.
    connect(m_studio.get(), &Studio::workspaceWanted, this, &Program::change, Qt::QueuedConnection);
    connect(m_studio.get(), &Studio::moveWanted, this, &Program::move, Qt::QueuedConnection);
    connect(m_studio.get(), &Studio::closed, this, &Program::ended, Qt::QueuedConnection);
    connect(m_studio.get(), &Studio::cannotOpen, this, &Program::cannotOpen, Qt::QueuedConnection);
    connect(m_studio.get(), &Studio::opened, this, &Program::isOpen, Qt::QueuedConnection);
    connect(
        m_studio.get(), &Studio::languageWanted, this,
        [this](const QString& code) {
            useLanguage(code);
            const fs::path same = m_studio->workspace();
            m_studio.reset();
            m_forward.reset();
            make(same);
        },
        Qt::QueuedConnection);
    StartReport::install(*m_studio);
    m_studio->show();
}

void Program::change(const QString& folder) {
    const fs::path wanted = folder.toStdString();
    switch (open(wanted, false)) {
        case Opened::Here:
            m_chosen = true;
            break;
        case Opened::Elsewhere:
            if (m_studio)
                m_studio->window().say(
                    tr("%1 is open in another window, which was brought forward.").arg(workspaceName(wanted)));
            else
                leave();
            break;
        case Opened::Failed:
            break;
    }
}

void Program::isOpen() {
    if (!m_studio)
        return;
    if (std::exchange(m_chosen, false)) {
        const auto chosen = session::useWorkspace(m_studio->workspace());
        if (!chosen)
            m_studio->window().showError(chosen.error());
    }
    if (!m_news.isEmpty())
        m_studio->window().say(std::exchange(m_news, {}));
}

/// Its window has nothing to show: it goes, and what can be done is said instead.
void Program::cannotOpen(const Error& error) {
    if (!m_studio)
        return;
    m_studio.reset();
    m_forward.reset();
    m_lock.reset();
    showProblem(error);
}

void Program::showProblem(const Error& error) {
    if (m_studio) {
        m_studio->window().showError(error);
        return;
    }
    const auto copy = copyFor(m_wanted, error);
    QString sentence = QString::fromStdString(error.hint);
    if (error.code == ErrorCode::Corrupt)
        sentence = copy ? tr("Nothing was changed in it.")
                        : tr("Nothing was changed in it, and it holds no copy of its database. Put one of your own "
                             "there and try again, or choose another workspace.");
    else if (sentence.isEmpty())
        sentence = tr("Put it right and try again, or choose another workspace.");
    if (copy)
        sentence += " " + tr("A copy of its database from %1 can take the place of the one that is there now, which is "
                             "kept beside it. What came after the copy is not in it.")
                              .arg(copyTime(*copy));
    m_message = std::make_unique<MessageWindow>(QString::fromStdString(error.message), sentence);
    m_message->setDetail(QString::fromStdString(error.detail));
    std::fprintf(stderr, "%s\n", error.message.c_str());  // who began in a terminal may look there
    addWays(copy);
    connect(m_message.get(), &MessageWindow::closeWanted, this, &Program::leave, Qt::QueuedConnection);
    m_message->show();
}

/// What can be done about a workspace that cannot be opened. Queued: a press ends the window of its button.
void Program::addWays(const std::optional<fs::path>& copy) {
    const auto later = [this](auto work) {
        return [this, work] { QMetaObject::invokeMethod(this, work, Qt::QueuedConnection); };
    };
    if (!m_wanted.empty())
        m_message->addButton(tr("Try again"), later([this] { tryAgain(); }));
    if (copy)
        m_message->addButton(tr("Use the copy"), later([this, copy = *copy] { restoreCopy(copy); }));
    if (!m_before.empty())
        m_message->addButton(tr("Back to %1").arg(workspaceName(m_before)),
                             later([this] { change(QString::fromStdString(m_before.string())); }));
    m_message->addButton(tr("Choose another workspace …"), [this] {
        auto* dialog = new QFileDialog(m_message.get(), tr("Choose a workspace's folder"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, &Program::change, Qt::QueuedConnection);
        dialog->open();
    });
    m_message->addButton(tr("Close"), later([this] { leave(); }));
}

void Program::tryAgain() {
    const bool chosen = m_chosen;
    switch (open(m_wanted, m_make)) {
        case Opened::Here:
            m_chosen = chosen;
            break;
        case Opened::Elsewhere:
            leave();
            break;
        case Opened::Failed:
            break;
    }
}

void Program::restoreCopy(const fs::path& copy) {
    m_message =
        std::make_unique<MessageWindow>(tr("The copy is being put in place"), QString::fromStdString(copy.string()));
    m_message->setShare(-1);
    m_message->show();
    m_mover = std::jthread([this, folder = m_wanted, copy] {
        const auto kept = restore(folder, copy);
        QMetaObject::invokeMethod(this, [this, kept] {
            m_message.reset();
            if (!kept) {
                showProblem(kept.error());
                return;
            }
            if (!kept->empty())
                m_news = tr("The copy is in its place. What was there is kept as %1.")
                             .arg(QString::fromStdString(kept->filename().string()));
            tryAgain();
        });
    });
}

void Program::move(const QString& into) {
    const auto& unfinished = m_studio->pulse().overview().unfinished;
    if (!unfinished.empty()) {  // the store would refuse it too, but the window would have gone for that
        m_studio->window().showError({ErrorCode::Conflict,
                                      tr("The workspace cannot be moved while the run %1 is not finished")
                                          .arg(QString::fromStdString(unfinished.front().name))
                                          .toStdString(),
                                      tr("Wait for it or cancel it, then move the workspace.").toStdString(),
                                      {}});
        return;
    }
    const fs::path from = m_studio->workspace();
    const fs::path to =
        fs::path(into.toStdString()) / (from.has_filename() ? from.filename() : from.parent_path().filename());
    m_studio.reset();
    m_forward.reset();
    m_lock.reset();
    m_message = std::make_unique<MessageWindow>(tr("Moving the workspace %1").arg(workspaceName(from)),
                                                QString::fromStdString(to.string()));
    m_message->setShare(-1);
    m_message->addButton(tr("Cancel"), [this] { m_mover.request_stop(); });
    connect(m_message.get(), &MessageWindow::closeWanted, this, [this] { m_mover.request_stop(); });
    m_message->show();
    m_mover = std::jthread([this, from, to](std::stop_token stop) {
        const auto progress = [this](const std::string&, std::uint64_t done, std::uint64_t total) {
            const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
            QMetaObject::invokeMethod(this, [this, share] {
                if (m_message)
                    m_message->setShare(share);
            });
        };
        const Status done = session::moveWorkspace(from, to, stop, progress);
        QMetaObject::invokeMethod(this, [this, from, to, done] { moved(from, to, done); });
    });
}

void Program::moved(const fs::path& from, const fs::path& to, const Status& done) {
    m_message.reset();
    switch (open(done ? to : from, false)) {
        case Opened::Here:
            if (done)
                m_news = tr("The workspace lies in %1 now.").arg(QString::fromStdString(to.string()));
            else
                m_studio->window().showError(done.error());
            break;
        case Opened::Elsewhere:
            leave();
            break;
        case Opened::Failed:
            break;  // a message says why
    }
}

QWidget* Program::message() const {
    return m_message.get();
}

/// A message stays when it is closed, and an application with a window that stays does not quit.
void Program::leave() {
    m_message.reset();
    emit ended();
}

void Program::end() {
    if (m_studio)
        m_studio->closeNow();
    else
        leave();
}

}  // namespace flambeau::studio
