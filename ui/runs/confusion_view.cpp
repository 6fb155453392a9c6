// SPDX-License-Identifier: GPL-3.0-or-later
#include "confusion_view.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <nlohmann/json.hpp>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/common/plain_tip.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

constexpr double kLeast = 34, kMost = 72, kHeader = 26;
constexpr std::size_t kMostClasses = 5000;

Error noTable(const char* what) {
    return {ErrorCode::Corrupt, std::string("The run's table of ") + what + " cannot be read",
            "It may have been written by another program, or only in part.", ""};
}

/// The rows of a table {"columns":[…],"rows":[…]} whose columns begin so.
const nlohmann::json* rowsOf(const nlohmann::json& table, const std::vector<std::string>& columns) {
    if (!table.is_object() || !table.contains("columns") || !table.contains("rows") || !table["rows"].is_array())
        return nullptr;
    const auto& names = table["columns"];
    if (!names.is_array() || names.size() < columns.size())
        return nullptr;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (names[i] != columns[i])
            return nullptr;
    }
    for (const auto& row : table["rows"]) {
        if (!row.is_array() || row.size() < columns.size())
            return nullptr;
    }
    return &table["rows"];
}

}  // namespace

Result<Confusion> parseConfusion(const std::string& text) {
    const auto table = nlohmann::json::parse(text, nullptr, false);
    const auto* rows = rowsOf(table, {"actual", "predicted", "count", "files"});
    if (rows == nullptr)
        return noTable("confusions");
    Confusion confusion;
    std::map<std::string, int> index;
    const auto place = [&](const std::string& name) {
        const auto [found, fresh] = index.emplace(name, static_cast<int>(index.size()));
        if (fresh)
            confusion.classes.push_back(name);
        return found->second;
    };
    for (const auto& row : *rows) {
        if (!row[0].is_string() || !row[1].is_string() || !row[2].is_number_integer() || !row[3].is_array())
            return noTable("confusions");
        const int actual = place(row[0].get<std::string>());
        ConfusionCell& cell = confusion.cells[{actual, place(row[1].get<std::string>())}];
        cell.count = std::max<std::int64_t>(0, row[2].get<std::int64_t>());
        for (const auto& file : row[3]) {
            if (file.is_string())
                cell.files.push_back(file.get<std::string>());
        }
        if (confusion.classes.size() > kMostClasses)
            return noTable("confusions");
    }
    // In the order of the names, as the dataset has them.
    std::vector<int> order(confusion.classes.size()), rank(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<int>(i);
    const auto& names = confusion.classes;
    std::sort(order.begin(), order.end(),
              [&](int a, int b) { return names[static_cast<std::size_t>(a)] < names[static_cast<std::size_t>(b)]; });
    for (std::size_t i = 0; i < order.size(); ++i)
        rank[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    Confusion sorted;
    for (const int old : order)
        sorted.classes.push_back(names[static_cast<std::size_t>(old)]);
    for (auto& [at, cell] : confusion.cells)
        sorted.cells[{rank[static_cast<std::size_t>(at.first)], rank[static_cast<std::size_t>(at.second)]}] =
            std::move(cell);
    return sorted;
}

Result<std::vector<ClassQuality>> parsePerClass(const std::string& text) {
    const auto table = nlohmann::json::parse(text, nullptr, false);
    const auto* rows = rowsOf(table, {"class", "pictures", "precision", "recall", "f1"});
    if (rows == nullptr)
        return noTable("classes");
    std::vector<ClassQuality> list;
    for (const auto& row : *rows) {
        if (!row[0].is_string() || !row[1].is_number())
            return noTable("classes");
        const auto share = [&](std::size_t at) { return row[at].is_number() ? row[at].get<double>() : std::nan(""); };
        list.push_back({row[0].get<std::string>(), row[1].get<std::int64_t>(), share(2), share(3), share(4)});
    }
    return list;
}

std::int64_t Confusion::of(int actual, int predicted) const {
    const auto found = cells.find({actual, predicted});
    return found == cells.end() ? 0 : found->second.count;
}

std::int64_t Confusion::total(int actual) const {
    std::int64_t sum = 0;
    for (auto it = cells.lower_bound({actual, 0}); it != cells.end() && it->first.first == actual; ++it)
        sum += it->second.count;
    return sum;
}

ConfusionView::ConfusionView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Confusion matrix"));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setMinimumHeight(200);
}

void ConfusionView::setConfusion(Confusion confusion) {
    m_confusion = std::move(confusion);
    m_actual = m_predicted = m_hoverActual = m_hoverPredicted = -1;
    layOut();
}

QSize ConfusionView::sizeHint() const {
    return {static_cast<int>(m_left + count() * m_cell) + 4, static_cast<int>(m_top + count() * m_cell) + 4};
}

void ConfusionView::layOut() {
    double widest = 0;
    const QFontMetricsF metrics(ui::font(TextKind::Small));
    for (const auto& name : m_confusion.classes)
        widest = std::max(widest, metrics.horizontalAdvance(text(name)));
    m_left = std::clamp(widest + 18, 60.0, 180.0);
    m_top = 2 * kHeader;
    const double room = std::min((viewport()->width() - m_left) / std::max(1, count()),
                                 (viewport()->height() - m_top) / std::max(1, count()));
    m_cell = std::clamp(std::floor(room), kLeast, kMost);
    const int wide = static_cast<int>(m_left + count() * m_cell) + 2,
              high = static_cast<int>(m_top + count() * m_cell) + 2;
    horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
    verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setPageStep(viewport()->height());
    viewport()->update();
}

QRectF ConfusionView::cellRect(int actual, int predicted) const {
    return {m_left + predicted * m_cell - horizontalScrollBar()->value(),
            m_top + actual * m_cell - verticalScrollBar()->value(), m_cell, m_cell};
}

QPoint ConfusionView::cellCenter(int actual, int predicted) const {
    return cellRect(actual, predicted).center().toPoint();
}

bool ConfusionView::cellAt(const QPointF& at, int& actual, int& predicted) const {
    if (at.x() < m_left || at.y() < m_top)
        return false;
    predicted = static_cast<int>((at.x() - m_left + horizontalScrollBar()->value()) / m_cell);
    actual = static_cast<int>((at.y() - m_top + verticalScrollBar()->value()) / m_cell);
    return actual < count() && predicted < count();
}

void ConfusionView::paintNames(QPainter& painter) const {
    painter.fillRect(QRectF(0, 0, viewport()->width(), m_top), color(Token::Surface));
    painter.fillRect(QRectF(0, 0, m_left, viewport()->height()), color(Token::Surface));
    const QFont small = ui::font(TextKind::Small);
    for (int i = 0; i < count(); ++i) {
        const QString name = text(m_confusion.classes[static_cast<std::size_t>(i)]);
        const QRectF across = cellRect(0, i), down = cellRect(i, 0);
        if (across.right() > m_left && across.left() < viewport()->width()) {
            painter.setClipRect(QRectF(m_left, 0, viewport()->width(), m_top));
            paintText(painter, {across.left() + 2, kHeader, m_cell - 4, kHeader}, Qt::AlignCenter, name,
                      color(i == m_predicted ? Token::Text : Token::Secondary), small);
        }
        if (down.bottom() > m_top && down.top() < viewport()->height()) {
            painter.setClipRect(QRectF(0, m_top, m_left, viewport()->height()));
            paintText(painter, {0, down.top(), m_left - 8, m_cell}, Qt::AlignRight | Qt::AlignVCenter, name,
                      color(i == m_actual ? Token::Text : Token::Secondary), small);
        }
    }
    painter.setClipping(false);
    paintText(painter, {m_left, 0, std::max(120.0, count() * m_cell), kHeader}, Qt::AlignLeft | Qt::AlignVCenter,
              tr("seen as"), color(Token::Faint), small);
    paintText(painter, {0, kHeader, m_left - 8, kHeader}, Qt::AlignRight | Qt::AlignVCenter, tr("is"),
              color(Token::Faint), small);
}

void ConfusionView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), color(Token::Surface));
    const int firstRow = std::max(0, static_cast<int>(verticalScrollBar()->value() / m_cell));
    const int firstColumn = std::max(0, static_cast<int>(horizontalScrollBar()->value() / m_cell));
    for (int actual = firstRow; actual < count(); ++actual) {
        if (cellRect(actual, 0).top() > viewport()->height())
            break;
        const auto total = static_cast<double>(std::max<std::int64_t>(1, m_confusion.total(actual)));
        for (int predicted = firstColumn; predicted < count(); ++predicted) {
            const QRectF cell = cellRect(actual, predicted);
            if (cell.left() > viewport()->width())
                break;
            const std::int64_t pictures = m_confusion.of(actual, predicted);
            const double share = static_cast<double>(pictures) / total;
            const Token tone = actual == predicted ? Token::Good : Token::Bad;
            QColor fill = color(Token::Sunken);
            if (pictures > 0)
                fill = mixed(color(Token::Surface), color(tone),
                             actual == predicted ? 0.08 + 0.32 * share : 0.10 + 0.5 * share);
            const bool now = actual == m_actual && predicted == m_predicted;
            const bool over = actual == m_hoverActual && predicted == m_hoverPredicted;
            paintFrame(painter, cell.adjusted(1, 1, -1, -1), 4, fill,
                       now                    ? color(Token::Accent)
                       : over && pictures > 0 ? color(Token::Faint)
                                              : fill);
            if (pictures > 0)
                paintText(painter, cell, Qt::AlignCenter, format::count(pictures), color(Token::Text),
                          ui::font(now ? TextKind::Strong : TextKind::Body));
        }
    }
    paintNames(painter);
}

