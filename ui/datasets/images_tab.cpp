// SPDX-License-Identifier: GPL-3.0-or-later
#include "images_tab.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"

namespace flambeau::ui::datasets {
namespace {

using pictures::PictureItem;

constexpr int kSideWidth = 236, kClassesInMenu = 60, kFilterAfter = 120;
constexpr QSize kTile{120, 90}, kLarge{204, 160};

}  // namespace

PictureItem itemOf(const DatasetDetail& detail, std::uint32_t row) {
    const auto& file = detail.manifest->files[row];
    PictureItem item;
    item.key = {detail.reference, pictures::pathText(file.path)};
    item.caption = QString::fromStdString(detail.manifest->classes[static_cast<std::size_t>(file.label)]);
    item.note = QString::fromStdString(file.split) + QStringLiteral(" · ") + fileName(item.key.path);
    return item;
}

PictureItem itemOfFile(const DatasetDetail& detail, const std::string& path) {
    if (const auto kept = detail.rowOf(path))
        return itemOf(detail, *kept);
    PictureItem item;
    item.key = {detail.reference, pictures::pathText(path)};
    item.caption = ImagesTab::tr("left out");
    item.note = fileName(item.key.path);
    return item;
}

ImagesTab::ImagesTab(pictures::ThumbnailSource& source, QWidget* parent)
    : QWidget(parent),
      m_source(source),
      m_model(new pictures::PictureModel(this)),
      m_grid(new pictures::PictureGrid(source)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(bar());
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* card = new Card;
    card->body()->addWidget(m_grid, 1);
    row->addWidget(card, 1);
    row->addWidget(m_side = side());
    column->addLayout(row, 1);
    m_grid->setTile(kTile);
    m_grid->setCaptionLines(2);
    m_grid->setModel(m_model);
    m_grid->setAccessibleName(tr("Pictures"));
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    m_grid->setEmptyState(
        new EmptyState("image", tr("No picture fits"), tr("Another class, split or name may have some")));
    m_filterSoon.setSingleShot(true);
    m_filterSoon.setInterval(kFilterAfter);
    connect(&m_filterSoon, &QTimer::timeout, this, &ImagesTab::filter);
    connect(m_grid, &pictures::PictureGrid::selectedChanged, this, &ImagesTab::showChosen);
    connect(m_grid, &pictures::PictureGrid::deleteRequested, this, [this] { emit leftOut(selectedPaths()); });
    pictures::PictureViewer::serve(m_grid, m_source);
    connect(m_grid, &QWidget::customContextMenuRequested, this, &ImagesTab::showMenu);
    showChosen();
}

QWidget* ImagesTab::bar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_class = new QComboBox);
    row->addWidget(m_split = new QComboBox);
    row->addWidget(m_search = new QLineEdit);
    row->addWidget(m_filesChip = new Button);
    row->addWidget(m_count = new ElidedLabel({}, TextKind::Small, Token::Secondary), 1);
    row->addWidget(m_label = new Button(tr("Put the label right")));
    row->addWidget(m_leaveOut = new Button(tr("Leave out")));
    m_class->setMinimumWidth(130);
    m_class->setMaximumWidth(200);
    m_class->setAccessibleName(tr("Class"));
    m_split->setMinimumWidth(100);
    m_split->setAccessibleName(tr("Split"));
    m_search->setPlaceholderText(tr("File name"));
    m_search->setAccessibleName(tr("File name"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(200);
    m_filesChip->setIconName("cross");
    m_filesChip->hide();
    m_label->setMenuMark(true);
    m_label->setIconName("pencil");
    connect(m_class, &QComboBox::currentIndexChanged, this, &ImagesTab::filter);
    connect(m_split, &QComboBox::currentIndexChanged, this, &ImagesTab::filter);
    connect(m_search, &QLineEdit::textChanged, &m_filterSoon, qOverload<>(&QTimer::start));
    connect(m_filesChip, &QPushButton::clicked, this, &ImagesTab::clearFilter);
    connect(m_leaveOut, &QPushButton::clicked, this, [this] { emit leftOut(selectedPaths()); });
    connect(m_label, &QPushButton::clicked, this, [this] {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillLabelMenu(menu);
        menu->popup(m_label->mapToGlobal(QPoint(0, m_label->height() + 2)));
    });
    return bar;
}

QWidget* ImagesTab::side() {
    auto* card = new Card;
    card->setFixedWidth(kSideWidth);
    card->body()->addWidget(m_chosenTitle = new ElidedLabel({}, TextKind::Heading));
    card->body()->addWidget(m_large = new pictures::PictureStrip(m_source), 0, Qt::AlignHCenter);
    m_large->setTile(kLarge);
    card->body()->addWidget(m_facts = new KeyValueList);
    m_facts->setAccessibleName(tr("The chosen picture"));
    card->body()->addStretch(1);
    connect(m_facts, &KeyValueList::copied, this, &ImagesTab::copied);
    connect(m_large, &pictures::PictureStrip::opened, this, [this] {
        if (const auto rows = m_grid->selectedRows(); !rows.isEmpty())
            pictures::PictureViewer::open(m_large, m_source, m_model, rows.front());
    });
    return card;
}

void ImagesTab::setDetail(DetailPtr detail) {
    const bool same = m_detail && detail && m_detail->manifest->name == detail->manifest->name;
    const QString wanted = same ? m_class->currentText() : QString();
    const QString split = same ? m_split->currentText() : QString();
    m_detail = std::move(detail);
    const QSignalBlocker quietClass(m_class), quietSplit(m_split);
    m_class->clear();
    m_split->clear();
    m_class->addItem(tr("All classes"));
    m_split->addItem(tr("All splits"));
    if (m_detail) {
        for (const auto& name : m_detail->manifest->classes)
            m_class->addItem(QString::fromStdString(name));
        for (const auto& name : m_detail->splits)
            m_split->addItem(QString::fromStdString(name));
    }
    m_class->setCurrentIndex(std::max(0, m_class->findText(wanted)));
    m_split->setCurrentIndex(std::max(0, m_split->findText(split)));
    if (!same) {
        m_showsFiles = false;
        m_search->clear();
    }
    filter();
}

void ImagesTab::showClass(int label) {
    m_showsFiles = false;
    const QSignalBlocker quiet(m_class);
    m_class->setCurrentIndex(label + 1);
    filter();
}

void ImagesTab::showFiles(const QString& title, std::vector<std::string> files) {
    m_files = std::make_shared<const std::vector<std::string>>(std::move(files));
    m_filesTitle = title;
    m_showsFiles = true;
    filter();
}

void ImagesTab::showRow(std::uint32_t row) {
    clearFilter();
    const auto at = std::find(m_rows.begin(), m_rows.end(), row);
    if (at == m_rows.end())
        return;
    const QModelIndex index = m_model->index(static_cast<int>(at - m_rows.begin()));
    m_grid->setCurrentIndex(index);
    m_grid->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

bool ImagesTab::clearFilter() {
    const bool filtered =
        m_showsFiles || m_class->currentIndex() > 0 || m_split->currentIndex() > 0 || !m_search->text().isEmpty();
    m_showsFiles = false;
    {
        const QSignalBlocker quietClass(m_class), quietSplit(m_split), quietSearch(m_search);
        m_class->setCurrentIndex(0);
        m_split->setCurrentIndex(0);
        m_search->clear();
    }
    if (filtered)
        filter();
    return filtered;
}

void ImagesTab::filter() {
    m_filterSoon.stop();
    m_rows.clear();
    m_filesChip->setVisible(m_showsFiles);
    m_filesChip->setText(m_filesTitle);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_class, m_split, m_search})
        widget->setVisible(!m_showsFiles);
    const qint64 all = m_detail ? static_cast<qint64>(m_detail->manifest->files.size()) : 0;
    if (m_detail && m_showsFiles) {
        // Those of them that the dataset keeps say their class; the others are looked at by their path.
        m_model->setItems(static_cast<int>(m_files->size()), [detail = m_detail, files = m_files](int row) {
            return itemOfFile(*detail, (*files)[static_cast<std::size_t>(row)]);
        });
    } else if (m_detail) {
        const int label = m_class->currentIndex() - 1;
        const std::string split = m_split->currentIndex() > 0 ? m_split->currentText().toStdString() : std::string();
        const std::string wanted = toLowerAscii(m_search->text().toStdString());
        const auto& files = m_detail->manifest->files;
        for (std::uint32_t row = 0; row < files.size(); ++row) {
            if ((label < 0 || files[row].label == label) && (split.empty() || files[row].split == split) &&
                (wanted.empty() || toLowerAscii(files[row].path).find(wanted) != std::string::npos))
                m_rows.push_back(row);
        }
        m_model->setItems(static_cast<int>(m_rows.size()), [this, detail = m_detail](int row) {
            return itemOf(*detail, m_rows[static_cast<std::size_t>(row)]);
        });
    } else {
        m_model->setItems({});
    }
    const qint64 shown = m_model->rowCount();
    m_count->setText(shown == all || m_showsFiles
                         ? tr("%1 images").arg(format::count(shown))
                         : tr("%1 of %2 images").arg(format::count(shown), format::count(all)));
    showChosen();
}

