// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_queue.h"

#include <algorithm>

#include <QFileInfo>
#include <QUndoStack>
#include <QVariant>

#include "dataset_actions.h"
#include "flambeau/base/files.h"
#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::datasets {
namespace {

constexpr const char* propertyName = "flambeauImportQueue";
constexpr int tellAfter = 100, tickEvery = 1000;
constexpr double taskAfter = 10;  ///< seconds
const char* const taskId = "datasets.import";
const char* const sampleName = "shapes";

/// Draws the sample where it is not there yet; half a sample is never left under its name.
Status drawSampleOnce(session::Services& services, const fs::path& folder, std::stop_token stop) {
    std::error_code problem;
    if (fs::exists(folder, problem))
        return {};
    const fs::path half(folder.string() + ".part");
    fs::remove_all(half, problem);
    FLAMBEAU_CHECK(makeDirs(folder.parent_path()));
    FLAMBEAU_CHECK(services.datasets.drawSample(half, stop));
    fs::rename(half, folder, problem);
    return problem ? Status(systemError(problem.value(), "Cannot write " + folder.string())) : Status();
}

Result<session::AddResult> import(session::Services& services, const ImportPlan& plan, const session::Work& work) {
    session::AddOptions options = plan.options;
    if (plan.kind == ImportPlan::Kind::Sample) {
        options.source = services.workspace.paths().datasets() / "sample" / sampleName;
        work.progress("drawing", 0, 0);
        FLAMBEAU_CHECK(drawSampleOnce(services, options.source, work.stop));
    }
    return services.datasets.add(options, work.stop, work.progress);
}

struct Listed {
    std::vector<session::DatasetEntry> datasets;
    std::vector<std::string> hosts;
};

QString stageText(const std::string& what) {
    const std::string connecting = "connecting to ";
    if (what.starts_with(connecting))
        return ImportQueue::tr("Connecting to %1").arg(QString::fromStdString(what.substr(connecting.size())));
    if (what.starts_with("sending flambeau-probe"))
        return ImportQueue::tr("Sending what looks at pictures there");
    if (what == "drawing")
        return ImportQueue::tr("Drawing the sample");
    if (what == "hashing")
        return ImportQueue::tr("Reading the archive");
    if (what == "unpacking")
        return ImportQueue::tr("Unpacking");
    if (what == "listing")
        return ImportQueue::tr("Listing files");
    if (what == "checking")
        return ImportQueue::tr("Opening and checking pictures");
    if (what == "comparing")
        return ImportQueue::tr("Looking for duplicates");
    return ImportQueue::tr("Importing");
}

}  // namespace

ImportQueue& ImportQueue::of(PageHost& host, session::Desk& desk, QObject* owner) {
    const auto there = desk.property(propertyName).value<QPointer<QObject>>();
    if (auto* queue = qobject_cast<ImportQueue*>(there.data()))
        return *queue;
    auto* queue = new ImportQueue(host, desk, owner);
    desk.setProperty(propertyName, QVariant::fromValue(QPointer<QObject>(queue)));
    return *queue;
}

ImportQueue::ImportQueue(PageHost& host, session::Desk& desk, QObject* owner)
    : QObject(owner), m_host(host), m_desk(desk) {
    m_tell.setSingleShot(true);
    m_tell.setInterval(tellAfter);
    connect(&m_tell, &QTimer::timeout, this, &ImportQueue::changed);
    m_tick.setInterval(tickEvery);
    connect(&m_tick, &QTimer::timeout, this, &ImportQueue::showTask);
    connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Datasets || topic == session::Topic::Computes)
            list();
    });
    list();
}

ImportQueue::~ImportQueue() {
    if (m_running.task)
        m_running.task->cancel();
}

void ImportQueue::list() {
    if (m_listing) {
        m_listAgain = true;
        return;
    }
    m_listing = true;
    m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) -> Result<Listed> {
            Listed listed;
            FLAMBEAU_TRY(listed.datasets, services.datasets.list());
            if (const auto hosts = services.computes.list()) {
                for (const auto& host : *hosts)
                    listed.hosts.push_back(host.name);
            }
            return listed;
        },
        [this](Result<Listed> found) {
            m_listing = false;
            if (found) {
                m_known = std::move(found->datasets);
                m_hosts = std::move(found->hosts);
            }
            emit listed();
            if (m_listAgain) {
                m_listAgain = false;
                list();
            }
        });
}

