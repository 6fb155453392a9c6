// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "errors_card.h"
#include "flambeau/ui/common/format.h"
#include "model_text.h"

namespace flambeau::ui::models {

namespace {

constexpr std::size_t kClassesAtMost = 8;
constexpr int kHeader = 24, kGap = 4, kCellMost = 44, kCellLeast = 26;

/// Which classes are shown where there are too many: those with the most mistakes, in their own order.
std::vector<std::string> shownClasses(const session::Confusion& confusion) {
    if (confusion.classes.size() <= kClassesAtMost)
        return confusion.classes;
    std::map<std::string, qint64> wrong;
    for (const auto& cell : confusion.cells) {
        if (cell.actual == cell.predicted)
            continue;
        wrong[cell.actual] += cell.count;
        wrong[cell.predicted] += cell.count;
    }
    std::vector<std::string> shown = confusion.classes;
    std::stable_sort(shown.begin(), shown.end(),
                     [&](const std::string& a, const std::string& b) { return wrong[a] > wrong[b]; });
    shown.resize(kClassesAtMost);
    return shown;
}

}  // namespace

ConfusionGrid::ConfusionGrid(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What was taken for what"));
}

void ConfusionGrid::set(std::shared_ptr<const session::Confusion> confusion) {
    m_confusion = std::move(confusion);
    m_row = m_column = -1;
    m_classes = shownClasses(*m_confusion);
    m_counts.assign(m_classes.size() * m_classes.size(), 0);
    m_most = 1;
    QStringList said;
    for (const auto& cell : m_confusion->cells) {
        const auto row = std::find(m_classes.begin(), m_classes.end(), cell.actual) - m_classes.begin();
        const auto column = std::find(m_classes.begin(), m_classes.end(), cell.predicted) - m_classes.begin();
        if (row == std::ssize(m_classes) || column == std::ssize(m_classes))
            continue;
        m_counts[static_cast<std::size_t>(row) * m_classes.size() + static_cast<std::size_t>(column)] += cell.count;
        m_most = std::max<qint64>(m_most, cell.count);
        if (cell.actual != cell.predicted)
            said << tr("%1 of %2 were taken for %3").arg(cell.count).arg(text(cell.actual), text(cell.predicted));
    }
    setAccessibleDescription(said.isEmpty() ? tr("All are right") : said.mid(0, 20).join(", "));
    updateGeometry();
    update();
}

bool ConfusionGrid::all() const {
    return m_confusion && m_classes.size() == m_confusion->classes.size();
}

qint64 ConfusionGrid::count(int row, int column) const {
    return m_counts[static_cast<std::size_t>(row) * m_classes.size() + static_cast<std::size_t>(column)];
}

int ConfusionGrid::nameWidth() const {
    double widest = 30;
    const QFontMetricsF metrics(ui::font(TextKind::Small));
    for (const std::string& name : m_classes)
        widest = std::max(widest, metrics.horizontalAdvance(tr("is %1").arg(text(name))));
    return static_cast<int>(std::min(widest + 12, width() * 0.34));
}

QRect ConfusionGrid::cellRect(int row, int column) const {
    const int classes = std::max(1, static_cast<int>(m_classes.size()));
    const int left = nameWidth();
    const int wide = std::min(120, (width() - left - (classes - 1) * kGap) / classes);
    const int high = classes > 4 ? kCellLeast : kCellMost;
    return {left + column * (wide + kGap), kHeader + row * (high + kGap), wide, high};
}

QSize ConfusionGrid::sizeHint() const {
    const int classes = static_cast<int>(m_classes.size());
    return {240, cellRect(std::max(0, classes - 1), 0).bottom() + 1 + (all() ? 0 : 20)};
}

QSize ConfusionGrid::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

void ConfusionGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int classes = static_cast<int>(m_classes.size());
    const QColor surface = color(Token::Surface);
    const QFontMetricsF metrics(ui::font(TextKind::Small));
    const bool room = std::all_of(m_classes.begin(), m_classes.end(), [&](const std::string& name) {
        return metrics.horizontalAdvance(tr("said %1").arg(text(name))) <= cellRect(0, 0).width();
    });
    for (int i = 0; i < classes; ++i) {
        const QString name = text(m_classes[static_cast<std::size_t>(i)]);
        const QRect head = cellRect(0, i), side = cellRect(i, 0);
        paintText(painter, QRectF(head.left(), 0, head.width(), kHeader), Qt::AlignHCenter | Qt::AlignVCenter,
                  room ? tr("said %1").arg(name) : name, color(Token::Secondary), ui::font(TextKind::Small));
        paintText(painter, QRectF(0, side.top(), side.left() - 10, side.height()), Qt::AlignRight | Qt::AlignVCenter,
                  tr("is %1").arg(name), color(Token::Secondary), ui::font(TextKind::Small));
    }
    for (int row = 0; row < classes; ++row) {
        for (int column = 0; column < classes; ++column) {
            const qint64 number = count(row, column);
            const double share = static_cast<double>(number) / static_cast<double>(m_most);
            const bool chosen = row == m_row && column == m_column;
            const double strength = number == 0 ? 0.0 : 0.12 + 0.58 * share;
            const QRect place = cellRect(row, column);
            paintFrame(painter, place, 4,
                       number == 0 ? color(Token::Sunken) : mixed(surface, color(Token::Accent), strength),
                       chosen ? color(Token::Text) : QColor());
            const QColor ground = mixed(surface, color(Token::Accent), strength);
            const QColor ink =
                contrastRatio(ground, color(Token::Text)) >= 4.5 ? color(Token::Text) : color(Token::OnAccent);
            paintText(painter, place, Qt::AlignCenter, format::count(number),
                      number == 0 ? color(Token::Secondary) : ink,
                      ui::font(row == column || number == 0 ? TextKind::Body : TextKind::Strong));
        }
    }
    if (!all() && m_confusion)
        paintText(painter, QRectF(0, height() - 18, width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                  tr("%1 of %2 classes, those that are mixed up most").arg(classes).arg(m_confusion->classes.size()),
                  color(Token::Secondary), ui::font(TextKind::Small));
}

void ConfusionGrid::choose(int row, int column) {
    const bool again = row == m_row && column == m_column;
    m_row = again ? -1 : row;
    m_column = again ? -1 : column;
    update();
    if (again)
        emit cleared();
    else
        emit chosen(m_classes[static_cast<std::size_t>(row)], m_classes[static_cast<std::size_t>(column)]);
}

void ConfusionGrid::choose(const std::string& actual, const std::string& predicted) {
    const auto row = std::find(m_classes.begin(), m_classes.end(), actual) - m_classes.begin();
    const auto column = std::find(m_classes.begin(), m_classes.end(), predicted) - m_classes.begin();
    if (row < std::ssize(m_classes) && column < std::ssize(m_classes))
        choose(static_cast<int>(row), static_cast<int>(column));
}

void ConfusionGrid::mousePressEvent(QMouseEvent* event) {
    const int classes = static_cast<int>(m_classes.size());
    for (int row = 0; row < classes; ++row) {
        for (int column = 0; column < classes; ++column) {
            if (cellRect(row, column).contains(event->position().toPoint())) {
                choose(row, column);
                return;
            }
        }
    }
}

void ConfusionGrid::keyPressEvent(QKeyEvent* event) {
    const int classes = static_cast<int>(m_classes.size());
    int row = std::max(m_row, 0), column = std::max(m_column, 0);
    switch (event->key()) {
        case Qt::Key_Left:
            --column;
            break;
        case Qt::Key_Right:
            column += m_column < 0 ? 0 : 1;
            break;
        case Qt::Key_Up:
            --row;
            break;
        case Qt::Key_Down:
            row += m_row < 0 ? 0 : 1;
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    row = std::clamp(row, 0, std::max(0, classes - 1));
    column = std::clamp(column, 0, std::max(0, classes - 1));
    if (classes > 0 && (row != m_row || column != m_column))
        choose(row, column);
}

bool ConfusionGrid::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int classes = static_cast<int>(m_classes.size());
    for (int row = 0; row < classes; ++row) {
        for (int column = 0; column < classes; ++column) {
            if (!cellRect(row, column).contains(help->pos()))
                continue;
            QToolTip::showText(help->globalPos(),
                               tr("%1 of %2 were taken for %3")
                                   .arg(format::count(count(row, column)), text(m_classes[std::size_t(row)]),
                                        text(m_classes[std::size_t(column)])),
                               this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

}  // namespace flambeau::ui::models