std::string ImagesTab::pathOf(int row) const {
    return pictures::pathBytes(m_model->item(row).key.path);
}

std::vector<std::string> ImagesTab::selectedPaths() const {
    std::vector<std::string> paths;
    for (const int row : m_grid->selectedRows())
        paths.push_back(pathOf(row));
    return paths;
}

void ImagesTab::setBusy(const QString& reason) {
    m_label->setProperty("busy", reason);
    showChosen();
}

void ImagesTab::showChosen() {
    const QVector<int> rows = m_grid->selectedRows();
    QString reason = m_label->property("busy").toString();
    if (reason.isEmpty() && rows.isEmpty())
        reason = tr("Choose pictures first");
    m_label->setBlocked(reason);
    m_leaveOut->setBlocked(reason);
    m_side->setVisible(!rows.isEmpty());
    if (rows.isEmpty() || !m_detail)
        return;
    const PictureItem item = m_model->item(rows.front());
    m_chosenTitle->setText(rows.size() == 1 ? fileName(item.key.path)
                                            : tr("%1 pictures").arg(format::count(rows.size())));
    m_large->setItems({item}, 1);
    m_large->setAccessibleName(tr("The chosen picture, larger"));
    QVector<KeyValue> facts;
    const std::string path = pictures::pathBytes(item.key.path);
    const auto& files = m_detail->manifest->files;
    const auto kept = m_detail->rowOf(path);
    if (!kept) {
        facts << KeyValue{tr("Used"), tr("no, left out")};
    } else {
        const auto* at = &files[*kept];
        facts << KeyValue{tr("Class"), item.caption} << KeyValue{tr("Split"), QString::fromStdString(at->split)}
              << KeyValue{tr("Pixels"), QStringLiteral("%1 × %2").arg(at->width).arg(at->height)}
              << KeyValue{tr("Size"), format::bytes(static_cast<qint64>(at->bytes))};
        const QString hash = QString::fromStdString(at->sha256);
        facts << KeyValue{tr("SHA-256"), format::shortHash(hash), hash, true};
    }
    facts << KeyValue{tr("Path"), fileName(item.key.path),
                      QString::fromStdString(m_detail->manifest->place()) + '/' + item.key.path};
    m_facts->setRows(facts);
}