std::vector<ImportPlan> ImportQueue::plans(const QStringList& paths) const {
    std::vector<session::AddOptions> taken;
    for (const ImportJob& job : m_jobs) {
        if (job.state != ImportJob::State::Failed)
            taken.push_back(job.plan.options);
    }
    return plansFor(paths, m_known, taken);
}

void ImportQueue::addPaths(const QStringList& paths) {
    const auto wanted = plans(paths);
    for (const ImportPlan& plan : wanted)
        add(plan);
    if (wanted.empty() && !paths.isEmpty())
        m_host.showError(
            {ErrorCode::InvalidArgument,
             tr("'%1' is no folder and no archive of pictures.").arg(QFileInfo(paths.first()).fileName()).toStdString(),
             tr("Choose a folder with one sub-folder for each class, or a zip or tar archive of it.").toStdString(),
             {}});
}

void ImportQueue::addSample() {
    ImportPlan plan;
    plan.kind = ImportPlan::Kind::Sample;
    plan.shown = tr("the sample");
    plan.options.name = sampleName;
    // Another dataset may have that name.
    for (int number = 2;; ++number) {
        const auto same = std::find_if(m_known.begin(), m_known.end(),
                                       [&](const auto& entry) { return entry.name == plan.options.name; });
        if (same == m_known.end() || fs::path(same->source).parent_path().filename() == "sample")
            break;
        plan.options.name = std::string(sampleName) + "-" + std::to_string(number);
    }
    add(plan);
}

void ImportQueue::add(const ImportPlan& plan) {
    // The same thing twice in the queue is the same import.
    for (const ImportJob& job : m_jobs) {
        if (job.state != ImportJob::State::Failed && job.plan.options.source == plan.options.source &&
            job.plan.options.on == plan.options.on && job.plan.options.name == plan.options.name &&
            job.plan.kind == plan.kind)
            return;
    }
    std::erase_if(m_jobs, [&](const ImportJob& job) {
        return job.state == ImportJob::State::Failed && job.plan.options.name == plan.options.name;
    });
    ImportJob job;
    job.number = ++m_lastNumber;
    job.plan = plan;
    m_jobs.push_back(std::move(job));
    tell();
    next();
}

ImportJob* ImportQueue::find(int number) {
    const auto at =
        std::find_if(m_jobs.begin(), m_jobs.end(), [=](const ImportJob& job) { return job.number == number; });
    return at == m_jobs.end() ? nullptr : &*at;
}

void ImportQueue::next() {
    if (m_runningNumber != 0)
        return;
    const auto at = std::find_if(m_jobs.begin(), m_jobs.end(),
                                 [](const ImportJob& job) { return job.state == ImportJob::State::Waiting; });
    if (at == m_jobs.end()) {
        m_tick.stop();
        return;
    }
    at->state = ImportJob::State::Running;
    at->what = tr("Starting");
    const int number = m_runningNumber = at->number;
    m_running = {};
    m_running.clock.start();
    m_tick.start();
    m_running.task = m_desk.ask(
        session::Lane::Import, this,
        [plan = at->plan](session::Services& services, const session::Work& work) {
            return import(services, plan, work);
        },
        [this, number](Result<session::AddResult> result) { finish(number, std::move(result)); },
        [this, number](const std::string& what, std::uint64_t done, std::uint64_t total) {
            advance(number, what, done, total);
        });
}

