// SPDX-License-Identifier: GPL-3.0-or-later
#include "after_card.h"

#include <algorithm>

#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "what_card.h"

namespace flambeau::ui::newrun {
namespace {

QString problemText(const domain::Problem& problem) {
    return text(problem.message + (problem.hint.empty() ? "" : ". " + problem.hint));
}

}  // namespace

AfterCard::AfterCard(QWidget* parent)
    : Card(tr("Afterwards"), {}, parent),
      m_model(comboBox(true)),
      m_experiment(comboBox(true)),
      m_name(new QLineEdit),
      m_modelField(new Field(tr("Register the best as"), m_model)),
      m_experimentField(new Field(tr("Experiment"), m_experiment)),
      m_nameField(new Field(tr("Name"), m_name)) {
    QGridLayout* grid = threeColumns();
    grid->addWidget(m_modelField, 0, 0);
    grid->addWidget(m_experimentField, 0, 1);
    grid->addWidget(m_nameField, 0, 2);
    body()->addLayout(grid);
    m_model->lineEdit()->setPlaceholderText(tr("nothing"));
    m_experiment->lineEdit()->setPlaceholderText("default");
    for (QComboBox* box : {m_model, m_experiment})
        connect(box, &QComboBox::editTextChanged, this, &AfterCard::tell);
    connect(m_name, &QLineEdit::textEdited, this, &AfterCard::tell);
}

void AfterCard::tell() {
    emit changed(m_model->currentText(), m_experiment->currentText(), m_name->text());
}

void AfterCard::show(const Form& form, const Known& known, const std::map<std::string, domain::Problem>& problems) {
    QVector<QPair<QString, QString>> models, experiments;
    for (const auto& model : known.choices.models)
        models.append({text(model.name), text(model.name)});
    for (const auto& experiment : known.choices.experiments)
        experiments.append({text(experiment), text(experiment)});
    fill(m_model, models);
    fill(m_experiment, experiments);
    const auto put = [](QComboBox* box, const std::string& value) {
        const QSignalBlocker quiet(box);
        if (box->currentText() != text(value) || value.empty())
            box->setCurrentIndex(-1);
        if (box->currentText() != text(value))
            box->setEditText(text(value));
    };
    put(m_model, form.registerAs);
    put(m_experiment, form.experiment);
    if (m_name->text() != text(form.name)) {
        const QSignalBlocker quiet(m_name);
        m_name->setText(text(form.name));
    }
    m_name->setPlaceholderText(known.situation ? text(known.situation->freeName) : QString());
    const std::string wanted(trim(form.registerAs));
    const auto model = std::find_if(known.choices.models.begin(), known.choices.models.end(),
                                    [&](const auto& each) { return each.name == wanted; });
    if (wanted.empty())
        m_modelField->setHint(tr("a model's name, to keep the best of it"));
    else if (model == known.choices.models.end())
        m_modelField->setHint(tr("becomes version 1 of a new model"));
    else if (model->best)
        m_modelField->setHint(
            tr("becomes version %1 if val/acc beats %2").arg(model->newest + 1).arg(format::percent(*model->best)));
    else
        m_modelField->setHint(tr("becomes version %1").arg(model->newest + 1));
    for (const auto& [field, key] : {std::pair(m_modelField, "register"), std::pair(m_experimentField, "experiment"),
                                     std::pair(m_nameField, "name")}) {
        const auto problem = problems.find(key);
        field->setProblem(problem == problems.end() ? QString() : problemText(problem->second));
    }
}

}  // namespace flambeau::ui::newrun
