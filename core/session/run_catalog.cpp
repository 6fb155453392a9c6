// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_catalog.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/experiments.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {

namespace {

RunView viewOf(const store::Run& run) {
    RunView view;
    view.id = run.id;
    view.name = run.name;
    view.experiment = run.experiment;
    view.notes = run.notes;
    view.compute = run.compute;
    view.recipe = run.recipe;
    view.dataset = run.dataset;
    view.datasetVersion = run.datasetVersion;
    view.tags = run.tags;
    view.state = run.state;
    view.since = run.since;
    view.reason = run.reason;
    view.definition = run.definition;
    view.definitionHash = run.definitionHash;
    view.created = run.created;
    view.started = run.started;
    view.ended = run.ended;
    view.trashed = run.trashed;
    view.unreachableSince = run.unreachableSince;
    view.outputsKept = run.outputsKept;
    view.badLines = run.badLines;
    view.progress = {run.progress.time, run.progress.done, run.progress.total, run.progress.what};
    view.resumedFrom = run.resumedFrom;
    view.resumedAtStep = run.resumedAtStep;
    return view;
}

}  // namespace

Result<RunId> RunCatalog::resolve(const std::string& text) const {
    return store::Runs(m_workspace.store()).resolve(text);
}

Result<RunView> RunCatalog::complete(RunView view) const {
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY(const auto history, runs.history(view.id));
    for (const auto& change : history)
        view.history.push_back({change.state, change.since, change.reason});
    FLAMBEAU_TRY(view.metrics, metrics(view.id));
    if (view.resumedFrom) {
        FLAMBEAU_TRY(const auto links, chain(view.id));
        for (const auto& link : links)
            view.chain.push_back(link.run);
    } else {
        view.chain = {view.id};
    }
    FLAMBEAU_TRY(view.resumedBy, runs.resumedBy(view.id));
    view.secondsLeft = secondsLeft(view, unixNow());
    view.folder = m_workspace.paths().runs() / view.id.str();
    return view;
}

Result<RunView> RunCatalog::view(const RunId& id) const {
    FLAMBEAU_TRY(const auto run, store::Runs(m_workspace.store()).get(id));
    return complete(viewOf(run));
}

Result<std::vector<RunView>> RunCatalog::list(const RunSelection& selection) const {
    store::RunFilter filter;
    filter.experiment = selection.experiment;
    filter.dataset = selection.dataset;
    filter.tag = selection.tag;
    filter.text = selection.text;
    filter.states = selection.states;
    filter.trashed = selection.trashed;
    filter.limit = selection.limit;
    FLAMBEAU_TRY(const auto runs, store::Runs(m_workspace.store()).list(filter));
    std::vector<RunView> views;
    for (const auto& run : runs) {
        FLAMBEAU_TRY(auto view, complete(viewOf(run)));
        views.push_back(std::move(view));
    }
    return views;
}

Result<std::vector<ExperimentInfo>> RunCatalog::experiments() const {
    FLAMBEAU_TRY(const auto list, store::Experiments(m_workspace.store()).list());
    std::vector<ExperimentInfo> infos;
    for (const auto& experiment : list)
        infos.push_back({experiment.name, experiment.notes, experiment.runs, experiment.created, experiment.lastRun});
    return infos;
}

Result<std::vector<ChainLink>> RunCatalog::chain(const RunId& id) const {
    FLAMBEAU_TRY(const auto runs, store::Runs(m_workspace.store()).chain(id));
    std::vector<ChainLink> links(runs.size());
    // A run may go on from its grandparent's checkpoint: the smallest first step of all that come after a run counts.
    auto hiddenFrom = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = runs.size(); i-- > 0;) {
        links[i] = {runs[i].id, hiddenFrom};
        if (runs[i].resumedFrom)
            hiddenFrom = std::min(hiddenFrom, runs[i].resumedAtStep);
    }
    return links;
}

Status RunCatalog::forEachPoint(
    const RunId& id, const std::function<bool(const std::string& series, const series::Point& point)>& each) const {
    const store::Metrics metrics(m_workspace.store());
    FLAMBEAU_TRY(const auto links, chain(id));
    if (links.size() == 1)
        return metrics.forEachPoint(id, each);
    std::map<std::string, std::vector<std::size_t>> owners;  // series -> the links that have it, the older first
    for (std::size_t i = 0; i < links.size(); ++i) {
        FLAMBEAU_TRY(const auto list, metrics.list(links[i].run));
        for (const auto& info : list)
            owners[info.name].push_back(i);
    }
    for (const auto& [name, indices] : owners) {
        for (const auto index : indices) {
            FLAMBEAU_TRY(const auto points, metrics.points(links[index].run, name));
            for (const auto& point : points) {
                if (point.step < links[index].hiddenFrom && !each(name, point))
                    return {};
            }
        }
    }
    return {};
}

