// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/pictures/picture_grid.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTimer>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/icons.h"

namespace flambeau::ui::pictures {
namespace {

constexpr int kGap = 6, kCaptionHeight = 18, kNoteHeight = 16, kCaptionGap = 2;
constexpr int kRepaintAfter = 25, kStep = 4;
constexpr double kCorner = 4;

int textHeight(int lines) {
    return lines <= 0 ? 0 : kCaptionGap + kCaptionHeight + (lines > 1 ? kNoteHeight : 0);
}

}  // namespace

void paintPicture(QPainter& painter, const QRect& rect, const ThumbnailSource::Thumbnail& thumbnail, Tone tone) {
    if (thumbnail.state == ThumbnailSource::State::Ready) {
        const QSizeF size = thumbnail.image.deviceIndependentSize();
        // On whole device pixels, or it would be blurred.
        const double ratio = thumbnail.image.devicePixelRatio();
        const QTransform& device = painter.deviceTransform();
        const auto whole = [ratio](double value, double origin) {
            return (std::round(value * ratio + origin) - origin) / ratio;
        };
        painter.drawImage(QPointF(whole(rect.left() + (rect.width() - size.width()) / 2, device.dx()),
                                  whole(rect.top() + (rect.height() - size.height()) / 2, device.dy())),
                          thumbnail.image);
    } else {
        paintFrame(painter, rect, kCorner, color(Token::Sunken), {});
        if (thumbnail.state == ThumbnailSource::State::None) {
            const int side = std::min({16, rect.width(), rect.height()});
            paintIcon(painter,
                      {rect.center().x() - side / 2.0 + 0.5, rect.center().y() - side / 2.0 + 0.5, double(side),
                       double(side)},
                      "image", color(Token::Faint));
        }
    }
    if (tone != Tone::Neutral) {
        paintFrame(painter, rect, kCorner, {}, color(toneToken(tone)));
        paintFrame(painter, rect.adjusted(1, 1, -1, -1), kCorner - 1, {}, color(toneToken(tone)));
    }
}

class PictureGrid::Delegate : public QStyledItemDelegate {
public:
    explicit Delegate(PictureGrid* grid) : QStyledItemDelegate(grid), m_grid(*grid) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QRect picture(option.rect.topLeft() + QPoint(2, 2), m_grid.m_shown);
        const auto key = index.data(PictureKeyRole).value<PictureKey>();
        const Tone tone = static_cast<Tone>(index.data(PictureToneRole).toInt());
        paintPicture(*painter, picture,
                     m_grid.m_source.get(key, m_grid.m_shown, painter->device()->devicePixelRatioF(), m_grid.m_fit),
                     tone);
        if (option.state & QStyle::State_Selected) {
            const QRect around = picture.adjusted(-2, -2, 2, 2);
            paintFrame(*painter, around, kCorner + 2, {}, color(Token::Accent));
            paintFrame(*painter, around.adjusted(1, 1, -1, -1), kCorner + 1, {}, color(Token::Accent));
        }
        if ((option.state & QStyle::State_HasFocus) && m_grid.hasFocus())
            paintFrame(*painter, picture.adjusted(2, 2, -2, -2), kCorner - 1, {}, color(Token::Surface), true);
        paintWords(*painter, picture, index, tone);
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return m_grid.gridSize(); }

private:
    void paintWords(QPainter& painter, const QRect& picture, const QModelIndex& index, Tone tone) const {
        if (m_grid.m_captionLines <= 0)
            return;
        QRectF line(picture.left(), picture.bottom() + 1 + kCaptionGap, picture.width(), kCaptionHeight);
        paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter, index.data(Qt::DisplayRole).toString(),
                  color(tone == Tone::Neutral ? Token::Text : toneToken(tone)), ui::font(TextKind::Small));
        if (m_grid.m_captionLines < 2)
            return;
        line = QRectF(line.left(), line.bottom(), line.width(), kNoteHeight);
        paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter, index.data(NoteRole).toString(),
                  color(Token::Secondary), ui::font(TextKind::Small));
    }

    PictureGrid& m_grid;
};

