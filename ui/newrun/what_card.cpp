// SPDX-License-Identifier: GPL-3.0-or-later
#include "what_card.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QSignalBlocker>

#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::newrun {
namespace {

// No path, no source and no dataset is called so.
const QString kFile = QStringLiteral("file …");
const QString kImport = QStringLiteral("import …");

bool isFile(const QString& source) {
    return source != "none" && source != "imagenet" && !source.startsWith("model:") && !source.isEmpty();
}

}  // namespace

void fill(QComboBox* box, const QVector<QPair<QString, QString>>& entries) {
    bool same = box->count() == entries.size();
    for (int i = 0; same && i < entries.size(); ++i)
        same = box->itemText(i) == entries[i].first && box->itemData(i).toString() == entries[i].second;
    if (same)
        return;
    const QSignalBlocker quiet(box);
    const QString current = box->currentData().toString();
    const QString typed = box->isEditable() ? box->currentText() : QString();
    box->clear();
    for (const auto& [text, data] : entries)
        box->addItem(text, data);
    box->setCurrentIndex(box->findData(current));
    if (box->isEditable())
        box->setEditText(typed);
}

WhatCard::WhatCard(QWidget* parent)
    : Card(tr("What"), {}, parent),
      m_recipes(new Segmented({tr("Image classification"), tr("My own script")})),
      m_datasets(comboBox()),
      m_networks(comboBox()),
      m_weights(comboBox()),
      m_datasetField(new Field(tr("Dataset"), m_datasets)),
      m_networkField(new Field(tr("Model"), m_networks)),
      m_weightsField(new Field(tr("Start from"), m_weights)) {
    m_recipes->setAccessibleName(tr("What is trained"));
    m_recipes->setBlocked(1, tr("Scripts of your own come with a later version."));
    m_datasets->setPlaceholderText(tr("none"));
    body()->addWidget(m_recipes);
    body()->addSpacing(2);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().size("gap"));
    int column = 0;
    for (Field* field : {m_datasetField, m_networkField, m_weightsField}) {
        grid->setColumnStretch(column, 1);
        grid->addWidget(field, 0, column++);
    }
    body()->addLayout(grid);
    connect(m_datasets, &QComboBox::currentIndexChanged, this, &WhatCard::datasetPicked);
    connect(m_networks, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit edited("arch", m_networks->itemData(index).toString()); });
    connect(m_weights, &QComboBox::currentIndexChanged, this, &WhatCard::weightsChosen);
}

void WhatCard::show(const Form& form, const Known& known) {
    fillDatasets(form, known);
    fillNetworks(form);
    fillWeights(form, known);
}

void WhatCard::fillDatasets(const Form& form, const Known& known) {
    QVector<QPair<QString, QString>> entries;
    for (const auto& dataset : known.choices.datasets)
        entries.append({tr("%1 v%2").arg(QString::fromStdString(dataset.name)).arg(dataset.version),
                        QString::fromStdString(dataset.reference())});
    const QString chosen = QString::fromStdString(form.dataset);
    const auto there = std::any_of(entries.begin(), entries.end(), [&](const auto& e) { return e.second == chosen; });
    if (!there && !chosen.isEmpty()) {  // an older version, or one that is gone
        const auto at = chosen.lastIndexOf('@');
        entries.append({at > 0 ? tr("%1 v%2").arg(chosen.left(at), chosen.mid(at + 1)) : chosen, chosen});
    }
    const bool none = entries.isEmpty();
    entries.append({tr("Import a folder …"), kImport});
    m_dataset = chosen;
    fill(m_datasets, entries);
    choose(m_datasets, chosen);
    if (chosen.isEmpty()) {
        m_datasetField->setHint(none ? tr("drop a folder of pictures anywhere") : tr("choose one, or drop a folder"));
    } else if (known.dataset && known.dataset->ok()) {
        const DatasetFacts& facts = known.dataset->value();
        QStringList parts = {tr("%1 train").arg(format::count(facts.train)),
                             tr("%1 val").arg(format::count(facts.val))};
        if (facts.test > 0)
            parts << tr("%1 test").arg(format::count(facts.test));
        parts << (facts.classes == 1 ? tr("1 class") : tr("%1 classes").arg(format::count(facts.classes)));
        m_datasetField->setHint(parts.join(", "));
    } else {
        m_datasetField->setHint(tr("counting …"));
    }
}

