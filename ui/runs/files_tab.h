// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a run left, or has written so far: list, preview of texts and pictures, download. GUI thread, owned by
// its parent; host and desk must outlive it.
#pragma once

#include <memory>

#include <QAbstractTableModel>
#include <QWidget>

#include "run_facts.h"

class QPlainTextEdit;
class QSplitter;
class QStackedWidget;

namespace flambeau::ui {
class Button;
class Card;
class EmptyState;
class PageHost;
class TableView;
}  // namespace flambeau::ui
namespace flambeau::ui::pictures {
class ThumbnailSource;
}

namespace flambeau::ui::runs {

class FilesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    /// False where nothing is other.
    bool setFiles(std::vector<session::RunOutputFile> files);
    const session::RunOutputFile& at(int row) const { return m_files[static_cast<std::size_t>(row)]; }
    int rowOf(const std::string& path) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return 3; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<session::RunOutputFile> m_files;
};

class PictureView;

class FilesTab : public QWidget {
    Q_OBJECT
public:
    FilesTab(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    void clear();
    void setFacts(const RunFacts& facts);
    TableView* view() const { return m_view; }
    QString previewText() const;
    /// Copies the chosen files, or all, into the folder.
    void download(const QString& folder);

private:
    void askFolder();
    void preview();
    void showNote(const QString& title, const QString& sentence);

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<session::RunView> m_run;
    FilesModel* m_model;
    TableView* m_view;
    Card* m_previewCard;
    QStackedWidget* m_preview;
    QPlainTextEdit* m_text;
    PictureView* m_picture;
    EmptyState* m_note;
    EmptyState* m_empty;
    Button* m_download;
    Button* m_folder;
    std::string m_shown;
};

}  // namespace flambeau::ui::runs
