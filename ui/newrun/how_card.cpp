// SPDX-License-Identifier: GPL-3.0-or-later
#include "how_card.h"

#include <QGridLayout>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kExpertColumns = 3;

/// Choices as people say them; the rest as the table has them.
QString choiceTitle(const std::string& parameter, const std::string& choice) {
    if (parameter == "freeze")
        return choice == "backbone" ? HowCard::tr("Only the new head") : HowCard::tr("All layers");
    QString title = text(choice).replace('_', ' ');
    return title;
}

}  // namespace

HowCard::HowCard(QWidget* parent)
    : Card(tr("How"), {}, parent),
      m_fold(new Button(tr("Expert settings"), Button::Kind::Quiet)),
      m_summary(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_reset(new Button(tr("Back to defaults"), Button::Kind::Quiet)) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().size("gap"));
    const QVector<QPair<QString, QString>> shown = {{"epochs", tr("Epochs")},
                                                    {"batch_size", tr("Batch size")},
                                                    {"lr", tr("Learning rate")},
                                                    {"freeze", tr("Train")}};
    const Form form;
    int column = 0;
    for (const auto& [name, title] : shown) {
        for (const auto& spec : domain::recipeParameters(form.recipe)) {
            if (text(spec.name) != name)
                continue;
            grid->setColumnStretch(column, 1);
            grid->addWidget(add(spec, title, name == "batch_size" ? tr("pictures") : QString()), 0, column++);
        }
    }
    body()->addLayout(grid);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    m_fold->setIconName("chevron-right");
    m_fold->setAccessibleDescription(tr("folded"));
    row->addWidget(m_fold);
    row->addWidget(m_summary, 1);
    row->addWidget(m_reset);
    body()->addLayout(row);
    connect(m_fold, &QPushButton::clicked, this, [this] {
        setUnfolded(!m_unfolded);
        emit folded();
    });
    connect(m_reset, &QPushButton::clicked, this, &HowCard::resetExpert);
}

Field* HowCard::field(const std::string& parameter) const {
    const auto found = m_fields.find(parameter);
    return found == m_fields.end() ? nullptr : found->second;
}

Field* HowCard::add(const domain::ParameterSpec& spec, const QString& title, const QString& unit) {
    const QString name = text(spec.name);
    QWidget* control = nullptr;
    if (spec.type == domain::ParameterType::Choice) {
        QComboBox* box = comboBox();
        for (const std::string& choice : spec.choices)
            box->addItem(choiceTitle(spec.name, choice), text(choice));
        connect(box, &QComboBox::currentIndexChanged, this,
                [this, box, name](int index) { emit edited(name, box->itemData(index).toString()); });
        control = box;
    } else {
        auto* edit = new UnitEdit(unit);
        connect(edit, &QLineEdit::textEdited, this, [this, name](const QString& typed) { emit edited(name, typed); });
        control = edit;
    }
    control->setToolTip(parameterRange(spec));
    auto* field = new Field(title, control);
    m_fields[spec.name] = field;
    m_specs[spec.name] = spec;
    return field;
}

void HowCard::makeExpert() {
    m_expert = new QWidget;
    auto* grid = new QGridLayout(m_expert);
    grid->setContentsMargins(0, 4, 0, 0);
    grid->setHorizontalSpacing(theme().size("gap"));
    grid->setVerticalSpacing(10);
    const Form form;
    int at = 0;
    for (const auto& spec : expertParameters(form.recipe)) {
        Field* field = add(spec, parameterTitle(spec.name));
        const bool number = spec.type == domain::ParameterType::Integer || spec.type == domain::ParameterType::Real;
        field->setHint(say(spec.help.c_str()) + (number ? ". " + parameterRange(spec) : QString()));
        grid->addWidget(field, at / kExpertColumns, at % kExpertColumns);
        ++at;
    }
    for (int column = 0; column < kExpertColumns; ++column)
        grid->setColumnStretch(column, 1);
    body()->addWidget(m_expert);
    // Made late, they would be the last that Tab reaches; they are read after their fold's line.
    QWidget* before = m_reset;
    setTabOrder(m_fold, m_reset);
    for (const auto& spec : expertParameters(form.recipe)) {
        QWidget* control = m_fields.at(spec.name)->control();
        setTabOrder(before, control);
        before = control;
    }
}

void HowCard::setUnfolded(bool on) {
    m_unfolded = on;
    if (on && m_expert == nullptr)
        makeExpert();
    if (m_expert != nullptr)
        m_expert->setVisible(on);
    m_fold->setIconName(on ? "chevron-down" : "chevron-right");
    m_fold->setAccessibleDescription(on ? tr("unfolded") : tr("folded"));
}

void HowCard::show(const Form& form, const std::map<std::string, domain::Problem>& problems) {
    for (const auto& [name, field] : m_fields) {
        const QString value = text(form.value(name));
        if (auto* box = qobject_cast<QComboBox*>(field->control())) {
            choose(box, value);
        } else if (auto* edit = qobject_cast<QLineEdit*>(field->control()); edit->text() != value) {
            const QSignalBlocker quiet(edit);
            edit->setText(value);
        }
        const auto problem = problems.find(name);
        field->setProblem(
            problem == problems.end()
                ? QString()
                : text(problem->second.message + (problem->second.hint.empty() ? "" : ". " + problem->second.hint)));
    }
    Field* freeze = field("freeze");
    auto* trained = qobject_cast<QComboBox*>(freeze->control());
    const bool scratch = form.value("weights") == "none";
    if (auto* items = qobject_cast<QStandardItemModel*>(trained->model())) {
        QStandardItem* head = items->item(trained->findData("backbone"));
        head->setEnabled(!scratch);
        head->setToolTip(scratch ? tr("From scratch there is nothing yet to build a head upon.") : QString());
    }
    freeze->setHint(form.value("freeze") == "backbone" ? tr("features are computed once: much faster")
                    : scratch                          ? tr("from scratch, all of it learns")
                                                       : tr("slower, and best with many pictures"));
    showExpert(form);
}

void HowCard::showExpert(const Form& form) {
    const auto expert = expertParameters(form.recipe);
    const int changed = changedExpert(form);
    const int all = static_cast<int>(expert.size());
    const QString what = tr("optimizer, schedule, augmentation, precision, seed, checkpoints, early stop");
    m_summary->setText(changed == 0 ? tr("%1 (%2 at their defaults)").arg(what).arg(all)
                                    : tr("%1 changed, %2 at their defaults").arg(changed).arg(all - changed));
    m_reset->setVisible(changed > 0);
    if (m_expert == nullptr)
        return;
    for (const auto& spec : expert) {
        const bool other = differs(spec, form.value(spec.name));
        const QString title = parameterTitle(spec.name);
        m_fields.at(spec.name)->setLabel(other ? tr("%1, changed").arg(title) : title);
    }
}

}  // namespace flambeau::ui::newrun
