// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/program.h"

#include <QApplication>
#include <QFileDialog>
#include <QPointer>
#include <QSettings>
#include <QTimer>

#include "flambeau/base/strings.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/session/overview.h"
#include "flambeau/session/workspace.h"
#include "flambeau/studio/studio.h"
#include "message_window.h"
#include "other_instance.h"
#include "start_report.h"
#include "translations.h"

namespace flambeau::studio {

Program::Program(ui::ThemeController& themes, QObject* parent) : QObject(parent), m_themes(themes) {}

Program::~Program() {
    m_mover.request_stop();
    if (m_mover.joinable())
        m_mover.join();
}

Opened Program::open(const fs::path& workspace) {
    auto lock = session::takeWindowLock(workspace);
    if (!lock) {
        showProblem(lock.error());
        return Opened::Failed;
    }
    if (!*lock)
        return askToComeForward(workspace) ? Opened::Elsewhere : Opened::Failed;
    m_studio.reset();
    m_forward.reset();
    m_lock = std::move(*lock);
    make(workspace);
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
    connect(
        m_studio.get(), &Studio::languageWanted, this,
        [this](const QString& code) {
            useLanguage(code);
            const fs::path same = m_studio->workspace();
            m_studio.reset();
            make(same);
        },
        Qt::QueuedConnection);
    StartReport::install(*m_studio);
    m_studio->show();
}

void Program::change(const QString& folder) {
    const fs::path wanted = folder.toStdString();
    const QPointer<Studio> before = m_studio.get();
    switch (open(wanted)) {
        case Opened::Here: {
            const auto chosen = session::useWorkspace(wanted);
            if (!chosen)
                m_studio->window().showError(chosen.error());
            break;
        }
        case Opened::Elsewhere:
            m_studio->window().say(
                tr("%1 is open in another window, which was brought forward.").arg(workspaceName(wanted)));
            break;
        case Opened::Failed:
            if (before && !m_message)
                before->window().say(tr("%1 is open in another window.").arg(workspaceName(wanted)));
    }
}

void Program::showProblem(const Error& error) {
    if (m_studio) {
        m_studio->window().showError(error);
        return;
    }
    m_message = std::make_unique<MessageWindow>(QString::fromStdString(error.message),
                                                QString::fromStdString(error.hint.empty() ? error.detail : error.hint));
    m_message->addButton(tr("Choose another workspace …"), [this] {
        auto* dialog = new QFileDialog(m_message.get(), tr("Choose a workspace's folder"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, &Program::change, Qt::QueuedConnection);
        dialog->open();
    });
    m_message->addButton(tr("Close"), [this] { emit ended(); });
    m_message->show();
}

void Program::move(const QString& into) {
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
    if (open(done ? to : from) != Opened::Here)
        return;
    if (!done)
        m_studio->window().showError(done.error());
    else
        m_studio->window().say(tr("The workspace lies in %1 now.").arg(QString::fromStdString(to.string())));
}

void Program::end() {
    if (m_studio)
        m_studio->closeNow();
    else
        emit ended();
}

}  // namespace flambeau::studio
