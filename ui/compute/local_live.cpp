// SPDX-License-Identifier: GPL-3.0-or-later
// What the page asks while it is shown, and how it shows the answers.
#include <algorithm>

#include <QDateTime>
#include <QSignalBlocker>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "local_state.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kRowsShown = 8;

}  // namespace

void LocalView::sampleLoad() {
    if (m->loadTask && !m->loadTask->finished())
        return;
    m->loadTask = m_desk.ask(
        session::Lane::Read, this,
        [meter = m->meter](session::Services&, const session::Work&) -> Result<session::MachineLoad> {
            return meter->sample();
        },
        [this](Result<session::MachineLoad> load) {
            if (load)
                m->load = *load;
            showUse();
        });
}

void LocalView::sampleGpus() {
    // A machine without a driver is asked once each time the page is opened, not every other second.
    if ((m->gpuTask && !m->gpuTask->finished()) || (m->gpusAsked && m->gpus.toldBy != "nvidia-smi"))
        return;
    m->gpuTask = m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services&, const session::Work& work) -> Result<session::GpuReport> {
            return session::findGpus(work.stop);
        },
        [this](Result<session::GpuReport> report) {
            m->gpusAsked = true;
            if (report)
                m->gpus = std::move(*report);
            showUse();
            showMachine();
        });
}

void LocalView::showUse() {
    QVector<UseLine> lines;
    for (const session::Gpu& gpu : m->gpus.gpus) {
        UseLine line{tr("GPU %1").arg(gpu.index), gpu.use, -1, {}, text(gpu.name)};
        if (gpu.memoryTotal > 0 && gpu.memoryUsed >= 0) {
            line.memory = static_cast<double>(gpu.memoryUsed) / static_cast<double>(gpu.memoryTotal);
            line.memoryText = format::memoryOf(gpu.memoryUsed, gpu.memoryTotal);
        }
        lines.append(line);
    }
    const int cores = m->answer ? m->answer->facts.cores : 0;
    UseLine cpu{cores > 1 ? tr("CPU, %1 cores").arg(cores) : tr("CPU"), m->load.cpu, -1, {}, {}};
    if (m->load.memoryTotal > 0) {
        cpu.memory = static_cast<double>(m->load.memoryUsed) / static_cast<double>(m->load.memoryTotal);
        cpu.memoryText = format::memoryOf(m->load.memoryUsed, m->load.memoryTotal);
    }
    if (m->load.load >= 0)
        cpu.note = tr("load %1").arg(m->load.load, 0, 'f', 1);
    lines.append(cpu);
    m->use->setLines(lines);
}

void LocalView::askQueue() {
    if (m->queueTask && !m->queueTask->finished())
        return;
    m->queueTask = m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return compute::askQueue(services); },
        [this](Result<QueueAnswer> queue) {
            if (!queue) {
                m->stateText = tr("Not known");
                m->stateTone = Tone::Caution;
                emit told();
                return;
            }
            const QueueRow* chosen = m->queue->at(m->table->currentIndex().row());
            const std::string id = chosen ? chosen->id : std::string();
            m->waiting = *queue;
            m->queue->setQueue(*queue);
            if (const int row = m->queue->rowOf(id); row >= 0 && row != m->table->currentIndex().row())
                m->table->setCurrentIndex(m->queue->index(row, 0));
            if (!m->atOnce->hasFocus() && !m->atOnceSoon.isActive()) {
                const QSignalBlocker quiet(m->atOnce);
                m->atOnce->setValue(queue->concurrent);
            }
            constexpr int kRoomForNone = 4;
            const int rows =
                queue->rows.empty() ? kRoomForNone : std::clamp(static_cast<int>(queue->rows.size()), 2, kRowsShown);
            m->table->setFixedHeight((rows + 1) * theme().size("rowHeight") + 2);
            showMachine();
        });
}