void WhatCard::fillNetworks(const Form& form) {
    QVector<QPair<QString, QString>> entries;
    for (const auto& info : model::architectures())
        entries.append({QString::fromStdString(info.title), QString::fromStdString(info.name)});
    const QString chosen = QString::fromStdString(form.value("arch"));
    fill(m_networks, entries);
    choose(m_networks, chosen);
    const auto* info = model::findArchitecture(form.value("arch"));
    m_networkField->setHint(info ? say(info->note.c_str()) : QString());
}

void WhatCard::fillWeights(const Form& form, const Known& known) {
    m_source = QString::fromStdString(std::string(trim(form.value("weights"))));
    QVector<QPair<QString, QString>> entries = {{tr("Nothing (from scratch)"), "none"},
                                                {tr("ImageNet features"), "imagenet"}};
    for (const auto& model : known.choices.models) {
        if (model.usable == 0)
            continue;
        const QString name = QString::fromStdString(model.name);
        entries.append(
            {tr("Model %1 v%2").arg(name).arg(model.usable), QString("model:%1@%2").arg(name).arg(model.usable)});
    }
    const auto there = std::any_of(entries.begin(), entries.end(), [&](const auto& e) { return e.second == m_source; });
    if (!there && isFile(m_source))
        entries.append({QFileInfo(m_source).fileName(), m_source});
    else if (!there && !m_source.isEmpty())
        entries.append({m_source.startsWith("model:") ? tr("Model %1").arg(m_source.mid(6)) : m_source, m_source});
    entries.append({tr("A file of weights …"), kFile});
    fill(m_weights, entries);
    choose(m_weights, m_source);
    m_weights->setToolTip(isFile(m_source) ? m_source : QString());
    if (m_source == "none") {
        m_weightsField->setHint(tr("random weights: wants many pictures"));
    } else if (form.dataset.empty()) {
        m_weightsField->setHint({});
    } else if (!known.weights) {
        m_weightsField->setHint(tr("looking what fits …"));
    } else if (!known.weights->ok()) {
        m_weightsField->setHint(QString::fromStdString(known.weights->error().message));
    } else {
        const session::WeightsOutlook& weights = known.weights->value();
        const bool rest = weights.matched + weights.headTensors == weights.tensors;
        const qint64 others = weights.tensors - weights.headTensors;
        QString hint =
            rest ? tr("all %1 tensors match").arg(format::count(others))
                 : tr("%1 of %2 tensors match").arg(format::count(weights.matched), format::count(weights.tensors));
        hint += weights.headTensors > 0 ? tr("; the head is new") : tr("; the head too");
        m_weightsField->setHint(hint);
    }
}

void WhatCard::datasetPicked(int index) {
    const QString reference = m_datasets->itemData(index).toString();
    if (reference == kImport) {
        choose(m_datasets, m_dataset);  // what is imported is chosen when it is there
        emit importWanted();
    } else if (index >= 0) {
        emit datasetChosen(reference);
    }
}

void WhatCard::weightsChosen(int index) {
    const QString source = m_weights->itemData(index).toString();
    if (source != kFile) {
        emit edited("weights", source);
        return;
    }
    choose(m_weights, m_source);  // until a file is chosen, all is as it was
    auto* dialog = new QFileDialog(this, tr("Weights to start from"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Weights (*.pth *.pt *.safetensors *.bin *.ckpt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) { emit edited("weights", file); });
    dialog->open();
}

}  // namespace flambeau::ui::newrun
