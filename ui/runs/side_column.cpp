// SPDX-License-Identifier: GPL-3.0-or-later
#include "side_column.h"

#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "flambeau/domain/metric_name.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/common/widgets.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

QString parameter(const RunFacts& facts, const char* name) {
    const auto found = facts.parameters.find(name);
    return found == facts.parameters.end() ? QString() : parameterValue(found->second);
}

/// "sgd" -> "SGD 0.9"; what goes with a choice stands behind it.
QString optimizerText(const RunFacts& facts) {
    const QString name = parameter(facts, "optimizer");
    return name == "sgd"     ? "SGD " + parameter(facts, "momentum")
           : name == "adamw" ? "AdamW"
           : name == "adam"  ? "Adam"
                             : name;
}

QString rateText(const RunFacts& facts) {
    const QString schedule = parameter(facts, "scheduler");
    const QString rate = parameter(facts, "lr");
    if (schedule == "step")
        return say("%1, step %2").arg(rate, parameter(facts, "step_size"));
    return schedule.isEmpty() || schedule == "none" ? rate : rate + ", " + schedule;
}

QString weightsText(const std::string& source) {
    if (source == "imagenet")
        return say("ImageNet features");
    return source == "none" || source.empty() ? say("none") : text(source);
}

}  // namespace

QVector<SettingLine> settingLines(const RunFacts& facts, bool all) {
    QVector<SettingLine> lines;
    const auto add = [&](const QString& key, const QString& value, const QString& copied = {}) {
        if (!value.isEmpty())
            lines.push_back({key, value, copied});
    };
    add(say("Dataset"), datasetText(facts.view.dataset, facts.view.datasetVersion),
        text(facts.view.dataset) + '@' + QString::number(facts.view.datasetVersion));
    if (all) {
        add(say("Fingerprint"), format::shortHash(text(facts.fingerprint)), text(facts.fingerprint));
        for (const auto& spec : domain::recipeParameters(facts.view.recipe))
            add(parameterText(text(spec.name)), parameter(facts, spec.name.c_str()));
        for (const auto& [name, value] : facts.parameters) {
            const auto& specs = domain::recipeParameters(facts.view.recipe);
            if (std::none_of(specs.begin(), specs.end(), [&](const auto& spec) { return spec.name == name; }))
                add(text(name), parameterValue(value));
        }
        add(say("Recipe"), text(facts.view.recipe));
        add(say("Engine"), format::shortHash(text(facts.engine)), text(facts.engine));
        add(say("Definition"), format::shortHash(text(facts.view.definitionHash)), text(facts.view.definitionHash));
        add(say("Run"), text(facts.view.id.str()).left(8), text(facts.view.id.str()));
    } else {
        add(say("Model"), parameter(facts, "arch"));
        add(say("Weights"), weightsText(facts.weights), text(facts.weights));
        add(say("Frozen"), parameter(facts, "freeze"));
        add(say("Epochs"), parameter(facts, "epochs"));
        add(say("Batch"), parameter(facts, "batch_size"));
        add(say("Optimizer"), optimizerText(facts));
        add(say("Learning rate"), rateText(facts));
        add(say("Augmentation"), parameter(facts, "augmentation"));
        add(say("Precision"), parameter(facts, "precision"));
        add(say("Seed"), parameter(facts, "seed"));
        add(say("Device"), parameter(facts, "device"));
    }
    add(say("Host"), computeText(facts.view.compute));
    if (!facts.registerAs.empty())
        add(say("Registers as"), text(facts.registerAs));
    return lines;
}

SideColumn::SideColumn(QWidget* parent) : QWidget(parent) {
    setFixedWidth(212);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().size("gap"));
    m_best = new Card(tr("Best so far"));
    m_value = new ElidedLabel("–", TextKind::Display);
    m_where = new ElidedLabel({}, TextKind::Small, Token::Secondary);
    m_register = new Button(tr("Register this model"));
    m_register->setSmall(true);
    m_register->setIconName("models");
    m_best->body()->setSpacing(4);
    m_best->body()->addWidget(m_value);
    m_best->body()->addWidget(m_where);
    m_best->body()->addSpacing(4);
    m_best->body()->addWidget(m_register, 0, Qt::AlignLeft);
    column->addWidget(m_best);
    column->addWidget(makeSettings());
    column->addWidget(makeNotes());
    column->addStretch(1);
    connect(m_register, &QPushButton::clicked, this, [this] {
        if (m_facts.models.empty())
            emit registerWanted();
        else
            emit modelWanted(text(m_facts.models.front()));
    });
}

