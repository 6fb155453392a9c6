// SPDX-License-Identifier: GPL-3.0-or-later
#include "log_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/theme.h"

namespace flambeau::ui::runs {
namespace {
constexpr int kSide = 10;
}

LogView::LogView(LogFeed& feed, QWidget* parent) : QAbstractScrollArea(parent), m_feed(feed) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Log"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAutoFillBackground(false);
    connect(&feed, &LogFeed::grown, this, &LogView::update_);
    connect(&feed, &LogFeed::linesLoaded, this, &LogView::update_);
    connect(&feed, &LogFeed::reset, this, [this] {
        m_top = 0;
        m_topRow = m_widest = 0;
        m_selected = false;
        m_anchor = m_cursor = {};
        update_();
    });
}

quint64 LogView::lineCount() const {
    return m_feed.counting() && !m_feed.tail().isEmpty() ? static_cast<quint64>(m_feed.tail().size())
                                                         : m_feed.lineCount();
}

const ShownLine* LogView::lineAt(quint64 line) const {
    if (m_feed.counting() && !m_feed.tail().isEmpty())
        return line < static_cast<quint64>(m_feed.tail().size()) ? &m_feed.tail()[static_cast<qsizetype>(line)]
                                                                 : nullptr;
    return m_feed.line(line);
}

int LogView::lineHeight() const {
    return QFontMetrics(ui::font(TextKind::Mono)).height() + 3;
}

double LogView::charWidth() const {
    return QFontMetricsF(ui::font(TextKind::Mono)).horizontalAdvance(QLatin1Char('0'));
}

int LogView::gutter() const {
    if (!m_numbers)
        return kSide;
    const auto digits = std::max<qsizetype>(3, QString::number(lineCount()).size());
    return kSide + static_cast<int>(std::ceil(charWidth() * static_cast<double>(digits))) + 14;
}

int LogView::columns() const {
    return std::max(10, static_cast<int>((viewport()->width() - gutter() - kSide) / charWidth()));
}

int LogView::rowsOf(quint64 line) const {
    if (!m_wrap)
        return 1;
    const ShownLine* shown = lineAt(line);
    const int length = shown == nullptr ? 0 : static_cast<int>(shown->text.size());
    return std::max(1, (length + columns() - 1) / columns());
}

int LogView::rowsShown() const {
    return std::max(1, viewport()->height() / lineHeight());
}

std::pair<quint64, int> LogView::endTop() const {
    const quint64 count = lineCount();
    const int room = rowsShown();
    if (!m_wrap)
        return {count > static_cast<quint64>(room) ? count - static_cast<quint64>(room) : 0, 0};
    int rows = 0;
    for (quint64 line = count; line-- > 0;) {
        rows += rowsOf(line);
        if (rows >= room)
            return {line, rows - room};
    }
    return {0, 0};
}

void LogView::update_() {
    if (m_updating)
        return;
    m_updating = true;
    const auto [endLine, endRow] = endTop();
    // Scroll bars hold an int; so many lines nobody has.
    const auto most = static_cast<int>(std::min<quint64>(endLine, std::numeric_limits<int>::max()));
    verticalScrollBar()->setPageStep(rowsShown());
    verticalScrollBar()->setRange(0, most + (m_wrap && endRow > 0 ? 1 : 0));
    if (m_follow || m_top > endLine || (m_top == endLine && m_topRow > endRow)) {
        m_top = endLine;
        m_topRow = endRow;
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    } else {
        verticalScrollBar()->setValue(static_cast<int>(m_top));
    }
    const int wide = m_wrap ? 0 : static_cast<int>(m_widest * charWidth()) + gutter() + 2 * kSide - viewport()->width();
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(charWidth() * 4));
    horizontalScrollBar()->setRange(0, std::max(0, wide));
    m_updating = false;
    if (m_empty != nullptr) {
        m_empty->setGeometry(viewport()->rect());
        m_empty->setVisible(lineCount() == 0);
    }
    viewport()->update();
}

void LogView::setWrap(bool wrap) {
    m_wrap = wrap;
    m_topRow = 0;
    update_();
}

void LogView::setFollow(bool follow) {
    if (follow == m_follow)
        return;
    m_follow = follow;
    update_();
    emit followChanged(follow);
}

void LogView::setNumbers(bool numbers) {
    m_numbers = numbers;
    update_();
}

void LogView::setMark(const QString& text) {
    m_mark = text;
    viewport()->update();
}

void LogView::setEmptyState(EmptyState* state) {
    m_empty = state;
    state->setParent(viewport());
    update_();
}

void LogView::showLine(quint64 line) {
    setFollow(false);
    const auto above = static_cast<quint64>(rowsShown() / 3);
    m_top = line > above ? line - above : 0;
    m_topRow = 0;
    m_anchor = {line, 0};
    const ShownLine* shown = lineAt(line);
    m_cursor = {line, shown == nullptr ? std::numeric_limits<qsizetype>::max() : shown->text.size()};
    m_selected = true;
    update_();
    emit selectionChanged();
}

