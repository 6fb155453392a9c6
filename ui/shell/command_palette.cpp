// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/shell/command_palette.h"

#include <algorithm>
#include <cmath>

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::shell {
namespace {

constexpr int kWidth = 580, kRow = 34, kRows = 10, kInput = 44, kHits = 8;

struct Line {
    QString text, detail, icon, keys;
    bool enabled = true;
    QList<int> places;
    QPointer<QAction> action;
    std::function<void()> open;
    int score = 0;
};

}  // namespace

class PaletteModel : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
    }
    QVariant data(const QModelIndex& index, int role) const override {
        const Line& line = at(index.row());
        if (role == Qt::DisplayRole)
            return line.text;
        if (role == Qt::AccessibleTextRole)
            return QStringList{line.text, line.detail, line.keys}.join(' ').simplified();
        if (role == Qt::ToolTipRole && !line.enabled)
            return line.detail;
        return {};
    }
    Qt::ItemFlags flags(const QModelIndex& index) const override {
        return index.isValid() ? Qt::ItemIsSelectable | Qt::ItemIsEnabled : Qt::NoItemFlags;
    }
    const Line& at(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
    void set(std::vector<Line> lines) {
        beginResetModel();
        m_lines = std::move(lines);
        endResetModel();
    }

private:
    std::vector<Line> m_lines;
};

namespace {

class LineDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, kRow}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Line& line = static_cast<const PaletteModel*>(index.model())->at(index.row());
        const QRectF row(option.rect);
        if (option.state & QStyle::State_Selected)
            paintFrame(*painter, row, theme().size("controlRadius"), color(Token::AccentSoft), {});
        const QColor ink = color(line.enabled ? Token::Text : Token::Faint);
        paintIcon(*painter, {row.left() + 10, row.center().y() - 7, 14, 14}, line.icon,
                  color(line.enabled ? Token::Secondary : Token::Faint));
        double right = row.right() - 10;
        if (!line.keys.isEmpty()) {
            const QSizeF cap = keyCapSize(line.keys);
            right -= cap.width();
            paintKeyCap(*painter, {right, row.center().y() - cap.height() / 2, cap.width(), cap.height()}, line.keys,
                        color(Token::Secondary), color(Token::Border));
            right -= 10;
        }
        double x = row.left() + 34;
        x += paintLetters(*painter, QRectF(x, row.top(), std::max(0.0, right - x), row.height()), line, ink);
        const QFont small = ui::font(TextKind::Small);
        paintText(*painter, QRectF(x + 12, row.top(), std::max(0.0, right - x - 12), row.height()),
                  Qt::AlignRight | Qt::AlignVCenter, line.detail, color(Token::Secondary), small);
    }

private:
    /// What was typed stands out in what was found.
    static double paintLetters(QPainter& painter, const QRectF& rect, const Line& line, const QColor& ink) {
        double x = rect.left();
        for (qsizetype at = 0; at < line.text.size();) {
            const bool found = line.places.contains(static_cast<int>(at));
            qsizetype end = at;
            while (end < line.text.size() && line.places.contains(static_cast<int>(end)) == found)
                ++end;
            const QFont font = ui::font(found ? TextKind::Strong : TextKind::Body);
            const QString part = line.text.mid(at, end - at);
            paintText(painter, QRectF(x, rect.top(), std::max(0.0, rect.right() - x), rect.height()),
                      Qt::AlignLeft | Qt::AlignVCenter, part, ink, font);
            x += QFontMetricsF(font).horizontalAdvance(part);
            at = end;
        }
        return std::min(x, rect.right()) - rect.left();
    }
};

class Panel : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintFrame(painter, rect(), theme().size("cardRadius"), color(Token::Surface), color(Token::Faint));
        paintIcon(painter, {16, kInput / 2.0 - 7, 14, 14}, "search", color(Token::Secondary));
        paintLine(painter, {1, double(kInput)}, {width() - 1.0, double(kInput)}, color(Token::Border));
    }
};

}  // namespace

CommandPalette::CommandPalette(CommandRegistry& commands, QWidget* window)
    : QWidget(window),
      m_commands(commands),
      m_panel(new Panel(this)),
      m_input(new QLineEdit(m_panel)),
      m_list(new QListView(m_panel)),
      m_model(new PaletteModel(this)) {
    setObjectName("commandPalette");
    auto* column = new QVBoxLayout(m_panel);
    column->setContentsMargins(6, 1, 6, 6);
    column->setSpacing(5);
    m_input->setProperty("bare", true);
    m_input->setFixedHeight(kInput - 1);
    m_input->setTextMargins(36, 0, 8, 0);
    m_input->setPlaceholderText(tr("Search or run a command"));
    m_input->setAccessibleName(m_input->placeholderText());
    m_input->installEventFilter(this);
    column->addWidget(m_input);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LineDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Commands"));
    column->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_list->setCurrentIndex(index);
        choose();
    });
    hide();
}

