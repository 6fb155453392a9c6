// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a version, each to be downloaded with its hash compared, or all into a folder. GUI thread.
#pragma once

#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

class QFileDialog;

namespace flambeau::ui {
class TableView;
}

namespace flambeau::ui::models {

class FilesModel;
class JobStrip;

/// A dialog that asks where to and does not stop the window; `chosen` gets the file. What is there already is only
/// replaced after a press on "Replace it".
QFileDialog* askWhere(QWidget* parent, PageHost& host, const QString& title, const QString& name,
                      std::function<void(const QString& file)> chosen);

class FilesCard : public Card {
    Q_OBJECT
public:
    explicit FilesCard(Shelf& shelf, QWidget* parent = nullptr);
    void show(const VersionPtr& version);
    void downloadAll();
    TableView* table() const { return m_table; }

signals:
    void otherFormats();

private:
    void download(int row);
    void clicked(const QModelIndex& index);

    Shelf& m_shelf;
    VersionPtr m_version;
    FilesModel* m_model;
    TableView* m_table;
    Button* m_all;
    JobStrip* m_jobs;
};

}  // namespace flambeau::ui::models
