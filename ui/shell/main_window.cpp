// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/shell/main_window.h"

#include <algorithm>

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QUndoStack>
#include <QVBoxLayout>

#include "drop_overlay.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/focus_ring.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/shell/command_palette.h"
#include "header_bar.h"
#include "navigation.h"
#include "notices.h"
#include "status_bar.h"

namespace flambeau::ui::shell {
namespace {

constexpr int kBottomMargin = 16;
constexpr std::size_t kHistory = 50;
constexpr QSize kFirstSize(1440, 900), kLeastSize(900, 560);

}  // namespace

MainWindow::MainWindow(ThemeController& themes, const WindowOptions& options, QWidget* parent)
    : QWidget(parent),
      m_themes(themes),
      m_options(options),
      m_settings(std::make_unique<QSettings>(options.settingsFile, QSettings::IniFormat)),
      m_commands(new CommandRegistry(this)),
      m_drops(std::make_unique<DropRouter>()),
      m_undo(new QUndoStack(this)),
      m_rail(new NavigationRail),
      m_header(new HeaderBar),
      m_error(new ErrorBanner),
      m_stack(new QStackedWidget),
      m_status(new StatusBar),
      m_toast(new Toast(this)),
      m_drop(new DropOverlay(this)),
      m_palette(new CommandPalette(*m_commands, this)),
      m_ring(new FocusRing(this)) {
    carryStyleSheet(this);
    setWindowTitle("Flambeau");
    setMinimumSize(kLeastSize);
    setAcceptDrops(true);
    auto* content = new QVBoxLayout;
    content->setSpacing(0);
    content->addWidget(m_header);
    auto* errorRow = new QHBoxLayout;
    errorRow->setContentsMargins(theme().size("pageMargin"), 0, theme().size("pageMargin"), 0);
    errorRow->addWidget(m_error);
    content->addLayout(errorRow);
    content->addWidget(m_stack, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(content, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row, 1);
    column->addWidget(m_status);
    m_undo->setUndoLimit(100);
    connect(m_rail, &NavigationRail::chosen, this, [this](const QString& id) { openPage(id); });
    connect(m_rail, &NavigationRail::workspaceChosen, this, &MainWindow::workspaceChosen);
    connect(m_header->searchField(), &QPushButton::clicked, this, &MainWindow::showPalette);
    connect(&m_themes, &ThemeController::modeChanged, this,
            [this](ThemeMode mode) { m_settings->setValue("theme", toString(mode)); });
    m_themes.setMode(themeModeFrom(m_settings->value("theme").toString()));
    addOwnCommands();
    addThemeCommands();
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow() {
    qApp->removeEventFilter(this);
    // It tells that it is emptied when it goes, and the commands are gone by then.
    disconnect(m_undo, nullptr, this, nullptr);
}

MainWindow::Shown* MainWindow::entryOf(const QString& id) {
    const auto it = std::find_if(m_pages.begin(), m_pages.end(), [&](const Shown& s) { return s.entry.id == id; });
    return it == m_pages.end() ? nullptr : &*it;
}

const MainWindow::Shown* MainWindow::entryOf(const QString& id) const {
    return const_cast<MainWindow*>(this)->entryOf(id);
}

void MainWindow::addPage(const PageEntry& entry) {
    m_pages.push_back({entry});
    if (entry.place == PageEntry::Place::Hidden)
        return;
    const bool bottom = entry.place == PageEntry::Place::Bottom;
    m_rail->add(entry.id, entry.label, entry.icon, bottom);
    const auto inRail = std::count_if(m_pages.begin(), m_pages.end(),
                                      [](const Shown& s) { return s.entry.place == PageEntry::Place::Rail; });
    QList<QKeySequence> keys;
    if (bottom)
        keys << QKeySequence("Ctrl+,");
    else if (inRail <= 9)
        keys << QKeySequence(QString("Ctrl+%1").arg(inRail));
    m_commands->add({"go." + entry.id,
                     tr("Go to %1").arg(entry.label),
                     tr("Pages"),
                     entry.icon,
                     keys,
                     [this, id = entry.id] { openPage(id); },
                     {}});
}

void MainWindow::create(Shown& shown) {
    shown.page = shown.entry.make(*this);
    shown.page->setProperty("page", true);
    shown.scroll = new QScrollArea;
    shown.scroll->setFrameShape(QFrame::NoFrame);
    shown.scroll->setWidgetResizable(true);
    shown.scroll->setFocusPolicy(Qt::NoFocus);
    shown.scroll->viewport()->setAutoFillBackground(false);
    if (QLayout* layout = shown.page->layout()) {
        const int margin = theme().size("pageMargin");
        layout->setContentsMargins(margin, 0, margin, kBottomMargin);
    }
    shown.scroll->setWidget(shown.page);
    shown.page->setAutoFillBackground(false);
    m_stack->addWidget(shown.scroll);
    connect(shown.page, &Page::headerChanged, this, [this, id = shown.entry.id] {
        if (m_current == id)
            showHeader();
    });
    shown.page->restoreLayout(m_settings->value(pageKey(shown.entry.id)).toByteArray());
}

QString MainWindow::pageKey(const QString& id) const {
    return QString("workspaces/%1/pages/%2")
        .arg(m_options.workspaceKey.isEmpty() ? "default" : m_options.workspaceKey, id);
}

void MainWindow::openPage(const QString& page, const QString& what) {
    const Visit visit{page, what};
    if (entryOf(page) == nullptr)
        return;
    if (m_current != page || m_history.empty() || m_history.back().what != what)
        m_history.push_back(visit);
    if (m_history.size() > kHistory)
        m_history.erase(m_history.begin());
    showPage(page, what);
}

void MainWindow::showPage(const QString& id, const QString& what) {
    Shown* shown = entryOf(id);
    if (shown->page == nullptr)
        create(*shown);
    if (!what.isEmpty())
        shown->page->open(what);
    m_current = id;
    m_stack->setCurrentWidget(shown->scroll);
    m_rail->setCurrent(shown->entry.under.isEmpty() ? id : shown->entry.under);
    showHeader();
    shown->page->refresh();
    m_settings->setValue(pageKey("last"), QStringList{id, what.isEmpty() ? shown->page->place() : what});
    emit pageShown(id);
}

void MainWindow::showHeader() {
    if (const Page* page = currentPage()) {
        const PageHeader header = page->header();
        m_header->setHeader(header);
        setWindowTitle(header.title.isEmpty() ? "Flambeau" : header.title + " - Flambeau");
    }
}

void MainWindow::start() {
    resize(kFirstSize);
    restoreGeometry(m_settings->value("geometry").toByteArray());
    const QStringList last = m_settings->value(pageKey("last")).toStringList();
    const QString page = last.value(0);
    if (entryOf(page) != nullptr)
        openPage(page, last.value(1));
    else if (!m_pages.empty())
        openPage(m_pages.front().entry.id);
    placeOverlays();
}

Page* MainWindow::currentPage() const {
    return page(m_current);
}

Page* MainWindow::page(const QString& id) const {
    const Shown* shown = entryOf(id);
    return shown == nullptr ? nullptr : shown->page;
}

void MainWindow::setCount(const QString& page, qint64 count) {
    m_rail->setCount(page, count);
}

void MainWindow::setWorkspaces(const QStringList& names, int current) {
    m_rail->setWorkspaces(names, current);
}

void MainWindow::addWorkspaceAction(QAction* action) {
    m_rail->addWorkspaceAction(action);
}

void MainWindow::setStatus(const StatusFacts& facts) {
    m_status->setFacts(facts);
}

void MainWindow::say(const QString& text, const QString& actionText, std::function<void()> action) {
    m_toast->say(text, actionText, std::move(action));
}

void MainWindow::showError(const Error& error) {
    m_error->setError(error);
}

void MainWindow::setTask(const QString& id, const BackgroundTask& task) {
    m_status->setTask(id, task);
    if (task.title.isEmpty())
        m_taskShares.remove(id);
    else
        m_taskShares.insert(id, task.share);
    double share = m_taskShares.isEmpty() ? -1 : 0;
    for (const double one : m_taskShares)
        share += std::max(0.0, one) / static_cast<double>(m_taskShares.size());
    emit tasksChanged(static_cast<int>(m_taskShares.size()), share);
}

void MainWindow::showPalette() {
    m_palette->open();
}

void MainWindow::remember() {
    m_settings->setValue("geometry", saveGeometry());
    for (const Shown& shown : m_pages) {
        if (shown.page == nullptr)
            continue;
        const QByteArray layout = shown.page->saveLayout();
        if (!layout.isEmpty())
            m_settings->setValue(pageKey(shown.entry.id), layout);
        if (shown.entry.id == m_current)
            m_settings->setValue(pageKey("last"), QStringList{m_current, shown.page->place()});
    }
    m_settings->sync();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_mayClose && !m_mayClose()) {
        event->ignore();
        return;
    }
    remember();
    emit closing();
    QWidget::closeEvent(event);
}

void MainWindow::placeOverlays() {
    m_palette->setGeometry(rect());
    m_drop->setGeometry(rect());
    m_toast->placeIn(QRect(QPoint(m_rail->width(), 0), QPoint(width(), height() - m_status->height())));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeOverlays();
}

void MainWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), color(Token::Window));
}