void LogView::scrollContentsBy(int, int) {
    if (!m_updating) {
        const bool end = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
        m_top = static_cast<quint64>(verticalScrollBar()->value());
        m_topRow = 0;
        if (end)
            std::tie(m_top, m_topRow) = endTop();
        if (end != m_follow && verticalScrollBar()->maximum() > 0) {
            m_follow = end;
            emit followChanged(end);
        }
    }
    viewport()->update();
}

void LogView::resizeEvent(QResizeEvent*) {
    update_();
}

QStringList LogView::shownTexts() const {
    return m_shown;
}

bool LogView::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        viewport()->update();
    return QAbstractScrollArea::event(event);
}

LogView::Place LogView::placeAt(const QPoint& at) const {
    const int row = std::max(0, at.y()) / lineHeight() + m_topRow;
    const double x = at.x() - gutter() + (m_wrap ? 0 : horizontalScrollBar()->value());
    const auto column = static_cast<qsizetype>(std::max(0.0, std::round(x / charWidth())));
    if (at.y() < 0)
        return {m_top > 0 ? m_top - 1 : 0, column};
    quint64 line = m_top;
    int rest = row;
    while (line + 1 < lineCount() && rest >= rowsOf(line))
        rest -= rowsOf(line++);
    const ShownLine* shown = lineAt(line);
    const qsizetype length = shown == nullptr ? 0 : shown->text.size();
    if (rest >= rowsOf(line))
        return {line, length};
    return {line, std::min(length, column + (m_wrap ? rest * columns() : 0))};
}

void LogView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || lineCount() == 0)
        return;
    m_cursor = placeAt(event->position().toPoint());
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = m_cursor;
    m_selected = m_anchor != m_cursor;
    viewport()->update();
    emit selectionChanged();
}

void LogView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const QPoint at = event->position().toPoint();
    if (at.y() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() - 1);
    else if (at.y() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + 1);
    m_cursor = placeAt(at);
    m_selected = m_anchor != m_cursor;
    viewport()->update();
    emit selectionChanged();
}

void LogView::mouseDoubleClickEvent(QMouseEvent* event) {
    const Place at = placeAt(event->position().toPoint());
    const ShownLine* shown = lineAt(at.line);
    m_anchor = {at.line, 0};
    m_cursor = {at.line, shown == nullptr ? 0 : shown->text.size()};
    m_selected = true;
    viewport()->update();
    emit selectionChanged();
}

void LogView::selectAll() {
    if (lineCount() == 0)
        return;
    m_anchor = {};
    m_cursor = {lineCount() - 1, std::numeric_limits<qsizetype>::max()};
    m_selected = true;
    viewport()->update();
    emit selectionChanged();
}

void LogView::copy() {
    if (!m_selected || m_feed.counting())
        return;
    const Place from = std::min(m_anchor, m_cursor), to = std::max(m_anchor, m_cursor);
    m_feed.text(from.line, to.line, [from, to](const QString& whole) {
        // The first line from its column on, the last one up to it.
        QString text = whole;
        if (from.line == to.line)
            text = text.left(text.indexOf('\n')).mid(from.column, to.column - from.column);
        else {
            const qsizetype last = text.lastIndexOf('\n', text.size() - 2) + 1;
            text = text.left(last) + text.mid(last).chopped(text.endsWith('\n') ? 1 : 0).left(to.column);
            text.remove(0, std::min(from.column, text.indexOf('\n')));
        }
        QApplication::clipboard()->setText(text);
    });
}

void LogView::keyPressEvent(QKeyEvent* event) {
    QScrollBar* bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->key() == Qt::Key_Home)
        bar->setValue(0);
    else if (event->key() == Qt::Key_End)
        setFollow(true);
    else if (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown)
        bar->setValue(bar->value() + (event->key() == Qt::Key_PageUp ? -bar->pageStep() : bar->pageStep()));
    else if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
        bar->setValue(bar->value() + (event->key() == Qt::Key_Up ? -1 : 1));
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void LogView::wheelEvent(QWheelEvent* event) {
    // At its ends the page scrolls on.
    const int before = verticalScrollBar()->value();
    QAbstractScrollArea::wheelEvent(event);
    if (verticalScrollBar()->value() == before && event->angleDelta().y() != 0)
        event->ignore();
}

void LogView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &LogView::copy)->setEnabled(m_selected);
    menu->addAction(tr("Choose all"), this, &LogView::selectAll);
    menu->addAction(tr("Go to the end"), this, [this] { setFollow(true); });
    menu->popup(event->globalPos());
}

}  // namespace flambeau::ui::runs
