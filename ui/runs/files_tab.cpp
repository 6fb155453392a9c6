// SPDX-License-Identifier: GPL-3.0-or-later
#include "files_tab.h"

#include <algorithm>

#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "picture_view.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

constexpr std::size_t kMostShown = 256 << 10;

bool isPicture(const std::string& path) {
    const std::string name = toLowerAscii(path);
    for (const char* end : {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif"}) {
        if (endsWith(name, end))
            return true;
    }
    return false;
}

/// Bytes that are no text are not shown as one.
bool isText(const std::string& bytes) {
    const std::size_t looked = std::min<std::size_t>(bytes.size(), 4096);
    return bytes.find('\0') >= looked &&
           std::count_if(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(looked),
                         [](char c) { return static_cast<unsigned char>(c) < 9; }) == 0;
}

QString shownText(const std::string& path, const std::string& bytes, bool whole) {
    if (endsWith(path, ".json") && whole && bytes.size() <= (64u << 10)) {
        const auto json = nlohmann::json::parse(bytes, nullptr, false);
        if (!json.is_discarded())
            return text(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    return text(toValidUtf8(bytes));
}

}  // namespace

PictureView::PictureView(pictures::ThumbnailSource& source, QWidget* parent) : QWidget(parent), m_source(source) {
    setMinimumSize(120, 120);
    connect(&source, &pictures::ThumbnailSource::ready, this, [this](const pictures::PictureKey& key) {
        if (key == m_key)
            update();
    });
}

void PictureView::setPicture(const QString& path) {
    m_key = {{}, path};
    setAccessibleName(tr("Picture %1").arg(path));
    update();
}

void PictureView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QSize room = size().boundedTo({256, 256});
    const auto thumbnail = m_source.get(m_key, room, devicePixelRatioF(), pictures::ThumbnailSource::Fit::Contain);
    if (thumbnail.state == pictures::ThumbnailSource::State::Ready) {
        const QSizeF shown = thumbnail.image.deviceIndependentSize();
        painter.drawImage(QPointF((width() - shown.width()) / 2, (height() - shown.height()) / 2), thumbnail.image);
    } else if (thumbnail.state == pictures::ThumbnailSource::State::None) {
        paintText(painter, rect(), Qt::AlignCenter, tr("This picture cannot be opened"), color(Token::Secondary),
                  ui::font(TextKind::Body));
    }
}

bool FilesModel::setFiles(std::vector<session::RunOutputFile> files) {
    const auto same = [](const auto& a, const auto& b) {
        return a.path == b.path && a.bytes == b.bytes && a.sha256 == b.sha256;
    };
    if (std::equal(files.begin(), files.end(), m_files.begin(), m_files.end(), same))
        return false;
    beginResetModel();
    m_files = std::move(files);
    endResetModel();
    return true;
}

int FilesModel::rowOf(const std::string& path) const {
    const auto found =
        std::find_if(m_files.begin(), m_files.end(), [&](const auto& file) { return file.path == path; });
    return found == m_files.end() ? -1 : static_cast<int>(found - m_files.begin());
}

int FilesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_files.size());
}

QVariant FilesModel::data(const QModelIndex& index, int role) const {
    const session::RunOutputFile& file = at(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return index.column() == 0   ? text(file.path)
                   : index.column() == 1 ? format::bytes(static_cast<qint64>(file.bytes))
                                         : format::shortHash(text(file.sha256));
        case Qt::TextAlignmentRole:
            return static_cast<int>((index.column() == 1 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case MonoRole:
            return index.column() == 2;
        case IconNameRole:
            return index.column() == 0 ? QVariant(isPicture(file.path) ? "image" : "file") : QVariant();
        case TokenRole:
            return index.column() == 0 ? QVariant() : QVariant(static_cast<int>(Token::Secondary));
        case CopyRole:
            return index.column() == 2 ? QVariant(text(file.sha256)) : QVariant();
        case Qt::ToolTipRole:
            return index.column() == 2 ? QVariant(text(file.sha256)) : QVariant();
        default:
            return {};
    }
}

QVariant FilesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == 1 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("File"), tr("Size"), tr("SHA-256")};
    return names[section];
}

FilesTab::FilesTab(PageHost& host, session::Desk& desk, QWidget* parent)
    : QWidget(parent), m_host(host), m_desk(desk), m_model(new FilesModel(this)), m_view(new TableView) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    row->addWidget(splitter);
    auto* list = new Card(tr("Files"));
    list->setWide();
    m_download = new Button(tr("Download all"));
    m_download->setIconName("download");
    m_folder = new Button(tr("Open folder"));
    m_folder->setIconName("folder");
    for (Button* button : {m_folder, m_download}) {
        button->setSmall(true);
        list->addHeaderWidget(button);
    }
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Files of the run"));
    m_view->setMinimumSize(260, 220);
    m_view->horizontalHeader()->setSectionsClickable(false);
    for (int column = 0; const int width : {270, 90, 110})
        m_view->setColumnWidth(column++, width);
    m_empty =
        new EmptyState("folder", tr("No file yet"), tr("What the run writes into its folder outputs appears here."));
    m_view->setEmptyState(m_empty);
    list->body()->addWidget(m_view);
    splitter->addWidget(list);
    m_previewCard = new Card(tr("Preview"));
    m_previewCard->setMinimumWidth(220);
    m_preview = new QStackedWidget;
    m_note = new EmptyState("file", tr("Choose a file"), tr("Texts and pictures are shown here."));
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Preview of the file"));
    m_text->setFont(ui::font(TextKind::Mono));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_picture = new PictureView(pictures::ThumbnailSource::of(desk));
    for (QWidget* page :
         {static_cast<QWidget*>(m_note), static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_picture)})
        m_preview->addWidget(page);
    m_previewCard->body()->addWidget(m_preview, 1);
    splitter->addWidget(m_previewCard);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_download->setText(m_view->selectionModel()->hasSelection() ? tr("Download") : tr("Download all"));
        preview();
    });
    connect(m_view, &TableView::opened, this, [this] { preview(); });
    connect(m_download, &QPushButton::clicked, this, &FilesTab::askFolder);
    connect(m_folder, &QPushButton::clicked, this, [this] {
        if (m_run)
            QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(m_run->folder.string())));
    });
}

