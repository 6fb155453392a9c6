// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview_tab.h"

#include <algorithm>
#include <random>

#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

#include "class_bars.h"
#include "finding_rows.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "images_tab.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int kFactsWidth = 290, kFindings = 4, kClassRows = 6, kFewestRows = 2, kPreviewMost = 2000;

QString layoutText(const domain::DatasetManifest& manifest) {
    if (manifest.splitSeed >= 0)
        return OverviewTab::tr("split by Flambeau, seed %1").arg(manifest.splitSeed);
    return manifest.layout == "csv" ? OverviewTab::tr("as the table says") : OverviewTab::tr("folders as they were");
}

}  // namespace

OverviewTab::OverviewTab(pictures::ThumbnailSource& source, QWidget* parent)
    : QWidget(parent),
      m_classesCard(new Card(tr("Classes"))),
      m_findingsCard(new Card(tr("Before you train"))),
      m_previewCard(nullptr),
      m_bars(new ClassBars),
      m_barsScroll(new QScrollArea),
      m_findings(new FindingRows(source)),
      m_source(source),
      m_model(new pictures::PictureModel(this)),
      m_grid(new pictures::PictureGrid(source)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    m_barsScroll->setWidget(m_bars);
    m_barsScroll->setWidgetResizable(true);
    m_barsScroll->setFrameShape(QFrame::NoFrame);
    m_barsScroll->setFocusPolicy(Qt::NoFocus);
    m_barsScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_barsScroll->viewport()->setAutoFillBackground(false);
    m_bars->setAutoFillBackground(false);
    m_classesCard->body()->addWidget(m_barsScroll);
    m_classesCard->body()->addStretch(1);
    top->addWidget(m_classesCard, 1);
    top->addWidget(facts());
    column->addLayout(top);
    m_findingsCard->body()->setSpacing(4);
    m_findingsCard->body()->addWidget(m_findings);
    m_findingsCard->body()->addWidget(m_nothing = textLabel({}, TextKind::Body, Token::Secondary));
    m_all = new Button(tr("All findings"), Button::Kind::Quiet);
    m_all->setSmall(true);
    m_findingsCard->body()->addWidget(m_all, 0, Qt::AlignLeft);
    column->addWidget(m_findingsCard);
    column->addWidget(preview(), 1);
    connect(m_all, &QPushButton::clicked, this, &OverviewTab::allFindingsWanted);
    connect(m_bars, &ClassBars::chosen, this, &OverviewTab::classChosen);
}

QWidget* OverviewTab::facts() {
    auto* card = new Card(tr("What a run records"));
    card->setFixedWidth(kFactsWidth);
    card->body()->addWidget(m_facts = new KeyValueList);
    m_facts->setAccessibleName(tr("What a run records"));
    card->body()->addWidget(m_checkLine = new ProgressLine);
    m_checkLine->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_checkText = new ElidedLabel({}, TextKind::Small, Token::Secondary), 1);
    row->addWidget(m_again = new Button(tr("Import again")));
    row->addWidget(m_check = new Button(tr("Check the disk")));
    for (Button* button : {m_again, m_check})
        button->setSmall(true);
    m_again->hide();
    card->body()->addLayout(row);
    card->body()->addStretch(1);
    connect(m_facts, &KeyValueList::copied, this, &OverviewTab::copied);
    connect(m_again, &QPushButton::clicked, this, &OverviewTab::importAgainWanted);
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_checking)
            emit checkCanceled();
        else
            emit checkWanted();
    });
    return card;
}

QWidget* OverviewTab::preview() {
    m_previewCard = new Card(tr("Preview"));
    m_class = new QComboBox;
    m_class->setMinimumWidth(130);
    m_class->setMaximumWidth(200);
    m_class->setAccessibleName(tr("Class in the preview"));
    auto* again = new Button(tr("Shuffle"), Button::Kind::Quiet);
    again->setSmall(true);
    again->setIconName("refresh");
    m_previewCard->addHeaderWidget(m_class);
    m_previewCard->addHeaderWidget(again);
    m_previewCard->body()->addWidget(m_grid, 1);
    m_grid->setModel(m_model);
    m_grid->setAccessibleName(tr("Preview"));
    m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
    m_grid->setMinimumHeight(m_grid->heightForRows(kFewestRows) - 4);
    connect(m_class, &QComboBox::currentIndexChanged, this, &OverviewTab::fillPreview);
    connect(again, &QPushButton::clicked, this, &OverviewTab::shuffle);
    pictures::PictureViewer::serve(m_grid, m_source);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_grid, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        const int row = m_grid->currentIndex().row();
        if (row < 0 || row >= static_cast<int>(m_rows.size()))
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Show it large"), this,
                        [this, row] { pictures::PictureViewer::open(m_grid, m_source, m_model, row); });
        menu->addAction(tr("Show it among the images"), this,
                        [this, row] { emit pictureChosen(m_rows[static_cast<std::size_t>(row)]); });
        menu->popup(m_grid->viewport()->mapToGlobal(at));
    });
    return m_previewCard;
}

