// SPDX-License-Identifier: GPL-3.0-or-later
#include "home_facts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "flambeau/domain/this_machine.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::home {
namespace {

constexpr std::int64_t kUnfinished = 4, kRecent = 8;
constexpr std::size_t kModels = 4;

bool verified(const session::ModelVersion& version) {
    return version.onnx.is_object() && version.onnx.value("agrees", false) && version.onnx.contains("verified_by") &&
           version.onnx["verified_by"].is_string();
}

/// Of each model the version that its owner named champion, else the newest.
std::vector<BestModel> bestModels(const std::vector<session::ModelVersion>& versions) {
    std::map<std::string, const session::ModelVersion*> chosen;
    for (const auto& version : versions) {
        auto& one = chosen[version.name];
        const auto champion = [](const session::ModelVersion& v) {
            return std::find(v.aliases.begin(), v.aliases.end(), "champion") != v.aliases.end();
        };
        if (one == nullptr || champion(version) || (!champion(*one) && version.version > one->version))
            one = &version;
    }
    std::vector<BestModel> models;
    for (const auto& [name, version] : chosen)
        models.push_back(describeModel(*version));
    std::stable_sort(models.begin(), models.end(), [](const BestModel& a, const BestModel& b) {
        return a.scoreName.isEmpty() != b.scoreName.isEmpty() ? b.scoreName.isEmpty() : a.score > b.score;
    });
    if (models.size() > kModels)
        models.resize(kModels);
    return models;
}

}  // namespace

BestModel describeModel(const session::ModelVersion& version) {
    BestModel model;
    model.name = QString::fromStdString(version.name);
    model.version = version.version;
    QStringList parts{"v" + QString::number(version.version)};
    for (const auto& alias : version.aliases)
        parts << QString::fromStdString(alias);
    if (verified(version))
        parts << say("ONNX verified");
    model.detail = parts.join(" · ");
    for (const char* name : {"val/acc", "train/epoch_acc"}) {
        if (model.scoreName.isEmpty() && version.metrics.is_object() && version.metrics.contains(name) &&
            version.metrics[name].is_number()) {
            model.score = version.metrics[name].get<double>();
            model.scoreName = name;
        }
    }
    return model;
}

QString runLine(const session::RunView& run) {
    QString what = QString::fromStdString(run.recipe);
    const auto definition = nlohmann::json::parse(run.definition, nullptr, false);
    if (definition.is_object() && definition.contains("parameters") && definition["parameters"].is_object() &&
        definition["parameters"].contains("arch") && definition["parameters"]["arch"].is_string())
        what = QString::fromStdString(definition["parameters"]["arch"].get<std::string>());
    if (!run.dataset.empty())
        what = say("%1 on %2 v%3").arg(what, QString::fromStdString(run.dataset)).arg(run.datasetVersion);
    return what + " · " +
           (domain::isThisMachine(run.compute) ? say("this machine") : QString::fromStdString(run.compute));
}

QString bestText(const session::RunView& run) {
    for (const auto& metric : run.metrics) {
        if (metric.name == "val/acc")
            return format::percent(metric.statistics.highest);
    }
    return format::percent(std::nan(""));
}

Result<HomeFacts> gatherHome(session::Services& services) {
    HomeFacts facts;
    FLAMBEAU_TRY(facts.overview, session::overviewOf(services.workspace));
    auto unfinished = facts.overview.unfinished;
    std::stable_partition(unfinished.begin(), unfinished.end(),
                          [](const auto& run) { return run.state == domain::RunState::Running; });
    for (const auto& run : unfinished) {
        if (facts.unfinished.size() == kUnfinished)
            break;
        FLAMBEAU_TRY(auto view, services.catalog.view(run.id));
        if (!domain::isFinal(view.state))
            facts.unfinished.push_back(std::move(view));
    }
    session::RunSelection over;
    over.states = {domain::RunState::Completed, domain::RunState::Failed, domain::RunState::Canceled,
                   domain::RunState::Lost};
    over.limit = kRecent;
    FLAMBEAU_TRY(facts.recent, services.catalog.list(over));
    FLAMBEAU_TRY(const auto versions, services.models.list());
    facts.models = bestModels(versions);
    return facts;
}

}  // namespace flambeau::ui::home
