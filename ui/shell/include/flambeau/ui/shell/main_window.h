// SPDX-License-Identifier: GPL-3.0-or-later
// The window: navigation at the left, a header above the shown page, the status bar below, and what lies over them for
// a moment (command palette, notices, drop label). It knows pages by flambeau::ui::Page alone and no service at all:
// the program adds pages and tells it what to count. One object on the GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QHash>
#include <QPointer>
#include <QWidget>

#include "flambeau/ui/common/page.h"
#include "flambeau/ui/shell/status.h"

class QScrollArea;
class QSettings;
class QStackedWidget;

namespace flambeau::ui {
class FocusRing;
class ThemeController;
}  // namespace flambeau::ui

namespace flambeau::ui::shell {

class CommandPalette;
class DropOverlay;
class ErrorBanner;
class HeaderBar;
class NavigationRail;
class StatusBar;
class Toast;

struct PageEntry {
    QString id;     ///< "runs"
    QString label;  ///< "Runs"
    QString icon;
    enum class Place { Rail, Bottom, Hidden } place = Place::Rail;
    QString under;  ///< of a hidden page: which entry of the rail is marked while it is shown
    std::function<Page*(PageHost& host)> make;  ///< called when the page is first shown
};

struct WindowOptions {
    QString settingsFile;  ///< an INI file, made when it is not there
    QString workspaceKey;  ///< what is remembered per workspace is kept under this
};

class MainWindow : public QWidget, public PageHost {
    Q_OBJECT
public:
    /// `themes` must outlive the window.
    MainWindow(ThemeController& themes, const WindowOptions& options, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// In the order of the rail; the n-th of the rail gets Ctrl+n. All before start().
    void addPage(const PageEntry& entry);
    /// Restores size, place and the last page; then show() the window.
    void start();

    /// A number beside a page's name; negative: none.
    void setCount(const QString& page, qint64 count);
    void setWorkspaces(const QStringList& names, int current);
    /// Below the names in the switcher's menu.
    void addWorkspaceAction(QAction* action);
    void setStatus(const StatusFacts& facts);
    /// Asked before the window closes; false keeps it open.
    void setCloseGuard(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }

    QString currentPageId() const { return m_current; }
    Page* currentPage() const;
    Page* page(const QString& id) const;
    CommandPalette* commandPalette() const { return m_palette; }
    void showPalette();

    void openPage(const QString& page, const QString& what = {}) override;
    CommandRegistry& commands() override { return *m_commands; }
    DropRouter& drops() override { return *m_drops; }
    QUndoStack& undoStack() override { return *m_undo; }
    void say(const QString& text, const QString& actionText = {}, std::function<void()> action = {}) override;
    void showError(const Error& error) override;
    void setTask(const QString& id, const BackgroundTask& task) override;
    QSettings& settings() override { return *m_settings; }

signals:
    void pageShown(const QString& id);
    void workspaceChosen(int index);
    /// Tasks in the status bar: how many, and how much of them all is done (below 0: not known).
    void tasksChanged(int count, double share);
    /// The window has been asked to close and what is remembered is written.
    void closing();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent*) override;

private:
    struct Shown {
        PageEntry entry;
        Page* page = nullptr;
        QScrollArea* scroll = nullptr;
    };
    struct Visit {
        QString page, what;
    };
    Shown* entryOf(const QString& id);
    const Shown* entryOf(const QString& id) const;
    void create(Shown& shown);
    void showPage(const QString& id, const QString& what);
    void addOwnCommands();
    void addThemeCommands();
    void goBack();
    void closeTop();
    void showHeader();
    void remember();
    QString pageKey(const QString& id) const;
    void placeOverlays();

    ThemeController& m_themes;
    WindowOptions m_options;
    std::unique_ptr<QSettings> m_settings;
    CommandRegistry* m_commands;
    std::unique_ptr<DropRouter> m_drops;
    QUndoStack* m_undo;
    std::vector<Shown> m_pages;
    std::vector<Visit> m_history;
    QString m_current;
    QHash<QString, double> m_taskShares;
    std::function<bool()> m_mayClose;
    NavigationRail* m_rail;
    HeaderBar* m_header;
    ErrorBanner* m_error;
    QStackedWidget* m_stack;
    StatusBar* m_status;
    Toast* m_toast;
    DropOverlay* m_drop;
    CommandPalette* m_palette;
    FocusRing* m_ring;
};

}  // namespace flambeau::ui::shell
