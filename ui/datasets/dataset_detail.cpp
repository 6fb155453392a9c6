// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_detail.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include <QCoreApplication>

#include "flambeau/base/strings.h"
#include "flambeau/session/dataset_stamp.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::datasets {
namespace {

constexpr std::int64_t usesAtMost = 500;
constexpr unsigned shuffleSeed = 1;

/// The median of widths and of heights, and the formats that the names tell.
QString picturesOf(const domain::DatasetManifest& manifest) {
    if (manifest.files.empty())
        return {};
    std::vector<int> widths, heights;
    std::map<std::string, int> endings;
    for (const auto& file : manifest.files) {
        widths.push_back(file.width);
        heights.push_back(file.height);
        const auto dot = file.path.rfind('.');
        std::string ending = dot == std::string::npos ? "" : toLowerAscii(file.path.substr(dot + 1));
        if (ending == "jpg")
            ending = "jpeg";
        ++endings[ending.substr(0, 5)];
    }
    const auto median = [](std::vector<int>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    };
    const auto most = std::max_element(endings.begin(), endings.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    QString text = QStringLiteral("%1 × %2").arg(median(widths)).arg(median(heights));
    if (*std::min_element(widths.begin(), widths.end()) != *std::max_element(widths.begin(), widths.end()) ||
        *std::min_element(heights.begin(), heights.end()) != *std::max_element(heights.begin(), heights.end()))
        text = QCoreApplication::translate("flambeau", "%1 (median)").arg(text);
    if (!most->first.empty())
        text += QStringLiteral(", ") + QString::fromStdString(most->first).toUpper();
    if (endings.size() > 1)
        text += QStringLiteral(" …");
    return text;
}

void countClasses(DatasetDetail& detail) {
    const auto& manifest = *detail.manifest;
    for (const char* split : {"train", "val", "test"}) {
        if (std::any_of(manifest.files.begin(), manifest.files.end(),
                        [&](const auto& file) { return file.split == split; }))
            detail.splits.emplace_back(split);
    }
    detail.counts.assign(manifest.classes.size(), std::vector<std::int64_t>(detail.splits.size(), 0));
    detail.splitTotals.assign(detail.splits.size(), 0);
    for (const auto& file : manifest.files) {
        const auto split = std::find(detail.splits.begin(), detail.splits.end(), file.split) - detail.splits.begin();
        if (split >= static_cast<std::ptrdiff_t>(detail.splits.size()))
            continue;
        ++detail.counts[static_cast<std::size_t>(file.label)][static_cast<std::size_t>(split)];
        ++detail.splitTotals[static_cast<std::size_t>(split)];
    }
}

QString bestOf(const session::RunView& run) {
    const session::MetricSummary* best = nullptr;
    for (const auto& metric : run.metrics) {
        if (metric.name == "val/acc")
            best = &metric;
    }
    return best == nullptr ? QString() : format::percent(best->statistics.highest);
}

bool sameEntry(const session::DatasetEntry& a, const session::DatasetEntry& b) {
    return a.name == b.name && a.version == b.version && a.created == b.created && a.fingerprint == b.fingerprint;
}

/// Nothing that the page shows of it has changed.
bool isCurrent(const DatasetDetail& known, const session::DatasetReference& wanted,
               const std::vector<session::DatasetEntry>& versions, double updated,
               const std::vector<std::string>& acknowledged) {
    if (known.manifest->name != wanted.name || versions.empty() ||
        known.entry.version != (wanted.version > 0 ? wanted.version : versions.front().version))
        return false;
    return known.updated == updated && known.acknowledged == acknowledged &&
           std::equal(versions.begin(), versions.end(), known.versions.begin(), known.versions.end(), sameEntry);
}

}  // namespace

void orderByPath(DatasetDetail& detail) {
    const auto& files = detail.manifest->files;
    detail.byPath.resize(files.size());
    std::iota(detail.byPath.begin(), detail.byPath.end(), 0u);
    std::sort(detail.byPath.begin(), detail.byPath.end(),
              [&](auto a, auto b) { return files[a].path < files[b].path; });
}

std::optional<std::uint32_t> DatasetDetail::rowOf(const std::string& path) const {
    const auto& files = manifest->files;
    const auto at = std::lower_bound(byPath.begin(), byPath.end(), path,
                                     [&](auto row, const std::string& wanted) { return files[row].path < wanted; });
    return at != byPath.end() && files[*at].path == path ? std::optional(*at) : std::nullopt;
}

Result<std::vector<DatasetUse>> loadUses(session::Services& services, const QString& name) {
    session::RunSelection selection;
    selection.dataset = name.toStdString();
    selection.limit = usesAtMost;
    FLAMBEAU_TRY(const auto runs, services.catalog.list(selection));
    std::vector<DatasetUse> uses;
    for (const auto& run : runs) {
        DatasetUse use;
        use.run = QString::fromStdString(run.id.str());
        use.name = QString::fromStdString(run.name);
        use.best = bestOf(run);
        use.state = QString::fromStdString(std::string(domain::toString(run.state)));
        use.version = run.datasetVersion;
        use.created = run.created;
        uses.push_back(std::move(use));
    }
    return uses;
}

Result<DetailPtr> loadDetail(session::Services& services, const QString& reference, const DetailPtr& known) {
    FLAMBEAU_TRY(const auto wanted, session::parseDatasetReference(reference.toStdString()));
    FLAMBEAU_TRY(auto versions, services.datasets.versions(wanted.name));
    auto acknowledged = services.datasets.acknowledged(wanted.name).valueOr({});
    const int version = wanted.version > 0 || versions.empty() ? wanted.version : versions.front().version;
    const double updated = session::datasetUpdated(services.workspace, wanted.name, version);
    if (known && isCurrent(*known, wanted, versions, updated, acknowledged))
        return known;
    auto detail = std::make_shared<DatasetDetail>();
    FLAMBEAU_TRY(auto manifest, services.datasets.find(reference.toStdString()));
    detail->manifest = std::make_shared<const domain::DatasetManifest>(std::move(manifest));
    detail->reference = QStringLiteral("%1@%2").arg(QString::fromStdString(wanted.name)).arg(detail->manifest->version);
    for (const auto& version : versions) {
        if (version.version == detail->manifest->version)
            detail->entry = version;
    }
    detail->updated = updated;
    detail->versions = std::move(versions);
    detail->acknowledged = std::move(acknowledged);
    detail->findings = findingGroups(*detail->manifest, detail->acknowledged);
    orderByPath(*detail);
    countClasses(*detail);
    detail->pictures = picturesOf(*detail->manifest);
    detail->shuffled.resize(detail->manifest->files.size());
    std::iota(detail->shuffled.begin(), detail->shuffled.end(), 0u);
    std::shuffle(detail->shuffled.begin(), detail->shuffled.end(), std::mt19937(shuffleSeed));
    return DetailPtr(std::move(detail));
}

}  // namespace flambeau::ui::datasets
