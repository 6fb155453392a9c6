// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_detail.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include <QCoreApplication>

#include "flambeau/base/strings.h"
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

std::vector<DatasetUse> usesOf(session::Services& services, const std::string& name) {
    session::RunSelection selection;
    selection.dataset = name;
    selection.limit = usesAtMost;
    std::vector<DatasetUse> uses;
    const auto runs = services.catalog.list(selection);
    if (!runs)
        return uses;
    for (const auto& run : *runs) {
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

}  // namespace

Result<DetailPtr> loadDetail(session::Services& services, const QString& reference) {
    auto detail = std::make_shared<DatasetDetail>();
    FLAMBEAU_TRY(auto manifest, services.datasets.find(reference.toStdString()));
    detail->manifest = std::make_shared<const domain::DatasetManifest>(std::move(manifest));
    const std::string& name = detail->manifest->name;
    detail->reference = QStringLiteral("%1@%2").arg(QString::fromStdString(name)).arg(detail->manifest->version);
    FLAMBEAU_TRY(detail->versions, services.datasets.versions(name));
    for (const auto& version : detail->versions) {
        if (version.version == detail->manifest->version)
            detail->entry = version;
    }
    const auto seen = services.datasets.acknowledged(name);
    detail->findings = findingGroups(*detail->manifest, seen ? *seen : std::vector<std::string>());
    detail->uses = usesOf(services, name);
    countClasses(*detail);
    detail->pictures = picturesOf(*detail->manifest);
    detail->shuffled.resize(detail->manifest->files.size());
    std::iota(detail->shuffled.begin(), detail->shuffled.end(), 0u);
    std::shuffle(detail->shuffled.begin(), detail->shuffled.end(), std::mt19937(shuffleSeed));
    return DetailPtr(std::move(detail));
}

}  // namespace flambeau::ui::datasets