Result<std::vector<series::Point>> RunCatalog::pointsAfter(const RunId& id, const std::string& series,
                                                           SeriesCursor& cursor, std::int64_t limit) const {
    const store::Metrics metrics(m_workspace.store());
    FLAMBEAU_TRY(const auto links, chain(id));
    std::vector<series::Point> found;
    auto link = std::find_if(links.begin(), links.end(), [&](const auto& one) { return one.run == cursor.run; });
    if (link == links.end()) {
        link = links.begin();
        cursor.next = 0;
    }
    for (; link != links.end(); ++link, cursor.next = 0) {
        cursor.run = link->run;
        FLAMBEAU_TRY(const auto list, metrics.list(link->run));
        if (std::none_of(list.begin(), list.end(), [&](const auto& info) { return info.name == series; })) {
            if (std::next(link) == links.end())
                break;
            continue;
        }
        while (static_cast<std::int64_t>(found.size()) < limit) {
            const auto wanted = limit - static_cast<std::int64_t>(found.size());
            FLAMBEAU_TRY(const auto points, metrics.points(link->run, series, cursor.next, wanted));
            cursor.next += static_cast<std::int64_t>(points.size());
            for (const auto& point : points) {
                if (point.step < link->hiddenFrom)
                    found.push_back(point);
            }
            if (static_cast<std::int64_t>(points.size()) < wanted)
                break;
        }
        if (std::next(link) == links.end() || static_cast<std::int64_t>(found.size()) >= limit)
            break;
    }
    return found;
}

namespace {

/// What comes of adding the points of `after`, all of which come later, one by one.
void addStatistics(series::Statistics& statistics, const series::Statistics& after) {
    if (after.count == 0)
        return;
    statistics.count += after.count;
    statistics.nans += after.nans;
    statistics.last = after.last;
    statistics.lastStep = after.lastStep;
    // Written so that a comparison with the NaN of an empty member lets the other value in, and no NaN.
    if (after.min < statistics.min || std::isnan(statistics.min))
        statistics.min = after.min;
    if (after.max > statistics.max || std::isnan(statistics.max))
        statistics.max = after.max;
    if (after.lowest < statistics.lowest || std::isnan(statistics.lowest)) {
        statistics.lowest = after.lowest;
        statistics.lowestStep = after.lowestStep;
    }
    if (after.highest > statistics.highest || std::isnan(statistics.highest)) {
        statistics.highest = after.highest;
        statistics.highestStep = after.highestStep;
    }
}

}  // namespace

Result<std::vector<MetricSummary>> RunCatalog::metrics(const RunId& id) const {
    std::vector<MetricSummary> summaries;
    const store::Metrics metrics(m_workspace.store());
    FLAMBEAU_TRY(const auto links, chain(id));
    if (links.size() == 1) {
        FLAMBEAU_TRY(const auto list, metrics.list(id));
        for (const auto& info : list)
            summaries.push_back({info.name, info.statistics});
        return summaries;
    }
    // What no later run trained again is summed up already; only a series that was cut is counted point by point.
    std::map<std::string, series::Statistics> joined;
    for (const auto& link : links) {
        FLAMBEAU_TRY(const auto list, metrics.list(link.run));
        for (const auto& info : list) {
            auto& statistics = joined[info.name];
            const bool whole = link.hiddenFrom == std::numeric_limits<std::int64_t>::max();
            if (whole || (info.maxStep < link.hiddenFrom && info.statistics.nans == 0)) {
                addStatistics(statistics, info.statistics);
                continue;
            }
            FLAMBEAU_TRY(const auto points, metrics.points(link.run, info.name));
            for (const auto& point : points) {
                if (point.step < link.hiddenFrom)
                    statistics.add(point.step, point.value);
            }
        }
    }
    for (const auto& [name, statistics] : joined) {
        if (statistics.count > 0)
            summaries.push_back({name, statistics});
    }
    return summaries;
}