QString ConfusionView::told(int actual, int predicted) const {
    const QString is = text(m_confusion.classes[static_cast<std::size_t>(actual)]);
    const QString seen = text(m_confusion.classes[static_cast<std::size_t>(predicted)]);
    const QString count = picturesText(m_confusion.of(actual, predicted));
    return actual == predicted ? tr("%1 of %2 seen as what they are").arg(count, is)
                               : tr("%1 of %2 seen as %3").arg(count, is, seen);
}

void ConfusionView::choose(int actual, int predicted) {
    m_actual = std::clamp(actual, 0, count() - 1);
    m_predicted = std::clamp(predicted, 0, count() - 1);
    setAccessibleDescription(told(m_actual, m_predicted));
    const QRectF cell = cellRect(m_actual, m_predicted);
    const auto reveal = [](QScrollBar* bar, double begin, double end, double least, double most) {
        if (begin < least)
            bar->setValue(bar->value() - static_cast<int>(least - begin));
        else if (end > most)
            bar->setValue(bar->value() + static_cast<int>(end - most));
    };
    reveal(horizontalScrollBar(), cell.left(), cell.right(), m_left, viewport()->width());
    reveal(verticalScrollBar(), cell.top(), cell.bottom(), m_top, viewport()->height());
    viewport()->update();
    emit chosen(m_actual, m_predicted);
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
    int actual = 0, predicted = 0;
    if (event->button() == Qt::LeftButton && cellAt(event->position(), actual, predicted))
        choose(actual, predicted);
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
    int actual = -1, predicted = -1;
    if (!cellAt(event->position(), actual, predicted))
        actual = predicted = -1;
    m_hoverActual = actual;
    m_hoverPredicted = predicted;
    viewport()->update();
}

void ConfusionView::leaveEvent(QEvent*) {
    m_hoverActual = m_hoverPredicted = -1;
    viewport()->update();
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
    if (count() == 0)
        return QAbstractScrollArea::keyPressEvent(event);
    const int down = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const int right = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (down != 0 || right != 0)
        choose(std::max(0, m_actual) + (m_actual < 0 ? 0 : down),
               std::max(0, m_predicted) + (m_predicted < 0 ? 0 : right));
    else
        QAbstractScrollArea::keyPressEvent(event);
}

bool ConfusionView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        int actual = 0, predicted = 0;
        if (cellAt(help->pos(), actual, predicted))
            QToolTip::showText(help->globalPos(), plainTip(told(actual, predicted)), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace flambeau::ui::runs
