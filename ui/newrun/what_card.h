// SPDX-License-Identifier: GPL-3.0-or-later
// What is trained: the recipe, the dataset, the network, its first weights. Shows a form and says what was chosen; it
// changes nothing itself. Owned by the page, GUI thread.
#pragma once

#include "field.h"
#include "known.h"

namespace flambeau::ui::newrun {

class WhatCard : public Card {
    Q_OBJECT
public:
    explicit WhatCard(QWidget* parent = nullptr);
    void show(const Form& form, const Known& known);
    QComboBox* datasets() const { return m_datasets; }
    QComboBox* networks() const { return m_networks; }
    QComboBox* weights() const { return m_weights; }
    Field* weightsField() const { return m_weightsField; }
    Field* datasetField() const { return m_datasetField; }

signals:
    void datasetChosen(const QString& reference);
    void importWanted();
    void edited(const QString& parameter, const QString& text);

private:
    void fillDatasets(const Form& form, const Known& known);
    void fillNetworks(const Form& form);
    void fillWeights(const Form& form, const Known& known);
    void weightsChosen(int index);
    void datasetPicked(int index);

    Segmented* m_recipes;
    QComboBox* m_datasets;
    QComboBox* m_networks;
    QComboBox* m_weights;
    Field* m_datasetField;
    Field* m_networkField;
    Field* m_weightsField;
    QString m_source, m_dataset;  // as the form has them
};

/// Fills a box with (text, data) pairs if they differ from what it holds; quiet.
void fill(QComboBox* box, const QVector<QPair<QString, QString>>& entries);

}  // namespace flambeau::ui::newrun
