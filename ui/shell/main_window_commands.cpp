// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that the window itself brings: palette, refresh, back, Esc, undo, theme.
#include <QApplication>
#include <QUndoStack>

#include "drop_overlay.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/shell/command_palette.h"
#include "flambeau/ui/shell/main_window.h"
#include "notices.h"

namespace flambeau::ui::shell {

void MainWindow::addOwnCommands() {
    const QString general = tr("General");
    m_commands->add({"window.palette",
                     tr("Search or run a command"),
                     general,
                     "search",
                     {QKeySequence("Ctrl+K")},
                     [this] { showPalette(); },
                     {}});
    m_commands->add({"window.refresh",
                     tr("Refresh this page"),
                     general,
                     "refresh",
                     {QKeySequence(Qt::Key_F5)},
                     [this] {
                         if (Page* page = currentPage())
                             page->refresh();
                     },
                     tr("reload update")});
    m_commands->add({"window.back",
                     tr("Back"),
                     general,
                     "chevron-left",
                     {QKeySequence("Alt+Left")},
                     [this] { goBack(); },
                     tr("previous page")});
    m_commands->add({"window.close-top",
                     tr("Close what lies on top"),
                     general,
                     "cross",
                     {QKeySequence(Qt::Key_Escape)},
                     [this] { closeTop(); },
                     {}});
    m_commands->add({"window.close",
                     tr("Close the window"),
                     general,
                     "cross",
                     {QKeySequence("Ctrl+Q")},
                     [this] { close(); },
                     tr("quit exit")});
    QAction* undo = m_commands->add(
        {"window.undo", tr("Undo"), general, "undo", {QKeySequence::Undo}, [this] { m_undo->undo(); }, {}});
    QAction* redo = m_commands->add(
        {"window.redo", tr("Redo"), general, "refresh", {QKeySequence::Redo}, [this] { m_undo->redo(); }, {}});
    const auto follow = [this, undo, redo] {
        setBlocked(undo, m_undo->canUndo() ? QString() : tr("There is nothing to undo"));
        setBlocked(redo, m_undo->canRedo() ? QString() : tr("There is nothing to redo"));
        undo->setText(m_undo->canUndo() ? tr("Undo: %1").arg(m_undo->undoText()) : tr("Undo"));
        redo->setText(m_undo->canRedo() ? tr("Redo: %1").arg(m_undo->redoText()) : tr("Redo"));
    };
    connect(m_undo, &QUndoStack::indexChanged, this, follow);
    follow();
}

void MainWindow::addThemeCommands() {
    const QString group = tr("Appearance");
    struct Choice {
        ThemeMode mode;
        QString text, icon;
    };
    for (const Choice& choice :
         {Choice{ThemeMode::System, tr("Theme as the desktop has it"), "settings"},
          Choice{ThemeMode::Light, tr("Light theme"), "sun"}, Choice{ThemeMode::Dark, tr("Dark theme"), "moon"}}) {
        m_commands->add({"theme." + toString(choice.mode),
                         choice.text,
                         group,
                         choice.icon,
                         {},
                         [this, mode = choice.mode] { m_themes.setMode(mode); },
                         tr("colours appearance")});
    }
}

void MainWindow::goBack() {
    if (m_history.size() < 2)
        return;
    m_history.pop_back();
    const Visit visit = m_history.back();
    showPage(visit.page, visit.what);
}

void MainWindow::closeTop() {
    if (m_palette->isVisible())
        m_palette->close();
    else if (currentPage() != nullptr && currentPage()->closeTop())
        return;
    else if (!m_error->isHidden())
        m_error->dismiss();
    else if (!m_toast->isHidden())
        m_toast->dismiss();
}

}  // namespace flambeau::ui::shell