void FilesTab::clear() {
    m_run.reset();
    m_shown.clear();
    m_model->setFiles({});
    showNote(tr("Choose a file"), tr("Texts and pictures are shown here."));
}

void FilesTab::setFacts(const RunFacts& facts) {
    m_run = std::make_unique<session::RunView>(facts.view);
    const bool over = domain::isFinal(facts.view.state);
    m_empty->setTitle(over ? tr("The run left no file") : tr("No file yet"));
    m_empty->setSentence(over ? QString() : tr("What the run writes into its folder outputs appears here."));
    const std::string chosen = m_view->currentIndex().isValid() ? m_model->at(m_view->currentIndex().row()).path : "";
    if (m_model->setFiles(facts.outputs)) {
        if (const int row = m_model->rowOf(chosen); row >= 0)
            m_view->setCurrentIndex(m_model->index(row, 0));
    }
    m_download->setBlocked(facts.outputs.empty() ? tr("There is no file") : QString());
}

QString FilesTab::previewText() const {
    return m_preview->currentWidget() == m_text ? m_text->toPlainText() : QString();
}

void FilesTab::showNote(const QString& title, const QString& sentence) {
    m_note->setTitle(title);
    m_note->setSentence(sentence);
    m_preview->setCurrentWidget(m_note);
}

void FilesTab::preview() {
    const QModelIndex index = m_view->currentIndex();
    if (!m_run || !index.isValid())
        return;
    const session::RunOutputFile file = m_model->at(index.row());
    const std::string stamp = file.path + '\n' + std::to_string(file.bytes) + file.sha256;
    if (stamp == m_shown)
        return;
    m_shown = stamp;
    m_previewCard->setTitle(text(fs::path(file.path).filename().string()));
    const auto still = [this, stamp] { return stamp == m_shown; };
    if (isPicture(file.path)) {
        m_desk.ask(
            session::Lane::Read, this,
            [run = *m_run, file](session::Services& services, const session::Work&) {
                return outputPath(services, run, file);
            },
            [this, still](Result<fs::path> path) {
                if (!still() || !path)
                    return;
                m_picture->setPicture(pictures::pathText(path->string()));
                m_preview->setCurrentWidget(m_picture);
            });
        return;
    }
    m_desk.ask(
        session::Lane::Read, this,
        [run = *m_run, file](session::Services& services, const session::Work&) {
            return readOutput(services, run, file, kMostShown);
        },
        [this, still, file](Result<std::string> bytes) {
            if (!still())
                return;
            if (!bytes) {
                showNote(text(bytes.error().message), text(bytes.error().hint));
            } else if (!isText(*bytes)) {
                showNote(
                    tr("No text and no picture"),
                    tr("%1, to be downloaded and used elsewhere.").arg(format::bytes(static_cast<qint64>(file.bytes))));
            } else {
                const bool whole = file.bytes <= kMostShown;
                m_text->setPlainText(shownText(file.path, *bytes, whole) + (whole ? QString() : tr("\n… and more")));
                m_preview->setCurrentWidget(m_text);
            }
        });
}

void FilesTab::askFolder() {
    auto* dialog = new QFileDialog(this, tr("Download into a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setLabelText(QFileDialog::Accept, tr("Download"));
    connect(dialog, &QFileDialog::fileSelected, this, &FilesTab::download);
    dialog->open();
}

void FilesTab::download(const QString& folder) {
    if (!m_run)
        return;
    std::vector<std::string> paths;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        paths.push_back(m_model->at(index.row()).path);
    if (paths.empty()) {
        for (int row = 0; row < m_model->rowCount(); ++row)
            paths.push_back(m_model->at(row).path);
    }
    const fs::path to = pictures::pathBytes(folder);
    m_desk.ask(
        session::Lane::Models, this,
        [run = m_run->id, paths, to](session::Services& services, const session::Work& work) -> Result<int> {
            int copied = 0;
            for (const std::string& path : paths) {
                // Several keep their places below the folder, one goes straight into it.
                const fs::path target = paths.size() == 1 ? to : to / fs::path(path).parent_path();
                if (paths.size() > 1)
                    FLAMBEAU_CHECK(makeDirs(target));
                FLAMBEAU_TRY(const auto files, services.catalog.getOutputs(run, path, target, work.stop));
                copied += static_cast<int>(files.size());
            }
            return copied;
        },
        [this, folder](Result<int> copied) {
            if (!copied) {
                m_host.showError(copied.error());
                return;
            }
            m_host.say(*copied == 1 ? tr("Downloaded 1 file") : tr("Downloaded %1 files").arg(*copied),
                       tr("Open folder"), [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
        });
}

}  // namespace flambeau::ui::runs
