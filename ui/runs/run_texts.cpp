// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_texts.h"

#include <algorithm>
#include <cmath>

#include <QHash>

#include "flambeau/domain/metric_name.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::runs {
QString runsText(qint64 count) {
    return count == 1 ? say("1 run") : say("%1 runs").arg(format::count(count));
}

QString picturesText(qint64 count) {
    return count == 1 ? say("1 picture") : say("%1 pictures").arg(format::count(count));
}

QString computeText(const std::string& compute) {
    return domain::isThisMachine(compute) ? say("this machine") : text(compute);
}

QString unreachableText(double since, domain::RunState state, const QString& progress) {
    const QDateTime when = dateOf(since);
    const QString at = when.date() == QDate::currentDate() ? when.toString("HH:mm") : format::date(when);
    return say("unreachable since %1, last known: %2")
        .arg(at, progress.isEmpty() ? stateText(state) : stateText(state) + ", " + progress);
}

QDateTime dateOf(double seconds) {
    return seconds > 0 ? QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000)) : QDateTime();
}

double nowSeconds() {
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

QString datasetText(const std::string& name, int version) {
    return name.empty() ? QString() : text(name) + QStringLiteral(" v%1").arg(version);
}

QString parameterText(const QString& name) {
    static const QHash<QString, const char*> words{{"arch", "Model"},
                                                   {"weights", "Weights"},
                                                   {"freeze", "Frozen"},
                                                   {"epochs", "Epochs"},
                                                   {"batch_size", "Batch"},
                                                   {"optimizer", "Optimizer"},
                                                   {"lr", "Learning rate"},
                                                   {"momentum", "Momentum"},
                                                   {"weight_decay", "Weight decay"},
                                                   {"scheduler", "Schedule"},
                                                   {"step_size", "Step size"},
                                                   {"gamma", "Gamma"},
                                                   {"warmup_epochs", "Warm-up epochs"},
                                                   {"label_smoothing", "Label smoothing"},
                                                   {"class_weights", "Class weights"},
                                                   {"augmentation", "Augmentation"},
                                                   {"image_size", "Picture size"},
                                                   {"precision", "Precision"},
                                                   {"seed", "Seed"},
                                                   {"device", "Device"},
                                                   {"workers", "Loaders"},
                                                   {"threads", "Threads"},
                                                   {"checkpoint_every", "Checkpoint every"},
                                                   {"early_stop_patience", "Stop early after"}};
    const auto found = words.find(name);
    return found == words.end() ? name : say(*found);
}

QString parameterValue(const domain::ParameterValue& value) {
    return text(domain::formatParameter(value));
}

QString metricText(const QString& metric, double value) {
    const bool share = metric == "acc" || metric.endsWith("/acc") || metric.endsWith("_acc");
    return share && value >= 0 && value <= 1 ? format::percent(value) : format::value(value);
}

std::optional<double> runSeconds(double started, double ended, double now) {
    if (started <= 0)
        return std::nullopt;
    return std::max(0.0, (ended > 0 ? ended : now) - started);
}

QString progressText(const session::RunProgressInfo& progress, const domain::Parameters& parameters) {
    if (progress.time <= 0 || progress.total <= 0)
        return {};
    const auto epochs = parameters.find("epochs");
    if (epochs != parameters.end() && std::holds_alternative<std::int64_t>(epochs->second)) {
        const std::int64_t all = std::get<std::int64_t>(epochs->second);
        if (all > 0 && progress.total >= all) {
            const double each = static_cast<double>(progress.total) / static_cast<double>(all);
            const auto now = static_cast<std::int64_t>(std::floor(static_cast<double>(progress.done) / each)) + 1;
            return say("Epoch %1 of %2").arg(format::count(std::clamp<qint64>(now, 1, all)), format::count(all));
        }
    }
    return say("Step %1 of %2").arg(format::count(progress.done), format::count(progress.total));
}

double progressShare(const session::RunProgressInfo& progress) {
    if (progress.time <= 0 || progress.total <= 0)
        return -1;
    return std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0);
}

QString leadingMetric(const std::vector<session::MetricSummary>& metrics) {
    const auto rank = [](const std::string& name) {
        if (name == "val/acc")
            return 0;
        if (name == "val/loss")
            return 1;
        if (name.starts_with("val") || name.starts_with("test"))
            return 2;
        if (name.starts_with("system/") || name == "lr" || name.ends_with("_per_s"))
            return 9;
        return name.find("epoch_") != std::string::npos ? 4 : 3;
    };
    const session::MetricSummary* best = nullptr;
    for (const auto& metric : metrics) {
        if (rank(metric.name) < 9 && (best == nullptr || rank(metric.name) < rank(best->name)))
            best = &metric;
    }
    return best == nullptr ? QString() : text(best->name);
}

}  // namespace flambeau::ui::runs