void ImagesTab::fillLabelMenu(QMenu* menu) {
    const auto paths = selectedPaths();
    if (!m_detail || paths.empty())
        return;
    const auto& classes = m_detail->manifest->classes;
    for (std::size_t i = 0; i < classes.size() && i < kClassesInMenu; ++i) {
        const QString name = QString::fromStdString(classes[i]);
        QString shown = name;
        menu->addAction(shown.replace('&', "&&"), this, [this, paths, name] { emit relabelled(paths, name); });
    }
}

void ImagesTab::showMenu(const QPoint& at) {
    const auto paths = selectedPaths();
    if (paths.empty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString reason = m_label->property("busy").toString();
    auto* labels = menu->addMenu(tr("Put the label right"));
    fillLabelMenu(labels);
    labels->setEnabled(reason.isEmpty());
    menu->addAction(tr("Leave out"), this, [this, paths] { emit leftOut(paths); })->setEnabled(reason.isEmpty());
    menu->addSeparator();
    const int row = m_grid->selectedRows().front();
    menu->addAction(tr("Show it large"), this,
                    [this, row] { pictures::PictureViewer::open(m_grid, m_source, m_model, row); });
    menu->addAction(tr("Show in folder"), this, [this, paths] { emit folderWanted(paths.front()); });
    menu->addAction(tr("Copy path"), this, [this, paths] {
        QStringList all;
        for (const auto& path : paths)
            all << QString::fromStdString(m_detail->manifest->place()) + '/' + pictures::pathText(path);
        QApplication::clipboard()->setText(all.join('\n'));
    });
    menu->popup(m_grid->viewport()->mapToGlobal(at));
}

}  // namespace flambeau::ui::datasets