void CommandPalette::open() {
    if (isVisible()) {
        m_input->selectAll();
        return;
    }
    m_before = window()->focusWidget();
    m_input->clear();
    search();
    setGeometry(parentWidget()->rect());
    raise();
    show();
    m_input->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::close() {
    if (!isVisible())
        return;
    const bool held = m_input->hasFocus();
    hide();
    if (held && m_before != nullptr)
        m_before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::search() {
    const QString text = m_input->text();
    std::vector<Line> lines;
    for (QAction* action : m_commands.actions()) {
        if (!action->isVisible())
            continue;
        Line line{action->text(),
                  CommandRegistry::group(action),
                  CommandRegistry::iconName(action),
                  CommandRegistry::keyText(action),
                  action->isEnabled(),
                  {},
                  action,
                  {},
                  0};
        line.score = fuzzyScore(text, line.text, &line.places);
        if (line.score < 0) {
            // Found by its group or by other words for it: below what is found by its name.
            line.score = fuzzyScore(text, line.detail + ' ' + line.text + ' ' + CommandRegistry::words(action)) / 2;
            line.places.clear();
            if (line.score <= 0)
                continue;
        }
        // Before anything is typed, what pages do comes first and what the window itself does last.
        if (text.isEmpty())
            line.score = CommandRegistry::id(action).startsWith("window.") ? 0 : 1;
        if (!line.enabled && !blockedBecause(action).isEmpty())
            line.detail = blockedBecause(action);
        lines.push_back(std::move(line));
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.score > b.score; });
    if (!text.trimmed().isEmpty()) {
        for (SearchHit& hit : m_commands.search(text, kHits)) {
            Line line{hit.text, hit.detail, hit.icon, {}, true, {}, {}, std::move(hit.open), 0};
            fuzzyScore(text, line.text, &line.places);
            lines.push_back(std::move(line));
        }
    }
    if (lines.empty())
        lines.push_back({tr("Nothing is called that"), {}, "info", {}, false, {}, {}, {}, 0});
    m_model->set(std::move(lines));
    m_list->setCurrentIndex(m_model->index(0, 0));
    place();
}

void CommandPalette::choose() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const Line line = m_model->at(index.row());
    if (!line.enabled)
        return;
    close();
    if (line.action != nullptr)
        line.action->trigger();
    else if (line.open)
        line.open();
}

void CommandPalette::move(int by) {
    const int count = m_model->rowCount();
    const int row = std::clamp(m_list->currentIndex().row() + by, 0, count - 1);
    m_list->setCurrentIndex(m_model->index(row, 0));
}

QStringList CommandPalette::listed() const {
    QStringList all;
    for (int row = 0; row < m_model->rowCount(); ++row)
        all << m_model->index(row, 0).data(Qt::AccessibleTextRole).toString();
    return all;
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
    if (object == m_input && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
            case Qt::Key_Down:
                move(1);
                return true;
            case Qt::Key_Up:
                move(-1);
                return true;
            case Qt::Key_PageDown:
                move(kRows);
                return true;
            case Qt::Key_PageUp:
                move(-kRows);
                return true;
            case Qt::Key_Return:
            case Qt::Key_Enter:
                choose();
                return true;
            case Qt::Key_Escape:
                close();
                return true;
            case Qt::Key_Tab:
            case Qt::Key_Backtab:
                return true;  // the focus stays while it is open
            default:
                break;
        }
    }
    return QWidget::eventFilter(object, event);
}

void CommandPalette::place() {
    const int rows = std::min(m_model->rowCount(), kRows);
    const int wide = std::min(kWidth, width() - 32);
    const int high = std::min(kInput + 12 + rows * kRow, height() - 32);
    m_panel->setGeometry((width() - wide) / 2, std::min(64, std::max(16, height() / 8)), wide, high);
}

void CommandPalette::resizeEvent(QResizeEvent*) {
    place();
}

void CommandPalette::paintEvent(QPaintEvent*) {}

void CommandPalette::mousePressEvent(QMouseEvent*) {
    close();
}

}  // namespace flambeau::ui::shell
