// SPDX-License-Identifier: GPL-3.0-or-later
// Every picture of a version: by class, split and name, or those of a finding. What is chosen is shown larger, with
// what is known of it, can be looked at in full, put in another class or left out. GUI thread, owned by its parent.
#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "dataset_detail.h"

class QComboBox;
class QLineEdit;
class QMenu;

namespace flambeau::ui {
class Button;
class ElidedLabel;
class KeyValueList;
}  // namespace flambeau::ui

namespace flambeau::ui::pictures {
class PictureGrid;
class PictureModel;
class PictureStrip;
class ThumbnailSource;
struct PictureItem;
}  // namespace flambeau::ui::pictures

namespace flambeau::ui::datasets {

/// The picture of one row of the manifest.
pictures::PictureItem itemOf(const DatasetDetail& detail, std::uint32_t row);
/// The picture at a path below the dataset's root, whether the dataset keeps it or not.
pictures::PictureItem itemOfFile(const DatasetDetail& detail, const std::string& path);

class ImagesTab : public QWidget {
    Q_OBJECT
public:
    explicit ImagesTab(pictures::ThumbnailSource& source, QWidget* parent = nullptr);
    void setDetail(DetailPtr detail);
    void showClass(int label);
    void showFiles(const QString& title, std::vector<std::string> files);
    void showRow(std::uint32_t row);
    /// True where a filter was taken away.
    bool clearFilter();
    void setBusy(const QString& reason);

    pictures::PictureGrid* grid() const { return m_grid; }
    std::vector<std::string> selectedPaths() const;

signals:
    void relabelled(const std::vector<std::string>& paths, const QString& className);
    void leftOut(const std::vector<std::string>& paths);
    void folderWanted(const std::string& path);
    void copied(const QString& text);

private:
    QWidget* bar();
    QWidget* side();
    void filter();
    void showChosen();
    void showMenu(const QPoint& at);
    void fillLabelMenu(QMenu* menu);
    std::string pathOf(int row) const;

    pictures::ThumbnailSource& m_source;
    DetailPtr m_detail;
    std::vector<std::uint32_t> m_rows;                        ///< of the manifest's files, as they are shown
    std::shared_ptr<const std::vector<std::string>> m_files;  ///< instead of rows: a finding's
    QString m_filesTitle;
    bool m_showsFiles = false;
    QComboBox *m_class, *m_split;
    QLineEdit* m_search;
    Button *m_filesChip, *m_label, *m_leaveOut;
    ElidedLabel *m_count, *m_chosenTitle;
    pictures::PictureModel* m_model;
    pictures::PictureGrid* m_grid;
    QWidget* m_side;
    pictures::PictureStrip* m_large;
    KeyValueList* m_facts;
    QTimer m_filterSoon;
};

}  // namespace flambeau::ui::datasets
