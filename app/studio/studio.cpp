// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/studio.h"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QSettings>
#include <QTimer>

#include "desktop.h"
#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"
#include "flambeau/session/workspace.h"
#include "flambeau/studio/pulse.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"
#include "pages.h"
#include "translations.h"

namespace flambeau::studio {
namespace {

constexpr std::size_t kShownWorkspaces = 12;
constexpr auto kToldKey = "told/runs-go-on";

QString settingsFile(const StudioOptions& options) {
    if (!options.settingsFile.isEmpty())
        return options.settingsFile;
    return QString::fromStdString((userConfigDir() / "flambeau" / "window.ini").string());
}

}  // namespace

QString workspaceName(const fs::path& workspace) {
    const fs::path name = workspace.has_filename() ? workspace.filename() : workspace.parent_path().filename();
    return QString::fromStdString(name.string());
}

QString workspaceKey(const fs::path& workspace) {
    std::error_code ignored;
    return QString::fromStdString(sha256Hex(fs::weakly_canonical(workspace, ignored).string()).substr(0, 12));
}

Studio::Studio(ui::ThemeController& themes, const fs::path& workspace, const StudioOptions& options)
    : m_desk(workspace, options.follow),
      m_window(std::make_unique<ui::shell::MainWindow>(
          themes, ui::shell::WindowOptions{settingsFile(options), workspaceKey(workspace)})),
      m_desktop(std::make_unique<Desktop>()),
      m_pulse(std::make_unique<Pulse>(m_desk, *m_window, *m_desktop)),
      m_owner(std::make_unique<QObject>()) {
    addPages(*this);
    addWorkspaces();
    addLanguages();
    m_window->setCloseGuard([this] { return mayClose(); });
    connect(m_window.get(), &ui::shell::MainWindow::closing, this, &Studio::closed);
    connect(m_pulse.get(), &Pulse::failed, this, &Studio::cannotOpen);
    connect(m_pulse.get(), &Pulse::changed, this, &Studio::opened, Qt::SingleShotConnection);
    m_window->start();
}

Studio::~Studio() {
    m_desktop->showProgress(-1, 0);
}

void Studio::show() {
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

void Studio::closeNow() {
    m_closing = true;
    m_window->close();
}

/// Runs go on without the window. The first time that it matters the window says so and stays; later it is known.
bool Studio::mayClose() {
    const auto unfinished = static_cast<int>(m_pulse->overview().unfinished.size());
    if (m_closing || unfinished == 0 || qApp->isSavingSession() || m_window->settings().value(kToldKey).toBool())
        return true;
    m_window->settings().setValue(kToldKey, true);
    m_window->say(
        tr("%n run(s) will go on without this window, and be here when it is opened again.", nullptr, unfinished),
        tr("Close the window"), [this] { closeNow(); });
    return false;
}

void Studio::addWorkspaces() {
    auto known = std::make_shared<std::vector<session::KnownWorkspace>>(session::knownWorkspaces());
    std::erase_if(*known, [this](const auto& one) { return one.path == workspace(); });
    if (known->size() > kShownWorkspaces)
        known->resize(kShownWorkspaces);
    known->insert(known->begin(), {workspace(), 0});
    QStringList names;
    for (const auto& one : *known) {
        QString name = workspaceName(one.path);
        if (names.contains(name))  // two of one name: the folder tells them apart
            name += " (" + QString::fromStdString(one.path.parent_path().filename().string()) + ")";
        names << name;
    }
    m_window->setWorkspaces(names, 0);
    connect(m_window.get(), &ui::shell::MainWindow::workspaceChosen, this, [this, known](int index) {
        if (index > 0 && index < static_cast<int>(known->size()))
            emit workspaceWanted(QString::fromStdString((*known)[static_cast<std::size_t>(index)].path.string()));
    });
    const auto choose = [this](const QString& title, void (Studio::*wanted)(const QString&)) {
        auto* dialog =
            new QFileDialog(m_window.get(), title, QString::fromStdString(workspace().parent_path().string()));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        connect(dialog, &QFileDialog::fileSelected, this, wanted);
        dialog->open();
    };
    auto& commands = m_window->commands();
    const QString group = tr("Workspace");
    m_window->addWorkspaceAction(commands.add(
        {"workspace.new",
         tr("New workspace …"),
         group,
         "plus",
         {},
         [this, choose] { choose(tr("Choose an empty folder for a new workspace"), &Studio::workspaceWanted); },
         tr("create folder")},
        this));
    QAction* open =
        commands.add({"workspace.open", tr("Open a workspace …"), group, "folder", {}, {}, tr("switch folder")}, this);
    m_window->addWorkspaceAction(open);
    connect(open, &QAction::triggered, this, [this, choose, open] {
        // Who knows the folder already (the settings' list) gives it as the action's data.
        const QString folder = open->data().toString();
        open->setData({});
        if (folder.isEmpty())
            choose(tr("Choose a workspace's folder"), &Studio::workspaceWanted);
        else
            emit workspaceWanted(folder);
    });
    m_window->addWorkspaceAction(commands.add(
        {"workspace.move",
         tr("Move this workspace …"),
         group,
         "link",
         {},
         [this, choose] { choose(tr("Choose the folder that the workspace is to lie in"), &Studio::moveWanted); },
         tr("data folder disk")},
        this));
}

void Studio::addLanguages() {
    auto& commands = m_window->commands();
    const auto add = [&](const QString& code, const QString& text) {
        commands.add({"language." + (code.isEmpty() ? QString("system") : code),
                      text,
                      tr("Language"),
                      "settings",
                      {},
                      [this, code] {
                          m_window->settings().setValue("language", code);
                          emit languageWanted(code);
                      },
                      tr("translation")},
                     this);
    };
    add({}, tr("Language as the desktop has it"));
    for (const QString& code : languages())
        add(code, code == "en" ? QString("English") : code == "de" ? QString("Deutsch") : code);
}

}  // namespace flambeau::studio
