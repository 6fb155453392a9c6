// SPDX-License-Identifier: GPL-3.0-or-later
#include "preparations.h"

#include <mutex>

#include "flambeau/session/engine_choice.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::environments {
namespace {

constexpr int kTick = 150, kLongAfter = 10'000;
constexpr int kLinesKept = 5000;

}  // namespace

struct Preparations::Buffer {
    std::mutex mutex;
    QStringList lines;
};

Preparations& Preparations::of(PageHost& host, session::Desk& desk) {
    if (auto* there = desk.findChild<Preparations*>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new Preparations(host, desk);
}

Preparations::Preparations(PageHost& host, session::Desk& desk)
    : QObject(&desk), m_host(host), m_desk(desk), m_alive(dynamic_cast<QObject*>(&host)) {
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        takeLines();
        bool any = false;
        for (const What what : {Engine, OnnxRuntime}) {
            if (!progress(what).running)
                continue;
            any = true;
            showTask(what);
        }
        if (any)
            emit changed();
        else
            m_tick.stop();
    });
}

Preparations::Progress Preparations::progress(What what) const {
    const One& one = m_one[what];
    const bool running = one.task && !one.task->finished();
    return {running, one.doing, one.share, one.clock.isValid() ? static_cast<double>(one.clock.elapsed()) / 1000 : 0,
            one.failure};
}

void Preparations::begin(What what, const QString& doing) {
    One& one = m_one[what];
    one.doing = doing;
    one.share = -1;
    one.failure = {};
    one.clock.start();
    m_tick.start();
}

void Preparations::prepareEngine(const session::EnginePrepareOptions& options) {
    if (progress(Engine).running)
        return;
    m_log.clear();
    m_buffer = std::make_shared<Buffer>();
    begin(Engine, tr("looking for compiler and sources"));
    m_one[Engine].task = m_desk.ask(
        session::Lane::Setup, this,
        [options, buffer = m_buffer](session::Services&, const session::Work& work) -> Result<session::PreparedEngine> {
            FLAMBEAU_TRY(auto engine,
                         session::prepareEngine(options, work.stop, work.progress, [&buffer](const std::string& line) {
                             const std::lock_guard lock(buffer->mutex);
                             buffer->lines << text(line);
                         }));
            FLAMBEAU_CHECK(session::chooseTrainer(engine.facts.engine.trainer));
            return engine;
        },
        [this](Result<session::PreparedEngine> engine) {
            takeLines();
            end(Engine, engine ? Error{} : engine.error());
            if (engine && host() != nullptr)
                host()->say(tr("The engine with %1 is ready; new runs use it").arg(text(engine->facts.engine.title)));
            m_desk.announce(session::Topic::Engines);
        },
        [this](const std::string& what, std::uint64_t done, std::uint64_t total) {
            m_one[Engine].doing = text(what);
            m_one[Engine].share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
        });
    emit changed();
}

void Preparations::prepareOnnxRuntime() {
    if (progress(OnnxRuntime).running)
        return;
    begin(OnnxRuntime, tr("making a Python environment"));
    m_one[OnnxRuntime].task = m_desk.ask(
        session::Lane::Setup, this,
        [](session::Services&, const session::Work& work) -> Result<bool> {
            FLAMBEAU_CHECK(session::prepareOnnxRuntime(work.stop, work.progress));
            return true;
        },
        [this](Result<bool> done) {
            end(OnnxRuntime, done ? Error{} : done.error());
            if (done && host() != nullptr)
                host()->say(tr("The ONNX Runtime is ready"));
            m_desk.announce(session::Topic::Engines);
        },
        [this](const std::string& what, std::uint64_t, std::uint64_t) { m_one[OnnxRuntime].doing = text(what); });
    emit changed();
}

void Preparations::cancel(What what) {
    if (m_one[what].task)
        m_one[what].task->cancel();
    m_one[what].doing = tr("stopping");
    emit changed();
}

void Preparations::end(What what, const Error& failure) {
    m_one[what].failure = failure.code == ErrorCode::Canceled ? Error{} : failure;
    if (host() != nullptr) {
        host()->setTask(QString("environments.%1").arg(what), {});
        if (!failure.message.empty() && failure.code != ErrorCode::Canceled)
            host()->showError(failure);
        if (failure.code == ErrorCode::Canceled)
            host()->say(what == Engine ? tr("Preparing the engine was canceled") : tr("Preparing was canceled"));
    }
    emit changed();
}

void Preparations::showTask(What what) {
    const One& one = m_one[what];
    if (host() == nullptr || one.clock.elapsed() < kLongAfter)
        return;
    BackgroundTask task;
    task.title = what == Engine ? tr("Engine: %1").arg(one.doing) : tr("ONNX Runtime: %1").arg(one.doing);
    task.share = one.share;
    task.cancel = [self = QPointer<Preparations>(this), what] {
        if (self)
            self->cancel(what);
    };
    host()->setTask(QString("environments.%1").arg(what), task);
}

void Preparations::takeLines() {
    if (!m_buffer)
        return;
    QStringList lines;
    {
        const std::lock_guard lock(m_buffer->mutex);
        lines.swap(m_buffer->lines);
    }
    if (lines.isEmpty())
        return;
    m_log += lines;
    if (m_log.size() > kLinesKept)
        m_log = m_log.mid(m_log.size() - kLinesKept);
    emit logged(lines);
}

}  // namespace flambeau::ui::environments
