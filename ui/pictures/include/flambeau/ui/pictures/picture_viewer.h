// SPDX-License-Identifier: GPL-3.0-or-later
// One picture at a time, large, over the page: with every pixel that the file has, decoded by flambeau-scan on the
// desk's lane for pictures. Arrows go to the next, wheel and +/- zoom, 1 shows it at 100 %, 0 whole, Ctrl+C copies its
// path, Esc closes. Owned by the widget that it lies over, GUI thread; the thumbnail source must outlive it.
#pragma once

#include <QAbstractItemModel>
#include <QPointer>
#include <QWidget>

#include "flambeau/ui/pictures/thumbnail_source.h"

namespace flambeau::ui {
class Button;
class ElidedLabel;
}  // namespace flambeau::ui

namespace flambeau::ui::pictures {

class PictureGrid;

class PictureViewer : public QWidget {
    Q_OBJECT
public:
    /// Lies over the page that `from` is on (over its window where it is on none), closes the one that was open there,
    /// and gives the focus back to `from`. `model` gives the roles of picture_grid.h.
    static PictureViewer* open(QWidget* from, ThumbnailSource& source, QAbstractItemModel* model, int row);
    /// What is opened in the grid (Enter, Space, a double click) is shown large; the grid follows to the last one seen.
    static void serve(PictureGrid* grid, ThumbnailSource& source);
    /// For Page::closeTop(): true where one was open over it.
    static bool closeOver(QWidget* page);

    int row() const { return m_row; }
    /// Of the file, once it is there; empty before and where it cannot be opened.
    QSize pictureSize() const { return m_picture.size; }
    /// Device pixels for one of the picture's.
    double zoom() const;
    /// Why it cannot be shown; empty: it can, or is still on its way.
    QString problem() const { return m_problem; }
    QString path() const { return m_picture.file; }

public slots:
    void showRow(int row);
    void zoomBy(double factor);
    void zoomWhole();
    void zoomTo(double zoom);
    void copyPath();

signals:
    /// The row that was seen last; -1: there are no pictures any more.
    void closed(int row);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent*) override;
    bool focusNextPrevChild(bool next) override;

private:
    class Canvas;
    PictureViewer(QWidget* over, QWidget* from, ThumbnailSource& source, QAbstractItemModel* model);
    QWidget* makeBar();
    void followModel();
    void take(Result<FullPicture> picture);
    void showWords();
    void finish();

    QPointer<QWidget> m_from;
    ThumbnailSource& m_source;
    QPointer<QAbstractItemModel> m_model;
    int m_row = -1;
    PictureKey m_key;
    FullPicture m_picture;
    QString m_problem;
    session::TaskHandle m_task;
    Canvas* m_canvas;
    ElidedLabel *m_title = nullptr, *m_facts = nullptr;
    Button *m_before = nullptr, *m_after = nullptr, *m_smaller = nullptr, *m_zoom = nullptr, *m_larger = nullptr,
           *m_copy = nullptr, *m_close = nullptr;
};

}  // namespace flambeau::ui::pictures
