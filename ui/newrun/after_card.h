// SPDX-License-Identifier: GPL-3.0-or-later
// What happens afterwards: the model that the best becomes a version of, the experiment, the name. Shows a form and
// says what was chosen. Owned by the page, GUI thread.
#pragma once

#include "field.h"
#include "known.h"

namespace flambeau::ui::newrun {

class AfterCard : public Card {
    Q_OBJECT
public:
    explicit AfterCard(QWidget* parent = nullptr);
    void show(const Form& form, const Known& known, const std::map<std::string, domain::Problem>& problems);
    QComboBox* model() const { return m_model; }
    QComboBox* experiment() const { return m_experiment; }
    QLineEdit* name() const { return m_name; }

signals:
    void changed(const QString& model, const QString& experiment, const QString& name);

private:
    void tell();
    QComboBox* m_model;
    QComboBox* m_experiment;
    QLineEdit* m_name;
    Field* m_modelField;
    Field* m_experimentField;
    Field* m_nameField;
};

}  // namespace flambeau::ui::newrun
