// SPDX-License-Identifier: GPL-3.0-or-later
// The registry as the window knows it: every version in memory, kept up to date, and the work on models that goes on
// whichever page is shown (keeping, judging, exporting, downloading). One for each window; it belongs to the host and
// asks the desk. GUI thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::models {

using VersionPtr = std::shared_ptr<const session::ModelVersion>;

/// Every version, models by name and the newest first within each; and what is in the trash.
struct Catalog {
    std::vector<VersionPtr> versions, trash;

    QStringList names() const;
    std::vector<VersionPtr> of(const QString& name) const;
    /// `version` 0: the newest. Null where it is not there.
    VersionPtr find(const QString& name, int version) const;
    /// "NAME", "NAME@2", "NAME@champion", "NAME@latest".
    VersionPtr find(const QString& reference) const;
    /// Who has the alias in this model.
    VersionPtr holder(const QString& name, const std::string& alias) const;
};

struct Job {
    enum class Kind { Keep, Judge, Prepare, Export, Download };
    int id = 0;
    Kind kind = Kind::Keep;
    QString reference;  ///< "NAME@2"; of Keep the name
    QString title;      ///< "Exporting shapes v2"
    QString doing;      ///< what it said last
    double share = -1;
    bool seen = false;  ///< it has gone on for half a second: a bar stands in its place
    QElapsedTimer since;
    session::TaskHandle task;
};

class Shelf : public QObject {
    Q_OBJECT
public:
    /// The host's own; made when it is first asked for.
    static Shelf& of(PageHost& host, session::Desk& desk);
    Shelf(PageHost& host, session::Desk& desk, QObject* parent);
    ~Shelf() override;

    const Catalog& catalog() const { return *m_catalog; }
    bool loaded() const { return m_loaded; }
    /// Soon, and once for all who ask within a moment.
    void refresh();
    void refreshNow() { load(); }
    /// Somebody looks: what changes is fetched within a fifth of a second, else within two.
    void setLooking(bool looking);

    PageHost& host() { return m_host; }
    session::Desk& desk() { return m_desk; }

    // What goes on
    // -----------------------------------------------------------------------------------------------------
    std::vector<const Job*> jobs() const;
    bool busy(const QString& reference, Job::Kind kind) const;
    void cancel(int job);

    // What takes time
    // --------------------------------------------------------------------------------------------------
    void keep(const QStringList& paths);
    void exportTo(const VersionPtr& version, const QString& file, const session::ExportOptions& options);
    /// All its files into a folder, or one of them into a file.
    void download(const VersionPtr& version, const QString& folder);
    void downloadFile(const VersionPtr& version, const std::string& path, const QString& file);
    /// "opencv" or "onnxruntime"; over the whole validation set, or the sixteen pictures that the run kept where its
    /// pictures are gone.
    void judge(const VersionPtr& version, const std::string& runtime, bool wholeSet);
    /// Prepares ONNX Runtime's environment first.
    void prepareAndJudge(const VersionPtr& version);

    // What is done at once, and undone with Ctrl+Z
    // ----------------------------------------------------------------------
    void setAlias(const VersionPtr& version, const QString& alias);
    void removeAlias(const VersionPtr& version, const QString& alias);
    void changeTags(const VersionPtr& version, const QStringList& add, const QStringList& remove);
    void describe(const VersionPtr& version, const QString& text);
    void remove(const std::vector<VersionPtr>& versions);
    void restore(const std::vector<VersionPtr>& versions);

signals:
    void catalogChanged();
    /// The catalog is as the store was when it was last asked to refresh, changed or not.
    void refreshed();
    void jobsChanged();
    /// A file was kept, so that the page can show it.
    void kept(const QString& reference);

private:
    using Change = std::function<Status(session::RegistryService&)>;
    void load();
    void take(Catalog now);
    int begin(Job::Kind kind, const QString& reference, const QString& title, const QString& doing = {});
    void progress(int job, const std::string& what, std::uint64_t done, std::uint64_t total);
    /// The job is over; what else than being canceled went wrong is shown. True where it went well.
    bool end(int job, const Error* error);
    void tick();
    template <class F, class Done>
    void run(session::Lane lane, int job, F work, Done done);
    /// Carries it out, and where it went well remembers how to do it again and take it back.
    void change(const QString& said, Change redo, Change undo) {
        change([said] { return said; }, std::move(redo), std::move(undo));
    }
    void change(std::function<QString()> said, Change redo, Change undo);
    void apply(Change what, std::function<void()> done);
    void saidWritten(const QString& file);

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<Catalog> m_catalog;
    bool m_loaded = false, m_loading = false, m_again = false, m_looking = false;
    QTimer m_soon, m_ticks;
    std::map<int, Job> m_jobs;
    int m_nextJob = 1;
};

/// Opens the file manager at the folder of `file`.
void showInFolder(const QString& file);
/// std::string of a path as the file system has it, and back.
fs::path pathOf(const QString& text);

}  // namespace flambeau::ui::models
