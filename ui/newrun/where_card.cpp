// SPDX-License-Identifier: GPL-3.0-or-later
#include "where_card.h"

#include <QGridLayout>
#include <QSignalBlocker>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "what_card.h"

namespace flambeau::ui::newrun {
namespace {

QGridLayout* threeColumns() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().size("gap"));
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    return grid;
}

QString engineTitle(const session::EngineChoice& choice) {
    switch (choice.origin) {
        case session::EngineOrigin::Environment:
            return QStringLiteral("FLAMBEAU_TRAINER");
        case session::EngineOrigin::BuiltIn:
            return WhereCard::tr("Came with Flambeau");
        case session::EngineOrigin::Prepared:
            break;
    }
    const QString day = format::date(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(choice.made)));
    return WhereCard::tr("Prepared %1: %2").arg(day, text(choice.source));
}

QString problemText(const domain::Problem& problem) {
    return text(problem.message + (problem.hint.empty() ? "" : ". " + problem.hint));
}

}  // namespace

WhereCard::WhereCard(QWidget* parent)
    : Card(tr("Where"), {}, parent),
      m_state(new Chip),
      m_machine(textLabel({}, TextKind::Small, Token::Secondary)),
      m_engines(comboBox()),
      m_devices(comboBox()),
      m_engineField(new Field(tr("Engine"), m_engines)),
      m_deviceField(new Field(tr("Device"), m_devices)),
      m_prepare(new Button(tr("Prepare another …"), Button::Kind::Quiet)) {
    QGridLayout* grid = threeColumns();
    auto* machine = new Card(tr("This machine"));
    machine->layout()->setContentsMargins(13, 10, 13, 10);
    machine->layout()->setSpacing(4);
    machine->setSelected(true);
    machine->addHeaderWidget(m_state);
    machine->body()->addWidget(m_machine);
    machine->body()->addStretch(1);
    grid->addWidget(machine, 0, 0);
    grid->addWidget(m_engineField, 0, 1);
    grid->addWidget(m_deviceField, 0, 2);
    body()->addLayout(grid);
    addHeaderWidget(m_prepare);
    m_prepare->setSmall(true);
    m_prepare->setToolTip(tr("Engines and what they can do are on the page Environments"));
    connect(m_prepare, &QPushButton::clicked, this, &WhereCard::prepareWanted);
    connect(m_engines, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit engineChosen(m_engines->itemData(index).toString()); });
    connect(m_devices, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit edited("device", m_devices->itemData(index).toString()); });
}

void WhereCard::show(const Form& form, const Known& known) {
    showMachine(known);
    showEngine(known);
    showDevice(form, known);
}

void WhereCard::showMachine(const Known& known) {
    if (!known.situation) {
        m_state->set(tr("Asking"), Tone::Neutral);
        m_machine->setText(tr("looking at the queue …"));
        return;
    }
    const Situation& now = *known.situation;
    const int running = static_cast<int>(now.queue.running.size()),
              waiting = static_cast<int>(now.queue.waiting.size());
    QString machine = now.machine.cores == 1 ? tr("1 core") : tr("%1 cores").arg(now.machine.cores);
    if (now.machine.memory > 0)
        machine += ", " + format::memory(now.machine.memory);
    const bool gpu = known.engine && known.engine->facts.ok() && !known.engine->facts.value().devices.empty();
    machine += gpu                                      ? ", " + text(known.engine->facts.value().devices.front())
               : known.engine && known.engine->gpuThere ? tr(", a GPU")
                                                        : tr(", no GPU");
    if (running + waiting < now.queue.concurrent) {
        m_state->set(tr("Free"), Tone::Good);
        m_machine->setText(machine + "\n" +
                           (running == 0 ? tr("starts at once")
                                         : tr("starts at once, beside %1")
                                               .arg(text(now.runningNames.empty() ? "" : now.runningNames.front()))));
        return;
    }
    m_state->set(tr("Waits"), Tone::Caution);
    const QString first = now.runningNames.empty() ? tr("another run") : text(now.runningNames.front());
    m_machine->setText(machine + "\n" +
                       (waiting > 0 ? tr("waits behind %1 others; %2 is running").arg(waiting).arg(first)
                                    : tr("waits until %1 ends; %2 at once").arg(first).arg(now.queue.concurrent)));
}

void WhereCard::showEngine(const Known& known) {
    if (!known.engine) {
        m_engineField->setHint(tr("looking …"));
        m_engines->setEnabled(false);
        return;
    }
    QVector<QPair<QString, QString>> entries;
    QString chosen;
    bool overruled = false;
    for (const auto& choice : known.engine->choices) {
        entries.append({engineTitle(choice), text(choice.trainer.string())});
        if (choice.chosen)
            chosen = text(choice.trainer.string());
        overruled = overruled || choice.origin == session::EngineOrigin::Environment;
    }
    fill(m_engines, entries);
    choose(m_engines, chosen);
    m_engines->setEnabled(entries.size() > 1 && !overruled);
    m_engines->setToolTip(overruled ? tr("The variable FLAMBEAU_TRAINER decides it. Unset it to choose here.")
                          : entries.size() <= 1 ? tr("There is no other one. Environments prepares one.")
                                                : tr("For all runs of this machine that start from now on"));
    if (known.engine->facts.ok()) {
        m_engineField->setProblem({});
        m_engineField->setHint(text(known.engine->facts.value().engine.title));
    } else {
        m_engineField->setProblem(text(known.engine->facts.error().message));
    }
}

void WhereCard::showDevice(const Form& form, const Known& known) {
    QVector<QPair<QString, QString>> entries = {{tr("Automatic"), "auto"}, {tr("Processor"), "cpu"}};
    const bool facts = known.engine && known.engine->facts.ok();
    if (facts) {
        const auto& devices = known.engine->facts.value().devices;
        for (std::size_t i = 0; i < devices.size(); ++i)
            entries.append({tr("GPU %1: %2").arg(i).arg(text(devices[i])), QString("cuda:%1").arg(i)});
    }
    const QString chosen = text(form.value("device"));
    if (std::none_of(entries.begin(), entries.end(), [&](const auto& e) { return e.second == chosen; }))
        entries.append({chosen, chosen});
    fill(m_devices, entries);
    choose(m_devices, chosen);
    if (chosen == "auto")
        m_deviceField->setHint(facts && known.engine->facts.value().cuda
                                   ? tr("takes the GPU")
                                   : tr("takes the processor: the engine finds no GPU"));
    else
        m_deviceField->setHint({});
}

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
