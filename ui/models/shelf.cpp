// SPDX-License-Identifier: GPL-3.0-or-later
#include "shelf.h"

#include <algorithm>

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/format.h"
#include "model_text.h"

namespace flambeau::ui::models {

namespace {

constexpr int kSoon = 200, kSoonUnseen = 2000, kTick = 500;
constexpr qint64 kBarAfter = 500, kTaskAfter = 10'000;

/// What a page shows of a version; equal texts need no new rows.
std::string signature(const session::ModelVersion& version) {
    return session::toJson(version).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<VersionPtr> shared(std::vector<session::ModelVersion> versions) {
    std::vector<VersionPtr> result;
    for (auto& version : versions)
        result.push_back(std::make_shared<const session::ModelVersion>(std::move(version)));
    return result;
}

/// Puts what is known already in the place of what is equal to it, so that equal pointers mean that nothing changed.
bool keepKnown(const std::vector<VersionPtr>& known, std::vector<VersionPtr>& now) {
    std::map<std::string, VersionPtr> before;
    for (const VersionPtr& one : known)
        before[one->reference()] = one;
    for (VersionPtr& one : now) {
        const auto found = before.find(one->reference());
        if (found != before.end() && signature(*found->second) == signature(*one))
            one = found->second;
    }
    return known == now;
}

QString taskId(int job) {
    return QString("model-%1").arg(job);
}

}  // namespace

QStringList Catalog::names() const {
    QStringList result;
    for (const auto& version : versions) {
        const QString name = text(version->name);
        if (result.isEmpty() || result.back() != name)
            result << name;
    }
    return result;
}

std::vector<VersionPtr> Catalog::of(const QString& name) const {
    std::vector<VersionPtr> result;
    std::copy_if(versions.begin(), versions.end(), std::back_inserter(result),
                 [plain = name.toStdString()](const VersionPtr& one) { return one->name == plain; });
    return result;
}

VersionPtr Catalog::find(const QString& name, int version) const {
    for (const auto& one : of(name)) {
        if (version == 0 || one->version == version)
            return one;
    }
    return nullptr;
}

VersionPtr Catalog::find(const QString& reference) const {
    const QString name = reference.section('@', 0, 0), selector = reference.section('@', 1);
    if (selector.isEmpty() || selector == "latest")
        return find(name, 0);
    bool number = false;
    const int version = selector.toInt(&number);
    return number && version > 0 ? find(name, version) : holder(name, selector.toStdString());
}

VersionPtr Catalog::holder(const QString& name, const std::string& alias) const {
    for (const auto& one : of(name)) {
        if (std::find(one->aliases.begin(), one->aliases.end(), alias) != one->aliases.end())
            return one;
    }
    return nullptr;
}

Shelf& Shelf::of(PageHost& host, session::Desk& desk) {
    // The host is a widget of the window or, in tests, whatever they made; without an object of its own the desk owns
    // it.
    auto* owner = dynamic_cast<QObject*>(&host);
    QObject* parent = owner ? owner : &desk;
    if (auto* known = parent->findChild<Shelf*>(QString(), Qt::FindDirectChildrenOnly);
        known && &known->desk() == &desk)
        return *known;
    return *new Shelf(host, desk, parent);
}

Shelf::Shelf(PageHost& host, session::Desk& desk, QObject* parent)
    : QObject(parent), m_host(host), m_desk(desk), m_catalog(std::make_unique<Catalog>()) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Shelf::load);
    m_ticks.setInterval(kTick);
    connect(&m_ticks, &QTimer::timeout, this, &Shelf::tick);
    connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Models)
            refresh();
    });
    QTimer::singleShot(0, this, &Shelf::load);
}

Shelf::~Shelf() = default;

void Shelf::setLooking(bool looking) {
    m_looking = looking;
    if (looking && m_soon.isActive())
        m_soon.start(0);
}

