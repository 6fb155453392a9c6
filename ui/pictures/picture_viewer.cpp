// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/pictures/picture_viewer.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "picture_canvas.h"

namespace flambeau::ui::pictures {
namespace {

constexpr double kKeyStep = 1.25;
constexpr int kSaidFor = 1500;

QWidget* pageOf(QWidget* from) {
    for (QWidget* above = from; above != nullptr; above = above->parentWidget()) {
        if (qobject_cast<Page*>(above) != nullptr)
            return above;
    }
    return from->window();
}

bool mine(const QKeyEvent& key) {
    if (key.matches(QKeySequence::Copy))
        return true;
    if (key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
        return false;
    switch (key.key()) {
        case Qt::Key_Escape:
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_End:
        case Qt::Key_Plus:
        case Qt::Key_Equal:
        case Qt::Key_Minus:
        case Qt::Key_0:
        case Qt::Key_1:
            return true;
        default:
            return false;
    }
}

}  // namespace

PictureViewer* PictureViewer::open(QWidget* from, ThumbnailSource& source, QAbstractItemModel* model, int row) {
    QWidget* over = pageOf(from);
    closeOver(over);
    auto* viewer = new PictureViewer(over, from, source, model);
    viewer->setGeometry(over->rect());
    viewer->show();
    viewer->raise();
    viewer->m_canvas->setFocus(Qt::OtherFocusReason);
    viewer->showRow(row);
    return viewer;
}

void PictureViewer::serve(PictureGrid* grid, ThumbnailSource& source) {
    connect(grid, &PictureGrid::opened, grid, [grid, &source](const QModelIndex& index) {
        auto* viewer = open(grid, source, grid->model(), index.row());
        connect(viewer, &PictureViewer::closed, grid, [grid](int row) {
            if (row < 0)
                return;
            const QModelIndex last = grid->model()->index(row, 0);
            if (last.isValid() && last != grid->currentIndex())
                grid->setCurrentIndex(last);
        });
    });
}

bool PictureViewer::closeOver(QWidget* page) {
    auto* there = page->findChild<PictureViewer*>(QString(), Qt::FindDirectChildrenOnly);
    if (there == nullptr || there->isHidden())
        return false;
    there->finish();
    return true;
}

PictureViewer::PictureViewer(QWidget* over, QWidget* from, ThumbnailSource& source, QAbstractItemModel* model)
    : QWidget(over), m_from(from), m_source(source), m_model(model), m_canvas(new Canvas(*this)) {
    setAccessibleName(tr("Picture, large"));
    over->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_canvas, 1);
    column->addWidget(makeBar());
    m_canvas->changed = [this] { showWords(); };
    connect(&source, &ThumbnailSource::ready, this, [this](const PictureKey& key) {
        if (key == m_key && m_picture.levels.empty())
            m_canvas->update();
    });
    connect(model, &QAbstractItemModel::modelReset, this, &PictureViewer::followModel);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &PictureViewer::followModel);
    connect(model, &QObject::destroyed, this, &PictureViewer::finish);
}

QWidget* PictureViewer::makeBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(14, 8, 14, 10);
    row->setSpacing(6);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_title = new ElidedLabel({}, TextKind::Strong));
    words->addWidget(m_facts = new ElidedLabel({}, TextKind::Small, Token::Secondary));
    m_facts->setElideMode(Qt::ElideMiddle);
    row->addLayout(words, 1);
    const auto add = [&](Button*& button, const QString& icon, const QString& name, auto pressed) {
        row->addWidget(button = new Button({}, Button::Kind::Plain));
        if (!icon.isEmpty())
            button->setIconName(icon);
        button->setSmall(true);
        button->setAccessibleName(name);
        button->setToolTip(name);
        connect(button, &QPushButton::clicked, this, pressed);
    };
    add(m_before, "chevron-left", tr("The picture before (Left)"), [this] { showRow(m_row - 1); });
    add(m_after, "chevron-right", tr("The next picture (Right)"), [this] { showRow(m_row + 1); });
    row->addSpacing(8);
    add(m_smaller, "minus", tr("Smaller (−)"), [this] { zoomBy(1 / kKeyStep); });
    add(m_zoom, {}, tr("Whole (0) or at 100 % (1)"), [this] {
        if (m_canvas->whole())
            zoomTo(1);
        else
            zoomWhole();
    });
    add(m_larger, "plus", tr("Larger (+)"), [this] { zoomBy(kKeyStep); });
    row->addSpacing(8);
    add(m_copy, "copy", tr("Copy the path (Ctrl+C)"), [this] { copyPath(); });
    m_copy->setText(tr("Copy path"));
    add(m_close, "cross", tr("Close (Esc)"), [this] { finish(); });
    // The width of the longest that it says, so that the others stay where they are.
    m_zoom->setText(QStringLiteral("3200 %"));
    m_zoom->setFixedWidth(m_zoom->sizeHint().width());
    m_zoom->setText({});
    return bar;
}

/// The rows are others: the same picture is looked for where it was and at the beginning, else there is nothing more to
/// show.
void PictureViewer::followModel() {
    constexpr int lookedAt = 2000;
    if (!m_model)
        return;
    const auto is = [this](int row) {
        return m_model->index(row, 0).data(PictureKeyRole).value<PictureKey>() == m_key;
    };
    if (is(m_row))
        return;
    for (int row = 0; row < std::min(lookedAt, m_model->rowCount()); ++row) {
        if (is(row)) {
            m_row = row;
            showWords();
            return;
        }
    }
    finish();
}

