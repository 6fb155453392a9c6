// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/studio/pulse.h"

#include <algorithm>
#include <cmath>

#include "desktop.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/compute/host_notes.h"
#include "flambeau/ui/shell/main_window.h"

namespace flambeau::studio {
namespace {

constexpr int kLookEvery = 300, kStatusEvery = 2000;
constexpr std::size_t kHostsTold = 3;

/// The words of a run's end, with the result where there is one.
QString endText(const session::RunView& run) {
    QString text;
    switch (run.state) {
        case domain::RunState::Completed:
            text = Pulse::tr("%1 is done");
            break;
        case domain::RunState::Canceled:
            text = Pulse::tr("%1 was canceled");
            break;
        case domain::RunState::Lost:
            text = Pulse::tr("%1 is lost");
            break;
        default:
            text = Pulse::tr("%1 failed");
    }
    return text.arg(QString::fromStdString(run.name));
}

QString endDetail(const session::RunView& run) {
    if (run.state != domain::RunState::Completed)
        return QString::fromStdString(run.reason);
    for (const auto& metric : run.metrics) {
        if (metric.name == "val/acc" && !std::isnan(metric.statistics.max))
            return Pulse::tr("best val/acc %1").arg(ui::format::percent(metric.statistics.max));
    }
    return {};
}

}  // namespace

Pulse::Pulse(session::Desk& desk, ui::shell::MainWindow& window, Desktop& desktop, QObject* parent)
    : QObject(parent), m_desk(desk), m_window(window), m_desktop(desktop) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kLookEvery);
    connect(&m_soon, &QTimer::timeout, this, &Pulse::look);
    connect(&m_desk, &session::Desk::changed, this, &Pulse::lookSoon);
    connect(&m_desk, &session::Desk::problem, this, [this](const QString& message) {
        m_window.showError({ErrorCode::Failed, message.toStdString(), {}, {}});
    });
    connect(&m_window, &ui::shell::MainWindow::tasksChanged, this, [this](int count, double share) {
        m_taskShare = count > 0 ? share : -1;
        showProgress();
    });
    connect(&m_status, &QTimer::timeout, this, &Pulse::showStatus);
    m_status.start(kStatusEvery);
    m_load.cpu();
    look();
}

void Pulse::lookSoon() {
    if (!m_soon.isActive())
        m_soon.start();
}

void Pulse::look() {
    if (m_looking) {
        m_again = true;
        return;
    }
    m_looking = true;
    m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return session::overviewOf(services.workspace); },
        [this](Result<session::Overview> overview) {
            m_looking = false;
            if (overview)
                take(std::move(overview).value());
            else if (!m_known) {
                m_window.showError(overview.error());
                emit failed(overview.error());
            }
            if (std::exchange(m_again, false))
                lookSoon();
        });
}

void Pulse::take(session::Overview overview) {
    const auto before = std::exchange(m_overview, std::move(overview));
    const auto shown = [](std::int64_t count) { return count > 0 ? count : -1; };
    m_window.setCount("datasets", shown(m_overview.datasets));
    m_window.setCount("runs", shown(m_overview.runs));
    m_window.setCount("models", shown(m_overview.models));
    if (std::exchange(m_known, true)) {
        for (const auto& run : before.unfinished) {
            if (std::none_of(m_overview.unfinished.begin(), m_overview.unfinished.end(),
                             [&](const auto& now) { return now.id == run.id; }))
                tellEnd(run.id);
        }
    }
    showStatus();
    showProgress();
    emit changed();
}

void Pulse::tellEnd(const RunId& id) {
    m_desk.ask(
        session::Lane::Read, this,
        [id](session::Services& services, const session::Work&) { return services.catalog.view(id); },
        [this](Result<session::RunView> run) {
            if (!run || !domain::isFinal(run->state) || run->trashed > 0)
                return;  // thrown away: no news
            const QString key = QString::fromStdString(run->id.str());
            const auto open = [this, key] {
                m_window.openPage("run", key);
                m_window.raise();
                m_window.activateWindow();
            };
            const QString title = endText(*run), detail = endDetail(*run);
            const auto here = [this, title, detail, open] {
                m_window.say(detail.isEmpty() ? title : title + ": " + detail, tr("Open"), open);
            };
            if (m_window.isActiveWindow())
                here();
            else
                m_desktop.notify(title, detail, open, here);
            emit runEnded(key, QString::fromStdString(run->name), run->state);
        });
}

void Pulse::showStatus() {
    ui::shell::StatusFacts facts;
    facts.running = m_overview.running();
    facts.queued = m_overview.queued();
    const auto hosts = ui::compute::hostNotes(m_desk);
    for (std::size_t i = 0; i < std::min(hosts.size(), kHostsTold); ++i)
        facts.notes.append({hosts[i].text, hosts[i].tone});
    if (hosts.size() > kHostsTold)
        facts.notes.append({tr("%1 more hosts").arg(hosts.size() - kHostsTold), ui::Tone::Neutral});
    facts.cpu = m_load.cpu().value_or(-1);
    if (const auto memory = m_load.memory()) {
        facts.memoryUsed = memory->used;
        facts.memoryTotal = memory->total;
    }
    m_window.setStatus(facts);
}

void Pulse::showProgress() {
    double sum = 0;
    int known = 0;
    for (const auto& run : m_overview.unfinished) {
        if (run.share >= 0 && run.state == domain::RunState::Running) {
            sum += run.share;
            ++known;
        }
    }
    const double share = known > 0 ? sum / known : m_taskShare;
    m_desktop.showProgress(share, m_overview.running());
}

}  // namespace flambeau::studio