void LocalView::askFacts() {
    if (m->factsTask && !m->factsTask->finished())
        return;
    m->factsTask = m_desk.ask(session::Lane::Chores, this, askMachine, [this](Result<MachineAnswer> answer) {
        if (!answer) {
            if (answer.error().code != ErrorCode::Canceled)
                m_host.showError(answer.error());
            return;
        }
        m->answer = std::move(*answer);
        showMachine();
        showUse();
        emit told();
    });
}

void LocalView::showMachine() {
    int running = 0, waiting = 0;
    for (const QueueRow& row : m->waiting.rows)
        ++(row.place == 0 ? running : waiting);
    m->stateText = running == 0 && waiting == 0 ? tr("Idle")
                   : waiting > 0                ? tr("%1 waiting").arg(waiting + static_cast<int>(m->waiting.more))
                                                : tr("%1 running").arg(running);
    m->stateTone = running == 0 && waiting == 0 ? Tone::Good : waiting > 0 ? Tone::Caution : Tone::Info;
    if (!m->answer) {
        emit told();
        return;
    }
    const session::MachineFacts& facts = m->answer->facts;
    QString line = facts.cores == 1 ? tr("1 core") : tr("%1 cores").arg(facts.cores);
    if (facts.memory > 0)
        line += ", " + format::memory(facts.memory);
    line += m->gpus.gpus.empty()       ? tr(", no GPU")
            : m->gpus.gpus.size() == 1 ? tr(", 1 GPU")
                                       : tr(", %1 GPUs").arg(m->gpus.gpus.size());
    m->line = line;
    emit told();
    QVector<KeyValue> rows = {{tr("System"), text(facts.system), {}},
                              {tr("Kernel"), text(facts.kernel), {}},
                              {tr("Processor"), text(facts.processor), {}}};
    for (const session::Gpu& gpu : m->gpus.gpus)
        rows.append({tr("GPU %1").arg(gpu.index),
                     text(gpu.name) + (gpu.driver.empty() ? QString() : tr(", driver %1").arg(text(gpu.driver))),
                     {}});
    if (m->gpusAsked && m->gpus.gpus.empty())
        rows.append({tr("GPU"), m->gpus.problem.empty() ? tr("none found") : text(m->gpus.problem), {}});
    rows.append({tr("Engine"),
                 m->answer->engine.ok() ? text(m->answer->engine.value().engine.title) : tr("none that starts"),
                 m->answer->engine.ok() ? text(m->answer->engine.value().engine.trainer.string())
                                        : text(m->answer->engine.error().message)});
    rows.append({tr("Workspace"), text(m->answer->workspace), {}});
    m->facts->setRows(rows);
}

void LocalView::setSlots(int count) {
    if (count == m->waiting.concurrent)
        return;
    m_desk.ask(
        session::Lane::Start, this,
        [count](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.setSlots(count));
            return true;
        },
        [this, count](Result<bool> done) {
            if (done)
                m_host.say(count == 1 ? tr("One run at a time from now on")
                                      : tr("%1 runs at once from now on").arg(count));
            else
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Runs);
        });
}

void LocalView::cancelRun() {
    const QueueRow* row = m->queue->at(m->table->currentIndex().row());
    if (row == nullptr)
        return;
    const RunId id(row->id);
    const QString name = text(row->name);
    m_desk.ask(
        session::Lane::Start, this,
        [id](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.cancel(id));
            return true;
        },
        [this, name](Result<bool> done) {
            if (done)
                m_host.say(tr("%1 is being canceled").arg(name));
            else
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Runs);
        });
}

void LocalView::showQueueButtons() {
    const bool chosen = m->queue->at(m->table->currentIndex().row()) != nullptr;
    const QString reason = chosen ? QString() : tr("Choose a run in the queue first.");
    m->open->setBlocked(reason);
    m->cancel->setBlocked(reason);
}

}  // namespace flambeau::ui::compute
