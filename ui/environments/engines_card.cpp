// SPDX-License-Identifier: GPL-3.0-or-later
#include "engines_card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::environments {
namespace {

constexpr int kRowsShown = 6;

QVector<KeyValue> factRows(const EngineRow& row) {
    QVector<KeyValue> rows;
    const auto add = [&rows](const QString& key, const QString& value, bool mono = false) {
        if (!value.isEmpty())
            rows.append({key, value, {}, mono});
    };
    add(EnginesCard::tr("Trainer"), text(row.choice.trainer.string()));
    if (row.facts.ok()) {
        const session::EngineFacts& facts = row.facts.value();
        add(EnginesCard::tr("libtorch"), text(facts.torch));
        add(EnginesCard::tr("Library"), text(facts.torchLibrary));
        add(EnginesCard::tr("CUDA"), facts.cuda ? EnginesCard::tr("yes") : EnginesCard::tr("no"));
        for (const std::string& device : facts.devices)
            add(EnginesCard::tr("GPU"), text(device));
        add(EnginesCard::tr("Built with"), text(facts.compiler + (facts.arch.empty() ? "" : ", " + facts.arch)));
        add(EnginesCard::tr("Key"), text(facts.engine.key), true);
    }
    return rows;
}

}  // namespace

EnginesCard::EnginesCard(QWidget* parent)
    : Card(tr("Engines"), tr("what trains: a libtorch with the trainer built on it"), parent),
      m_model(new EngineModel(this)),
      m_table(new TableView),
      m_facts(new KeyValueList),
      m_problem(textLabel({}, TextKind::Small, Token::Bad)),
      m_use(new Button(tr("Use for new runs"))),
      m_remove(new Button(tr("Remove"))),
      m_keep(new Button(tr("Keep it"), Button::Kind::Quiet)) {
    setWide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Engines"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->setEmptyState(
        new EmptyState("environments", tr("No engine"), tr("Prepare one below; it is built on this machine.")));
    auto* header = m_table->horizontalHeader();
    header->setSectionsClickable(false);
    header->setStretchLastSection(false);
    const int widths[] = {130, 90, 220, 110, 80};
    for (int column = 0; column < EngineModel::Columns; ++column)
        header->resizeSection(column, widths[column]);
    header->setSectionResizeMode(EngineModel::From, QHeaderView::Stretch);
    body()->addWidget(m_table);
    auto* details = new QVBoxLayout;
    details->setContentsMargins(8, 4, 8, 8);
    details->setSpacing(8);
    m_facts->setAccessibleName(tr("About the chosen engine"));
    details->addWidget(m_facts);
    details->addWidget(m_problem);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_use);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    details->addLayout(buttons);
    body()->addLayout(details);
    m_keep->hide();
    m_problem->hide();
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_asked = false;
        showRow();
    });
    connect(m_table, &TableView::opened, this, [this] {
        if (m_use->isEnabled())
            m_use->click();
    });
    connect(m_table, &TableView::deleteRequested, this, [this] {
        if (m_remove->isEnabled())
            m_remove->click();
    });
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const EngineRow* row = current())
            emit useWanted(text(row->choice.trainer.string()));
    });
    connect(m_remove, &QPushButton::clicked, this, &EnginesCard::pressRemove);
    connect(m_keep, &QPushButton::clicked, this, &EnginesCard::forgetRemoval);
    showRow();
}

const EngineRow* EnginesCard::current() const {
    return m_model->at(m_table->currentIndex().row());
}

void EnginesCard::show(const EnginesAnswer& answer) {
    const EngineRow* before = current();
    const QString trainer = before ? text(before->choice.trainer.string()) : QString();
    m_overruled = answer.overruled;
    m_model->setRows(answer.rows);
    constexpr int kRoomForNone = 4;
    const int rows = answer.rows.empty() ? kRoomForNone : std::min(static_cast<int>(answer.rows.size()), kRowsShown);
    m_table->setFixedHeight((rows + 1) * theme().size("rowHeight") + 2);
    int row = m_model->rowOf(trainer);
    if (row < 0)
        row = std::max(0, m_model->chosenRow());
    m_table->setCurrentIndex(m_model->index(row, 0));
    showRow();
}

void EnginesCard::showRow() {
    const EngineRow* row = current();
    m_facts->setVisible(row != nullptr);
    m_facts->setRows(row ? factRows(*row) : QVector<KeyValue>());
    m_problem->setVisible(row && !row->facts.ok());
    if (row && !row->facts.ok())
        m_problem->setText(text(row->facts.error().message + "\n" + row->facts.error().hint));
    m_use->setVisible(row != nullptr);
    m_remove->setVisible(row != nullptr);
    if (!row)
        return;
    m_use->setBlocked(row->choice.chosen ? tr("It is in use already.")
                      : m_overruled      ? tr("The variable FLAMBEAU_TRAINER decides it. Unset it to choose here.")
                      : !row->facts.ok() ? tr("It does not start.")
                                         : QString());
    const bool prepared = row->choice.origin == session::EngineOrigin::Prepared;
    m_remove->setBlocked(prepared ? QString() : tr("Only engines that were prepared here are removed here."));
    m_remove->setKind(m_asked ? Button::Kind::Danger : Button::Kind::Plain);
    m_remove->setText(m_asked ? tr("Delete it for good") : tr("Remove"));
    m_remove->updateGeometry();
    m_keep->setVisible(m_asked);
}

void EnginesCard::pressRemove() {
    const EngineRow* row = current();
    if (!row)
        return;
    if (!m_asked) {  // gigabytes that would have to be fetched again: there is no undo
        m_asked = true;
        showRow();
        return;
    }
    m_asked = false;
    emit removeWanted(text(row->choice.folder.string()));
    showRow();
}

bool EnginesCard::forgetRemoval() {
    if (!m_asked)
        return false;
    m_asked = false;
    showRow();
    return true;
}

}  // namespace flambeau::ui::environments
