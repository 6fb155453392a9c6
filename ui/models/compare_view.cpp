// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare_view.h"

#include <cmath>

#include <QComboBox>
#include <QHBoxLayout>

#include "flambeau/base/strings.h"
#include "flambeau/domain/metric_name.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "model_text.h"
#include "tables.h"

namespace flambeau::ui::models {

namespace {

constexpr QChar kDash(0x2013);
constexpr QChar kMinus(0x2212);

/// "+0.7 points", "−0.021"
QString changeText(const std::string& metric, double change) {
    const QString sign = change < 0 ? QString(kMinus) : QString("+");
    const double size = std::abs(change);
    if (endsWith(metric, "acc") || endsWith(metric, "accuracy"))
        return sign + DifferencesModel::tr("%1 points").arg(QString::number(size * 100, 'f', 1));
    return sign + format::value(size);
}

QString whatText(const std::string& what) {
    for (const auto& [begin, name] : {std::pair{"metric ", DifferencesModel::tr("best %1")},
                                      std::pair{"parameter ", DifferencesModel::tr("parameter %1")},
                                      std::pair{"file ", DifferencesModel::tr("file %1")}}) {
        if (startsWith(what, begin))
            return name.arg(text(what.substr(std::string_view(begin).size())));
    }
    return text(what);
}

QString labelOf(const session::ModelVersion& version) {
    QString label = text(version.name) + ' ' + numberText(version.version);
    for (const std::string& alias : version.aliases)
        label += " · " + text(alias);
    return label;
}

Button* closeButton() {
    auto* button = new Button(CompareView::tr("Close"), Button::Kind::Quiet);
    button->setSmall(true);
    button->setKeyHint(CompareView::tr("Esc"));
    return button;
}

}  // namespace

DifferencesModel::Row DifferencesModel::rowOf(const session::ModelDifference& difference) {
    Row row;
    row.what = whatText(difference.what);
    row.firstWhole = text(difference.first);
    row.secondWhole = text(difference.second);
    const auto cell = [&](const std::string& whole) {
        if (whole.empty())
            return QString(kDash);
        if (whole.size() == 64 && whole.find_first_not_of("0123456789abcdef") == std::string::npos) {
            row.mono = true;
            return format::shortHash(text(whole), 3);
        }
        return text(whole);
    };
    row.first = cell(difference.first);
    row.second = cell(difference.second);
    if (!startsWith(difference.what, "metric "))
        return row;
    const std::string metric = difference.what.substr(7);
    const auto before = parseDouble(difference.first), after = parseDouble(difference.second);
    if (before)
        row.first = metricText(metric, *before);
    if (after)
        row.second = metricText(metric, *after);
    if (!before || !after || !std::isfinite(*before) || !std::isfinite(*after))
        return row;
    const bool better = domain::lowerIsBetter(metric) ? *after < *before : *after > *before;
    row.tone = better ? Tone::Good : Tone::Bad;
    row.change = changeText(metric, *after - *before) + (better ? tr(", better") : tr(", worse"));
    return row;
}

void DifferencesModel::set(const VersionPtr& first, const VersionPtr& second) {
    beginResetModel();
    m_rows.clear();
    m_first = m_second = {};
    if (first && second) {
        m_first = text(first->reference());
        m_second = text(second->reference());
        // What counts for most people stands first: validation, then the rest as the service has it.
        QVector<Row> rest;
        for (const auto& difference : session::RegistryService::compare(*first, *second)) {
            const bool early = startsWith(difference.what, "metric val/");
            (early ? m_rows : rest).push_back(rowOf(difference));
        }
        m_rows += rest;
    }
    endResetModel();
}

int DifferencesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DifferencesModel::data(const QModelIndex& index, int role) const {
    const Row& row = m_rows[index.row()];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return QStringList{row.what, row.first, row.second, row.change}[column];
        case Qt::ToolTipRole:
        case CopyRole:
            return QStringList{row.what, row.firstWhole, row.secondWhole, row.change}[column];
        case StrongRole:
            return column == What;
        case MonoRole:
            return row.mono && (column == First || column == Second);
        case TokenRole:
            return column == Change && row.tone != Tone::Neutral ? QVariant(int(toneToken(row.tone))) : QVariant();
        case Qt::AccessibleTextRole:
            return QStringList{row.what, row.first, row.second, row.change}.join(", ");
        default:
            return {};
    }
}

