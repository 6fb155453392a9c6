// SPDX-License-Identifier: GPL-3.0-or-later
#include "logs_tab.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::runs {

LogsTab::LogsTab(LogFeed& feed, QWidget* parent) : QWidget(parent), m_feed(feed) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().size("gap"));
    column->addWidget(makeBar());
    auto* card = new Card;
    card->setWide();
    m_view = new LogView(feed);
    m_view->setMinimumHeight(220);
    m_empty = new EmptyState("script", tr("No log yet"), {});
    m_view->setEmptyState(m_empty);
    card->body()->addWidget(m_view);
    column->addWidget(card, 1);

    listen();
    describe();
}

QWidget* LogsTab::makeBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_search = new QLineEdit;
    m_search->setPlaceholderText(tr("Search the log"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->addAction(icon("search", Token::Secondary), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(320);
    row->addWidget(m_search, 2);
    m_previous = new Button;
    m_previous->setIconName("arrow-up");
    m_previous->setAccessibleName(tr("The one before"));
    m_previous->setToolTip(tr("The one before (Shift+Enter)"));
    m_next = new Button;
    m_next->setIconName("arrow-down");
    m_next->setAccessibleName(tr("The next one"));
    m_next->setToolTip(tr("The next one (Enter)"));
    row->addWidget(m_previous);
    row->addWidget(m_next);
    m_note = new ElidedLabel({}, TextKind::Small, Token::Secondary);
    row->addWidget(m_note, 3);
    m_which = new QComboBox;
    m_which->setAccessibleName(tr("Which log"));
    m_which->hide();
    row->addWidget(m_which);
    m_follow = new QCheckBox(tr("Follow"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Stay at the end while it grows (End)"));
    m_wrap = new QCheckBox(tr("Wrap"));
    row->addWidget(m_follow);
    row->addWidget(m_wrap);
    m_copy = new Button(tr("Copy"));
    m_copy->setIconName("copy");
    row->addWidget(m_copy);
    return bar;
}

void LogsTab::listen() {
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_found = -1;
        m_view->setMark(text);
        describe();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(false); });
    auto* back = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_Return), m_search);
    back->setContext(Qt::WidgetShortcut);
    connect(back, &QShortcut::activated, this, [this] { find(true); });
    auto* search = new QShortcut(QKeySequence::Find, this);
    search->setContext(Qt::WidgetWithChildrenShortcut);
    connect(search, &QShortcut::activated, m_search, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    connect(m_previous, &QPushButton::clicked, this, [this] { find(true); });
    connect(m_next, &QPushButton::clicked, this, [this] { find(false); });
    connect(m_follow, &QCheckBox::toggled, m_view, &LogView::setFollow);
    connect(m_view, &LogView::followChanged, m_follow, &QCheckBox::setChecked);
    connect(m_wrap, &QCheckBox::toggled, m_view, &LogView::setWrap);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (!m_view->hasSelection())
            m_view->selectAll();
        m_view->copy();
    });
    connect(m_view, &LogView::selectionChanged, this,
            [this] { m_copy->setText(m_view->hasSelection() ? tr("Copy") : tr("Copy all")); });
    m_copy->setText(tr("Copy all"));
    connect(m_which, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_logs.size()))
            m_feed.open(m_logs[static_cast<std::size_t>(index)]);
    });
    for (auto signal : {&LogFeed::grown, &LogFeed::reset})
        connect(&m_feed, signal, this, &LogsTab::describe);
}

void LogsTab::setLogs(const std::vector<fs::path>& logs, const fs::path& main) {
    const bool known = std::find(logs.begin(), logs.end(), m_feed.path()) != logs.end();
    if (logs != m_logs) {
        m_logs = logs;
        m_which->clear();
        for (const fs::path& log : logs)
            m_which->addItem(QString::fromStdString(log.filename().string()));
        m_which->setVisible(logs.size() > 1);
    }
    if (!known && m_feed.path() != main)
        m_feed.open(logs.empty() ? main : logs.front());
    for (std::size_t i = 0; i < logs.size(); ++i) {
        if (logs[i] == m_feed.path())
            m_which->setCurrentIndex(static_cast<int>(i));
    }
}

void LogsTab::setGoing(bool going) {
    m_empty->setSentence(going ? tr("What the program writes appears here.") : tr("The program wrote nothing."));
    m_empty->setTitle(going ? tr("No log yet") : tr("No log"));
    m_follow->setVisible(going);
}

void LogsTab::describe() {
    const bool none = m_search->text().isEmpty();
    m_previous->setBlocked(none ? tr("Type what to look for first") : QString());
    m_next->setBlocked(none ? tr("Type what to look for first") : QString());
    if (m_searching) {
        m_note->setText(tr("searching …"));
        return;
    }
    if (m_feed.counting() && m_feed.countedShare() >= 0)
        m_note->setText(tr("the end; counting lines, %1").arg(format::percent(m_feed.countedShare())));
    else if (m_found == -2)
        m_note->setText(tr("not found"));
    else if (m_found >= 0)
        m_note->setText(tr("line %1 of %2")
                            .arg(format::count(m_found + 1), format::count(static_cast<qint64>(m_feed.lineCount()))));
    else if (m_feed.lineCount() > 0)
        m_note->setText(tr("%1 lines, %2")
                            .arg(format::count(static_cast<qint64>(m_feed.lineCount())),
                                 format::bytes(static_cast<qint64>(m_feed.bytes()))));
    else
        m_note->setText({});
    m_copy->setBlocked(m_feed.lineCount() == 0 ? tr("There is nothing to copy") : QString());
}

void LogsTab::find(bool backwards) {
    const QString what = m_search->text();
    if (what.isEmpty() || m_searching)
        return;
    m_searching = true;
    describe();
    const quint64 count = m_feed.lineCount();
    quint64 from = 0;
    if (m_found >= 0)
        from =
            backwards ? (m_found > 0 ? static_cast<quint64>(m_found) - 1 : count) : static_cast<quint64>(m_found) + 1;
    else
        from = backwards ? count : m_view->firstShown();
    m_feed.find(what, from, backwards, [this, what](qint64 line) {
        m_searching = false;
        if (what != m_search->text()) {
            describe();
            return;
        }
        m_found = line < 0 ? -2 : line;
        if (line >= 0)
            m_view->showLine(static_cast<quint64>(line));
        describe();
    });
}

void LogsTab::showText(const QString& text) {
    m_search->setText(text);
    m_found = -1;
    find(true);
}

bool LogsTab::closeTop() {
    if (m_search->text().isEmpty())
        return false;
    m_search->clear();
    return true;
}

}  // namespace flambeau::ui::runs
