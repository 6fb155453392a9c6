// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage_tab.h"

#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/common/widgets.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

LineageRow rowOf(const Relative& run, const QString& what) {
    LineageRow row{what, text(run.name), stateText(run.state), {}, "run", text(run.id)};
    row.tone = static_cast<int>(stateTone(run.state));
    row.detail = run.fromStep > 0
                     ? say("from step %1, begun %2").arg(format::count(run.fromStep), format::date(dateOf(run.created)))
                     : say("begun %1").arg(format::date(dateOf(run.created)));
    return row;
}

}  // namespace

QVector<LineageRow> lineageOf(const RunFacts& facts) {
    const session::RunView& view = facts.view;
    QVector<LineageRow> rows;
    if (!view.dataset.empty())
        rows.push_back({say("Dataset"),
                        datasetText(view.dataset, view.datasetVersion),
                        {},
                        facts.fingerprint.empty()
                            ? QString()
                            : say("fingerprint %1").arg(format::shortHash(text(facts.fingerprint), 4)),
                        "datasets",
                        text(view.dataset) + '@' + QString::number(view.datasetVersion)});
    if (facts.weights.starts_with("model:"))
        rows.push_back(
            {say("First weights"), text(facts.weights).mid(6), {}, {}, "models", text(facts.weights).mid(6)});
    else if (!facts.weights.empty())
        rows.push_back({say("First weights"),
                        facts.weights == "none" ? say("none: trained from the start") : text(facts.weights)});
    for (const Relative& run : facts.before)
        rows.push_back(rowOf(run, say("Goes on from")));
    Relative self{view.id.str(), view.name, view.state, view.created, view.resumedFrom ? view.resumedAtStep : 0};
    rows.push_back(rowOf(self, say("This run")));
    rows.last().page.clear();
    rows.last().self = true;
    for (const Relative& run : facts.after)
        rows.push_back(rowOf(run, say("Resumed by")));
    for (const std::string& model : facts.models)
        rows.push_back({say("Model version"), text(model), {}, {}, "models", text(model)});
    if (facts.models.empty() && !facts.registerAs.empty() && !domain::isFinal(view.state))
        rows.push_back({say("Model version"), text(facts.registerAs), {}, say("becomes one when it completes")});
    return rows;
}

void LineageModel::setRows(QVector<LineageRow> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int LineageModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant LineageModel::data(const QModelIndex& index, int role) const {
    const LineageRow& row = m_rows[index.row()];
    const QString texts[] = {row.what, row.name, row.state, row.detail};
    switch (role) {
        case Qt::DisplayRole:
            return texts[index.column()];
        case TokenRole:
            return index.column() == 0 || index.column() == 3   ? QVariant(static_cast<int>(Token::Secondary))
                   : index.column() == 1 && !row.page.isEmpty() ? QVariant(static_cast<int>(Token::Accent))
                                                                : QVariant();
        case StrongRole:
            return index.column() == 1 && row.self;
        case ChipToneRole:
            return index.column() == 2 && row.tone >= 0 ? QVariant(row.tone) : QVariant();
        case CopyRole:
            return index.column() == 1 && !row.place.isEmpty() ? QVariant(row.place) : QVariant();
        case IconNameRole:
            return index.column() != 1             ? QVariant()
                   : row.page == "datasets"        ? "datasets"
                   : row.page == "models"          ? "models"
                   : row.page == "run" || row.self ? "runs"
                                                   : QVariant();
        case Qt::ToolTipRole:
            return row.page.isEmpty() ? QVariant() : tr("Enter or a double click opens it");
        default:
            return {};
    }
}

QVariant LineageModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("What"), tr("Name"), tr("State"), tr("Details")};
    return names[section];
}

LineageTab::LineageTab(PageHost& host, QWidget* parent)
    : QWidget(parent), m_model(new LineageModel(this)), m_view(new TableView) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card;
    card->setWide();
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Lineage"));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->horizontalHeader()->setSectionsClickable(false);
    m_view->setMinimumHeight(240);
    for (int column = 0; const int width : {140, 220, 120, 240})
        m_view->setColumnWidth(column++, width);
    card->body()->addWidget(m_view);
    column->addWidget(card);
    connect(m_view, &TableView::opened, this, [this, &host](const QModelIndex& index) {
        const LineageRow& row = m_model->at(index.row());
        if (row.page == "run")
            emit runWanted(row.place);
        else if (!row.page.isEmpty())
            host.openPage(row.page, row.place);
    });
}

void LineageTab::setFacts(const RunFacts& facts) {
    const int current = m_view->currentIndex().row();
    m_model->setRows(lineageOf(facts));
    if (current >= 0 && current < m_model->rowCount())
        m_view->setCurrentIndex(m_model->index(current, 0));
}

}  // namespace flambeau::ui::runs
