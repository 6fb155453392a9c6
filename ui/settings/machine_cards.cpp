// SPDX-License-Identifier: GPL-3.0-or-later
// The cards about what this machine does: how many runs at once, and on which engine.
#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include "cards.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::settings {
namespace {

constexpr int kMostSlots = 64;

struct Engines {
    Result<session::EngineFacts> engine;
    std::optional<std::string> runtime;
};

}  // namespace

// long: one control after the other, each with what it does
QueueCard::QueueCard(PageHost& host, session::Desk& desk)
    : Card(tr("Runs on this machine")), m_host(host), m_desk(desk), m_slots(new QSpinBox) {
    m_slots->setRange(1, kMostSlots);
    m_slots->setAccessibleName(tr("Runs at once"));
    m_slots->findChild<QLineEdit*>()->setAccessibleName(tr("Runs at once"));
    m_slots->setMinimumWidth(80);
    m_slots->setKeyboardTracking(false);
    body()->addWidget(settingRow(
        tr("Runs at once"), tr("Further ones wait in order. Two runs on one processor both take longer."), m_slots));
    connect(m_slots, &QSpinBox::valueChanged, this, &QueueCard::save);
}

void QueueCard::refresh() {
    m_desk.ask(
        session::Lane::Start, this,
        [](session::Services& services, const session::Work&) { return services.runs.queue(); },
        [this](const Result<session::QueueView>& queue) {
            if (!queue || m_slots->hasFocus())
                return;
            const QSignalBlocker quiet(m_slots);
            m_saved = queue->concurrent;
            m_slots->setValue(queue->concurrent);
        });
}

void QueueCard::save() {
    const int wanted = m_slots->value();
    m_desk.ask(
        session::Lane::Start, this,
        [wanted](session::Services& services, const session::Work&) { return services.runs.setSlots(wanted); },
        [this, wanted](const Status& done) {
            if (done) {
                m_saved = wanted;
                m_desk.announce(session::Topic::Runs);
                return;
            }
            m_host.showError(done.error());
            const QSignalBlocker quiet(m_slots);
            m_slots->setValue(std::max(1, m_saved));
        });
}

EnginesCard::EnginesCard(PageHost& host, session::Desk& desk)
    : Card(tr("Engines and Python")),
      m_host(host),
      m_desk(desk),
      m_facts(new KeyValueList),
      m_environments(new Button(tr("Environments"))),
      m_prepare(new Button(tr("Prepare ONNX Runtime"))),
      m_bar(new ProgressLine) {
    m_facts->setAccessibleName(tr("The engine that trains"));
    m_facts->setRows({{tr("Engine"), tr("is being asked …")}});
    body()->addWidget(m_facts);
    m_bar->setAccessibleName(tr("ONNX Runtime is being prepared"));
    m_bar->setShare(-1);
    m_bar->hide();
    body()->addWidget(m_bar);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_environments);
    row->addWidget(m_prepare);
    row->addStretch(1);
    body()->addLayout(row);
    m_prepare->hide();
    connect(m_environments, &QPushButton::clicked, this, [this] { m_host.openPage("environments"); });
    connect(m_prepare, &QPushButton::clicked, this, [this] {
        if (m_preparing && !m_preparing->finished())
            m_preparing->cancel();
        else
            prepareRuntime();
    });
}

void EnginesCard::refresh() {
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) -> Result<Engines> {
            return Engines{services.engines.facts(work.stop), session::onnxRuntimeVersion()};
        },
        [this](const Result<Engines>& answer) {
            if (!answer)
                return;
            QVector<KeyValue> rows;
            const auto add = [&rows](const QString& key, const std::string& value, bool mono = false) {
                KeyValue row{key, QString::fromStdString(value)};
                row.mono = mono;
                rows << row;
            };
            if (const auto& engine = answer->engine) {
                add(tr("Engine"), engine->engine.title);
                add(tr("Trainer"), engine->engine.trainer.string());
                KeyValue key{tr("Key"), format::shortHash(QString::fromStdString(engine->engine.key)),
                             QString::fromStdString(engine->engine.key), true};
                rows << key;
            } else {
                add(tr("Engine"), engine.error().message);
                rows.last().token = Token::Bad;
            }
            add(tr("ONNX Runtime"), answer->runtime.value_or(tr("not prepared: OpenCV judges alone").toStdString()));
            m_facts->setRows(rows);
            m_prepare->setVisible(!answer->runtime.has_value());
        });
}

void EnginesCard::prepareRuntime() {
    m_bar->show();
    m_prepare->setText(tr("Cancel"));
    m_preparing = m_desk.ask(
        session::Lane::Setup, this,
        [](session::Services&, const session::Work& work) {
            return session::prepareOnnxRuntime(work.stop, work.progress);
        },
        [this](const Status& done) {
            m_bar->hide();
            m_prepare->setText(tr("Prepare ONNX Runtime"));
            if (done)
                m_host.say(tr("ONNX Runtime is prepared: it judges from now on."));
            else if (done.error().code != ErrorCode::Canceled)
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Engines);
            refresh();
        },
        [this](const std::string&, std::uint64_t done, std::uint64_t total) {
            m_bar->setShare(total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
        });
}

}  // namespace flambeau::ui::settings
