// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures side by side, any number of them: a view that lays out and asks for nothing but what is shown, a model whose
// rows are made when they are looked at, and a short row of pictures for a table or a card. GUI thread, owned by their
// parents; the thumbnail source must outlive them.
#pragma once

#include <functional>

#include <QAbstractListModel>
#include <QListView>
#include <QVector>
#include <QWidget>

#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/pictures/thumbnail_source.h"

namespace flambeau::ui {
class EmptyState;
}

namespace flambeau::ui::pictures {

struct PictureItem {
    PictureKey key;
    QString caption;            ///< below the picture: one line; may be empty
    QString note;               ///< a second line, smaller and greyed
    QString toolTip;            ///< empty: the path
    QString description;        ///< for screen readers; empty: caption, note and the file's name
    Tone tone = Tone::Neutral;  ///< another one: a frame around the picture and the caption in its colour
};

/// Roles beside Qt::DisplayRole (caption), ToolTipRole and AccessibleTextRole. A model of one's own may give these.
enum PictureRole {
    PictureKeyRole = Qt::UserRole + 200,  ///< PictureKey
    NoteRole,                             ///< QString
    PictureToneRole,                      ///< int(Tone)
};

class PictureModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setItems(QVector<PictureItem> items);
    /// `item` is called for rows that are shown, and must answer at once.
    void setItems(int count, std::function<PictureItem(int row)> item);
    PictureItem item(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QVector<PictureItem> m_items;
    int m_count = 0;
    std::function<PictureItem(int)> m_make;
};

class PictureGrid : public QListView {
    Q_OBJECT
public:
    explicit PictureGrid(ThumbnailSource& source, QWidget* parent = nullptr);

    /// The least size of the picture's part of a tile, 98 x 73 unless told; columns share what room is left.
    void setTile(const QSize& size);
    /// As it is shown.
    QSize tile() const { return m_shown; }
    /// Lines below each picture: 0 (none), 1 (caption) or 2 (caption and note).
    void setCaptionLines(int lines);
    void setFit(ThumbnailSource::Fit fit) { m_fit = fit; }
    /// Shown while the model has no row; the grid owns it.
    void setEmptyState(EmptyState* state);
    void setModel(QAbstractItemModel* model) override;
    /// In the order of the model.
    QVector<int> selectedRows() const;
    /// Height that shows this many rows of tiles without scrolling.
    int heightForRows(int rows) const;
    int columns() const;

signals:
    /// Enter, Space or a double click.
    void opened(const QModelIndex& index);
    void deleteRequested();
    void selectedChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    class Delegate;
    void layOut();
    void showEmptyState();
    void pictureReady(const PictureKey& key);

    ThumbnailSource& m_source;
    QSize m_tile{98, 73}, m_shown{98, 73};
    int m_captionLines = 0;
    ThumbnailSource::Fit m_fit = ThumbnailSource::Fit::Cover;
    EmptyState* m_empty = nullptr;
    bool m_repaintSoon = false;
};

/// A few pictures in one line; more than fit are counted ("+12"). Arrow keys and Enter choose one.
class PictureStrip : public QWidget {
    Q_OBJECT
public:
    explicit PictureStrip(ThumbnailSource& source, QWidget* parent = nullptr);
    /// 44 x 34 unless told.
    void setTile(const QSize& size);
    /// Shows the first `atMost` of them. `total`: how many there are, where `items` are the first alone.
    void setItems(QVector<PictureItem> items, int atMost = 2, qsizetype total = -1);
    const QVector<PictureItem>& items() const { return m_items; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    /// A click, Enter or Space.
    void opened(int row);
    /// The same on the last one shown, where it stands for those that do not fit; without a listener that is opened().
    void moreWanted();

protected:
    void paintEvent(QPaintEvent*) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void open(int row);
    QRect tileRect(int row) const;
    int rowAt(const QPoint& at) const;
    int shown() const;

    ThumbnailSource& m_source;
    QVector<PictureItem> m_items;
    QSize m_tile{44, 34};
    int m_atMost = 2, m_current = 0;
    qsizetype m_total = 0;
};

/// What both paint: the picture in its frame, a quiet ground while it is loaded, a drawing where there is none.
void paintPicture(QPainter& painter, const QRect& rect, const ThumbnailSource::Thumbnail& thumbnail,
                  Tone tone = Tone::Neutral);

}  // namespace flambeau::ui::pictures