void OverviewTab::setDetail(DetailPtr detail) {
    const bool same = m_detail && detail && m_detail->manifest->name == detail->manifest->name;
    const bool sameVersion = same && m_detail->reference == detail->reference;
    const QString chosen = same ? m_class->currentText() : QString();
    m_detail = std::move(detail);
    if (!sameVersion)
        showCheck({}, Tone::Neutral, false);
    m_bars->setDetail(m_detail);
    if (!m_detail)
        return;
    const auto& manifest = *m_detail->manifest;
    const auto classes = static_cast<int>(manifest.classes.size());
    m_barsScroll->setFixedHeight(std::clamp(classes, 3, kClassRows) * ClassBars::kRow);
    QStringList totals;
    for (std::size_t split = 0; split < m_detail->splits.size(); ++split)
        totals << format::count(m_detail->splitTotals[split]) + ' ' + QString::fromStdString(m_detail->splits[split]);
    m_classesCard->setNote(totals.join(QStringLiteral(" · ")) + QStringLiteral(" · ") + layoutText(manifest));
    const auto imported = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(m_detail->entry.created));
    const QString hash = QString::fromStdString(manifest.fingerprint);
    m_facts->setRows({{tr("Version"), tr("%1, imported %2").arg(manifest.version).arg(format::date(imported)),
                       QString::number(manifest.version)},
                      {tr("Fingerprint"), format::shortHash(hash), hash, true},
                      {tr("Size"), tr("%1, %2 files")
                                       .arg(format::bytes(static_cast<qint64>(manifest.totalBytes())),
                                            format::count(static_cast<qint64>(manifest.files.size())))},
                      {tr("Pictures"), m_detail->pictures}});
    m_findings->setDetail(m_detail, kFindings, false);
    const auto all = static_cast<int>(m_detail->findings.size());
    m_all->setVisible(all > m_findings->shown());
    m_all->setText(tr("All %1 findings").arg(all));
    m_nothing->setVisible(m_findings->shown() == 0);
    m_nothing->setText(all == 0 ? tr("Nothing to complain about.") : tr("Everything was looked at."));
    m_findingsCard->setNote(
        m_detail->entry.seconds > 0
            ? tr("every file was opened and checked in %1").arg(format::duration(m_detail->entry.seconds))
            : tr("every file was opened and checked"));
    {
        const QSignalBlocker quiet(m_class);
        m_class->clear();
        m_class->addItem(tr("All classes"));
        for (const auto& name : manifest.classes)
            m_class->addItem(QString::fromStdString(name));
        m_class->setCurrentIndex(std::max(0, m_class->findText(chosen)));
    }
    fillPreview();
}

void OverviewTab::shuffle() {
    ++m_shuffles;
    fillPreview();
}

void OverviewTab::fillPreview() {
    m_rows.clear();
    if (!m_detail) {
        m_model->setItems({});
        return;
    }
    const int label = m_class->currentIndex() - 1;
    const auto& files = m_detail->manifest->files;
    for (const std::uint32_t row : m_detail->shuffled) {
        if (label < 0 || files[row].label == label)
            m_rows.push_back(row);
    }
    if (m_shuffles > 0)
        std::shuffle(m_rows.begin(), m_rows.end(), std::mt19937(m_shuffles));
    if (m_rows.size() > kPreviewMost)
        m_rows.resize(kPreviewMost);
    m_model->setItems(static_cast<int>(m_rows.size()), [this, detail = m_detail](int row) {
        return itemOf(*detail, m_rows[static_cast<std::size_t>(row)]);
    });
}

void OverviewTab::showChecking(double share) {
    m_checking = true;
    m_checkLine->show();
    m_checkLine->setShare(share);
    m_checkText->setToken(Token::Secondary);
    m_checkText->setText(tr("Comparing with the disk"));
    m_check->setText(tr("Stop"));
    m_again->hide();
}

void OverviewTab::showCheck(const QString& text, Tone tone, bool importAgain) {
    m_checking = false;
    m_checkLine->hide();
    m_checkText->setText(text);
    m_checkText->setToken(toneToken(tone));
    m_check->setText(tr("Check the disk"));
    m_check->setVisible(!importAgain);
    m_again->setVisible(importAgain);
}

}  // namespace flambeau::ui::datasets
