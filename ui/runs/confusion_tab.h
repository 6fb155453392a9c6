// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run's model errs: the matrix, the pictures of the cell that is chosen, how good each class is. A label that
// is wrong is put right here, which makes a new version of the dataset. GUI thread, owned by its parent; host and desk
// must outlive it.
#pragma once

#include <memory>

#include <QStandardItemModel>
#include <QWidget>

#include "confusion_view.h"
#include "run_facts.h"

class QStackedWidget;

namespace flambeau::ui {
class Button;
class Card;
class EmptyState;
class PageHost;
class TableView;
}  // namespace flambeau::ui
namespace flambeau::ui::pictures {
class PictureGrid;
class PictureModel;
}  // namespace flambeau::ui::pictures

namespace flambeau::ui::runs {

class ConfusionTab : public QWidget {
    Q_OBJECT
public:
    ConfusionTab(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    void clear();
    void setFacts(const RunFacts& facts);
    /// It is looked at: reads the tables where that is not done.
    void activate();
    ConfusionView* matrix() const { return m_matrix; }
    pictures::PictureGrid* grid() const { return m_grid; }
    TableView* classes() const { return m_classes; }
    /// The chosen pictures, or all of the cell, are of this class: a new version of the dataset.
    void putRight(const QString& className);

private:
    QWidget* makeMatrix();
    QWidget* makePictures();
    void take(Result<std::string> confusion, Result<std::string> perClass);
    void showCell(int actual, int predicted);
    void showClasses(const std::vector<ClassQuality>& classes);
    void showClassMenu();
    QStringList chosenPaths() const;

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<RunFacts> m_facts;
    std::string m_read;  ///< what of: path, size and hash of the table
    int m_actual = -1, m_predicted = -1;
    bool m_changing = false;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    Card* m_matrixCard = nullptr;
    ConfusionView* m_matrix = nullptr;
    TableView* m_classes = nullptr;
    QStandardItemModel* m_classModel = nullptr;
    Card* m_picturesCard = nullptr;
    pictures::PictureGrid* m_grid = nullptr;
    pictures::PictureModel* m_pictures = nullptr;
    Button* m_right = nullptr;
};

}  // namespace flambeau::ui::runs