bool MainWindow::eventFilter(QObject* object, QEvent* event) {
    // File managers send text beside the URLs, and a text field would take that: the window shall get the files.
    if (event->type() == QEvent::DragEnter && object->isWidgetType() && object != this) {
        auto* widget = static_cast<QWidget*>(object);
        const bool field = qobject_cast<QLineEdit*>(widget) != nullptr ||
                           qobject_cast<QTextEdit*>(widget->parentWidget()) != nullptr ||
                           qobject_cast<QPlainTextEdit*>(widget->parentWidget()) != nullptr;
        auto* drag = static_cast<QDragEnterEvent*>(event);
        if (field && !localPaths(drag->mimeData()).isEmpty()) {
            drag->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList paths = localPaths(event->mimeData());
    if (paths.isEmpty())
        return;
    // Accepted even if nothing takes it: only so the window hears when it is gone. The move then refuses.
    if (const auto offer = m_drops->offerFor(paths))
        m_drop->offer(offer->text, offer->icon);
    else
        m_drop->refuse(tr("Nothing here takes '%1'").arg(QFileInfo(paths.first()).fileName()));
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->setAccepted(m_drops->offerFor(localPaths(event->mimeData())).has_value());
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_drop->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_drop->hide();
    const auto offer = m_drops->offerFor(localPaths(event->mimeData()));
    if (!offer)
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (offer->accept)
        QTimer::singleShot(0, this, offer->accept);  // who dragged it waits until this returns
}

}  // namespace flambeau::ui::shell