QVariant DifferencesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("What differs"), m_first, m_second, tr("Change")}[section];
}

CompareView::CompareView(Shelf& shelf, QWidget* parent)
    : Card(tr("Two versions side by side"), {}, parent),
      m_shelf(shelf),
      m_model(new DifferencesModel(this)),
      m_first(new QComboBox),
      m_second(new QComboBox),
      m_table(new TableView),
      m_none(textLabel({}, TextKind::Body, Token::Secondary)) {
    setWide();
    auto* close = closeButton();
    addHeaderWidget(close);
    connect(close, &QPushButton::clicked, this, &CompareView::closed);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    m_first->setAccessibleName(tr("First version"));
    m_second->setAccessibleName(tr("Second version"));
    auto* swap = new Button(tr("Swap"));
    swap->setIconName("refresh");
    row->addWidget(m_first, 1);
    row->addWidget(textLabel(tr("and"), TextKind::Body, Token::Secondary));
    row->addWidget(m_second, 1);
    row->addWidget(swap);
    body()->addLayout(row);
    m_none->setContentsMargins(8, 8, 8, 8);
    body()->addWidget(m_none);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("What differs"));
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    body()->addWidget(m_table, 1);
    for (QComboBox* box : {m_first, m_second})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_filling)
                showDifferences();
        });
    connect(swap, &QPushButton::clicked, this, [this] {
        const QString first = m_first->currentData().toString(), second = m_second->currentData().toString();
        set(second, first);
    });
}

void CompareView::fillChoices() {
    m_filling = true;
    for (QComboBox* box : {m_first, m_second}) {
        const QString chosen = box->currentData().toString();
        box->clear();
        for (const auto& version : m_shelf.catalog().versions)
            box->addItem(labelOf(*version), text(version->reference()));
        box->setCurrentIndex(std::max(0, box->findData(chosen)));
    }
    m_filling = false;
}

void CompareView::set(const QString& first, const QString& second) {
    fillChoices();
    m_filling = true;
    m_first->setCurrentIndex(std::max(0, m_first->findData(first)));
    m_second->setCurrentIndex(std::max(0, m_second->findData(second)));
    m_filling = false;
    showDifferences();
}

void CompareView::update() {
    if (m_first->count() == 0)
        return;
    fillChoices();
    showDifferences();
}

void CompareView::showDifferences() {
    const auto& catalog = m_shelf.catalog();
    const auto first = catalog.find(m_first->currentData().toString());
    const auto second = catalog.find(m_second->currentData().toString());
    m_model->set(first, second);
    const bool none = m_model->rowCount() == 0;
    m_table->setVisible(!none);
    m_none->setVisible(none);
    m_none->setText(first == second ? tr("These are the same version. Choose another one.")
                                    : tr("They do not differ."));
}

TrashView::TrashView(Shelf& shelf, QWidget* parent)
    : Card(tr("Trash"), tr("aliases come back with their version"), parent),
      m_shelf(shelf),
      m_model(new TrashModel(this)),
      m_table(new TableView) {
    setWide();
    auto* close = closeButton();
    addHeaderWidget(close);
    connect(close, &QPushButton::clicked, this, &TrashView::closed);
    m_table->setModel(m_model);
    m_table->setObjectName("trash");
    m_table->setAccessibleName(tr("Versions in the trash"));
    m_table->setEmptyState(new EmptyState("trash", tr("The trash is empty"),
                                          tr("Versions that you remove come here and can be taken back.")));
    auto* press = new PressDelegate(m_table);
    m_table->setItemDelegateForColumn(TrashModel::Back, press);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(TrashModel::Name, QHeaderView::Stretch);
    m_table->setColumnWidth(TrashModel::Removed, 150);
    m_table->setColumnWidth(TrashModel::Back, 110);
    body()->addWidget(m_table, 1);
    connect(press, &PressDelegate::pressed, this,
            [this](const QModelIndex& index) { m_shelf.restore({m_model->at(index.row())}); });
    connect(m_table, &TableView::opened, this, &TrashView::restoreSelected);
}

void TrashView::restoreSelected() {
    std::vector<VersionPtr> chosen;
    for (const QModelIndex& row : m_table->selectionModel()->selectedRows())
        chosen.push_back(m_model->at(row.row()));
    m_shelf.restore(chosen);
}

void TrashView::update() {
    m_model->set(m_shelf.catalog().trash);
}

}  // namespace flambeau::ui::models
