// SPDX-License-Identifier: GPL-3.0-or-later
#include "where_card.h"

#include <algorithm>

#include <QButtonGroup>
#include <QGridLayout>
#include <QPainter>
#include <QSignalBlocker>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "host_rows.h"
#include "what_card.h"

namespace flambeau::ui::newrun {
namespace {

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

}  // namespace

PlaceButton::PlaceButton(const QString& name, QWidget* parent) : QAbstractButton(parent), m_name(name) {
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setText(name.isEmpty() ? tr("This machine") : name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PlaceButton::set(const QString& state, Tone tone, const QString& lines) {
    m_state = state;
    m_tone = tone;
    m_lines = lines;
    setAccessibleName(text() + ", " + state + ", " + lines);
    setToolTip(accessibleName().toHtmlEscaped());
    update();
}

QSize PlaceButton::sizeHint() const {
    return {180, 78};
}

void PlaceButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter, rect(), 8,
               color(isChecked()    ? Token::Selection
                     : underMouse() ? Token::Sunken
                                    : Token::Surface),
               color(isChecked() ? Token::Accent : Token::Border));
    const QRectF inner = QRectF(rect()).adjusted(13, 10, -13, -8);
    const QSizeF chip = chipSize(m_state);
    const double chipWidth = std::min(chip.width(), inner.width() * 0.65);
    paintChip(painter, QRectF(inner.right() - chipWidth, inner.top(), chipWidth, chip.height()), m_state, m_tone);
    paintText(painter, QRectF(inner.left(), inner.top(), inner.width() - chipWidth - 8, 20),
              Qt::AlignLeft | Qt::AlignVCenter, text(), color(isEnabled() ? Token::Text : Token::Secondary),
              ui::font(TextKind::Strong));
    double y = inner.top() + 24;
    for (const QString& line : m_lines.split('\n')) {
        paintText(painter, QRectF(inner.left(), y, inner.width(), 17), Qt::AlignLeft | Qt::AlignVCenter, line,
                  color(Token::Secondary), ui::font(TextKind::Small));
        y += 17;
    }
}

WhereCard::WhereCard(QWidget* parent)
    : Card(tr("Where"), {}, parent),
      m_grid(threeColumns()),
      m_group(new QButtonGroup(this)),
      m_engines(comboBox()),
      m_devices(comboBox()),
      m_gpus(comboBox()),
      m_engineField(new Field(tr("Engine"), m_engines)),
      m_deviceField(new Field(tr("Device"), m_devices)),
      m_gpuField(new Field(tr("GPUs"), m_gpus)),
      m_prepare(new Button(tr("Prepare another …"), Button::Kind::Quiet)) {
    m_grid->setVerticalSpacing(theme().size("gap"));
    m_places.push_back(new PlaceButton({}));
    m_group->addButton(m_places.front());
    m_places.front()->setChecked(true);
    m_grid->addWidget(m_places.front(), 0, 0);
    body()->addLayout(m_grid);
    QGridLayout* below = threeColumns();
    below->addWidget(m_engineField, 0, 0);
    below->addWidget(m_deviceField, 0, 1);
    below->addWidget(m_gpuField, 0, 0);
    body()->addLayout(below);
    addHeaderWidget(m_prepare);
    m_prepare->setSmall(true);
    m_prepare->setToolTip(tr("Engines and what they can do are on the page Environments"));
    connect(m_prepare, &QPushButton::clicked, this, &WhereCard::prepareWanted);
    connect(m_engines, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit engineChosen(m_engines->itemData(index).toString()); });
    connect(m_devices, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit edited("device", m_devices->itemData(index).toString()); });
    connect(m_gpus, &QComboBox::currentIndexChanged, this,
            [this](int index) { emit gpusChosen(m_gpus->itemData(index).toInt()); });
    connect(m_group, &QButtonGroup::buttonToggled, this, [this](QAbstractButton* button, bool on) {
        if (on)
            emit placeChosen(static_cast<PlaceButton*>(button)->name());
    });
}

PlaceButton* WhereCard::place(const QString& name) const {
    for (PlaceButton* one : m_places)
        if (one->name() == name)
            return one;
    return nullptr;
}