void PictureViewer::showRow(int row) {
    if (!m_model || row < 0 || row >= m_model->rowCount() || row == m_row)
        return;
    m_row = row;
    m_key = m_model->index(row, 0).data(PictureKeyRole).value<PictureKey>();
    m_picture = {};
    m_problem.clear();
    if (m_task)
        m_task->cancel();
    m_task = m_source.full(m_key, this, [this, key = m_key](Result<FullPicture> picture) {
        if (key == m_key)
            take(std::move(picture));
    });
    m_canvas->restart();
}

void PictureViewer::take(Result<FullPicture> picture) {
    if (picture) {
        m_picture = std::move(*picture);
    } else if (picture.error().code == ErrorCode::Canceled) {
        return;
    } else {
        m_problem = tr("This picture cannot be shown: %1").arg(text(picture.error().message));
    }
    m_canvas->restart();
}

double PictureViewer::zoom() const {
    return m_canvas->zoom();
}

void PictureViewer::zoomBy(double factor) {
    m_canvas->setZoom(m_canvas->zoom() * factor);
}

void PictureViewer::zoomWhole() {
    m_canvas->setWhole();
}

void PictureViewer::zoomTo(double zoom) {
    m_canvas->setZoom(zoom);
}

void PictureViewer::showWords() {
    if (!m_model || m_row < 0)
        return;
    const QModelIndex index = m_model->index(m_row, 0);
    const int all = m_model->rowCount();
    const QString caption = index.data(Qt::DisplayRole).toString();
    QStringList title{caption, fileName(m_key.path)};
    if (caption.isEmpty() && !index.data(Qt::AccessibleTextRole).toString().isEmpty())
        title = QStringList{index.data(Qt::AccessibleTextRole).toString()};
    if (all > 1)
        title << tr("%1 of %2").arg(format::count(m_row + 1), format::count(all));
    title.removeAll(QString());
    m_title->setText(title.join(QStringLiteral(" · ")));
    QStringList facts;
    if (!m_picture.size.isEmpty())
        facts << tr("%1 × %2 pixels").arg(m_picture.size.width()).arg(m_picture.size.height());
    if (!m_picture.levels.empty() && m_picture.levels.front().width() < m_picture.size.width())
        facts << tr("shown from %1 × %2").arg(m_picture.levels.front().width()).arg(m_picture.levels.front().height());
    facts << (m_picture.file.isEmpty() ? m_key.path : m_picture.file);
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_canvas->setAccessibleName(title.join(QStringLiteral(", ")));
    m_canvas->setAccessibleDescription(m_problem.isEmpty() ? facts.join(QStringLiteral(", ")) : m_problem);
    const bool there = !m_picture.levels.empty();
    m_zoom->setText(there ? QStringLiteral("%1 %").arg(qRound(zoom() * 100)) : QString());
    m_before->setEnabled(m_row > 0);
    m_after->setEnabled(m_row + 1 < all);
    for (Button* button : {m_smaller, m_zoom, m_larger})
        button->setEnabled(there);
}

void PictureViewer::copyPath() {
    QApplication::clipboard()->setText(m_picture.file.isEmpty() ? m_key.path : m_picture.file);
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(kSaidFor, m_copy, [this] { m_copy->setText(tr("Copy path")); });
}

void PictureViewer::finish() {
    if (isHidden())
        return;
    const bool focused = isAncestorOf(QApplication::focusWidget()) || QApplication::focusWidget() == this;
    hide();
    if (m_task)
        m_task->cancel();
    if (focused && m_from)
        m_from->setFocus(Qt::OtherFocusReason);
    emit closed(m_model ? m_row : -1);
    deleteLater();
}

bool PictureViewer::event(QEvent* event) {
    // Before the window's own shortcuts: Esc closes this and nothing behind it.
    if (event->type() == QEvent::ShortcutOverride && mine(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void PictureViewer::keyPressEvent(QKeyEvent* event) {
    if (!mine(*event)) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copyPath();
        return;
    }
    switch (event->key()) {
        case Qt::Key_Escape:
            finish();
            break;
        case Qt::Key_Left:
        case Qt::Key_Up:
            showRow(m_row - 1);
            break;
        case Qt::Key_Right:
        case Qt::Key_Down:
            showRow(m_row + 1);
            break;
        case Qt::Key_Home:
            showRow(0);
            break;
        case Qt::Key_End:
            showRow(m_model ? m_model->rowCount() - 1 : m_row);
            break;
        case Qt::Key_Minus:
            zoomBy(1 / kKeyStep);
            break;
        case Qt::Key_0:
            zoomWhole();
            break;
        case Qt::Key_1:
            zoomTo(1);
            break;
        default:
            zoomBy(kKeyStep);
    }
}

bool PictureViewer::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void PictureViewer::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Sunken));
    const QRect bar(0, m_canvas->geometry().bottom() + 1, width(), height());
    painter.fillRect(bar, color(Token::Surface));
    paintLine(painter, {0, double(bar.top())}, {double(width()), double(bar.top())}, color(Token::Border));
}

/// Tab stays within: what lies behind cannot be seen.
bool PictureViewer::focusNextPrevChild(bool next) {
    QVector<QWidget*> stops{m_canvas};
    for (Button* button : {m_before, m_after, m_smaller, m_zoom, m_larger, m_copy, m_close}) {
        if (button->isEnabled())
            stops << button;
    }
    const auto at = stops.indexOf(QApplication::focusWidget());
    const auto to = (at + (next ? 1 : stops.size() - 1)) % stops.size();
    stops[at < 0 ? 0 : to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

}  // namespace flambeau::ui::pictures