PictureGrid::PictureGrid(ThumbnailSource& source, QWidget* parent) : QListView(parent), m_source(source) {
    setItemDelegate(new Delegate(this));
    // A list that wraps: its layout keeps two numbers a row, where the icon mode keeps an item and a tree.
    setViewMode(QListView::ListMode);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionRectVisible(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);
    setDragEnabled(false);
    viewport()->setAutoFillBackground(false);
    setStyleSheet(QStringLiteral("QListView { background: transparent; border: none; }"));
    connect(this, &QAbstractItemView::doubleClicked, this, &PictureGrid::opened);
    connect(&source, &ThumbnailSource::ready, this, &PictureGrid::pictureReady);
    layOut();
}

void PictureGrid::setTile(const QSize& size) {
    m_tile = size;
    layOut();
}

void PictureGrid::setCaptionLines(int lines) {
    m_captionLines = std::clamp(lines, 0, 2);
    layOut();
}

void PictureGrid::layOut() {
    // As if the scroll bar were there, or its coming and going would lay out in circles; in steps, so that a window
    // that is being resized does not ask for each picture anew with every pixel.
    const int room = std::max(0, width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    const int fits = std::max(1, room / (m_tile.width() + kGap));
    const int wide = (room / fits - kGap) / kStep * kStep;
    m_shown = wide > m_tile.width() ? QSize(wide, m_tile.height() * wide / m_tile.width()) : m_tile;
    const QSize grid(m_shown.width() + kGap, m_shown.height() + kGap + textHeight(m_captionLines));
    if (grid == gridSize())
        return;
    setGridSize(grid);
    verticalScrollBar()->setSingleStep(grid.height() / 3);
}

int PictureGrid::heightForRows(int rows) const {
    return rows * (m_tile.height() + kGap + textHeight(m_captionLines));
}

int PictureGrid::columns() const {
    return std::max(1, viewport()->width() / gridSize().width());
}

void PictureGrid::setModel(QAbstractItemModel* model) {
    QListView::setModel(model);
    if (model == nullptr)
        return;
    connect(model, &QAbstractItemModel::modelReset, this, &PictureGrid::showEmptyState);
    connect(model, &QAbstractItemModel::rowsInserted, this, &PictureGrid::showEmptyState);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &PictureGrid::showEmptyState);
    showEmptyState();
}

void PictureGrid::setEmptyState(EmptyState* state) {
    delete m_empty;
    m_empty = state;
    if (m_empty != nullptr)
        m_empty->setParent(viewport());
    showEmptyState();
}

void PictureGrid::showEmptyState() {
    if (m_empty == nullptr)
        return;
    m_empty->setGeometry(viewport()->rect());
    m_empty->setVisible(model() == nullptr || model()->rowCount() == 0);
}

QVector<int> PictureGrid::selectedRows() const {
    QVector<int> rows;
    if (selectionModel() == nullptr)
        return rows;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows << row;
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

void PictureGrid::pictureReady(const PictureKey&) {
    if (m_repaintSoon || !isVisible())
        return;
    m_repaintSoon = true;
    QTimer::singleShot(kRepaintAfter, this, [this] {
        m_repaintSoon = false;
        viewport()->update();
    });
}

void PictureGrid::keyPressEvent(QKeyEvent* event) {
    // With Ctrl the space bar chooses, as in other lists.
    const bool space = event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier;
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || space) && currentIndex().isValid()) {
        emit opened(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Delete && selectionModel() != nullptr && selectionModel()->hasSelection()) {
        emit deleteRequested();
        return;
    }
    if (event->key() == Qt::Key_Escape && selectionModel() != nullptr && selectionModel()->hasSelection()) {
        clearSelection();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

void PictureGrid::resizeEvent(QResizeEvent* event) {
    layOut();
    QListView::resizeEvent(event);
    if (m_empty != nullptr)
        m_empty->setGeometry(viewport()->rect());
}

void PictureGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QListView::selectionChanged(selected, deselected);
    emit selectedChanged();
}

}  // namespace flambeau::ui::pictures