Result<std::vector<RunNote>> RunCatalog::notes(const RunId& id) const {
    FLAMBEAU_TRY(const auto events, store::Metrics(m_workspace.store()).events(id));
    std::vector<RunNote> notes;
    for (const auto& event : events)
        notes.push_back({event.kind, event.time, event.step, event.name, event.path, event.text});
    return notes;
}

namespace {

/// What lies under outputs/ of a run that has not been taken into the artifact store.
Result<std::vector<RunOutputFile>> filesBelow(const fs::path& folder) {
    std::vector<RunOutputFile> files;
    std::error_code failed;
    const auto root = folder / "outputs";
    if (!fs::is_directory(root, failed))
        return files;
    for (fs::recursive_directory_iterator it(root, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        if (it->is_symlink(ignored) || !it->is_regular_file(ignored))
            continue;
        files.push_back({it->path().lexically_relative(folder).generic_string(), it->file_size(ignored), ""});
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

/// `path` is `asked`, or lies in the folder `asked`; with or without "outputs/" in front.
bool isAskedFor(const std::string& path, std::string asked) {
    while (!asked.empty() && asked.back() == '/')
        asked.pop_back();
    const auto fits = [&](const std::string& wanted) { return path == wanted || startsWith(path, wanted + "/"); };
    return fits(asked) || fits("outputs/" + asked);
}

}  // namespace

Result<std::vector<RunOutputFile>> RunCatalog::outputs(const RunId& id) const {
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY(const auto run, runs.get(id));
    if (!run.outputsKept)
        return filesBelow(m_workspace.paths().runs() / id.str());
    FLAMBEAU_TRY(const auto list, runs.outputs(id));
    std::vector<RunOutputFile> files;
    for (const auto& file : list)
        files.push_back({file.path, file.bytes, file.sha256});
    return files;
}

Result<std::vector<RunOutputFile>> RunCatalog::getOutputs(const RunId& id, const std::string& path, const fs::path& to,
                                                          std::stop_token stop) const {
    FLAMBEAU_TRY(const auto all, outputs(id));
    std::vector<RunOutputFile> asked;
    std::vector<std::string> known;
    for (const auto& file : all) {
        known.push_back(file.path);
        if (isAskedFor(file.path, path))
            asked.push_back(file);
    }
    if (asked.empty())
        return Error{ErrorCode::NotFound, "The run left no '" + path + "'",
                     all.empty() ? "It left no file at all." : "It left " + join(known, ", ") + ".", ""};
    // One file goes to a file or into a folder that is there; a folder's files keep their places below it.
    std::error_code ignored;
    const bool single = asked.size() == 1 && (asked[0].path == path || asked[0].path == "outputs/" + path);
    const std::string prefix = startsWith(asked[0].path, path) ? path : "outputs/" + path;
    const store::Artifacts artifacts(m_workspace.store());
    for (const auto& file : asked) {
        const auto relative = single ? fs::path(file.path).filename() : fs::path(file.path).lexically_relative(prefix);
        const auto target = single && !fs::is_directory(to, ignored) ? to : to / relative;
        if (target.has_parent_path()) {
            FLAMBEAU_CHECK(makeDirs(target.parent_path()));
        }
        if (!file.sha256.empty()) {
            FLAMBEAU_CHECK(artifacts.copyTo(file.sha256, target, stop));
            continue;
        }
        FLAMBEAU_TRY([[maybe_unused]] const auto copied,
                     copyFileHashed(m_workspace.paths().runs() / id.str() / file.path, target,
                                    [&](std::uint64_t) { return !stop.stop_requested(); }));
    }
    return asked;
}

Status RunCatalog::rename(const RunId& id, const std::string& name) const {
    if (trim(name).empty() || name.size() > 200)
        return Error{ErrorCode::InvalidArgument, "A run's name has 1 to 200 characters", "", ""};
    return store::Runs(m_workspace.store()).rename(id, name);
}
Status RunCatalog::setNotes(const RunId& id, const std::string& notes) const {
    return store::Runs(m_workspace.store()).setNotes(id, notes);
}
Status RunCatalog::setTags(const RunId& id, const std::vector<std::string>& tags) const {
    return store::Runs(m_workspace.store()).setTags(id, tags);
}
Status RunCatalog::setExperiment(const RunId& id, const std::string& experiment) const {
    return store::Runs(m_workspace.store()).setExperiment(id, experiment);
}

}  // namespace flambeau::session