void Shelf::refresh() {
    if (!m_soon.isActive())
        m_soon.start(m_looking ? kSoon : kSoonUnseen);
}

void Shelf::load() {
    if (m_loading) {
        m_again = true;
        return;
    }
    m_loading = true;
    m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) -> Result<Catalog> {
            FLAMBEAU_TRY(auto versions, services.models.list());
            FLAMBEAU_TRY(auto trash, services.models.list(true));
            return Catalog{shared(std::move(versions)), shared(std::move(trash))};
        },
        [this](Result<Catalog> answer) {
            m_loading = false;
            const bool again = std::exchange(m_again, false);
            if (again)
                load();
            if (answer)
                take(std::move(answer).value());
            else
                m_host.showError(answer.error());
            if (!again)
                emit refreshed();
        });
}

void Shelf::take(Catalog now) {
    const bool sameVersions = keepKnown(m_catalog->versions, now.versions);
    const bool sameTrash = keepKnown(m_catalog->trash, now.trash);
    if (std::exchange(m_loaded, true) && sameVersions && sameTrash)
        return;
    *m_catalog = std::move(now);
    emit catalogChanged();
}

std::vector<const Job*> Shelf::jobs() const {
    std::vector<const Job*> result;
    for (const auto& [id, job] : m_jobs)
        result.push_back(&job);
    return result;
}

bool Shelf::busy(const QString& reference, Job::Kind kind) const {
    return std::any_of(m_jobs.begin(), m_jobs.end(), [&](const auto& entry) {
        return entry.second.kind == kind && entry.second.reference == reference;
    });
}

void Shelf::cancel(int job) {
    const auto found = m_jobs.find(job);
    if (found == m_jobs.end() || !found->second.task)
        return;
    found->second.task->cancel();
    found->second.doing = tr("stopping");
    emit jobsChanged();
}

int Shelf::begin(Job::Kind kind, const QString& reference, const QString& title, const QString& doing) {
    Job job;
    job.id = m_nextJob++;
    job.kind = kind;
    job.reference = reference;
    job.title = title;
    job.doing = doing;
    job.since.start();
    m_jobs[job.id] = job;
    if (!m_ticks.isActive())
        m_ticks.start();
    emit jobsChanged();
    return job.id;
}

void Shelf::progress(int id, const std::string& what, std::uint64_t done, std::uint64_t total) {
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end() || found->second.task->canceled())
        return;
    found->second.doing = text(what);
    found->second.share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
    if (found->second.seen)
        emit jobsChanged();
}

bool Shelf::end(int id, const Error* error) {
    const auto found = m_jobs.find(id);
    QString title;
    if (found != m_jobs.end()) {
        title = found->second.title;
        m_host.setTask(taskId(id), {});
        m_jobs.erase(found);
    }
    if (m_jobs.empty())
        m_ticks.stop();
    emit jobsChanged();
    if (!error)
        return true;
    if (error->code == ErrorCode::Canceled)
        m_host.say(tr("Stopped: %1").arg(title));
    else
        m_host.showError(*error);
    return false;
}

void Shelf::tick() {
    bool changed = false;
    for (auto& [id, job] : m_jobs) {
        const qint64 elapsed = job.since.elapsed();
        changed = changed || (!job.seen && elapsed >= kBarAfter);
        job.seen = elapsed >= kBarAfter;
        if (elapsed < kTaskAfter)
            continue;
        const double seconds = static_cast<double>(elapsed) / 1000;
        const double left = job.share > 0.02 ? seconds / job.share - seconds : -1;
        m_host.setTask(taskId(id), {job.title, job.share, left, [this, id = id] { cancel(id); }});
    }
    if (changed)
        emit jobsChanged();
}

void showInFolder(const QString& file) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

fs::path pathOf(const QString& text) {
    return fs::path(QFile::encodeName(text).toStdString());
}

}  // namespace flambeau::ui::models