void ImportQueue::advance(int number, const std::string& what, std::uint64_t done, std::uint64_t total) {
    ImportJob* job = find(number);
    if (job == nullptr || number != m_runningNumber)
        return;
    if (m_running.stage != what) {
        m_running.stage = what;
        m_running.stageBegin = static_cast<qint64>(done);
        m_running.stageClock.start();
    }
    job->what = stageText(what);
    job->done = static_cast<qint64>(done);
    job->total = static_cast<qint64>(total);
    const double seconds = static_cast<double>(m_running.stageClock.elapsed()) / 1000;
    const auto doneHere = static_cast<double>(job->done - m_running.stageBegin);
    job->secondsLeft = seconds > 1 && doneHere > 0 && job->total > job->done
                           ? seconds / doneHere * static_cast<double>(job->total - job->done)
                           : -1;
    tell();
}

void ImportQueue::tell() {
    if (!m_tell.isActive())
        m_tell.start();
}

void ImportQueue::showTask() {
    ImportJob* job = find(m_runningNumber);
    if (job == nullptr)
        return;
    job->seconds = static_cast<double>(m_running.clock.elapsed()) / 1000;
    if (job->seconds < taskAfter)
        return;
    BackgroundTask task;
    task.title = tr("Importing %1").arg(QString::fromStdString(job->plan.options.name));
    task.share = job->share();
    task.secondsLeft = job->secondsLeft;
    task.cancel = [self = QPointer(this), number = job->number] {
        if (self)
            self->cancel(number);
    };
    m_host.setTask(QLatin1String(taskId), task);
    m_taskShown = true;
}

void ImportQueue::cancel(int number) {
    ImportJob* job = find(number);
    if (job == nullptr)
        return;
    if (job->state == ImportJob::State::Running) {
        job->what = tr("Stopping");
        if (m_running.task)
            m_running.task->cancel();
    } else {
        std::erase_if(m_jobs, [=](const ImportJob& one) { return one.number == number; });
    }
    tell();
}

void ImportQueue::finish(int number, Result<session::AddResult> result) {
    m_running.task.reset();
    m_runningNumber = 0;
    if (m_taskShown)
        m_host.setTask(QLatin1String(taskId), {});
    m_taskShown = false;
    if (ImportJob* job = find(number)) {
        const ImportJob done = *job;
        if (!result && result.error().code != ErrorCode::Canceled) {
            job->state = ImportJob::State::Failed;
            job->error = result.error();
        } else {
            std::erase_if(m_jobs, [=](const ImportJob& one) { return one.number == number; });
        }
        if (result)
            succeed(done, *result);
        else if (result.error().code == ErrorCode::Canceled)
            m_host.say(tr("The import of '%1' was stopped").arg(QString::fromStdString(done.plan.options.name)));
        else
            m_host.showError(result.error());
    }
    emit changed();
    next();
}

void ImportQueue::succeed(const ImportJob&, const session::AddResult& result) {
    const auto& manifest = result.manifest;
    const QString name = QString::fromStdString(manifest.name);
    const QString reference = QStringLiteral("%1@%2").arg(name).arg(manifest.version);
    m_desk.announce(session::Topic::Datasets);
    emit imported(name, manifest.version);
    const QString show = tr("Show");
    auto open = [host = &m_host, reference] { host->openPage(QStringLiteral("datasets"), reference); };
    if (result.unchanged) {
        m_host.say(tr("'%1' has not changed: it is version %2 still").arg(name).arg(manifest.version), show, open);
        return;
    }
    pushDone(
        m_host, tr("Import of '%1'").arg(reference),
        [desk = QPointer(&m_desk), host = &m_host, self = QPointer(this), reference] {
            if (desk && self)
                moveToTrash(*host, *desk, self.data(), {reference});
        },
        [desk = QPointer(&m_desk), host = &m_host, self = QPointer(this), reference] {
            if (desk && self)
                takeFromTrash(*host, *desk, self.data(), {reference});
        });
    const auto pictures = static_cast<qint64>(manifest.files.size());
    const auto classes = static_cast<qint64>(manifest.classes.size());
    m_host.say(
        classes == 1
            ? tr("'%1' is imported: %2 images, 1 class").arg(name, format::count(pictures))
            : tr("'%1' is imported: %2 images, %3 classes").arg(name, format::count(pictures), format::count(classes)),
        show, open);
}

}  // namespace flambeau::ui::datasets