void WhereCard::show(const Form& form, const Known& known) {
    showPlaces(form, known);
    const bool local = form.compute.empty();
    m_engineField->setVisible(local);
    m_deviceField->setVisible(local);
    m_prepare->setVisible(local);
    m_gpuField->setVisible(!local);
    showEngine(known);
    showDevice(form, known);
    if (!local)
        showGpus(form, known);
}

void WhereCard::showPlaces(const Form& form, const Known& known) {
    std::vector<std::string> names;
    for (const HostChoice& host : known.choices.hosts)
        names.push_back(host.name);
    for (const auto& cluster : known.choices.clusters)
        names.push_back(cluster.name);
    // One that the form names and nobody knows any more is shown, so that one sees what is wrong.
    if (!form.compute.empty() && std::find(names.begin(), names.end(), form.compute) == names.end())
        names.push_back(form.compute);
    const QSignalBlocker quiet(m_group);
    const bool same = std::equal(names.begin(), names.end(), m_places.begin() + 1, m_places.end(),
                                 [](const auto& name, const auto* button) { return text(name) == button->name(); });
    if (!same) {
        while (m_places.size() > 1) {
            delete m_places.back();
            m_places.pop_back();
        }
        for (const auto& name : names) {
            auto* button = new PlaceButton(text(name), this);
            const int at = static_cast<int>(m_places.size());
            m_group->addButton(button);
            m_grid->addWidget(button, at / 3, at % 3);
            m_places.push_back(button);
        }
    }
    showMachine(known);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (const auto* cluster = known.cluster(names[i]))
            showCluster(*m_places[i + 1], *cluster, form, known);
        else
            showHost(*m_places[i + 1], names[i], form, known);
    }
    const DatasetFacts facts = known.dataset && known.dataset->ok() ? known.dataset->value() : DatasetFacts();
    for (PlaceButton* button : m_places) {
        const bool may = mayGoTo(button->name().toStdString(), facts, known);
        button->setEnabled(may);
        if (!may)
            button->set(tr("Not for this"), Tone::Neutral,
                        tr("%1 lies on %2\nand is trained on there").arg(text(facts.name), text(facts.on)));
    }
    if (PlaceButton* chosen = place(text(form.compute)))
        chosen->setChecked(true);
}

void WhereCard::showHost(PlaceButton& button, const std::string& name, const Form& form, const Known& known) {
    const HostChoice* host = known.host(name);
    if (host == nullptr) {
        button.set(tr("Not known"), Tone::Bad, tr("it was removed"));
        return;
    }
    QStringList parts;
    if (host->gpus.size() == 1)
        parts << text(host->gpus.front());
    else if (host->gpus.size() > 1)
        parts << tr("%1 × %2").arg(host->gpus.size()).arg(text(host->gpus.front()));
    if (host->gpus.empty() && host->cores > 0)
        parts << (host->cores == 1 ? tr("1 core") : tr("%1 cores").arg(host->cores)) << tr("no GPU");
    if (host->gpuMemory > 0)
        parts << format::memory(host->gpuMemory);
    const QString what = parts.isEmpty() ? tr("never tested") : parts.join(", ");
    const auto now = known.hosts.find(name);
    if (now == known.hosts.end()) {
        button.set(tr("Not asked"), Tone::Neutral, what);
        return;
    }
    if (!now->second.ok()) {
        const bool refused = now->second.error().code == ErrorCode::PermissionDenied;
        button.set(refused ? tr("Not signed in") : tr("Unreachable"), Tone::Caution,
                   what + "\n" + text(now->second.error().message));
        return;
    }
    // Of one that is not chosen it is told what a run as usual would find.
    Form there = form;
    there.compute = name;
    if (form.compute != name)
        there.gpus.reset();
    showRoom(button, name, gpusWanted(there, known), what, known);
}