QWidget* SideColumn::makeSettings() {
    auto* settings = new Card(tr("Settings"));
    auto* copy = new Button({}, Button::Kind::Quiet);
    copy->setSmall(true);
    copy->setIconName("copy");
    copy->setAccessibleName(tr("Copy all settings"));
    copy->setToolTip(tr("Copy all settings"));
    settings->addHeaderWidget(copy);
    m_settings = new KeyValueList;
    m_settings->setAccessibleName(tr("Settings"));
    settings->body()->addWidget(m_settings);
    m_all = new Button(tr("Show all"), Button::Kind::Quiet);
    m_all->setSmall(true);
    settings->body()->addWidget(m_all, 0, Qt::AlignLeft);
    connect(copy, &QPushButton::clicked, this, [this] {
        QStringList lines;
        for (const SettingLine& line : settingLines(m_facts, true))
            lines << line.key + ": " + (line.copied.isEmpty() ? line.value : line.copied);
        QApplication::clipboard()->setText(lines.join('\n'));
        emit copied(tr("Copied the settings"));
    });
    connect(m_settings, &KeyValueList::copied, this,
            [this](const QString& value) { emit copied(tr("Copied %1").arg(value)); });
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_showAll = !m_showAll;
        m_all->setText(m_showAll ? tr("Show less") : tr("Show all"));
        showSettings();
    });
    return settings;
}

QWidget* SideColumn::makeNotes() {
    auto* notes = new Card(tr("Tags and notes"));
    m_tags = new ElidedLabel({}, TextKind::BodyMedium);
    m_notes = textLabel({}, TextKind::Small, Token::Secondary);
    m_notes->setTextFormat(Qt::PlainText);
    notes->body()->addWidget(m_tags);
    notes->body()->addWidget(m_notes);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    auto* editTags = new Button(tr("Tags"));
    auto* editNotes = new Button(tr("Notes"));
    for (Button* button : {editTags, editNotes}) {
        button->setSmall(true);
        button->setIconName("pencil");
        row->addWidget(button);
    }
    editTags->setAccessibleName(tr("Change the tags"));
    editNotes->setAccessibleName(tr("Change the notes"));
    row->addStretch(1);
    notes->body()->addLayout(row);
    connect(editTags, &QPushButton::clicked, this, &SideColumn::tagsWanted);
    connect(editNotes, &QPushButton::clicked, this, &SideColumn::notesWanted);
    return notes;
}

QString SideColumn::bestText() const {
    return m_value->text();
}

void SideColumn::setRegisterBlocked(const QString& reason) {
    m_register->setBlocked(m_facts.models.empty() ? reason : QString());
}

void SideColumn::setFacts(const RunFacts& facts) {
    const bool other = facts.view.id != m_facts.view.id || facts.view.definitionHash != m_facts.view.definitionHash;
    m_facts = facts;
    showBest(facts);
    if (other)
        showSettings();
    QStringList tags;
    for (const auto& tag : facts.view.tags)
        tags << text(tag);
    m_tags->setText(tags.join(" · "));
    m_tags->setVisible(!tags.isEmpty());
    m_notes->setText(facts.view.notes.empty() && tags.isEmpty() ? tr("None yet.") : text(facts.view.notes));
    m_notes->setVisible(!m_notes->text().isEmpty());
    const QString kept = facts.models.empty() ? QString() : text(facts.models.front());
    m_register->setText(kept.isEmpty() ? tr("Register this model") : kept);
    m_register->setToolTip(kept.isEmpty() ? QString() : tr("Open the model that came of it"));
}

void SideColumn::showBest(const RunFacts& facts) {
    const QString metric = leadingMetric(facts.view.metrics);
    const auto found = std::find_if(facts.view.metrics.begin(), facts.view.metrics.end(),
                                    [&](const auto& one) { return text(one.name) == metric; });
    m_best->setTitle(domain::isFinal(facts.view.state) ? tr("Best") : tr("Best so far"));
    if (metric.isEmpty() || found == facts.view.metrics.end() || found->statistics.count == found->statistics.nans) {
        m_bestMetric.clear();
        m_value->setText("–");
        m_where->setText(tr("no value yet"));
        return;
    }
    const bool lower = domain::lowerIsBetter(found->name);
    m_value->setText(metricText(metric, found->statistics.best(lower)));
    m_bestMetric = metric;
    m_bestStep = found->statistics.bestStep(lower);
    setBestEpoch(series::kNone);
}

void SideColumn::setBestEpoch(double epoch) {
    if (m_bestMetric.isEmpty())
        return;
    m_where->setText(std::isnan(epoch)
                         ? tr("%1 at step %2").arg(m_bestMetric, format::count(m_bestStep))
                         : tr("%1 at epoch %2").arg(m_bestMetric, format::value(std::round(epoch * 10) / 10)));
}

void SideColumn::showSettings() {
    QVector<KeyValue> rows;
    for (const SettingLine& line : settingLines(m_facts, m_showAll)) {
        KeyValue row{line.key, line.value};
        row.copied = line.copied;
        rows << row;
    }
    m_settings->setRows(rows);
}

}  // namespace flambeau::ui::runs
