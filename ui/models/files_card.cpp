// SPDX-License-Identifier: GPL-3.0-or-later
#include "files_card.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QVBoxLayout>

#include "model_text.h"
#include "parts.h"
#include "tables.h"

namespace flambeau::ui::models {

namespace {

constexpr int kRowsAtMost = 12, kNameAtMost = 300;
constexpr const char* kLastFolder = "models/saveFolder";

QString lastFolder(PageHost& host) {
    const QString folder = host.settings().value(kLastFolder).toString();
    return folder.isEmpty() ? QDir::homePath() : folder;
}

}  // namespace

QFileDialog* askWhere(QWidget* parent, PageHost& host, const QString& title, const QString& name,
                      std::function<void(const QString& file)> chosen) {
    auto* dialog = new QFileDialog(parent, title, lastFolder(host));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);  // Qt's own question would stop the window
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [&host, chosen](const QString& file) {
        host.settings().setValue(kLastFolder, QFileInfo(file).absolutePath());
        if (!QFileInfo::exists(file)) {
            chosen(file);
            return;
        }
        host.say(FilesCard::tr("%1 is there already").arg(QFileInfo(file).fileName()), FilesCard::tr("Replace it"),
                 [chosen, file] { chosen(file); });
    });
    dialog->open();
    return dialog;
}

FilesCard::FilesCard(Shelf& shelf, QWidget* parent)
    : Card(tr("Files"), tr("SHA-256 checked at download"), parent),
      m_shelf(shelf),
      m_model(new FilesModel(this)),
      m_table(plainTable(m_model, tr("Files"))),
      m_all(new Button(tr("Download all"), Button::Kind::Quiet)),
      m_jobs(new JobStrip(shelf, [this](const Job& job) {
          return job.kind == Job::Kind::Download && m_version && job.reference == text(m_version->reference());
      })) {
    setWide();
    auto* other = new Button(tr("Other formats"), Button::Kind::Quiet);
    other->setSmall(true);
    other->setObjectName("otherFormats");
    addHeaderWidget(other);
    connect(other, &QPushButton::clicked, this, &FilesCard::otherFormats);
    m_all->setSmall(true);
    m_all->setObjectName("downloadAll");
    addHeaderWidget(m_all);
    m_table->setObjectName("files");
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* press = new PressDelegate(m_table);
    m_table->setItemDelegateForColumn(FilesModel::Get, press);
    auto* header = m_table->horizontalHeader();
    header->setSectionResizeMode(FilesModel::Name, QHeaderView::ResizeToContents);
    header->setMaximumSectionSize(kNameAtMost);
    header->setSectionResizeMode(FilesModel::Kind, QHeaderView::Stretch);
    m_table->setColumnWidth(FilesModel::Size, 84);
    m_table->setColumnWidth(FilesModel::Hash, 116);
    m_table->setColumnWidth(FilesModel::Get, 116);
    body()->addWidget(m_table);
    body()->addWidget(m_jobs);
    connect(press, &PressDelegate::pressed, this, [this](const QModelIndex& index) { download(index.row()); });
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) { download(index.row()); });
    connect(m_table, &QTableView::clicked, this, &FilesCard::clicked);
    connect(m_all, &QPushButton::clicked, this, &FilesCard::downloadAll);
}

void FilesCard::show(const VersionPtr& version) {
    if (m_version != version) {
        m_version = version;
        m_model->set(version);
        fitHeight(m_table, kRowsAtMost);
    }
    m_jobs->update();
}

void FilesCard::clicked(const QModelIndex& index) {
    if (index.column() != FilesModel::Hash)
        return;
    QApplication::clipboard()->setText(index.data(CopyRole).toString());
    m_shelf.host().say(tr("Copied the SHA-256 of %1").arg(index.siblingAtColumn(FilesModel::Name).data().toString()));
}

void FilesCard::download(int row) {
    const session::ModelFileEntry* file = m_model->at(row);
    if (!file)
        return;
    const QString name = QFileInfo(text(file->path)).fileName();
    askWhere(
        this, m_shelf.host(), tr("Download %1").arg(name), name,
        [this, version = m_version, path = file->path](const QString& to) { m_shelf.downloadFile(version, path, to); });
}

void FilesCard::downloadAll() {
    if (!m_version)
        return;
    auto* dialog = new QFileDialog(this, tr("Download %1 into a folder").arg(text(m_version->reference())),
                                   lastFolder(m_shelf.host()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, version = m_version](const QString& folder) {
        m_shelf.host().settings().setValue(kLastFolder, folder);
        m_shelf.download(version, folder);
    });
    dialog->open();
}

}  // namespace flambeau::ui::models