/// Of a host that answers.
void WhereCard::showRoom(PlaceButton& button, const std::string& host, int gpus, const QString& what,
                         const Known& known) {
    const HostNow& now = *known.now(host);
    const session::HostRoom room = session::roomOf(host, now.load, now.queue, gpus);
    if (!room.ready(std::max(1, gpus)))
        button.set(tr("Waits"), Tone::Caution, what + "\n" + whyWaits(now, gpus));
    else if (gpus > 0)
        button.set(room.free == 1 ? tr("1 GPU free") : tr("%1 GPUs free").arg(room.free), Tone::Good,
                   what + "\n" + tr("starts at once"));
    else
        button.set(tr("Free"), Tone::Good, what + "\n" + tr("starts at once"));
}

void WhereCard::showCluster(PlaceButton& button, const session::Cluster& cluster, const Form& form,
                            const Known& known) {
    std::size_t gpus = 0, away = 0, asked = 0;
    for (const auto& name : cluster.hosts) {
        const HostChoice* host = known.host(name);
        gpus += host != nullptr ? host->gpus.size() : 0;
        asked += host == nullptr || known.hosts.contains(name);
        away += host == nullptr || (known.hosts.contains(name) && known.now(name) == nullptr);
    }
    QString what = cluster.hosts.size() == 1 ? tr("1 host") : tr("%1 hosts").arg(cluster.hosts.size());
    what += gpus == 0 ? tr(", no GPU") : gpus == 1 ? tr(", 1 GPU") : tr(", %1 GPUs").arg(gpus);
    if (away > 0)
        what += tr(", %1 away").arg(away);
    Form there = form;
    there.compute = cluster.name;
    if (form.compute != cluster.name)
        there.gpus.reset();
    // The one that the dataset lies on may be no host of it, or be away.
    const std::string host = hostOf(there, known);
    if (known.now(host) != nullptr)
        showRoom(button, host, gpusWanted(there, known), tr("%1; to %2").arg(what, text(host)), known);
    else if (!host.empty() && known.hosts.contains(host))
        button.set(tr("Unreachable"), Tone::Caution, what + "\n" + say("%1 does not answer").arg(text(host)));
    else if (!host.empty() || asked < cluster.hosts.size())
        button.set(tr("Not asked"), Tone::Neutral, what);
    else if (away == cluster.hosts.size())
        button.set(tr("Unreachable"), Tone::Caution, what + "\n" + tr("none of its hosts answers"));
    else
        button.set(tr("Too few GPUs"), Tone::Caution, what + "\n" + tr("none of its hosts has so many"));
}

void WhereCard::showGpus(const Form& form, const Known& known) {
    std::vector<std::string> hosts{form.compute};
    if (const auto* cluster = known.cluster(form.compute))
        hosts = cluster->hosts;
    int most = 0;
    for (const auto& name : hosts)
        if (const HostChoice* host = known.host(name))
            most = std::max(most, static_cast<int>(host->gpus.size()));
    QVector<QPair<QString, QString>> entries = {{tr("none, the processor"), "0"}};
    for (int count = 1; count <= most; ++count)
        entries.append({QString::number(count), QString::number(count)});
    const int chosen = std::min(gpusWanted(form, known), most);
    fill(m_gpus, entries);
    choose(m_gpus, QString::number(chosen));
    m_gpus->setEnabled(most > 0);
    m_gpus->setToolTip(most > 0 ? tr("How many of its GPUs the run holds") : tr("It has no GPU."));
    m_gpuField->setHint(most == 0    ? tr("trained on its processor")
                        : chosen > 0 ? tr("held for this run alone")
                                     : tr("of %1; it trains on the processor").arg(most));
}

void WhereCard::showMachine(const Known& known) {
    PlaceButton& here = *m_places.front();
    if (!known.situation) {
        here.set(tr("Asking"), Tone::Neutral, tr("looking at the queue …"));
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
        here.set(tr("Free"), Tone::Good,
                 machine + "\n" +
                     (running == 0 ? tr("starts at once")
                                   : tr("starts at once, beside %1")
                                         .arg(text(now.runningNames.empty() ? "" : now.runningNames.front()))));
        return;
    }
    const QString first = now.runningNames.empty() ? tr("another run") : text(now.runningNames.front());
    here.set(tr("Waits"), Tone::Caution,
             machine + "\n" +
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

}  // namespace flambeau::ui::newrun
