// SPDX-License-Identifier: GPL-3.0-or-later
// What a version takes for what, as its run counted it over the validation pictures, and those pictures. GUI thread,
// owned by its parent.
#pragma once

#include "flambeau/session/model_facts.h"
#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

namespace flambeau::ui {
class EmptyState;
}

namespace flambeau::ui::pictures {
class PictureGrid;
class PictureModel;
}  // namespace flambeau::ui::pictures

namespace flambeau::ui::models {

/// Rows are what a picture is, columns what was said. Of many classes only those that are mixed up most. Cells are
/// chosen with the mouse or the arrow keys.
class ConfusionGrid : public QWidget {
    Q_OBJECT
public:
    explicit ConfusionGrid(QWidget* parent = nullptr);
    void set(std::shared_ptr<const session::Confusion> confusion);
    /// Names of classes, in the order shown.
    const std::vector<std::string>& classes() const { return m_classes; }
    bool all() const;
    void choose(const std::string& actual, const std::string& predicted);
    QRect cellRect(int row, int column) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void chosen(const std::string& actual, const std::string& predicted);
    void cleared();

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    qint64 count(int row, int column) const;
    void choose(int row, int column);
    int nameWidth() const;

    std::shared_ptr<const session::Confusion> m_confusion;
    std::vector<std::string> m_classes;
    std::vector<qint64> m_counts;
    qint64 m_most = 1;
    int m_row = -1, m_column = -1;
};

class ErrorsCard : public Card {
    Q_OBJECT
public:
    explicit ErrorsCard(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    ConfusionGrid* grid() const { return m_grid; }
    pictures::PictureGrid* pictureGrid() const { return m_pictures; }
    QString said() const { return m_said->text(); }

private:
    void take(Result<session::Confusion> answer);
    /// Of one cell; both empty: all that are wrong.
    void showPictures(const std::string& actual, const std::string& predicted);

    Shelf& m_shelf;
    VersionPtr m_version;
    std::shared_ptr<const session::Confusion> m_confusion;
    ConfusionGrid* m_grid;
    QLabel* m_said;
    pictures::PictureModel* m_model;
    pictures::PictureGrid* m_pictures;
    EmptyState* m_empty;
};

}  // namespace flambeau::ui::models
